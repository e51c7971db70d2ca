"""Whether the register of licences covers the whole of a licence cohort's year."""

from collections.abc import Iterable
from datetime import date

from reports.language import Language

Cover = tuple[date, date]


def period(cohort: str) -> Cover:
    """First and last day: 2000/01 runs from July to June, a licence year is a calendar year."""
    year = int(cohort[:4])
    if "/" in cohort:
        return date(year, 7, 1), date(year + 1, 6, 30)
    return date(year, 1, 1), date(year, 12, 31)


def cover_notes(cohorts: Iterable[str], cover: Cover | None, language: Language) -> tuple[str, ...]:
    """Which cohorts are covered in part only, and in which the register begins; nothing where all is well."""
    if cover is None:
        return ()
    first, last = cover
    periods = {cohort: period(cohort) for cohort in cohorts}
    found = {
        "partly": [name for name, (start, end) in periods.items() if start < first or end > last],
        "edge": [name for name, (start, end) in periods.items() if start <= first <= end],
    }
    words = language.texts["cover"]
    return tuple(
        words[key].format(first=first, last=last, cohorts=language.joined(names))
        for key, names in found.items()
        if names
    )
