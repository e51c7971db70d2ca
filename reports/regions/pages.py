"""The pages of places: one per health-care region and county, and one that leads to them by a map.

Belongs here: what the templates of these pages need. Does not belong here: what a part says.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from reports import overview
from reports.defined import with_beside
from reports.downloads import downloads
from reports.files.place_book import FOLDER as BOOKS
from reports.language import Language
from reports.regions.facts import Group
from reports.regions.parts import back_section, study_section, summary_section
from reports.regions.place import COUNTY, Place, counties, place, places, regions
from reports.regions.work import work_section
from reports.shapes import outlines, path_of
from reports.site import Page, Site, address
from reports.tables import share
from reports.words import window_text

PARTS = (summary_section, study_section, back_section, work_section)
MARGIN = 12
KEPT = "retention_3"


def place_pages(site: Site) -> list[Page]:
    """The page that leads to places, then one page per region and county."""
    groups = tuple(Group(material) for material in site.groups)
    found = [Page("places", "places.html", _places, menu="places")]
    return [*found, *(Page(one.page, "place.html", partial(_place, one, groups)) for one in places())]


def _places(site: Site, language: Language) -> dict[str, Any]:
    """A map of links, and the regions with their counties."""
    listed = [
        (_link(region, language), [_link(place(COUNTY, code), language) for code in region.parts])
        for region in regions()
    ]
    return {
        "map": drawn_map([(one, "") for one in counties()], language),
        "listed": listed,
        "source": outlines().source,
        "facts": overview.release_facts(site.release, language=language),
    }


def _place(here: Place, groups: tuple[Group, ...], site: Site, language: Language) -> dict[str, Any]:
    files = downloads(site.folder, language)
    sections = with_beside((part(groups, here, language) for part in PARTS), files, language)
    words, book = language.texts["place_page"], f"{BOOKS}/{here.page}.xlsx"
    return {
        "name": here.name(language),
        "lead": words[f"lead_{here.level}"].format(
            place=here.name(language), window=window_text(site.release.window)
        ),
        "belongs": _belongs(here, language),
        "book": book if (site.folder / book).is_file() else "",
        "kept": [one for group in groups if (one := _kept(here, group, language))],
        "near": [_link(place("region", value), language) for value in here.wholes]
        + [_link(place(COUNTY, code), language) for code in here.parts],
        "map": drawn_map([(one, _mark(one, here)) for one in counties()], language, here),
        "map_says": words["map"].format(place=here.name(language)),
        "sections": sections,
        "figures": {where: one for section in sections for where, one in section.figures.items()},
        "facts": overview.release_facts(site.release, language=language),
    }


def _link(one: Place, language: Language) -> dict[str, str]:
    return {"name": one.name(language), "address": address(one.page, language)}


def _kept(here: Place, group: Group, language: Language) -> dict[str, str]:
    """A group's share in the profession after three years, of those who came from here, and its address."""
    by = f"home_{here.level}"
    if here.value not in group.material.cells.family(KEPT, by):
        return {}
    page = address(group.profession.profession, language)
    told = share(group.cut(KEPT, "home", here), language).text
    return {
        "name": group.name(language),
        "address": f"{page}#explore&measure={KEPT}&by={by}&value={here.value}",
        "share": told,
    }


def _belongs(here: Place, language: Language) -> list[str]:
    """Which regions a county lies in, or which counties a region consists of."""
    words = language.texts["place_page"]
    if here.level == COUNTY:
        named = language.joined([place("region", value).name(language) for value in here.wholes])
        return [words["divided" if len(here.wholes) > 1 else "lies_in"].format(regions=named)]
    held = [place(COUNTY, code) for code in here.parts]
    says = [words["holds"].format(counties=language.joined([one.name(language) for one in held]))]
    return says + [words["holds_divided"]] * any(len(one.wholes) > 1 for one in held)


def _mark(one: Place, here: Place) -> str:
    """How a county is drawn on the map of a place."""
    if one == here:
        return "here"
    return "near" if one.value in here.parts or set(one.wholes) & set(here.wholes) else ""


def drawn_map(
    marked: list[tuple[Place, str]], language: Language, here: Place | None = None
) -> dict[str, Any]:
    """The counties as paths with name, address and mark; a region's own outline lies above them."""
    shapes = outlines()
    region = path_of(shapes.regions[here.value]) if here and here.level != COUNTY else ""
    return {
        "box": f"{-MARGIN} {-MARGIN} {shapes.width + 2 * MARGIN} {shapes.height + 2 * MARGIN}",
        "places": [
            _link(one, language) | {"path": path_of(shapes.counties[one.value]), "mark": mark}
            for one, mark in marked
        ],
        "region": region,
    }
