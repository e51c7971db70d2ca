"""What is new: the computed changes between this release and the one before, for people.

Belongs here: which of the changes are shown, and in what order. Does not belong here: how they are found
(flows.changes) and the list for machines (changes.json beside the site).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from reports.cells import LICENCE
from reports.language import Language
from reports.naming import value_name
from reports.release.comparison import marked_name
from reports.site import Site
from reports.tables import Row, Shown, Table
from reports.words import DASH, window_text
from schemas.published_tables import published_tables

SHOWN = 100
"""Entries of a list on the page; changes.json has every one."""
COUNTED = ("new_values", "added", "removed", "corrected")
SOFT_HYPHEN = "\u00ad"

Entry = Mapping[str, Any]


def news_context(site: Site, language: Language) -> dict[str, Any]:
    """What the template of the page needs; `said` is None where the release has no list of changes."""
    said = site.changes
    if said is None or said["earlier"] is None:
        return {"said": said, "is_first": said is not None}
    words, before = language.texts["news"], said["earlier"]
    names = {"before": before["release"], "before_version": before["version"]}
    return {
        "said": said,
        "is_first": False,
        "compared": words["compared"].format(release=said["release"], version=said["version"], **names),
        "level": words["level"][said["level"]],
        "causes": [words["cause"][cause] for cause in said["causes"]],
        "details": [(words["cause"][one["cause"]], one["name"], *_sides(one)) for one in said["reasons"]],
        "values": changed_values(site, language),
        "removed": _things(said["removed"], site, language),
        "added": _things(said["added"], site, language),
    }


def changed_values(site: Site, language: Language) -> Table | None:
    """Rows that differ by group and measure, over all tables, the most first; None where none differs."""
    sums: dict[tuple[str, str, str], dict[str, int]] = {}
    for row in (site.changes or {})["changes"]:
        key = (row["profession"], row["model"], row["measure"])
        counts = sums.setdefault(key, dict.fromkeys(COUNTED, 0))
        for kind in COUNTED:
            counts[kind] += row[kind]
    found = sorted((-sum(counts.values()), *key) for key, counts in sums.items() if any(counts.values()))
    words = language.texts["news"]
    rows = []
    for _, profession, model, measure in found:
        counts = sums[profession, model, measure]
        cells = [Shown(language.whole(counts[kind]), sort=str(counts[kind])) for kind in COUNTED]
        head = Shown(_profession(profession, site, language) or words["every_group"])
        rows.append(Row(head, [Shown(_measure(measure, model, language) or words["no_measure"]), *cells]))
    heads = [words[n] for n in ("group", "measure", "new_values", "added_rows", "removed_rows", "corrected")]
    return Table(words["caption"], heads, rows, is_sortable=True, texts=frozenset({1})) if rows else None


def _things(entries: list[Entry], site: Site, language: Language) -> tuple[list[str], int]:
    """Sentences for what is gone or new, and how many of them are left out."""
    shown = [_thing(entry, site, language) for entry in entries[:SHOWN]]
    return shown, len(entries) - len(shown)


def _thing(entry: Entry, site: Site, language: Language) -> str:
    table = published_tables().get(entry["table"])
    title = getattr(table, f"title_{language.code}", entry["table"])
    named = ", ".join(_named(entry, site, language)) or DASH
    return str(language.texts["news"]["thing"][entry["what"]]).format(title=title, named=named)


def _named(entry: Entry, site: Site, language: Language) -> Iterator[str]:
    """The names that say which of a table's rows an entry is about, as readers meet them."""
    if entry["what"] == "column":
        yield entry["column"]
    elif entry["what"] == "category":
        yield f"{_breakdown(entry['by'], language)}: {value_name(entry['by'], entry['value'], language)}"
    if entry.get("profession"):
        yield _profession(entry["profession"], site, language)
    if entry.get("measure"):
        yield _measure(entry["measure"], entry.get("model", ""), language)
    if entry.get("cohort"):
        yield window_text(entry["cohort"])
    for key in ("by_1", "by_2"):
        if entry.get(key):
            yield _breakdown(entry[key], language)


def _profession(profession: str, site: Site, language: Language) -> str:
    """The group's name; of one that is no longer there, the name in the list of changes."""
    mine = next((g.profession for g in site.groups if g.profession.profession == profession), None)
    if mine:
        return marked_name(mine, language)
    names = (site.changes or {}).get("names", {})
    return str(names.get(profession, {}).get(language.code, profession))


def _measure(measure: str, model: str, language: Language) -> str:
    """The measure's title; its own name where it has none any more."""
    words = language.texts["licence_measures" if model == LICENCE else "measures"]
    return str(words[measure]["title"]).replace(SOFT_HYPHEN, "") if measure in words else measure


def _breakdown(by: str, language: Language) -> str:
    return str(language.texts["breakdowns"].get(by, by))


def _sides(reason: Entry) -> tuple[str, str]:
    """Both values as text; a long one is cut, since it is a list or a digest."""
    before, after = (_flat(reason[side]) for side in ("before", "after"))
    return before, after


def _flat(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else DASH if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
