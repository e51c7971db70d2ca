"""The small tables that SQL joins to: covers, cohorts, municipalities, thresholds, programmes.

Belongs here: code lists and settings as frames for the schema `reference`. Does not belong
here: profession codes (flows.professions) and measures (flows.queries).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from flows.professions import Profession, code_rows, nominal_rows, profession_rows
from flows.queries import measure_rows
from schemas.contract import contracts, read_code_list
from schemas.delivery import Delivery

HEBY_BEFORE_2007 = {"municipality": "1917", "county": "03", "region": "Uppsala-Örebro"}
"""Heby moved from Västmanland to Uppsala in 2007; its old code is shown in today's county (R42)."""


@dataclass(frozen=True)
class Scope:
    """What a run counts: the groups and the cohort window (calendar years, inclusive)."""

    professions: tuple[Profession, ...]
    first_year: int
    last_year: int

    @property
    def window_label(self) -> str:
        """The window as a cohort label, 2000-2010 (ruling R10)."""
        return f"{self.first_year}-{self.last_year}"


def reference_tables(delivery: Delivery, scope: Scope) -> dict[str, pl.DataFrame]:
    """Every table of the schema `reference` by name."""
    return {
        "professions": profession_rows(scope.professions),
        "nominal_terms": nominal_rows(scope.professions),
        "profession_codes": code_rows(scope.professions),
        "measures": measure_rows(),
        "coverage": coverage_row(delivery),
        "settings": pl.DataFrame(
            {
                "window_first": [scope.first_year],
                "window_last": [scope.last_year],
                "window_label": [scope.window_label],
            }
        ),
        "cohorts": _cohorts(scope),
        "municipalities": _municipalities(),
        "income_thresholds": _income_thresholds(),
        "upper_secondary_programmes": _upper_secondary_programmes(),
    }


def coverage_row(delivery: Delivery) -> pl.DataFrame:
    """One row: <register>_first and _last as date, year or term index; NULL when not delivered."""
    columns: dict[str, pl.Series] = {}
    for register, contract in contracts().items():
        cover = delivery.covers.get(register)
        kind = pl.Date if contract.period == "date" else pl.Int32
        ends: tuple[int | date | None, int | date | None] = (
            (cover.first, cover.last) if cover else (None, None)
        )
        for name, end in zip(("first", "last"), ends, strict=True):
            columns[f"{register}_{name}"] = pl.Series([end], dtype=kind)
    return pl.DataFrame(columns)


def _cohorts(scope: Scope) -> pl.DataFrame:
    years = range(scope.first_year, scope.last_year + 1)
    rows = [(scope.window_label, scope.first_year, scope.last_year), *((str(y), y, y) for y in years)]
    shape = {"cohort": pl.String, "first_year": pl.Int32, "last_year": pl.Int32}
    return pl.DataFrame(rows, schema=shape, orient="row")


def _code_rows(name: str, columns: Sequence[str], names: Sequence[str]) -> pl.DataFrame:
    header, *rows = read_code_list(name)
    positions = [header.index(column) for column in columns]
    return pl.DataFrame(
        [[row[p] for p in positions] for row in rows], schema=dict.fromkeys(names, pl.String), orient="row"
    )


def _municipalities() -> pl.DataFrame:
    # The region comes from the municipality: Halland is split between two regions (definitions section 9).
    today = _code_rows(
        "kommun_sjukvardsregion",
        ("kommun_kod", "lan_kod", "sjukvardsregion"),
        ("municipality", "county", "region"),
    )
    return pl.concat([today, pl.DataFrame([HEBY_BEFORE_2007])])


def _income_thresholds() -> pl.DataFrame:
    rows = _code_rows("inkomstgrans", ("year", "sek", "status"), ("year", "sek", "status"))
    return rows.with_columns(pl.col("year", "sek").cast(pl.Int32))


def _upper_secondary_programmes() -> pl.DataFrame:
    names = ("curriculum", "programme", "upper_secondary")
    return _code_rows("gymnasieprogram", ("laroplan", "kod", "grupp"), names)
