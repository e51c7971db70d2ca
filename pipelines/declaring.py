"""What the quality declaration must know beside the numbers: registers, breaks, and the years they touch.

Belongs here: reading it out of delivery, contracts and groups. Does not belong here: words, and which
breaks touch a release (reports.quality_breaks).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from flows.professions import Profession
from flows.reference import FIRST_LICENCE_YEAR, Scope
from reports.described import Break, RegisterText
from schemas.contract import Contract, contracts
from schemas.delivery import Cover, CoverEnd

EMPLOYMENT = ("SyssStatG", "SyssStat", "SyssStatJ", "SyssStat11", "SyssStat19", "BAS")
DIVISIONS = (("Knivsta", 2002), ("Heby", 2006))
"""First year in which LISA writes the new code: its division is that of 1 January of the year after (R42)."""
OVERCOVERAGE = (2006, 2012)
"""Start years of läsår 2006/07–2011/12, for which UKÄ reports over-coverage (definitions section 2)."""
SUN = ("SUN 2000", "SUN 2020", 2018, 2019)
"""Last and first year of the two editions of education codes (schemas/codes/lisa_variabler.csv)."""


def registers(covers: Mapping[str, Cover]) -> tuple[RegisterText, ...]:
    """Every register that a run can read, with the first and last day that the delivery covers."""
    return tuple(_register(contract, covers.get(name)) for name, contract in contracts().items())


def _register(contract: Contract, cover: Cover | None) -> RegisterText:
    named = (contract.register, contract.title_sv, contract.title_en.partition(" (")[0], contract.period)
    if cover is None:
        return RegisterText(*named)
    return RegisterText(
        *named, _day(cover.first, contract.period, False), _day(cover.last, contract.period, True)
    )


def _day(end: CoverEnd, period: str, is_last: bool) -> date:
    """The first or last day of a date, a year or a term index."""
    if isinstance(end, date):
        return end
    year, is_autumn = (end // 2, end % 2 == 1) if period == "term" else (end, is_last)
    first, last = (7 if is_autumn else 1, 12 if is_autumn else 6) if period == "term" else (1, 12)
    month = last if is_last else first
    return date(year, month, monthrange(year, month)[1] if is_last else 1)


def years(covers: Mapping[str, Cover], scope: Scope) -> dict[str, tuple[int, int]]:
    """First and last year of what the run looks at; a kind whose register is not delivered is left out.

    start: the window; degree: from the window to the last degree covered; follow_up: from the year after
    the earliest licence that is followed; residence: from the year before the window.
    """
    found = {"start": (scope.first_year, scope.last_year)}
    earliest = min(scope.first_year, FIRST_LICENCE_YEAR, *scope.licence_years)
    wanted = {
        "degree": ("degrees", scope.first_year),
        "follow_up": ("individuals", earliest + 1),
        "residence": ("individuals", scope.first_year - 1),
    }
    for kind, (register, first) in wanted.items():
        if register in covers:
            seen = registers_years(covers[register])
            if max(first, seen[0]) <= seen[1]:
                found[kind] = (max(first, seen[0]), seen[1])
    return found


def registers_years(cover: Cover) -> tuple[int, int]:
    """First and last calendar year of a cover in years or dates."""
    first, last = (end.year if isinstance(end, date) else end for end in (cover.first, cover.last))
    return first, last


def breaks(professions: Iterable[Profession]) -> tuple[Break, ...]:
    """Every known break: classifications and variables from the contract, lengths from the groups."""
    contract = contracts()["individuals"]
    begins = {c.name: c.years[0] for c in contract.columns if c.years}
    changes = (
        ("occupation", "Ssyk4_2012", "SSYK 96", "SSYK 2012"),
        ("self_employed", "Ssyk4_J16", "Ssyk4", "Ssyk4_J16"),
        ("industry", "AstSNI2002", "SNI 92", "SNI 2002"),
        ("industry", "AstSNI2007", "SNI 2002", "SNI 2007"),
    )
    found = [
        *(
            Break(name, "follow_up", begins[column] - 1, begins[column], old, new)
            for name, column, old, new in changes
        ),
        Break("education", "degree", SUN[2], SUN[3], SUN[0], SUN[1]),
    ]
    for old, new in pairwise(name for name in EMPLOYMENT if name in begins):
        found.append(Break("employment", "follow_up", begins[new] - 1, begins[new], old, new))
    found.append(Break("overcoverage", "start", *OVERCOVERAGE, is_period=True))
    found += [change for one in professions for change in _lengths(one)]
    found += [Break("division", "residence", year - 1, year, who=name) for name, year in DIVISIONS]
    return tuple(found)


def _lengths(profession: Profession) -> list[Break]:
    """A group's changes of nominal length; VT and HT of one year can have different lengths."""
    return [
        Break(
            "nominal", "start", new.start // 2 - (new.start % 2 == 0), new.start // 2,
            str(old.terms), str(new.terms), profession.id,
        )
        for old, new in pairwise(profession.nominal)
    ]  # fmt: skip
