"""The gate: hands the loaded registers to Great Expectations and takes back counts.

Belongs here: the small tables that the expectations need. Does not belong here: the
expectations (schemas.expectations).
"""

from __future__ import annotations

import polars as pl

from flows.professions import code_rows, load_professions
from flows.reference import Scope
from flows.warehouse import RegisterCounts, Warehouse
from schemas.contract import contracts, read_code_list
from schemas.delivery import Delivery
from schemas.expectations import CheckResult, run_gate
from schemas.faults import DATA_FAILED, Fault, UserError

__all__ = ["CheckResult", "run", "write_tables"]

CONFLICTS = ("conflicting_person_years", "duplicate_person_year")
"""Checks whose failing rows are named one by one (ruling R6)."""

LISTS = {
    "ssyk96": ("ssyk96_halso", 0),
    "ssyk2012": ("ssyk2012_halso", 0),
    "sni2002": ("sni2002_halso", 0),
    "sni2007": ("sni2007_halso", 0),
}


def write_tables(
    warehouse: Warehouse,
    delivery: Delivery,
    scope: Scope,
    counts: dict[str, RegisterCounts],
    by_period: dict[str, dict[int, int]],
) -> None:
    """Creates raw.coverage, rows_by_period, reading_counts, known_codes, people_of_cohorts and settings."""
    warehouse.add_table("raw.coverage", _coverage(delivery))
    periods = [(r, p, n) for r, found in by_period.items() for p, n in sorted(found.items())]
    shape = {"register": pl.String, "period": pl.Int64, "rows": pl.Int64}
    warehouse.add_table("raw.rows_by_period", pl.DataFrame(periods, schema=shape, orient="row"))
    warehouse.add_table("raw.reading_counts", _reading_counts(counts))
    warehouse.find_conflicts()
    warehouse.add_table("raw.known_codes", _known_codes(scope))
    warehouse.add_table("raw.people_of_cohorts", warehouse.people_of_cohorts().to_frame())
    first = pl.DataFrame(
        {"first_cohort_term": [2 * scope.first_year]}, schema={"first_cohort_term": pl.Int64}
    )
    warehouse.add_table("raw.settings", first)


def run(warehouse: Warehouse) -> list[CheckResult]:
    """Every check's result; UserError (exit 1) when an expectation could not be evaluated."""
    from schemas.expectations import GateFault

    try:
        return run_gate(warehouse.connection)
    except GateFault as error:
        raise UserError([Fault("expectation_not_evaluated", {"names": str(error)})], DATA_FAILED) from error


def _coverage(delivery: Delivery) -> pl.DataFrame:
    rows: list[tuple[str, bool, int | None, int | None]] = []
    for register in contracts():
        cover = delivery.covers.get(register)
        ends = (cover.first, cover.last) if cover else (None, None)
        first, last = (end if end is None or isinstance(end, int) else end.year for end in ends)
        rows.append((register, cover is not None, first, last))
    shape = {
        "register": pl.String,
        "is_delivered": pl.Boolean,
        "first_period": pl.Int64,
        "last_period": pl.Int64,
    }
    return pl.DataFrame(rows, schema=shape, orient="row")


def _reading_counts(counts: dict[str, RegisterCounts]) -> pl.DataFrame:
    names = ("register", "rows_read", "accepted", "duplicates", "rejected", "set_aside", "unjudged")
    rows = [
        (c.register, c.read, c.accepted, c.duplicates, sum(c.rejected.values()), c.set_aside, c.unjudged)
        for c in counts.values()
    ]
    shape = {n: pl.String if n == "register" else pl.Int64 for n in names}
    return pl.DataFrame(rows, schema=shape, orient="row")


def _known_codes(scope: Scope) -> pl.DataFrame:
    listed = [(kind, row[at]) for kind, (name, at) in LISTS.items() for row in read_code_list(name)[1:]]
    for edition, position in (("sun2000", 1), ("sun2020", 2)):
        listed += [(edition, row[0]) for row in read_code_list("sun_inriktning")[1:] if row[position]]
    shape = {"kind": pl.String, "code": pl.String}
    groups = {p.id: p for p in (*load_professions().values(), *scope.professions)}
    claimed = code_rows(groups.values()).select("kind", "code")
    return pl.concat([pl.DataFrame(listed, schema=shape, orient="row"), claimed]).unique()
