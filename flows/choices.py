"""The choices of the statistical definitions marked [A]: what is in force, and what it is weighed against.

Belongs here: choices.toml as the tables that SQL joins to. Does not belong here: what a choice
does to a number (sql/milestones, sql/measures/sensitivity.sql).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

CHOICES = Path(__file__).with_name("choices.toml")


@dataclass(frozen=True)
class Choice:
    """One choice by name: the value in force, its alternatives, and which measures it changes.

    concerns: follow_up (milestones.follow_up_ways counts it anew), employed, established, general_degree,
    or empty for a choice that has no alternative.
    """

    name: str
    value: str
    alternatives: tuple[str, ...]
    concerns: str
    measures: tuple[str, ...]
    says: str

    @property
    def allowed(self) -> list[str]:
        """Every value that can be set under [choices]."""
        return [self.value, *self.alternatives]


@cache
def choices() -> dict[str, Choice]:
    """Every choice by name, in the order of choices.toml."""
    with CHOICES.open("rb") as file:
        entries = tomllib.load(file)["choices"]
    found = {}
    for name, entry in entries.items():
        found[name] = Choice(
            name=name,
            value=entry["value"],
            alternatives=tuple(entry["alternatives"]),
            concerns=entry["concerns"],
            measures=tuple(entry["measures"]),
            says=entry["says"],
        )
    return found


@cache
def version() -> int:
    """The version of choices.toml."""
    with CHOICES.open("rb") as file:
        return int(tomllib.load(file)["version"])


def defaults() -> dict[str, str]:
    """Every choice's value when nothing is set."""
    return {name: choice.value for name, choice in choices().items()}


def stated(in_force: Mapping[str, str]) -> dict[str, Any]:
    """The choices as every output states them: version, and each one's value in force."""
    return {"version": version(), "in_force": dict(in_force)}


def changed(in_force: Mapping[str, str]) -> dict[str, str]:
    """Those in force that are not the default."""
    return {name: value for name, value in in_force.items() if value != defaults().get(name)}


def variant_rows(in_force: Mapping[str, str]) -> pl.DataFrame:
    """One row per way of counting: variant ('' = in force), concerns, and every choice as a column.

    Each further row changes one choice of those in force to one other value.
    """
    rows = [{"variant": "", "concerns": "", **in_force}]
    for name, choice in choices().items():
        for value in choice.allowed:
            if value != in_force[name]:
                changed = {"variant": f"{name}={value}", "concerns": choice.concerns}
                rows.append({**changed, **in_force, name: value})
    return pl.DataFrame(rows)


def alternative_rows(in_force: Mapping[str, str]) -> pl.DataFrame:
    """What the sensitivity table lists: choice, alternative, variant, measure, suffix.

    The value in force has the variant ''. suffix is what the measure's name carries (ruling R30
    names the target sets so).
    """
    rows = []
    for name, choice in choices().items():
        for value in choice.allowed if choice.alternatives else ():
            variant = "" if value == in_force[name] else f"{name}={value}"
            suffix = f"_{value}" if name == "target_set" and value != choice.value else ""
            for measure in choice.measures:
                names = [measure[:-1] + k for k in "13"] if measure.endswith("_k") else [measure]
                rows += [(name, value, variant, one, suffix) for one in names]
    shape = dict.fromkeys(("choice", "alternative", "variant", "measure", "suffix"), pl.String)
    return pl.DataFrame(rows, schema=shape, orient="row")
