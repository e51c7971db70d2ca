"""A comparison of two releases as lines of text, in Swedish or English.

Belongs here: layout. Does not belong here: what is said (pipelines.comparing) and the words
(schemas/messages, compare).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.changes_text import measure_name, why_lines
from schemas.faults import catalogue

SHOWN = 20
"""Measures that are shown when nothing else is asked for."""
NAMES = ("by_1", "by_2")


def compare_lines(data: Mapping[str, Any], language: str, limit: int | None) -> Iterator[str]:
    """The comparison as text; that nothing differs is said plainly."""
    words = catalogue(language)["compare"]
    before, after = data["releases"]
    yield words["head"].format(before=_release(before), after=_release(after))
    yield words["against_" + data["against"]]
    yield words["cells"].format_map(data["cells"])
    for kind in ("removed", "added"):
        if data["tables"][kind]:
            yield words[f"tables_{kind}"].format(tables=", ".join(data["tables"][kind]))
    yield ""
    yield from _why(data, words, language)
    if data["measures"]:
        yield ""
        yield words["measures"]
        yield from _measures(data["measures"], words, language, limit or SHOWN)


def _release(said: Mapping[str, Any]) -> str:
    version = said["version"]
    return f"{said['release']} ({version})" if version else str(said["release"])


def _why(data: Mapping[str, Any], words: Mapping[str, str], language: str) -> Iterator[str]:
    """What the manifests say, and how far it explains the numbers."""
    why, known = data["why"], catalogue(language)["changes"]
    yield words["why"]
    yield from why_lines(why["reasons"], language, judged=False)
    if why["not_recorded"]:
        yield words["not_recorded"].format(names=", ".join(why["not_recorded"]))
    if not data["measures"] and not any(data["tables"].values()):
        yield words["published_only"] if data["internal"] and data["published_differs"] else words["same"]
    elif not why["possible"]:
        yield words["unexplained"]
    elif why["separable"]:
        yield words["one_cause"].format(cause=known["cause_" + why["possible"][0]].lower())
    else:
        yield known["not_separable"]


def _measures(
    measures: list[dict[str, Any]], words: Mapping[str, str], language: str, limit: int
) -> Iterator[str]:
    for row in measures[:limit]:
        name = f"{row['profession'] or '–'}, {row['model'] or '–'}: "
        name += measure_name(row["model"], row["measure"], language)
        yield "  " + words["measure"].format(
            name=name, **{k: row[k] for k in ("changed", "added", "removed")}
        )
        yield "      " + _largest(row["largest"], words)
    if len(measures) > limit:
        yield words["more"].format(number=len(measures) - limit)


def _largest(row: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """The row that changes most: where it stands, before and after."""
    where = [row["cohort"]] if row["cohort"] else []
    where += [f"{row[name]} = {row.get(name.replace('by', 'value'), '')}" for name in NAMES if name in row]
    where += [f"{name} = {row[name]}" for name in row if name not in ("cohort", "before", "after", "table")
              and not name.startswith(("by_", "value_"))]  # fmt: skip
    sides = [_side(row[side]) for side in ("before", "after")]
    return words["largest"].format(where=", ".join(where) or "–", before=sides[0], after=sides[1])


def _side(numbers: Mapping[str, Any]) -> str:
    """84/120 = 0.700 for a share; otherwise the numbers by name."""
    status = f" {numbers['status']}" if numbers.get("status", "ok") != "ok" else ""
    if {"numerator", "denominator"} <= set(numbers):
        value = f" = {numbers['value']:.3f}" if "value" in numbers else ""
        return f"{numbers['numerator']}/{numbers['denominator']}{value}{status}"
    shown = [f"{name} {value:g}" for name, value in numbers.items() if isinstance(value, int | float)]
    return (", ".join(shown) + status).strip() or "–"
