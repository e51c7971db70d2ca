"""The part of a page about moving between counties: net bars and the matrix of homes and residences.

County names come from the code list; Halland belongs to two health-care regions and
stands by itself.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reports import figures, findings
from reports.cells import MISSING, Cell, Cells
from reports.language import Language
from reports.marks import off, zero
from reports.section import Section
from reports.tables import Row, Shown, Table, count, share
from reports.words import window_text

MATRIX = "mobility_home_to_after_1"
OUTSIDE = ("abroad_or_dead", "unknown")


@dataclass(frozen=True)
class County:
    """A county with the health-care region it stands under."""

    code: str
    name: str
    region: str


@dataclass(frozen=True)
class Matrix:
    """A table of places by places: columns and rows under their regions."""

    caption: str
    corner: str
    regions: tuple[tuple[str, int], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Row, ...]], ...]


@cache
def counties(language: Language) -> tuple[County, ...]:
    """Today's counties, by region in the order of the code list."""
    path = Path(__file__).parent.parent / "schemas" / "codes" / "lan.csv"
    split = language.texts["mobility"]["split"]
    with path.open(encoding="utf-8") as lines:
        found = [
            County(
                row["lan_kod"],
                language.texts["counties"][row["lan_kod"]],
                language.texts["regions"].get(row["sjukvardsregion"], split),
            )
            for row in csv.DictReader(line for line in lines if not line.startswith("#"))
        ]
    regions = list(dict.fromkeys(county.region for county in found))
    return tuple(sorted(found, key=lambda county: (regions.index(county.region), county.code)))


def mobility_section(cells: Cells, language: Language) -> Section:
    """Net migration by county, and the matrix behind it."""
    words = language.texts["mobility"]
    shown = words["shown"].format(window=window_text(cells.window))
    net = cells.family("net_1", "county")
    if not net and not cells.matrix(MATRIX):
        return Section(
            "places", words["heading"], words["matrix_heading"], shown, None, None, words["no_rows"]
        )
    persons = {c.code: net[c.code].numerator if c.code in net else None for c in counties(language)}
    ordered = sorted(
        counties(language), key=lambda c: (persons[c.code] is None, -(persons[c.code] or 0), c.name)
    )
    drawn = any(number is not None for number in persons.values())
    method = next((cell.method for cell in net.values()), "")
    title = findings.mobility_title(persons, len(persons), language, 2 * off(method))
    rows = [Row(Shown(c.name), [Shown(c.region), *_net(net.get(c.code, MISSING), language)]) for c in ordered]
    heads = [words[name] for name in ("county", "region", "net", "net_share")]
    table = Table(words["caption_net"], heads, rows, is_sortable=True, texts=frozenset({1}))
    figure = (
        figures.net_bars([(c.name, persons[c.code]) for c in ordered], language, zero(method))
        if drawn
        else None
    )
    notes = [words["halland"], words["abroad"]]
    notes += [words["net_off"].format(most=2 * off(method))] if off(method) else []
    why = "" if drawn else language.texts["status_section"]["missing"]
    names = ("places", words["heading"], title, shown)
    return Section(*names, table, figure, why, words["aria"], tuple(notes), matrix=_matrix(cells, language))


def _net(cell: Cell, language: Language) -> list[Shown]:
    return [count(cell.numerator, cell, language), share(cell, language)]


def _matrix(cells: Cells, language: Language) -> Matrix | None:
    words, found = language.texts["mobility"], cells.matrix(MATRIX)
    if not found:
        return None
    grouped: dict[str, list[tuple[str, str]]] = {}
    for county in counties(language):
        grouped.setdefault(county.region, []).append((county.code, county.name))
    used = {place for pair in found for place in pair}
    names = language.texts["values"]["place"]
    if outside := [(code, names[code]) for code in OUTSIDE if code in used]:
        grouped[words["outside"]] = outside
    targets = [code for places in grouped.values() for code, _ in places]
    rows = tuple(
        (region, tuple(_matrix_row(found, code, name, targets, language) for code, name in places))
        for region, places in grouped.items()
        if any(origin == code for origin, _ in found for code, _ in places)
    )
    spans = tuple((region, len(places)) for region, places in grouped.items())
    heads = tuple(name for places in grouped.values() for _, name in places)
    return Matrix(words["caption_matrix"], words["from_to"], spans, heads, rows)


def _matrix_row(
    found: Mapping[tuple[str, str], Cell], origin: str, name: str, targets: list[str], language: Language
) -> Row:
    """A pair without a cell is a zero."""
    nobody = Shown(zero(next((cell.method for cell in found.values()), "")))
    cells = [found.get((origin, target)) for target in targets]
    numbers = [nobody if cell is None else count(cell.numerator, cell, language) for cell in cells]
    return Row(Shown(name), numbers)
