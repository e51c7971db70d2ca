"""A release's list of changes as a page for people: Markdown, in Swedish and English.

Belongs here: layout. Does not belong here: what is said (pipelines.versioning) and the words
(schemas/messages, changes; the names of tables and measures are the report's).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipelines.preview_text import SOFT_HYPHEN
from reports.words import english, swedish, words_of_measure
from schemas.faults import catalogue
from schemas.published_tables import published_tables

SHOWN = 100
"""Lines of a list on a page; changes.json has every one."""
KEYS = ("profession", "model", "measure", "cohort", "by_1", "by_2", "specialisation", "cause")
COUNTED = ("new_values", "added", "removed")


def page(said: Mapping[str, Any], language: str) -> str:
    """The whole page."""
    words = catalogue(language)["changes"]
    return "\n".join([f"# {words['title'].format_map(said)}", "", *_lines(said, words, language)]) + "\n"


def _lines(said: Mapping[str, Any], words: Mapping[str, str], language: str) -> Iterator[str]:
    if said["earlier"] is None:
        yield words["first"]
        return
    yield words["compared"].format_map(said["earlier"])
    yield words[said["level"]]
    yield ""
    yield from why_lines(said["reasons"], language)
    for kind in ("removed", "added"):
        yield from ("", f"## {words[kind]}", "")
        yield from _shown([f"- {thing(entry, language)}" for entry in said[kind]], words)
    yield from ("", f"## {words['rows']}", "")
    yield words["rows_line"].format_map(said["counts"])
    yield from _measures(said, words, language)


def _measures(said: Mapping[str, Any], words: Mapping[str, str], language: str) -> Iterator[str]:
    """Rows that differ by group and measure, over all tables, the most first."""
    sums: dict[tuple[str, str, str], dict[str, int]] = {}
    for row in said["changes"]:
        key = (row["profession"], row["model"], row["measure"])
        counts = sums.setdefault(key, dict.fromkeys(COUNTED, 0))
        for kind in COUNTED:
            counts[kind] += row[kind]
    found = sorted((-sum(counts.values()), *key) for key, counts in sums.items())
    rows = []
    for differing, profession, model, measure in found:
        if differing:
            title = measure_name(model, measure, language) + (f" ({model})" if model else "")
            names = (_profession(said, profession, language), title)
            counts = sums[profession, model, measure]
            rows.append("| " + " | ".join([*names, *(str(counts[kind]) for kind in COUNTED)]) + " |")
    if rows:
        yield from ("", words["table_head"], "|---|---|--:|--:|--:|")
        yield from _shown(rows, words)


def _shown(lines: Sequence[str], words: Mapping[str, str]) -> Iterator[str]:
    yield from lines[:SHOWN] or [words["nothing"]]
    if len(lines) > SHOWN:
        yield from ("", words["more"].format(number=len(lines) - SHOWN))


def _profession(said: Mapping[str, Any], profession: str, language: str) -> str:
    return str(said["names"].get(profession, {}).get(language, profession)) or "–"


# ---------------------------------------------------------------- what compare says too


def why_lines(reasons: Iterable[Mapping[str, Any]], language: str, *, judged: bool = True) -> Iterator[str]:
    """Which of data, definitions, code and protection differ, and in what.

    judged: with a line that says when they cannot be told apart.
    """
    words = catalogue(language)["changes"]
    by_cause: dict[str, list[str]] = {}
    for reason in reasons:
        by_cause.setdefault(reason["cause"], []).append(_reason(reason))
    if not by_cause:
        yield words["no_reason"]
        return
    for cause, named in by_cause.items():
        yield f"- {words['cause_' + cause]}: {'; '.join(named)}"
    if judged and len(by_cause) > 1:
        yield ""
        yield words["not_separable"]


def _reason(reason: Mapping[str, Any]) -> str:
    """The name of what differs, and its values where they are short and mean something."""
    name, sides = str(reason["name"]), [_flat(reason[side]) for side in ("before", "after")]
    if name.startswith(("professions.", "advanced.")) and None in (reason["before"], reason["after"]):
        return f"{'+' if reason['before'] is None else '−'} {name}"
    is_digest = name.count(".") == 1 and name.startswith(("inputs.", "professions.", "advanced."))
    opaque = is_digest or name in ("secret", "delivery_toml", "earlier.tables")
    is_short = all(len(side) <= 40 for side in sides)
    return name if opaque or not is_short else f"{name} {sides[0]} → {sides[1]}"


def _flat(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value is None else str(value)


def thing(entry: Mapping[str, str], language: str) -> str:
    """What is gone or new: a table, a column, or a set of its rows by its keys."""
    words = catalogue(language)["changes"]
    known = published_tables().get(entry["table"])
    title = getattr(known, f"title_{language}", entry["table"])
    if entry["what"] == "table":
        return words["a_table"].format(title=title, table=entry["table"])
    if entry["what"] == "column":
        named = entry["column"]
    elif entry["what"] == "category":
        named = f"{entry['by']} = {entry['value']}"
    else:
        named = ", ".join(f"{key} = {entry[key]}" for key in entry if key in KEYS and entry[key])
    return words[f"a_{entry['what']}"].format(title=title, table=entry["table"], named=named or "–")


def measure_name(model: str, measure: str, language: str) -> str:
    """A measure's title in the report; its name in the code where it has no title."""
    texts = swedish() if language == "sv" else english()
    try:
        return words_of_measure(texts, model, measure)["title"].replace(SOFT_HYPHEN, "")
    except StopIteration:
        return measure
