"""Helpers that several test folders share: small deliveries, runs and SQL tables by hand.

Belongs here: what makes a test short. Does not belong here: expectations.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.queries import queries
from pipelines.release import Release, Request, open_release
from pipelines.settings import load_settings
from schemas.contract import contracts

Row = Mapping[str, Any]

FULL_COVERS: dict[str, list[Any]] = {
    "registrations": ["HT1993", "HT2024"],
    "degrees": [date(1993, 7, 1), date(2025, 6, 30)],
    "applications": ["VT2007", "HT2024"],
    "upper_secondary": [1985, 2025],
    "licences": [date(1960, 1, 1), date(2025, 12, 31)],
    "individuals": [1999, 2024],
    "migration": [date(1999, 1, 1), date(2024, 12, 31)],
    "deaths": [date(1999, 1, 1), date(2024, 12, 31)],
}


def silent(key: str, **fields: object) -> None:
    """A talk that says nothing."""


def the_reader_is(name: str, patch: pytest.MonkeyPatch) -> None:
    """Says what reads registers: a checkout that is worked in may change between two runs."""
    for module in ("read_before", "release"):
        patch.setattr(f"pipelines.{module}.reader", lambda: name)


def write_delivery(
    folder: Path,
    registers: Mapping[str, Sequence[Row]],
    covers: Mapping[str, Sequence[Any]] | None = None,
    extra: str = "",
) -> Path:
    """A delivery of comma-separated files; a register is delivered when it has rows or covers.

    Missing contract columns that are required are written empty. `extra` is appended to
    delivery.toml.
    """
    folder.mkdir(parents=True, exist_ok=True)
    said = {name: FULL_COVERS[name] for name in registers} if covers is None else dict(covers)
    for name in said:
        rows = registers.get(name, [])
        contract = contracts()[name]
        used = [c.name for c in contract.columns if c.required or any(c.name in row for row in rows)]
        used += sorted({key for row in rows for key in row} - set(contract.names))
        lines = [",".join(used), *(",".join(_text(row.get(c)) for c in used) for row in rows)]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    text = '[delivery]\nid = "test"\nsupplier = "Test"\nreceived_on = 2026-06-15\n\n[covers]\n'
    text += "".join(f"{name} = [{', '.join(map(_toml, ends))}]\n" for name, ends in said.items())
    (folder / "delivery.toml").write_text(text + extra, encoding="utf-8")
    return folder


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


class Counted:
    """A delivery read and counted without Dagster: any table by name."""

    def __init__(self, release: Release) -> None:
        self.release = release

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """The rows of a select over the warehouse."""
        return self.release.warehouse.frame(sql).to_dicts()

    def cell(
        self,
        measure: str,
        profession: str = "tandhygienist",
        cohort: str = "2000-2010",
        model: str = "education",
        **by: str,
    ) -> Any:
        """(numerator, denominator, n_not_observable, value, status) of one cell, or None."""
        names = [*by, "", ""][:2]
        values = [*by.values(), "", ""][:2]
        found = self.release.warehouse.frame("select * from measures.cells").filter(
            (pl.col("measure") == measure)
            & (pl.col("profession") == profession)
            & (pl.col("model") == model)
            & (pl.col("cohort") == cohort)
            & (pl.col("by_1") == names[0])
            & (pl.col("by_2") == names[1])
            & (pl.col("value_1") == values[0])
            & (pl.col("value_2") == values[1])
        )
        return (
            found.select("numerator", "denominator", "n_not_observable", "value", "status").rows()[0]
            if found.height
            else None
        )


def count(delivery: Path, out: Path, **settings: Any) -> Counted:
    """Reads a delivery and builds every SQL table; the release is not put in place.

    The warehouse stays open until the test ends and the object is dropped.
    """
    merged = replace(load_settings(None), out=str(out), **settings)
    context = open_release(Request(delivery, merged, "test"), silent)
    release = context.__enter__()
    release.keep_open = context  # type: ignore[attr-defined]  # dropped, and so removed, with the test
    read_and_build(release)
    return Counted(release)


def read_and_build(release: Release) -> None:
    """Every register read and every SQL table built, as the assets would."""
    for register in contracts():
        release.read(register)
    for table in queries():
        release.build(table)


def run_delivery(folder: Path, *, professions: Sequence[str], window: tuple[int, int] = (2000, 2010)) -> Path:
    """A release folder with internal/*.parquet only: read and counted, without gate, report and Dagster.

    That the command line gives the same files is tested in end_to_end/.
    """
    target = folder.parent / f"out-{folder.name}"
    settings = replace(
        load_settings(None),
        out=str(target),
        professions=tuple(professions),
        window=f"{window[0]}-{window[1]}",
    )
    with open_release(Request(folder, settings, "test", replace=True), silent) as release:
        read_and_build(release)
        release.write_measures()
        release.write_internal()
        shutil.copytree(release.folder / "internal", target / "test" / "internal")
    return target / "test"
