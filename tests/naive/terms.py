"""Terms and calendar arithmetic (definitions, section 1)."""

from __future__ import annotations

import calendar
from datetime import date


def term_index(year: int, termin: int) -> int:
    """2·y for VT y (termin 1), 2·y+1 for HT y (termin 2)."""
    if termin == 1:
        return 2 * year
    if termin == 2:
        return 2 * year + 1
    raise ValueError(f"termin must be 1 or 2, not {termin!r}")


def parse_term(label: str) -> int:
    """The index of a label such as `HT1993`."""
    season, year = label[:2], int(label[2:])
    return term_index(year, {"VT": 1, "HT": 2}[season])


def term_year(index: int) -> int:
    """The calendar year of a term."""
    return index // 2


def is_autumn(index: int) -> bool:
    """True for HT."""
    return index % 2 == 1


def term_label(index: int) -> str:
    """The label of a term, `VT2004` or `HT2004`."""
    return f"{'HT' if is_autumn(index) else 'VT'}{term_year(index)}"


def first_day(index: int) -> date:
    """1 January for VT, 1 July for HT."""
    return date(term_year(index), 7, 1) if is_autumn(index) else date(term_year(index), 1, 1)


def last_day(index: int) -> date:
    """30 June for VT, 31 December for HT."""
    return date(term_year(index), 12, 31) if is_autumn(index) else date(term_year(index), 6, 30)


def lasar_of_term(index: int) -> int:
    """The first year of a term's läsår: HT y and VT y+1 give y."""
    return term_year(index) if is_autumn(index) else term_year(index) - 1


def lasar_label(first_year: int) -> str:
    """`2000/01`."""
    return f"{first_year}/{(first_year + 1) % 100:02d}"


def add_months(day: date, months: int) -> date:
    """R62: calendar months later, clipped to the month's end."""
    count = day.year * 12 + (day.month - 1) + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def months_between(earlier: date, later: date) -> int:
    """R33: 12·Δyear + Δmonth, days ignored."""
    return 12 * (later.year - earlier.year) + (later.month - earlier.month)


def lasar_end_year(day: date) -> int:
    """The end year of the läsår (1 July to 30 June) that holds a date."""
    return day.year + 1 if day.month >= 7 else day.year
