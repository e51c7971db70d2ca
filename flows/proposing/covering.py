"""What the rows say of the time that a register covers: a proposal, never an answer (ruling R2).

Belongs here: the first and last period with rows, stray ones at the ends, gaps between. Does not belong
here: counting rows (tallying).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from flows.proposing.tallying import Tally
from schemas.contract import Contract
from schemas.delivery import CoverEnd, term_label

FEW, NEAR = 0.1, 3
"""An outer period is stray when it has less than a tenth of the rows of the three periods inside it."""


@dataclass(frozen=True)
class Seen:
    """First and last period with rows, as delivery.toml writes them; gaps between, stray periods outside."""

    first: str | CoverEnd
    last: str | CoverEnd
    gaps: tuple[str, ...]
    stray: tuple[str, ...]


def seen(tally: Tally, contract: Contract) -> Seen | None:
    """What the counts show; None where no row has a date."""
    periods = sorted(tally.periods)
    if not periods:
        return None
    begin = _strays(periods, tally.periods)
    kept = periods[begin:]
    kept = kept[: len(kept) - _strays(kept[::-1], tally.periods)]
    gaps = sorted(set(range(kept[0], kept[-1] + 1)) - set(kept))
    stray = [period for period in periods if period not in kept]
    shown = term_label if contract.period == "term" else str
    first, last = _ends(kept, tally, contract)
    return Seen(first, last, tuple(map(shown, gaps)), tuple(map(shown, stray)))


def _strays(periods: Sequence[int], rows: Mapping[int, int]) -> int:
    """How many of the first periods have next to no rows."""
    for place, period in enumerate(periods):
        inside = [rows[near] for near in periods[place + 1 : place + 1 + NEAR]]
        if not inside or rows[period] >= FEW * median(inside):
            return place
    return 0


def _ends(kept: Sequence[int], tally: Tally, contract: Contract) -> tuple[str | CoverEnd, str | CoverEnd]:
    if contract.period == "date":
        return tally.days[kept[0]][0], tally.days[kept[-1]][1]
    if contract.period == "term":
        return term_label(kept[0]), term_label(kept[-1])
    return kept[0], kept[-1]


def half_years(first: date, last: date) -> tuple[date, date]:
    """The first day of the half-year of the first date and the last day of that of the last one."""
    begin = date(first.year, 1 if first.month < 7 else 7, 1)
    return begin, date(last.year, 6, 30) if last.month < 7 else date(last.year, 12, 31)
