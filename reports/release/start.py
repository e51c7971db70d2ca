"""The start page: ways in for three kinds of readers, all groups compared, the exam rate of each.

Belongs here: what stands on it. Does not belong here: the table (comparison) and the chart (exam_rates).
"""

from collections.abc import Sequence
from typing import Any

from reports.advanced import heading
from reports.defined import with_beside
from reports.downloads import downloads
from reports.language import Language
from reports.material import Material
from reports.release.comparison import COUNTS, SHARES, comparison, marked_name
from reports.release.exam_rates import exam_rates_section
from reports.site import Site, address
from reports.words import window_text

WAYS_IN = {
    "number": (("compare", "#compare"), ("method", "method")),
    "county": (("places", "places"), ("downloads", "tables")),
    "group": (("list", "#groups"), ("news", "news")),
}
"""Reader by reader, the links that they are given: its words, and a page or a place on this one."""


def start_context(site: Site, language: Language) -> dict[str, Any]:
    """What the template of the start page needs."""
    words, window = language.texts["start"], site.release.window
    groups = sorted(site.groups, key=lambda group: marked_name(group.profession, language))
    number, measures = len(site.groups), (*COUNTS.values(), *SHARES.values())
    counted = words["group_one"] if number == 1 else words["group_many"].format(number=number)
    section = exam_rates_section(groups, window, language)
    (chart,) = with_beside([section], downloads(site.folder, language), language)
    return {
        "lead": words["lead"].format(window=window_text(window), groups=counted),
        "ways": [(words["ways_in"][way], _links(links, words)) for way, links in WAYS_IN.items()],
        "table": comparison(groups, window, language),
        "columns": [(measure, words[f"short_{measure}"]) for measure in measures],
        "notes": _notes(site, words),
        "chart": chart,
        "figures": chart.figures,
        "groups": [(one.profession.profession, marked_name(one.profession, language)) for one in groups],
        "further": _further(groups, language),
    }


def _links(links: tuple[tuple[str, str], ...], words: dict[str, Any]) -> list[tuple[str, str]]:
    """Address or page of each link, and its words."""
    return [(target, str(words["links"][name])) for name, target in links]


def _further(groups: Sequence[Material], language: Language) -> dict[str, tuple[str, str]]:
    """By group: where its page tells of the educations that it leads on to, and their names."""
    return {
        one.profession.profession: (
            f"{address(one.profession.profession, language)}#advanced",
            heading(one, language),
        )
        for one in groups
        if one.licence.cohorts()
    }


def _notes(site: Site, words: dict[str, Any]) -> list[str]:
    """What a reader must know before comparing, each where it applies."""
    names = ["note_shares", "note_counts", "note_compare"]
    if any(group.is_draft for group in site.groups):
        names.append("note_draft")
    return [str(words[name]) for name in (*names, "note_hidden")]
