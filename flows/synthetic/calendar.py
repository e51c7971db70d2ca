"""Terms and days as whole numbers, so that all persons can be reckoned at once.

Belongs here: term index (2·y for VT y, 2·y + 1 for HT y), days since 1970-01-01.
"""

import datetime as dt
from typing import Final

import numpy as np

from flows.synthetic.draws import I64

FIRST_TERM: Final = 2 * 1993 + 1
LAST_TERM: Final = 2 * 2024 + 1
FIRST_YEAR, LAST_YEAR = 1999, 2024
NEVER: Final = 9999
NO_DAY: Final = 10**6


def day(text: str) -> int:
    """Return the day number of an ISO date."""
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


_BASE: Final = 2 * 1900
_FIRST_DAYS: Final = np.array(
    [day(f"{index // 2}-{'07' if index % 2 else '01'}-01") for index in range(_BASE, 2 * 2130)],
    dtype=np.int64,
)


def first_day(term: I64) -> I64:
    """Return the first day of each term."""
    return _FIRST_DAYS[np.clip(term - _BASE, 0, len(_FIRST_DAYS) - 1)]


def term_of(days: I64) -> I64:
    """Return the term each day falls in."""
    return np.searchsorted(_FIRST_DAYS, days, side="right").astype(np.int64) - 1 + _BASE


def year_of(days: I64) -> I64:
    """Return the calendar year of each day; NEVER where there is no day."""
    return np.where(days >= NO_DAY, NEVER, term_of(days) // 2)


def term_index(name: str) -> int:
    """Return the index of a term written as HT2019 or VT2007."""
    return 2 * int(name[2:]) + (name[:2] == "HT")
