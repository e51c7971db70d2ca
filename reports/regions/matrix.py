"""A matrix of one group: places by places under their regions, with sums by region.

Belongs here: which lines a matrix has, and the share and count of each cell. Does not belong here: drawing
(reports.regions.heat), and the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, product

from reports.cells import Cell
from reports.language import Language
from reports.regions.facts import Group
from reports.regions.moves import added
from reports.regions.place import COUNTY, OUTSIDE, grouped, named, place, regions
from reports.tables import RATE_BASE, Row, Shown, count

CLASSES = (0.0, 0.01, 0.05, 0.1, 0.25, 0.5)
"""The least share of each class of colour."""


@dataclass(frozen=True)
class Line:
    """One row or column: its name, the region it stands under, the places that it sums.

    whole  the value of these places among the regions, where the tables have them together
    """

    name: str
    region: str
    values: tuple[str, ...]
    is_sum: bool = False
    whole: str = ""


@dataclass(frozen=True)
class Entry:
    """One cell: its share of the row, None where that is not shown; its count as it is printed."""

    share: float | None
    shown: Shown

    @property
    def printed(self) -> str:
        """The count, or two dots."""
        return self.shown.text


@dataclass(frozen=True)
class Matrix:
    """Lines by columns; `hover` is what is said of a cell, `is_printed`: shares stand in the drawing."""

    id: str
    caption: str
    corner: str
    lines: tuple[Line, ...]
    columns: tuple[Line, ...]
    cells: tuple[tuple[Entry, ...], ...]
    bases: tuple[Shown, ...]
    hover: str
    is_printed: bool = False

    @property
    def regions(self) -> list[tuple[str, int]]:
        """Every region with how many columns stand under it."""
        return [(region, len(list(some))) for region, some in groupby(one.region for one in self.columns)]

    @property
    def rows(self) -> list[tuple[str, list[Row]]]:
        """The rows under their regions, as a table prints them."""
        drawn = [
            (line.region, Row(Shown(line.name), [*(entry.shown for entry in entries), base], line.is_sum))
            for line, entries, base in zip(self.lines, self.cells, self.bases, strict=True)
        ]
        return [
            (region, [row for _, row in some]) for region, some in groupby(drawn, key=lambda pair: pair[0])
        ]

    @property
    def reasons(self) -> list[str]:
        """Why cells are not shown, each reason once."""
        shown = [entry.shown for row in self.cells for entry in row]
        return sorted({one.why for one in (*shown, *self.bases)} - {""})


def matrix_of(group: Group, measure: str, level: str, language: Language) -> Matrix | None:
    """One matrix by county or by region; None where the group has none."""
    words, moves = language.texts["moving"], group.moves
    if not moves.has(measure):
        return None
    lines = _lines(level, language)
    seen = {end for one in lines for value in one.values for end in moves.row(measure, level, value)}
    outside = [
        Line(named(level, value, language), words["outside"], (value,), whole=value)
        for value in OUTSIDE
        if value in seen or moves.row(measure, level, value)
    ]
    rows = [line for line in outside if moves.row(measure, level, line.values[0])]
    columns = [line for line in outside if line.values[0] in seen or rows]
    cells = [
        tuple(_entry(group, measure, level, line, column, language) for column in (*lines, *columns))
        for line in (*lines, *rows)
    ]
    bases = tuple(
        count((base := _base(group, measure, level, line)).numerator, base, language)
        for line in (*lines, *rows)
    )
    return Matrix(
        f"matrix_{level}", words[f"caption_{level}"], words["corner"], (*lines, *rows), (*lines, *columns),
        tuple(cells), bases, words["hover_cell"], level != COUNTY,
    )  # fmt: skip


def _lines(level: str, language: Language) -> tuple[Line, ...]:
    if level != COUNTY:
        return tuple(Line(one.short(language), "", (one.value,)) for one in regions())
    found: list[Line] = []
    for wholes, counties in grouped():
        region = _region_name(wholes.split("/"), language)
        found += [Line(one.short(language), region, (one.value,)) for one in counties]
        if len(counties) > 1:
            values = tuple(one.value for one in counties)
            found.append(_sum(wholes, values, region, language))
    return tuple(found)


def _region_name(wholes: Sequence[str], language: Language) -> str:
    return "/".join(named("region", whole, language) for whole in wholes)


def _sum(region: str, values: tuple[str, ...], under: str, language: Language) -> Line:
    """The line of a region's counties; one whose divided county stands by itself says so."""
    words = language.texts["moving"]
    absent = [place(COUNTY, code) for code in place("region", region).parts if code not in values]
    names = [one.short(language) for one in absent]
    key = "sum_without" if names else "sum"
    name = words[key].format(region=named("region", region, language), county=", ".join(names))
    return Line(name, under, values, True, "" if absent else region)


def _entry(group: Group, measure: str, level: str, line: Line, column: Line, language: Language) -> Entry:
    """One cell; a sum that the tables hold themselves is not added up here."""
    moves = group.moves
    if (line.is_sum or column.is_sum) and line.whole and column.whole:
        moved = moves.from_to(measure, "region", line.whole, column.whole)
        base = moves.leaving(measure, "region", line.whole)
    else:
        pairs = product(line.values, column.values)
        moved = added(moves.from_to(measure, level, origin, target) for origin, target in pairs)
        base = _base(group, measure, level, line)
    return Entry(_share(moved, base), count(moved.numerator, moved, language))


def _base(group: Group, measure: str, level: str, line: Line) -> Cell:
    return added(group.moves.leaving(measure, level, origin) for origin in line.values)


def _share(moved: Cell, base: Cell) -> float | None:
    if moved.numerator is None or base.numerator is None or base.numerator < RATE_BASE:
        return None
    return round(moved.numerator / base.numerator, 4)
