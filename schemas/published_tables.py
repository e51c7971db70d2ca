"""What leaves: the tables of a release, one file each in published/, and which cells stand in them.

Belongs here: the list, and where a table's file lies. Does not belong here: protecting (flows.protection),
writing (reports.published_tables) and attacking (flows.attack).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).parent / "published"

Layout = Literal["cells", "curves", "attrition", "sensitivity", "quality"]
LAYOUTS = ("cells", "curves", "attrition", "sensitivity", "quality")
YEAR, SIGNS_OF_COHORTS = "year", {"window": "-", "lasar": "/"}
"""Kinds of cohorts, and what tells one from another: 2004, 2000-2010, 2000/01."""
COHORT_KINDS = (YEAR, *SIGNS_OF_COHORTS)
METHODS = ("default", "controlled_rounding", "suppression", "cell_key")

CELL_COLUMNS = (
    *("profession", "model", "cohort", "measure", "by_1", "value_1", "by_2", "value_2"),
    *("numerator", "denominator", "n_not_observable", "value", "status"),
    *("method", "reason", "value_low", "value_high"),
)
COLUMNS: dict[str, tuple[str, ...]] = {
    "cells": CELL_COLUMNS,
    "sensitivity": (*CELL_COLUMNS, "choice", "alternative"),
    "curves": (
        *("profession", "model", "cohort", "curve", "specialisation", "cause", "k"),
        *("n_risk", "n_event", "incidence", "std_error", "status", "method", "withheld"),
    ),
    "attrition": (
        "profession", "model", "cohort", "step", "reason", "persons", "status", "method", "withheld",
    ),
    "quality": ("register", "step", "reason", "rows", "status", "method", "withheld"),
}  # fmt: skip
"""Columns by layout, in order. `withheld` is the reason of protection where `reason` has another meaning."""


@dataclass(frozen=True)
class PublishedTable:
    """One table of a release.

    layout      which columns it has
    model       education, licence or licensed; empty: every model
    cohorts     window, year (one-year cohorts), lasar
    measures    by name; empty: every measure of the layout
    breakdowns  by_1, or by_1,by_2; "" is the total
    method      of protection; default: that of the settings
    crossed     true where every first breakdown is crossed with the second, as in a matrix: in files that
                are cubes the two are then dimensions of their own, else all breakdowns are one
    """

    name: str
    title_sv: str
    title_en: str
    layout: Layout
    model: str = ""
    cohorts: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()
    method: str = "default"
    crossed: bool = False


@cache
def published_tables() -> dict[str, PublishedTable]:
    """Every table by name, sorted; ValueError names what is wrong in a file."""
    return {path.stem: _table(path) for path in sorted(FOLDER.glob("*.toml"))}


def _table(path: Path) -> PublishedTable:
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {field.name for field in fields(PublishedTable)} - {"name"}
    unknown = sorted(set(data) - known)
    wrong = [f"unknown key {key}" for key in unknown]
    wrong += [f"layout {data.get('layout')}"] if data.get("layout") not in LAYOUTS else []
    wrong += [f"cohort kind {kind}" for kind in data.get("cohorts", []) if kind not in COHORT_KINDS]
    wrong += [f"crossed {data['crossed']}"] if not isinstance(data.get("crossed", False), bool) else []
    wrong += [f"method {data['method']}"] if data.get("method", "default") not in METHODS else []
    if wrong:
        raise ValueError(f"{path.name}: {'; '.join(wrong)}")
    listed: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in data.items()
    }
    return PublishedTable(name=path.stem, **listed)
