"""Checks of a delivery as a whole: which register gets which of checks/*.sql, and the policy in them.

Belongs here: what is expected between rows, years and registers. Does not belong here: what one
column must look like (registers/*.toml) and running the checks (schemas.expectations). A query
sees the schema `raw` and returns one row of counts (checked, unexpected, …), never a person's values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from schemas.contract import Contract

QUERIES = Path(__file__).parent / "checks"

NEIGHBOURS = 3
"""Years (or terms of the same kind) on each side that a year's row count is compared with."""
JUMP_BELOW, JUMP_ABOVE = 0.5, 2.0
"""A year outside these multiples of its neighbours' median is a jump."""
FEWEST_JUDGED = 50
"""Years with fewer rows than this, in the middle, are too small to have jumps or shares."""
OCCUPATION_MISSING_SHARE = 0.20
"""Largest share of the employed without an occupation in a year (definitions section 7)."""
ABSENT_SHARE = 0.10
"""Largest share of those who study in a year and are not in the population that year."""
TERMS_BEFORE_FIRST_COHORT = 10
"""Registrations must reach five years back, or earlier beginners look new (R56)."""
HEALTH_RANGES = {
    "ssyk96": ("222", "223", "322", "323", "324"),
    "ssyk2012": ("22", "325"),
    "sun2000": ("72", "311", "762"),
    "sun2020": ("72", "311", "762"),
    "sni2002": ("851", "853"),
    "sni2007": ("86", "87", "88"),
}
"""Beginnings of codes where the lists are complete: a code there that none knows is an orphan."""
CODED_COLUMNS = {
    "individuals": {
        "Ssyk4": "ssyk96",
        "Ssyk4_J16": "ssyk96",
        "Ssyk4_2012_J16": "ssyk2012",
        "Ssyk4_2012": "ssyk2012",
        "AstSNI2002": "sni2002",
        "AstSNI2007": "sni2007",
    },
    "degrees": {"SUN2000Inr": "sun2000", "SUN2020Inr": "sun2020"},
}
BLOCKING = ("no_accepted_rows", "reconciliation", "conflicting_person_years")
"""Keys of the checks that stop a run; every other one warns."""


@dataclass(frozen=True)
class DeliveryCheck:
    """The query checks/<key>.sql; `template` fills the names in its braces."""

    key: str
    column: str
    template: dict[str, str]

    @property
    def query(self) -> str:
        """The SQL, braces and all."""
        return (QUERIES / f"{self.key}.sql").read_text(encoding="utf-8")


def delivery_checks(contract: Contract) -> Iterator[DeliveryCheck]:
    """The checks of one delivered register, in the order they are shown."""
    yield _check("no_accepted_rows")
    yield _check("reconciliation")
    yield _check("period_missing")
    yield _check("period_outside_covers")
    yield _jump_check(contract)
    if contract.period == "term":
        yield _check("term_outside_covers", "Termin")
    for column, kind in CODED_COLUMNS.get(contract.register, {}).items():
        beginnings = "|".join(HEALTH_RANGES[kind])
        yield _check("orphan_code", column, column=column, kind=kind, beginnings=beginnings)
    if contract.register == "individuals":
        yield _check("duplicate_person_year")
        yield _check("conflicting_person_years")
        yield _check("occupation_missing", fewest=FEWEST_JUDGED, share=OCCUPATION_MISSING_SHARE)
        yield _check("student_absent", fewest=FEWEST_JUDGED, share=ABSENT_SHARE)
    if contract.register in ("licences", "degrees"):
        yield _check("person_unknown")
    if contract.register == "registrations":
        yield _check("first_term_late", needed=TERMS_BEFORE_FIRST_COHORT)


def _jump_check(contract: Contract) -> DeliveryCheck:
    step = 2 if contract.period == "term" else 1
    return _check(
        "rows_jump",
        step=step,
        reach=NEIGHBOURS * step,
        partial=int(contract.period == "date"),
        fewest=FEWEST_JUDGED,
        below=JUMP_BELOW,
        above=JUMP_ABOVE,
    )


def _check(key: str, at: str = "", /, **template: object) -> DeliveryCheck:
    return DeliveryCheck(key, at, {name: str(value) for name, value in template.items()})
