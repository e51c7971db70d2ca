"""Where the people of a place came from: the most common places of every group, as one table.

Belongs here: choosing and adding the origins of a column of a matrix. Does not belong here: the matrix.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reports.cells import MISSING, Cell
from reports.language import Language
from reports.regions.facts import Group
from reports.regions.moves import added
from reports.regions.place import Place, named
from reports.regions.telling import marked_name
from reports.section import Block
from reports.tables import RATE_BASE, Row, Shown, Table, count, hidden, quotient

MOST = 5
PLACES = {"study_from": "homes", "work_from": "studies"}
"""What the places of each block are to the people counted."""


def origins_block(
    name: str, measure: str, groups: Sequence[Group], here: Place, language: Language
) -> Block | None:
    """The most common origins of those in the place, group by group; nothing where nobody is shown."""
    words, common = language.texts["place_page"][name], language.texts["place_page"]
    rows: list[Row] = []
    is_hidden = False
    for group in groups:
        column = group.moves.column(measure, here.level, here.value)
        is_hidden |= any(cell.numerator is None for cell in column.values())
        found = _rows(marked_name(group, language), dict(column), here, language)
        rows += found or _withheld(group, group.moves.nobody(measure, here.level), column, language)
    if not rows:
        return None
    heads = [
        language.texts["place_facts"]["group"],
        language.texts["mobility"][here.level],
        *(common["top"][k] for k in ("persons", "share")),
    ]
    caption = words["caption"].format(place=here.name(language))
    table = Table(caption, heads, rows, texts=frozenset({1}))
    notes = (common["top"]["hidden_note"],) if is_hidden else ()
    shown = words["shown"].format(places=common["top"][f"{PLACES[name]}_{here.level}"])
    return Block(name, words["heading"], shown, table, notes=notes, is_folded=True)


def _withheld(group: Group, nobody: Cell, column: Mapping[str, Cell], language: Language) -> list[Row]:
    """One row of signs for a group of which no place may be named; nothing where nobody is there."""
    cell = added(column.values()) if column else nobody
    if cell.numerator is not None or cell.status == MISSING.status:
        return []
    sign = hidden(cell, language)
    return [Row(Shown(marked_name(group, language)), [Shown(sign.text), sign, sign])]


def _rows(name: str, column: dict[str, Cell], here: Place, language: Language) -> list[Row]:
    """The largest shown, then all others as one row."""
    shown = {origin: cell for origin, cell in column.items() if cell.numerator}
    largest = sorted(
        shown, key=lambda origin: (-(shown[origin].numerator or 0), named(here.level, origin, language))
    )
    everybody, first, others = added(column.values()), largest[:MOST], list(column)
    rows = []
    for origin in first:
        others.remove(origin)
        cell = column[origin]
        numbers = [count(cell.numerator, cell, language), _share(cell, everybody, language)]
        rows.append(Row(Shown(name), [Shown(named(here.level, origin, language)), *numbers]))
    if others and rows:
        rest = added(column[origin] for origin in others)
        label = language.texts["place_page"]["top"]["other"]
        numbers = [count(rest.numerator, rest, language), _share(rest, everybody, language)]
        rows.append(Row(Shown(name), [Shown(label), *numbers]))
    return rows


def _share(part: Cell, everybody: Cell, language: Language) -> Shown:
    if part.numerator is not None and (everybody.numerator or RATE_BASE) < RATE_BASE:
        return quotient(part.numerator, everybody.numerator, (everybody,), language)
    return quotient(part.numerator, everybody.numerator, (part, everybody), language)
