"""Who works in a place, and where they studied."""

from __future__ import annotations

from collections.abc import Sequence

from reports import palette
from reports.language import Language
from reports.regions import facts
from reports.regions.beside import Beside
from reports.regions.facts import WORK, Group
from reports.regions.findings import beside_title
from reports.regions.moves import added
from reports.regions.origins import origins_block
from reports.regions.place import COUNTY, Place, counties
from reports.regions.stacked import Bar, stacked
from reports.regions.telling import facts_table, marked_name
from reports.section import Section
from reports.tables import RATE_BASE


def work_section(groups: Sequence[Group], here: Place, language: Language) -> Section:
    """A bar per group divided by place of study, and the table of the most common ones."""
    common = language.texts["place_page"]
    words, fact = common["work"], facts.studied_here(here.level)
    found = {marked_name(g, language): (g, fact.find(g, here), fact.find(g, None)) for g in groups}
    bars = [
        Bar(name, "", parts, nation.value)
        for name, (group, _, nation) in found.items()
        if (parts := where_studied(group, here))
    ]
    names = {part: words[part] for part in _parts_of(here)}
    compared = [Beside(name, own, nation) for name, (_, own, nation) in found.items()]
    table = facts_table(
        words["caption"].format(place=here.name(language)), (facts.WORKING, fact), groups, here, language
    )
    block = origins_block("work_from", WORK, groups, here, language)
    return Section(
        "work", words["heading"],
        beside_title("work", compared, language),
        words["shown"], table,
        stacked(bars, names, (palette.ORIGIN, palette.ON_ORIGIN), language) if bars else None,
        "" if bars else common["nothing"], words["aria"],
        (common["work_note"], common["derived_note"], common["difference_note"]),
        key=tuple((palette.ORIGIN[part], title) for part, title in names.items()),
        blocks=(block,) if block else (), unit=common["unit_share"], measures=(WORK,),
    )  # fmt: skip


def _parts_of(here: Place) -> tuple[str, ...]:
    return ("here", "region", "elsewhere") if here.level == COUNTY else ("here", "elsewhere")


def where_studied(group: Group, here: Place) -> dict[str, float]:
    """Shares of those who work in the place, by where they studied; nothing where a count is withheld."""
    column = group.moves.column(WORK, here.level, here.value)
    everybody = added(column.values()).numerator
    if everybody is None or everybody < RATE_BASE:
        return {}
    near = {
        county.value
        for county in counties()
        if here.level == COUNTY and county.value != here.value and set(county.wholes) & set(here.wholes)
    }
    of_part = {"here": {here.value}, "region": near}
    shares = {
        part: sum(column[one].numerator or 0 for one in column if one in names) / everybody
        for part, names in of_part.items()
        if part in _parts_of(here)
    }
    return shares | {"elsewhere": 1 - sum(shares.values())}
