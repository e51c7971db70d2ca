"""The part of a group's page about moving: net migration, pathways, maps, and the matrices last.

Joins cells, words and drawings. Belongs here: the order and the blocks. Does not belong here: how a
number is found (facts, moves) and how it is drawn.
"""

from __future__ import annotations

from reports import figures, palette
from reports.cells import MISSING
from reports.findings import mobility_title
from reports.language import Language
from reports.marks import off, zero
from reports.material import Material
from reports.regions import facts
from reports.regions.facts import AFTER, Group
from reports.regions.heat import heat
from reports.regions.mapped import home_study_work, net_map
from reports.regions.matrix import CLASSES, matrix_of
from reports.regions.parts import measures_of
from reports.regions.place import COUNTY, REGION, Place, counties, named, regions
from reports.regions.scale import key_of
from reports.regions.stacked import Bar, stacked
from reports.regions.telling import place_head, printed, told
from reports.section import Block, Section
from reports.tables import Row, Shown, Table
from reports.words import window_text

NET = (facts.ARRIVALS, facts.DEPARTURES, facts.NET, facts.NET_SHARE)


def mobility_section(material: Material, language: Language) -> Section:
    """Net migration by county from zero, then the blocks."""
    group, words = Group(material), language.texts["mobility"]
    shown = words["shown"].format(window=window_text(material.cells.window))
    if not material.cells.family("net_1", COUNTY) and not group.moves.has(AFTER):
        why = words["no_rows"]
        return Section("places", words["heading"], words["matrix_heading"], shown, None, None, why)
    nets = {one: facts.NET.find(group, one) for one in counties()}
    persons = {one.value: cell.numerator for one, cell in nets.items()}
    ordered = sorted(
        counties(), key=lambda c: (persons[c.value] is None, -(persons[c.value] or 0), c.name(language))
    )
    drawn = [(one.short(language), persons[one.value]) for one in ordered]
    is_drawn = any(number is not None for _, number in drawn)
    method = next((cell.method for cell in nets.values() if cell.method), "")
    notes = [words["halland"], words["abroad"]]
    notes += [words["net_off"].format(most=2 * off(method))] if off(method) else []
    return Section(
        "places", words["heading"], mobility_title(persons, len(persons), language, 2 * off(method)), shown,
        _net_table(group, ordered, language),
        figures.net_bars(drawn, language, zero(method)) if is_drawn else None,
        "" if is_drawn else language.texts["status_section"]["missing"], words["aria"], tuple(notes),
        blocks=_blocks(group, language), unit=language.texts["place_page"]["unit_persons"],
        measures=measures_of(NET),
    )  # fmt: skip


def _net_table(group: Group, ordered: list[Place], language: Language) -> Table:
    words, heads = language.texts["mobility"], language.texts["place_facts"]
    rows = [
        Row(
            place_head(one, language),
            [
                Shown(language.joined([named(REGION, whole, language) for whole in one.wholes])),
                *(told(fact, group, one, language) for fact in NET),
            ],
        )
        for one in ordered
    ]
    columns = [words["county"], words["region"], *(heads[fact.name] for fact in NET)]
    return Table(words["caption_net"], columns, rows, is_sortable=True, texts=frozenset({1}), is_linked=True)


def _blocks(group: Group, language: Language) -> tuple[Block, ...]:
    """Maps and pathways before any matrix; those that have nothing to show left out."""
    found = [home_study_work(group, language), pathways(group, language), net_map(group, language)]
    found += [_matrix(group, level, language) for level in (REGION, COUNTY)]
    return tuple(block for block in found if block)


def pathways(group: Group, language: Language) -> Block | None:
    """The four pathways of the nation and of those from every region; counties in the table."""
    words, common = language.texts["moving"], language.texts["place_page"]
    nation = [fact.find(group, None) for fact in facts.ALL_PATHWAYS]
    if all(cell.status == MISSING.status for cell in nation):
        return None
    names = {name: common["paths"][name] for name in palette.PATHWAY}
    bars = [_bar(group, where, language) for where in (None, *regions())]
    is_drawn = any(bar.parts for bar in bars)
    return Block(
        "pathways", words["pathways"], words["pathways_shown"], _pathways_table(group, language),
        stacked(bars, names, (palette.PATHWAY, palette.ON_PATHWAY), language) if is_drawn else None,
        "" if is_drawn else language.texts["status_section"]["missing"], words["pathways_aria"],
        (common["county_note"],), key=tuple((palette.PATHWAY[name], title) for name, title in names.items()),
        unit=words["unit_share"], measures=measures_of(facts.ALL_PATHWAYS), width="",
    )  # fmt: skip


def _bar(group: Group, where: Place | None, language: Language) -> Bar:
    """The nation's or a region's bar; what is not one of the four pathways is the rest."""
    found = {fact.name: fact.find(group, where).value for fact in facts.PATHWAYS}
    parts = {name: share for name, share in found.items() if share is not None}
    rest = {"rest": max(1 - sum(parts.values()), 0.0)} if parts else {}
    return Bar("", where.short(language) if where else language.texts["moving"]["nation"], parts | rest)


def _pathways_table(group: Group, language: Language) -> Table:
    """The nation, the regions and the counties."""
    words, told_facts = language.texts["moving"], facts.ALL_PATHWAYS
    national = [printed(fact, fact.find(group, None), language) for fact in told_facts]
    rows = [Row(Shown(words["nation"]), national)]
    for where in (*regions(), *counties()):
        numbers = [told(fact, group, where, language) for fact in told_facts]
        rows.append(Row(Shown(where.name(language)), numbers))
    heads = [words["home"], *(language.texts["place_facts"][fact.name] for fact in told_facts)]
    return Table(words["pathways_caption"], heads, rows)


def _matrix(group: Group, level: str, language: Language) -> Block | None:
    """One matrix as a heat map, with its table."""
    words = language.texts["moving"]
    found = matrix_of(group, AFTER, level, language)
    if found is None:
        return None
    is_drawn = any(entry.share is not None for row in found.cells for entry in row)
    notes = [words["matrix_note"], *([words["halland"]] if level == COUNTY else [])]
    return Block(
        found.id, words[f"matrix_{level}"], words["matrix_shown"], None,
        heat(found, language) if is_drawn else None,
        "" if is_drawn else language.texts["status_section"]["missing"], words["matrix_aria"], tuple(notes),
        key=key_of((palette.EMPTY, *palette.SHADES), CLASSES, language),
        unit=words["unit_share"], measures=(AFTER,), matrix=found, width="wide" if level == COUNTY else "",
    )  # fmt: skip
