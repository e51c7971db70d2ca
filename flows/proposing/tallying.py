"""What stands in a register's file, counted: rows per period, first and last date, codes that no list has.

Belongs here: one pass over a file, batch by batch. Does not belong here: what the counts mean (covering,
coding), and rejecting rows (schemas.reading).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from schemas.cleaning import Cleaning
from schemas.contract import Contract
from schemas.delivery import Cover
from schemas.setting_aside import BATCH_ROWS
from schemas.sources import Source, batches

ANY_TIME = {
    "term": Cover(2 * 1900, 2 * 2200 + 1),
    "year": Cover(1900, 2200),
    "date": Cover(date(1900, 1, 1), date(2200, 12, 31)),
}
"""What a register may cover (schemas.delivery); a row of another time is nobody's proposal."""
MOST_VALUES = 10_000
OPEN = {"registrations": "YProg", "applications": "YProg", "degrees": "Examenskod"}
"""Columns that may have any code, where those of the profession groups are looked for."""


@dataclass
class Tally:
    """Counts of one or more files of a register.

    periods  rows by year, term index or year of date
    days     first and last date by year, where rows have dates
    unknown  per column, values that the contract (or no profession group) knows, with their rows
    """

    periods: Counter[int] = field(default_factory=Counter)
    days: dict[int, tuple[date, date]] = field(default_factory=dict)
    unknown: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Puts another file's counts to these."""
        self.periods += other.periods
        for year, (first, last) in other.days.items():
            known = self.days.get(year, (first, last))
            self.days[year] = min(first, known[0]), max(last, known[1])
        for column, values in other.unknown.items():
            self.unknown.setdefault(column, Counter()).update(values)


def tally(source: Source, contract: Contract, given: Mapping[str, str], year: int | None) -> Tally:
    """The counts of one file; year is the one in its name, for rows without their own (ruling R3)."""
    coded = [c.name for c in contract.columns if c.name in given and c.kind == "code"]
    opened = [name for name in (OPEN.get(contract.register, ""),) if name in given]
    wanted = {name: given[name] for name in (*contract.dated_by, *coded, *opened) if name in given}
    rows = source.frame.select(pl.col(theirs).alias(ours) for ours, theirs in wanted.items())
    found = Tally()
    for batch in batches(source, rows, BATCH_ROWS):
        judged = _typed(batch, contract, wanted, year)
        _count_periods(found, judged, contract)
        _count_unknown(found, judged, [*coded, *opened])
    return found


def _typed(
    batch: pl.DataFrame, contract: Contract, given: Mapping[str, str], year: int | None
) -> pl.DataFrame:
    cleaned = Cleaning(contract, {}, ANY_TIME[contract.period]).of_file(given, year)
    trimmed = batch.with_columns(rules.trimmed.alias(rules.name) for rules in cleaned.columns)
    typed = trimmed.with_columns(rules.typed.alias(f"_{rules.name}") for rules in cleaned.columns)
    return typed.with_columns(cleaned.period.alias("_period"))


def _count_periods(found: Tally, judged: pl.DataFrame, contract: Contract) -> None:
    time = ANY_TIME["term" if contract.period == "term" else "year"]
    dated = judged.filter(pl.col("_period").is_between(time.first, time.last))
    day = pl.col(f"_{contract.dated_by[0]}") if contract.period == "date" else pl.lit(None, pl.Date)
    counts = dated.group_by("_period").agg(pl.len(), first=day.min(), last=day.max())
    for period, number, first, last in counts.iter_rows():
        one = Tally(Counter({period: number}))
        if first is not None:
            one.days[period] = first, last
        found.add(one)


def _count_unknown(found: Tally, judged: pl.DataFrame, columns: Iterable[str]) -> None:
    for name in columns:
        is_open = name in OPEN.values()
        unknown = pl.col(name).is_not_null() & (pl.lit(is_open) | pl.col(f"_{name}").is_null())
        counts = judged.filter(unknown).group_by(name).len().top_k(MOST_VALUES, by="len")
        found.add(Tally(unknown={name: Counter(dict(counts.iter_rows()))}))
