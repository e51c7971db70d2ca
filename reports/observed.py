"""For which years a measure can be observed, in words: on the council's page and in the preview.

The words come from the caller, in its language: `too_new` and `unseen` (each with {years}) and `never`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from reports.words import DASH


def years_text(years: Iterable[int]) -> str:
    """2000–2003, 2005: runs of years."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}{DASH}{b}" for a, b in runs)


def observed_years(row: Mapping[str, Any], words: Mapping[str, Any]) -> str:
    """The years that can be observed, those that are too new and those that cannot be."""
    parts = [years_text(row["ok"])] if row["ok"] else []
    for status, key in (("immature", "too_new"), ("not_observable", "unseen")):
        if row[status]:
            parts.append(words[key].format(years=years_text(row[status])))
    return "; ".join(parts) or str(words["never"])
