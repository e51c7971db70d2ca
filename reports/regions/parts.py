"""The parts of a place's page: in brief, who studies there, who comes back, who works there.

Joins facts, words and figures; every part has the groups as rows and the nation beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reports import figures, palette
from reports.language import Language
from reports.marks import off, zero
from reports.regions import facts
from reports.regions.beside import Beside, beside
from reports.regions.facts import Fact, Group
from reports.regions.findings import beside_title, net_title
from reports.regions.origins import origins_block
from reports.regions.place import REGION, Place
from reports.regions.stacked import Bar, stacked
from reports.regions.telling import facts_table, marked_name
from reports.section import Block, Section
from reports.tables import is_wide


def summary_section(groups: Sequence[Group], here: Place, language: Language) -> Section:
    """Net migration of every group, and how many study, come from, live and work in the place."""
    common = language.texts["place_page"]
    words = common["summary"]
    nets = {marked_name(group, language): facts.NET.find(group, here) for group in groups}
    shown = sorted(
        ((name, cell.numerator) for name, cell in nets.items()),
        key=lambda row: (row[1] is None, -(row[1] or 0), row[0]),
    )
    drawn = any(number is not None for _, number in shown)
    method = next((cell.method for cell in nets.values() if cell.method), "")
    told = (
        facts.STUDYING,
        facts.FROM_HERE,
        facts.WORKING,
        facts.CAME_HERE,
        facts.LIVING,
        facts.ARRIVALS,
        facts.DEPARTURES,
        facts.NET,
    )
    table = facts_table(words["caption"].format(place=here.name(language)), told, groups, here, language)
    notes = [words["net_note"], words["several"], language.texts["mobility"]["abroad"], common["work_note"]]
    notes += [common["net_off"].format(most=2 * off(method))] if off(method) else []
    figure = figures.net_bars(shown, language, zero(method)) if drawn else None
    return Section(
        "summary", words["heading"], net_title(common, list(nets.values())), words["shown"], table, figure,
        "" if drawn else common["nothing"], words["aria"], tuple(notes),
        unit=common["unit_persons"], measures=measures_of(told),
    )  # fmt: skip


def study_section(groups: Sequence[Group], here: Place, language: Language) -> Section:
    """Who studies in the place, how many of them graduate in time, and where they came from."""
    told = (facts.STUDYING, facts.home_students(here.level), facts.EXAM, facts.RETAINED)
    section = _compared("study", facts.EXAM, told, groups, here, language)
    found = origins_block("study_from", facts.STUDY, groups, here, language)
    if section.figure is None:
        words = language.texts["place_page"]["study"]
        is_empty = not any(facts.STUDYING.find(group, here).numerator for group in groups)
        section = replace(section, no_figure=words["no_students"] if is_empty else section.no_figure)
    return replace(section, blocks=(found,) if found else ())


def back_section(groups: Sequence[Group], here: Place, language: Language) -> Section:
    """Who comes back after studies elsewhere, and the four pathways."""
    section = _compared("back", facts.RETURNED, (facts.FROM_HERE, facts.RETURNED), groups, here, language)
    notes = [language.texts["place_page"]["county_note"]] if here.level == REGION else []
    return replace(section, blocks=(_paths(groups, here, language),), notes=(*section.notes, *notes))


def _compared(
    name: str, main: Fact, told: Sequence[Fact], groups: Sequence[Group], here: Place, language: Language
) -> Section:
    """A part whose figure compares one share of every group with the nation's."""
    common = language.texts["place_page"]
    words = common[name]
    rows = [
        Beside(marked_name(group, language), main.find(group, here), main.find(group, None))
        for group in groups
    ]
    # A group that has nobody there has no row: it would say nothing of the place.
    drawn = [row for row in rows if row.here.status != "missing"]
    is_drawn = any(row.here.value is not None for row in drawn)
    table = facts_table(words["caption"].format(place=here.name(language)), told, groups, here, language)
    notes = [common["difference_note"]]
    notes += (
        [common["pale_note"]]
        if any(row.here.value is not None and is_wide(row.here) for row in drawn)
        else []
    )
    notes += [common["derived_note"]] if any(fact.is_derived for fact in told) else []
    return Section(
        name, words["heading"], beside_title(name, drawn, language), words["shown"], table,
        beside(drawn, language) if is_drawn else None,
        "" if is_drawn else common["nothing"], words["aria"], tuple(notes),
        unit=common["unit_share"], measures=measures_of(told),
    )  # fmt: skip


def measures_of(told: Sequence[Fact]) -> tuple[str, ...]:
    """Every measure that some facts rest on."""
    return tuple(name for fact in told for name in fact.measures)


def _paths(groups: Sequence[Group], here: Place, language: Language) -> Block:
    """Two bars per group, the place and the nation; what is not shown is a part of its own."""
    words, charts = language.texts["place_page"]["paths"], language.texts["place_charts"]
    bars = []
    for group in groups:
        for label, where in ((charts["here"], here), (charts["nation"], None)):
            found = {fact.name: fact.find(group, where).value for fact in facts.PATHWAYS}
            parts = {name: share for name, share in found.items() if share is not None}
            if parts:
                parts["rest"] = max(1 - sum(parts.values()), 0.0)
            bars.append(Bar(marked_name(group, language), label, parts))
    names, drawn = {name: words[name] for name in palette.PATHWAY}, any(bar.parts for bar in bars)
    figure = stacked(bars, names, (palette.PATHWAY, palette.ON_PATHWAY), language) if drawn else None
    table = facts_table(
        words["caption"].format(place=here.name(language)), facts.PATHWAYS, groups, here, language
    )
    return Block(
        "paths", words["heading"], words["shown"], table, figure,
        "" if drawn else language.texts["place_page"]["nothing"], words["aria"],
        (language.texts["chart_beside"]["two_shares"],),
        key=tuple((palette.PATHWAY[name], title) for name, title in names.items()),
        unit=language.texts["place_page"]["unit_share"], measures=measures_of(facts.PATHWAYS), width="",
    )  # fmt: skip
