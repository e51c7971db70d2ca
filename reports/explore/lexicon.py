"""The words of one language that the page's script prints, and the look that it draws in.

Belongs here: what is alike for every group. Does not belong here: a number of any group (compact).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reports import palette
from reports.cells import LICENCE
from reports.downloads import downloads
from reports.explore.compact import MODELS, MOVES, SEX
from reports.figures import finished
from reports.language import SWEDISH, Language
from reports.naming import group_name, value_name
from reports.places import counties
from reports.regions.place import OUTSIDE
from reports.sections import OVERCOVERAGE
from reports.site import Site
from schemas.published_tables import PublishedTable, published_tables

HEIGHT = 400
"""Of a figure until the script says how many rows it has."""
SPANS = ("years_since_licence", "years_since_start")
"""Breakdowns by whole years, drawn as lines."""
PLACES = ("county", "region", "institution")
"""Endings of the breakdowns whose whole is the country."""
FIRST = {
    "measure": ("exam_rate_nominal_3", "retention_1"),
    "by": ("age", "year", "years_since_licence", "years_since_start"),
    "with": ("all",),
}
"""What stands chosen before the reader has chosen: the first of these that there is."""
BY_OCCUPATION = ("in_profession_", "retention_", "status_", "stayed_1_")
"""Beginnings of the measures that rest on the occupation, whose codes changed edition."""


def lexicon(site: Site, language: Language) -> dict[str, Any]:
    """Everything that the script says in one language, whatever the group."""
    texts = language.texts
    return {
        "text": texts["explore"],
        "measures": {model: measure_words(model, language) for model in MODELS},
        "measureGroups": texts["measure_groups"],
        "breakdowns": texts["breakdowns"],
        "values": value_words(site, language),
        "groups": {g.profession.profession: group_name(g.profession, language) for g in site.groups},
        "tables": table_words(site, language),
        "notes": {"occupation": texts["series"]["occupation"]},
        "missing": texts["reasons"]["missing"],
        "interval": texts["reasons"]["interval"],
        "first": FIRST,
        "last": OUTSIDE,
        "spans": SPANS,
        "places": PLACES,
        "regions": regions(),
        "signs": {"decimal": language.separators[0], "thousands": language.separators[1]},
        "look": look(language),
        "language": language.code,
    }


def measure_words(model: str, language: Language) -> list[dict[str, Any]]:
    """The measures of a model in reading order: name, group, title, definition, unit, notes."""
    known: Mapping[str, Mapping[str, str]] = language.texts[
        "licence_measures" if model == LICENCE else "measures"
    ]
    return [
        {
            "name": name,
            "group": words.get("group", ""),
            "title": words["title"],
            "definition": words["definition"],
            "unit": unit(name),
            "notes": ["occupation"] if name.startswith(BY_OCCUPATION) else [],
        }
        for name, words in known.items()
        if not name.startswith(MOVES)
    ]


def unit(measure: str) -> str:
    """What a measure's value is told in."""
    if measure.startswith("months_"):
        return "months"
    return "persons" if measure == "composition" else "percent"


def value_words(site: Site, language: Language) -> dict[str, dict[str, str]]:
    """The words for the values of every breakdown, in reading order; a value without any is a name itself."""
    frame = site.frames["cells"]
    found: dict[str, set[str]] = {}
    for by, value in () if frame is None else frame.select("by_1", "value_1").unique().iter_rows():
        found.setdefault(by, set()).add(value)
    return {
        by: dict(named(by, values, language))
        for by, values in sorted(found.items())
        if by and by not in SPANS
    }


def named(by: str, values: set[str], language: Language) -> Iterable[tuple[str, str]]:
    """Value and words, those of the text file first and in its order."""
    order = list(language.texts["values"].get(by, {}))
    for value in sorted(values, key=lambda one: (order.index(one) if one in order else len(order), one)):
        yield value, value_name(by, value, language)


def regions() -> dict[str, str]:
    """The health-care region of every county that lies in one alone, both as they stand in the cells."""
    values = {name: value for value, name in SWEDISH.texts["regions"].items()}
    found = {county.code: county.region for county in counties(SWEDISH)}
    return {code: values[region] for code, region in found.items() if region in values}


def table_words(site: Site, language: Language) -> list[dict[str, Any]]:
    """The tables of cells that lie beside the pages: what each holds, its title and files."""
    files = {one.title: one.files for one in downloads(site.folder, language)}
    names, found = language.texts["downloads"]["formats"], []
    for table in published_tables().values():
        title = table.title_en if language.code == "en" else table.title_sv
        if table.layout == "cells" and title in files:
            addresses = [[names[ending], address] for ending, address in files[title]]
            found.append({**holds(table), "title": title, "files": addresses})
    return found


def holds(table: PublishedTable) -> dict[str, Any]:
    """Which cells stand in a table; a pair is written with sex last, as in the data."""
    cuts = [",".join(sorted(cut.split(","), key=lambda by: by == SEX)) for cut in table.breakdowns]
    return {"model": table.model, "cohorts": table.cohorts, "measures": table.measures, "cuts": cuts}


def look(language: Language) -> dict[str, Any]:
    """The house style that every figure has, its colours by what they are used for."""
    names = ("INK", "QUIET", "GRID", "BREAK", "FLOW", "FLOW_BAND", "RED", "PAPER")
    figure = finished([], {}, HEIGHT, language)
    return {
        "layout": figure["layout"],
        "config": figure["config"],
        "colours": {name.lower(): getattr(palette, name) for name in names},
        "break": OVERCOVERAGE,
    }
