"""From when to when a measure can be observed, in few words, alike on the council's page and in the terminal.

Belongs here: years and the order of the phrases. Does not belong here: the phrases themselves, which
the caller hands over in its own language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reports.words import DASH

PHRASES = (("immature", "too_new"), ("not_observable", "unseen"))
"""Status of the years that are not ok, and the phrase for them."""


def observed(row: Mapping[str, Any], words: Mapping[str, Any]) -> str:
    """The years of a measure that can be observed, then those that are too new or cannot be seen."""
    parts = [years_text(row["ok"])] if row["ok"] else []
    parts += [words[key].format(years=years_text(row[status])) for status, key in PHRASES if row[status]]
    return "; ".join(parts) or str(words["never"])


def years_text(years: Iterable[int]) -> str:
    """2000–2003, 2005: runs of years."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}{DASH}{b}" for a, b in runs)
