"""The two blocks of maps on a group's page: home, study and work side by side, and net migration.

Belongs here: from counts to classes of colour and sentences. Does not belong here: drawing (maps).
"""

from __future__ import annotations

from itertools import pairwise

from reports import palette
from reports.cells import Cell
from reports.language import Language
from reports.marks import CELL_KEY, is_exact, off
from reports.regions import facts
from reports.regions.facts import AFTER, STUDY_AFTER, WORK, Fact, Group
from reports.regions.maps import County, Map, county_maps
from reports.regions.parts import measures_of
from reports.regions.place import COUNTY, Place, counties
from reports.regions.scale import class_within, key_of
from reports.regions.telling import place_head, told
from reports.section import Block
from reports.tables import RATE_BASE, Row, Table

CLASSES = (0.0, 0.01, 0.03, 0.06, 0.12, 0.24)
NET_CLASSES = (0.05, 0.15, 0.3)
COLOURS = (palette.EMPTY, *palette.SHADES)
ONE = {"in_some": "in_one", "in_least": "in_least_one"}
POINTS = ((facts.CAME, AFTER), (facts.STUDIED, STUDY_AFTER), (facts.WORKING, WORK))


def home_study_work(group: Group, language: Language) -> Block | None:
    """Where they came from, where they studied and where they work, as shares of all of them."""
    words = language.texts["moving"]
    if not all(group.moves.has(measure) for _, measure in POINTS):
        return None
    maps = [_shares(group, fact, measure, language) for fact, measure in POINTS]
    is_drawn = any(not county.is_hidden for one in maps for county in one.counties.values())
    told_facts = [fact for fact, _ in POINTS] + [facts.LIVING]
    return Block(
        "home_study_work", _title(group, language), words["maps_shown"],
        _table(words["maps_caption"], told_facts, group, language),
        county_maps(maps, language) if is_drawn else None,
        "" if is_drawn else language.texts["status_section"]["missing"], words["maps_aria"],
        (words["hidden_note"], language.texts["place_page"]["work_note"], words["boundaries"]),
        key=(*key_of(COLOURS, CLASSES, language), (palette.GRID, words["class_hidden"])),
        unit=words["unit_share_of_all"], measures=measures_of(told_facts), width="",
    )  # fmt: skip


def _shares(group: Group, fact: Fact, measure: str, language: Language) -> Map:
    words, total = language.texts["moving"], group.moves.total(measure).numerator
    found = {}
    for one in counties():
        cell = fact.find(group, one)
        if cell.numerator is None or total is None or total < RATE_BASE:
            says = words["map_hidden"].format(place=one.name(language))
            found[one.value] = County(palette.GRID, says, True)
            continue
        share = cell.numerator / total
        says = words["map_says"].format(
            place=one.name(language),
            persons=language.whole(cell.numerator, "0"),
            share=language.spoken(share),
        )
        found[one.value] = County(COLOURS[class_within(share, CLASSES)], says)
    title = words[f"map_{fact.name}"]
    is_seen = any(not county.is_hidden for county in found.values())
    return Map(title if is_seen else words["map_none"].format(title=title), found)


def _title(group: Group, language: Language) -> str:
    """In how many counties somebody came from, studied and works; at least, where some may be unseen.

    Where no county is shown nothing is said of it: that all are withheld does not mean that nobody is there.
    """
    words, said = language.texts["moving"], []
    for fact, _ in POINTS:
        cells = [fact.find(group, one) for one in counties()]
        number = sum(_somebody(cell) for cell in cells)
        is_sure = all(cell.numerator is not None and is_exact(cell.method) for cell in cells)
        key = "in_all" if number == len(cells) else "in_some" if is_sure else "in_least"
        key = ONE.get(key, key) if number == 1 else key
        if number:
            said.append(words[f"maps_{fact.name}"].format(counties=words[key].format(number=number)))
    if not said:
        return str(words["maps_title_plain"])
    return str(words["maps_title"].format(clauses=language.joined(said)))


def _somebody(cell: Cell) -> bool:
    """True where the count cannot be nobody: a rounded one is never raised from zero."""
    least = off(cell.method) if cell.method.startswith(CELL_KEY) else 0
    return (cell.numerator or 0) > least


def net_map(group: Group, language: Language) -> Block | None:
    """Net migration of every county as a share of those who came from there."""
    words = language.texts["moving"]
    cells = {one: facts.NET.find(group, one) for one in counties()}
    if all(cell.value is None for cell in cells.values()):
        return None
    drawn = {one.value: _net(one, cell, language) for one, cell in cells.items()}
    told_facts = [facts.CAME, facts.NET, facts.NET_SHARE]
    return Block(
        "net_map", words["net_map"], words["net_map_shown"],
        _table(words["net_map_caption"], told_facts, group, language),
        county_maps([Map("", drawn)], language, 520), "", words["net_map_aria"],
        (words["net_map_note"], words["boundaries"]), key=_net_key(language),
        unit=words["unit_net"], measures=measures_of(told_facts), width="",
    )  # fmt: skip


def _net(one: Place, cell: Cell, language: Language) -> County:
    """A county's colour; none where the net is no larger than rounding could make it."""
    words, name = language.texts["moving"], one.name(language)
    if cell.value is None or cell.numerator is None:
        return County(palette.GRID, words["map_hidden"].format(place=name), True)
    says = words["net_says"].format(
        place=name, net=language.signed(cell.numerator, "0"), share=language.spoken(cell.value)
    )
    size = abs(cell.value)
    if abs(cell.numerator) <= 2 * off(cell.method) or size < NET_CLASSES[0]:
        return County(palette.EMPTY, says)
    scale = palette.GAIN if cell.value > 0 else palette.LOSS
    return County(scale[class_within(size, NET_CLASSES)], says)


def _net_key(language: Language) -> tuple[tuple[str, str], ...]:
    words = language.texts["moving"]
    ends = [language.spoken(least, 0) for least in (*NET_CLASSES, 1.0)]
    within = list(pairwise(ends))
    said = [(colour, "gain", low, high) for colour, (low, high) in zip(palette.GAIN, within, strict=True)]
    said += [(colour, "loss", low, high) for colour, (low, high) in zip(palette.LOSS, within, strict=True)]
    found = [(palette.EMPTY, words["class_near"].format(low=ends[0]))]
    for colour, way, low, high in said:
        key = f"{way}_above" if high == ends[-1] else way
        found.append((colour, words[key].format(low=low, high=high)))
    return (*found, (palette.GRID, words["class_hidden"]))


def _table(caption: str, told_facts: list[Fact], group: Group, language: Language) -> Table:
    words = language.texts["place_facts"]
    rows = [
        Row(place_head(one, language), [told(fact, group, one, language) for fact in told_facts])
        for one in counties()
    ]
    heads = [language.texts["mobility"][COUNTY], *(words[fact.name] for fact in told_facts)]
    return Table(caption, heads, rows, is_sortable=True, is_linked=True)
