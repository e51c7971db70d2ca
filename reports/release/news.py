"""What is new: the computed changes between this release and the one before, for people.

Belongs here: which of the changes are shown, and in what order. Does not belong here: how they are found
(flows.changes) and the list for machines (changes.json beside the site).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from reports.cells import LICENCE, LICENSED
from reports.language import Language
from reports.naming import value_name
from reports.release.comparison import marked_name
from reports.site import Site
from reports.tables import Row, Shown, Table
from reports.words import DASH, window_text
from schemas.published_tables import published_tables

SHOWN = 8
"""Names in one sentence; changes.json has every one."""
COUNTED = ("new_values", "added", "removed", "corrected")
HEADS = ("new_values", "added_rows", "removed_rows", "corrected")

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
        "details": [(one["name"], *_sides(one)) for one in said["reasons"]],
        "groups": changed_groups(site, language),
        "measures": changed_measures(site, language),
        "removed": _things(said["removed"], site, language),
        "added": _things(said["added"], site, language),
    }


def changed_groups(site: Site, language: Language) -> Table | None:
    """Rows that differ by group, over all tables, the most first; None where none differs."""
    words = language.texts["news"]
    rows = [
        Row(Shown(_profession(group, site, language) or words["every_group"]), _counts(counts, language))
        for (group,), counts in _sums(site, "profession")
    ]
    heads = [words[name] for name in ("group", *HEADS)]
    return Table(words["caption_groups"], heads, rows, is_sortable=True) if rows else None


def changed_measures(site: Site, language: Language) -> Table:
    """The same by group and measure; those licensed in one year are counted apart."""
    words = language.texts["news"]
    rows = []
    for (group, model, measure), counts in _sums(site, "profession", "model", "measure"):
        title = _measure(measure, model, language) or words["no_measure"]
        if model == LICENSED:
            title = f"{title} ({language.texts['definitions']['models_licensed']})"
        head = Shown(_profession(group, site, language) or words["every_group"])
        rows.append(Row(head, [Shown(title), *_counts(counts, language)]))
    heads = [words[name] for name in ("group", "measure", *HEADS)]
    return Table(words["caption"], heads, rows, is_sortable=True, texts=frozenset({1}))


def _sums(site: Site, *names: str) -> list[tuple[tuple[str, ...], dict[str, int]]]:
    """The counts of changed rows under each of these names together, the most first."""
    sums: dict[tuple[str, ...], dict[str, int]] = {}
    for row in (site.changes or {})["changes"]:
        counts = sums.setdefault(tuple(row[name] for name in names), dict.fromkeys(COUNTED, 0))
        for kind in COUNTED:
            counts[kind] += row[kind]
    found = [(key, counts) for key, counts in sums.items() if any(counts.values())]
    return sorted(found, key=lambda one: (-sum(one[1].values()), one[0]))


def _counts(counts: Mapping[str, int], language: Language) -> list[Shown]:
    return [Shown(language.whole(counts[kind]), sort=str(counts[kind])) for kind in COUNTED]


# ---------------------------------------------------------------- what is gone or new


def _things(entries: list[Entry], site: Site, language: Language) -> list[tuple[str, list[str]]]:
    """Table by table, a sentence for each kind of thing, the values of one breakdown together."""
    found: dict[str, dict[tuple[str, str], list[str]]] = {}
    for entry in entries:
        kind = (entry["what"], _breakdown(entry["by"], language) if "by" in entry else "")
        named = ", ".join(_named(entry, site, language))
        found.setdefault(entry["table"], {}).setdefault(kind, []).append(named)
    return [(_table(name, language), _sentences(kinds, language)) for name, kinds in found.items()]


def _sentences(kinds: Mapping[tuple[str, str], list[str]], language: Language) -> list[str]:
    words = language.texts["news"]
    says = []
    for (what, by), named in kinds.items():
        listed = "; ".join(named[:SHOWN])
        if len(named) > SHOWN:
            listed += words["more"].format(number=len(named) - SHOWN)
        says.append(str(words["thing"][what]).format(by=by, named=listed))
    return says


def _table(name: str, language: Language) -> str:
    """The table's title; its own name where there is no such table any more."""
    return str(getattr(published_tables().get(name), f"title_{language.code}", name))


def _named(entry: Entry, site: Site, language: Language) -> Iterator[str]:
    """The names that say which of a table's rows an entry is about, as readers meet them."""
    if entry["what"] == "column":
        yield entry["column"]
    elif entry["what"] == "category":
        yield value_name(entry["by"], entry["value"], language)
    if entry.get("profession"):
        yield _profession(entry["profession"], site, language)
    if entry.get("measure"):
        yield _measure(entry["measure"], entry.get("model", ""), language)
    if entry.get("cohort"):
        yield window_text(entry["cohort"])
    for key in ("by_1", "by_2"):
        if entry.get(key):
            yield _breakdown(entry[key], language)


# ---------------------------------------------------------------- names


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
    return str(words[measure]["title"]) if measure in words else measure


def _breakdown(by: str, language: Language) -> str:
    return str(language.texts["breakdowns"].get(by, by))


def _sides(reason: Entry) -> tuple[str, str]:
    """Both values as text; a long one is cut, since it is a list or a digest."""
    before, after = (_flat(reason[side]) for side in ("before", "after"))
    return before, after


def _flat(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else DASH if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
