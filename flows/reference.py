"""The small tables that SQL joins to: covers, cohorts, municipalities, thresholds, programmes.

Belongs here: code lists and settings as frames for the schema `reference`. Does not belong
here: profession codes (flows.professions) and measures (flows.queries).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from flows.choices import alternative_rows, defaults, variant_rows
from flows.professions import Profession, code_rows, nominal_rows, profession_rows
from flows.queries import measure_rows
from schemas.contract import contracts, read_code_list
from schemas.delivery import Delivery

HEBY_BEFORE_2007 = {"municipality": "1917", "county": "03", "region": "Uppsala-Örebro"}
"""Heby moved from Västmanland to Uppsala in 2007; its old code is shown in today's county (R42)."""


SPECIALISED = "specialistsjukskoterska"
"""The education that specssk_inriktning.csv divides; any other is its own specialisation."""

AMBIGUOUS_SUN2000 = {"723i"}
"""Names radiology nurses too, though one specialisation alone is listed under it (ruling R50)."""

FIRST_LICENCE_YEAR = 2000
"""Cohorts by licence year begin here (ruling R72)."""


@dataclass(frozen=True)
class Scope:
    """What a run counts.

    professions          the groups
    advanced             the groups that these lead to: their codes are joined to, they are not counted
    first_year, last_year  the window of the education model, calendar years, inclusive
    licence_years        first years of the läsår whose licences are followed (licence model)
    choices              every choice's value in force
    """

    professions: tuple[Profession, ...]
    first_year: int
    last_year: int
    advanced: tuple[Profession, ...] = ()
    licence_years: tuple[int, ...] = ()
    choices: Mapping[str, str] = field(default_factory=defaults)

    @property
    def known(self) -> tuple[Profession, ...]:
        """The groups and those that they lead to, each once."""
        own = {p.id for p in self.professions}
        return (*self.professions, *(p for p in self.advanced if p.id not in own))

    @property
    def window_label(self) -> str:
        """The window as a cohort label, 2000-2010 (ruling R10)."""
        return f"{self.first_year}-{self.last_year}"


def reference_tables(delivery: Delivery, scope: Scope) -> dict[str, pl.DataFrame]:
    """Every table of the schema `reference` by name."""
    return {
        "professions": profession_rows(scope.professions),
        "nominal_terms": nominal_rows(scope.known),
        "profession_codes": code_rows(scope.known),
        "advanced_educations": _advanced_educations(scope),
        "specialisations": _specialisations(),
        "variants": variant_rows(scope.choices),
        "alternatives": alternative_rows(scope.choices),
        "measures": measure_rows(),
        "coverage": coverage_row(delivery),
        "settings": pl.DataFrame(
            {
                "window_first": [scope.first_year],
                "window_last": [scope.last_year],
                "window_label": [scope.window_label],
            }
        ),
        "cohorts": _cohorts(scope, delivery),
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


def lasar_label(year: int) -> str:
    """The läsår that begins in the year: 2000/01."""
    return f"{year}/{(year + 1) % 100:02}"


def _cohorts(scope: Scope, delivery: Delivery) -> pl.DataFrame:
    """model, cohort, is_window, first_year, last_year: of the start, the läsår's autumn, or the licence."""
    years = range(scope.first_year, scope.last_year + 1)
    rows = [("education", scope.window_label, True, scope.first_year, scope.last_year)]
    rows += [("education", str(y), False, y, y) for y in years]
    rows += [("licence", lasar_label(y), False, y, y) for y in scope.licence_years]
    cover = delivery.covers.get("licences")
    last = cover.last.year if cover is not None and isinstance(cover.last, date) else 0
    rows += [("licensed", str(y), False, y, y) for y in range(FIRST_LICENCE_YEAR, last + 1)]
    shape = {"model": pl.String, "cohort": pl.String, "is_window": pl.Boolean}
    shape |= dict.fromkeys(("first_year", "last_year"), pl.Int32)
    return pl.DataFrame(rows, schema=shape, orient="row")


def _advanced_educations(scope: Scope) -> pl.DataFrame:
    """profession, education, is_specialised: what those licensed in a group may go on to (licence model)."""
    rows = [
        (p.id, education, education == SPECIALISED)
        for p in scope.professions
        if p.licence_codes
        for education in p.leads_to
    ]
    shape = {"profession": pl.String, "education": pl.String, "is_specialised": pl.Boolean}
    return pl.DataFrame(rows, schema=shape, orient="row")


def _specialisations() -> pl.DataFrame:
    """kind (inriktning, sun2020, sun2000), code, specialisation; SUN 2000 only where it names one (R50)."""
    header, *rows = read_code_list("specssk_inriktning")
    at = {name: header.index(name) for name in ("inriktning_id", "sun2020inr", "sun2000inr")}
    found = [("inriktning", row[at["inriktning_id"]], row[at["inriktning_id"]]) for row in rows]
    found += [("sun2020", row[at["sun2020inr"]], row[at["inriktning_id"]]) for row in rows]
    old = [(code, row[at["inriktning_id"]]) for row in rows for code in row[at["sun2000inr"]].split("/")]
    times = Counter(code for code, _ in old)
    found += [("sun2000", c, s) for c, s in old if times[c] == 1 and c not in AMBIGUOUS_SUN2000]
    shape = dict.fromkeys(("kind", "code", "specialisation"), pl.String)
    return pl.DataFrame(found, schema=shape, orient="row")


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
