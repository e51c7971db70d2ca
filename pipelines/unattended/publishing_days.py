"""The days of publication, every third year, and the month in which a release is made.

Belongs here: dates. Does not belong here: what happens on them (pipelines.unattended.starting).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

YEARS_BETWEEN = 3


@dataclass(frozen=True)
class Occasion:
    """One publication: its day, and the day from which its release can be made, a month before."""

    starts_on: date
    publishes_on: date

    def has_begun(self, today: date) -> bool:
        """Whether its month is here."""
        return today >= self.starts_on


def occasion(first: date, today: date) -> Occasion:
    """The publication that is next, or today's; `first` is the day of the first one."""
    year = first.year
    while _day(first, year) < today:
        year += YEARS_BETWEEN
    publishes_on = _day(first, year)
    return Occasion(_month_before(publishes_on), publishes_on)


def _day(first: date, year: int) -> date:
    """The day of publication in a year; 29 February is the 28th where there is none."""
    return first.replace(year=year, day=min(first.day, calendar.monthrange(year, first.month)[1]))


def _month_before(day: date) -> date:
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
