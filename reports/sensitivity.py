"""The page that shows how much each choice matters: every measure counted in every way.

Prints shares and differences, never counts: with one decimal on a large base, else to the
whole per cent. A handful who are counted one way and not the other are not told.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from reports.cells import EDUCATION, Cell, frame_cell
from reports.choosing import choice_title, value_sentence
from reports.guard import SMALL
from reports.material import Material
from reports.section import marked
from reports.tables import Row, Shown, Table, why
from reports.words import HIDDEN, decimal, percent, swedish

LARGE = 500
SUFFIXES = ("_workplace", "_either")
TOO_NEAR = Cell(None, None, None, None, "protected", "secondary")

Ways = dict[str, dict[str, Cell]]


@dataclass(frozen=True)
class Compared:
    """One choice of one group: what it is about and its table."""

    title: str
    table: Table


def compared(frame: pl.DataFrame | None, material: Material, in_force: Mapping[str, str]) -> list[Compared]:
    """Every choice of one group, in the order of the text file."""
    found = _ways(frame, material)
    made = []
    for choice in sorted(found, key=_place):
        ways = found[choice]
        order = sorted({_value_place(choice, way) for cells in ways.values() for way in cells})
        first = in_force.get(choice, order[0][1])
        table = _table(choice, ways, [first, *(way for _, way in order if way != first)], material)
        made.append(Compared(choice_title(choice), marked(table, material.is_draft)))
    return made


def _ways(frame: pl.DataFrame | None, material: Material) -> dict[str, Ways]:
    """Cells by choice, measure and alternative: totals of the window."""
    found: dict[str, Ways] = {}
    if frame is None:
        return found
    rows = frame.filter(
        (pl.col("profession") == material.profession.profession)
        & (pl.col("model") == EDUCATION)
        & (pl.col("cohort") == material.cells.window)
        & (pl.col("by_1") == "")
    )
    for row in rows.iter_rows(named=True):
        measure = str(row["measure"])
        for suffix in SUFFIXES:
            measure = measure.removesuffix(suffix)
        found.setdefault(row["choice"], {}).setdefault(measure, {})[row["alternative"]] = frame_cell(row)
    return found


def _place(choice: str) -> tuple[int, str]:
    order = list(swedish()["choices"])
    return (order.index(choice) if choice in order else len(order), choice)


def _value_place(choice: str, value: str) -> tuple[int, str]:
    order = list(swedish()["choices"].get(choice, {}).get("values", {}))
    return (order.index(value) if value in order else len(order), value)


def _table(choice: str, ways: Ways, order: list[str], material: Material) -> Table:
    words, titles = swedish()["sensitivity"], swedish()["measures"]
    names = list(titles)
    rows = [
        Row(Shown(titles[name]["title"] if name in titles else name), _numbers(ways[name], order, on_page))
        for name in sorted(ways, key=lambda name: names.index(name) if name in names else len(names))
        for on_page in [material.cells.cell(name)]
    ]
    heads = [words["measure"], words["in_force"].format(way=value_sentence(choice, order[0]))]
    for way in order[1:]:
        heads += [words["other_way"].format(way=value_sentence(choice, way)), words["difference"]]
    caption = words["caption"].format(name=material.profession.name_sv, choice=choice_title(choice))
    return Table(caption, heads, rows)


def _numbers(ways: dict[str, Cell], order: list[str], on_page: Cell) -> list[Shown]:
    """The share in force, then share and difference of every other way; less where the page shows less."""
    base = TOO_NEAR if on_page.status == "protected" else ways.get(order[0], on_page)
    whole = on_page.reason == "counts_hidden" or not _is_large(base)
    numbers, told = [_share(base, whole)], [base]
    for way in order[1:]:
        cell = TOO_NEAR if base is TOO_NEAR else ways.get(way, TOO_NEAR)
        is_near = any(_is_near(cell, other) for other in told)
        cell = TOO_NEAR if is_near and whole else cell
        told.append(cell)
        numbers += [_share(cell, whole or is_near), _difference(base, cell, whole or is_near)]
    return numbers


def _is_large(cell: Cell) -> bool:
    return cell.denominator is not None and cell.denominator >= LARGE


def _is_near(one: Cell, two: Cell) -> bool:
    """True where the two differ by a handful of persons, in those counted or in those who are in."""
    pairs = ((one.numerator, two.numerator), (one.denominator, two.denominator))
    return any(a is not None and b is not None and abs(a - b) in SMALL for a, b in pairs)


def _share(cell: Cell, whole: bool) -> Shown:
    if cell.value is None:
        return Shown(HIDDEN, why(cell) or swedish()["reasons"]["missing"])
    return Shown(percent(cell.value, 0 if whole or not _is_large(cell) else 1))


def _difference(base: Cell, cell: Cell, whole: bool) -> Shown:
    if base.value is None or cell.value is None:
        return Shown(HIDDEN)
    places = 0 if whole or not _is_large(cell) else 1
    points = round(100 * (cell.value - base.value), places)
    return Shown(("+" if points > 0 else "") + decimal(points, places))
