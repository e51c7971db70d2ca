"""Counties and health-care regions as readers meet them: names, pages, and which lies in which.

Belongs here: what a place is called and where its page is. Does not belong here: any number.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from reports.language import Language
from schemas.contract import read_code_list

COUNTY, REGION = "county", "region"
OUTSIDE = ("abroad_or_dead", "unknown")
"""Where somebody may be without being in a place."""


@dataclass(frozen=True)
class Place:
    """A county or a health-care region.

    value   as it stands in the cells: a county's code, a region's name
    wholes  the regions that a county lies in; Halland lies in two
    parts   the counties that lie in a region, wholly or partly
    """

    level: str
    value: str
    wholes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """The name of its page."""
        return f"lan-{self.value}" if self.level == COUNTY else f"region-{_plain(self.value)}"

    def name(self, language: Language) -> str:
        """Its full name."""
        texts = language.texts
        named = texts["counties"] if self.level == COUNTY else texts["place_names"]["region"]
        return str(named[self.value])

    def short(self, language: Language) -> str:
        """Its name where the level is known from elsewhere."""
        texts = language.texts
        named = texts["place_names"]["county_short"] if self.level == COUNTY else texts["regions"]
        return str(named[self.value])


def _plain(name: str) -> str:
    """A name in letters that every address may hold."""
    decomposed = unicodedata.normalize("NFKD", name.lower())
    return "".join(letter for letter in decomposed if letter.isascii())


@cache
def places() -> tuple[Place, ...]:
    """The six regions and the 21 counties, each in the order of the code lists."""
    _, *rows = read_code_list("kommun_sjukvardsregion")
    pairs = sorted({(county, region) for _, _, county, region in rows})
    regions = list(dict.fromkeys(region for _, region in pairs))
    found = [Place(REGION, r, parts=tuple(c for c, region in pairs if region == r)) for r in regions]
    for code in dict.fromkeys(county for county, _ in pairs):
        found.append(Place(COUNTY, code, wholes=tuple(r for county, r in pairs if county == code)))
    return tuple(found)


@cache
def counties() -> tuple[Place, ...]:
    """The counties, by code."""
    return tuple(place for place in places() if place.level == COUNTY)


@cache
def regions() -> tuple[Place, ...]:
    """The health-care regions."""
    return tuple(place for place in places() if place.level == REGION)


def place(level: str, value: str) -> Place:
    """One place by its value in the cells."""
    return next(one for one in places() if (one.level, one.value) == (level, value))


def named(level: str, value: str, language: Language) -> str:
    """A place's short name; abroad or dead and unknown have words of their own."""
    if value in OUTSIDE:
        return str(language.texts["values"]["place"][value])
    return place(level, value).short(language)


def grouped() -> tuple[tuple[str, tuple[Place, ...]], ...]:
    """Counties under their region, in the order of regions; a divided county stands under both as one."""
    found: dict[tuple[str, ...], list[Place]] = {}
    for county in counties():
        found.setdefault(county.wholes, []).append(county)
    order = [region.value for region in regions()]
    ranked = sorted(found, key=lambda wholes: (order.index(wholes[0]), len(wholes)))
    return tuple(("/".join(wholes), tuple(found[wholes])) for wholes in ranked)
