"""The matrices of one group by where people came from and where they went, and sums of their cells.

Belongs here: looking up and adding published counts, and what that leaves open. Does not belong here:
printing them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from reports.cells import MISSING, Cell, Cells
from reports.marks import PROTECTED, off
from reports.regions.place import OUTSIDE, Place, places
from reports.tables import RATE_BASE

PART = "part"
"""The reason of a sum in which some number is withheld."""
Ends = dict[tuple[str, str, str], dict[str, Cell]]


class Moves:
    """The matrices of the window cohort; a pair of places without a cell is nobody, where others have."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells

    @cached_property
    def _ends(self) -> tuple[Ends, Ends]:
        origins: Ends = {}
        targets: Ends = {}
        for (cohort, measure, by_1, origin, _, target), cell in self.cells:
            if cohort == self.cells.window and by_1.startswith("from_"):
                level = by_1.removeprefix("from_")
                targets.setdefault((measure, level, origin), {})[target] = cell
                origins.setdefault((measure, level, target), {})[origin] = cell
        return origins, targets

    @cached_property
    def _methods(self) -> dict[tuple[str, str], str]:
        """The method of every matrix that has a row, by measure and level."""
        rows = self._ends[1].items()
        return {(measure, level): cell.method for (measure, level, _), row in rows for cell in row.values()}

    def column(self, measure: str, level: str, target: str) -> Mapping[str, Cell]:
        """Where those who reached a place came from, by origin."""
        return self._ends[0].get((measure, level, target), {})

    def row(self, measure: str, level: str, origin: str) -> Mapping[str, Cell]:
        """Where those from a place went, by target."""
        return self._ends[1].get((measure, level, origin), {})

    def has(self, measure: str) -> bool:
        """True when the group has the matrix."""
        has_rows = any(measure == name for name, _ in self._methods)
        return has_rows or self.total(measure).status != MISSING.status

    def total(self, measure: str) -> Cell:
        """Everybody in the matrix."""
        return self.cells.cell(measure)

    def from_to(self, measure: str, level: str, origin: str, target: str) -> Cell:
        """How many went from a place to another; nobody where no cell stands."""
        return self.row(measure, level, origin).get(target) or self.nobody(measure, level)

    def leaving(self, measure: str, level: str, origin: str) -> Cell:
        """How many are from a place: the base of its row."""
        row = self.row(measure, level, origin)
        known = next((cell for cell in row.values() if cell.denominator is not None), None)
        if known is not None:
            return Cell(known.denominator, known.denominator, None, None, "ok", method=known.method)
        return added(row.values()) if row else self.nobody(measure, level)

    def reaching(self, measure: str, level: str, target: str) -> Cell:
        """How many reached a place: the sum of its column."""
        column = self.column(measure, level, target)
        return added(column.values()) if column else self.nobody(measure, level)

    def nobody(self, measure: str, level: str) -> Cell:
        """A count of zero, where the matrix has any row: else all of it is withheld, or there is none."""
        total = self.total(measure)
        if total.numerator is None and total.status != MISSING.status:
            return total
        method = self._methods.get((measure, level))
        return MISSING if method is None else Cell(0, 0, 0, None, "ok", method=method)

    def kept(self, measure: str, level: str) -> Cell:
        """The share of all who reached a place who came from there, in the whole country.

        Those who reached one are the bases of all rows but for who went outside, so that a withheld pair
        of places need not hide the sum.
        """
        own = [one.value for one in places() if one.level == level]
        rows = [self.row(measure, level, origin) for origin in (*own, *OUTSIDE)]
        same = [row[one] for one, row in zip(own, rows, strict=False) if one in row]
        bases = added(self.leaving(measure, level, one) for one in (*own, *OUTSIDE))
        outside = [row[end] for row in rows for end in OUTSIDE if end in row]
        reached = less(bases, added(outside) if outside else self.nobody(measure, level))
        return share_of(
            added(same) if same else self.nobody(measure, level), reached, len(own), len(own) ** 2
        )

    def from_here(self, measure: str, place: Place) -> Cell:
        """The share of those in a place who came from there."""
        column = self.column(measure, place.level, place.value)
        nobody = self.nobody(measure, place.level)
        if not column:
            return nobody
        same = column.get(place.value) or nobody
        others = sum(one.level == place.level for one in places()) + len(OUTSIDE) - 1
        return share_of(same, added(column.values()), 1, others)


def added(cells: Iterable[Cell]) -> Cell:
    """The sum of counts, withheld where one of them is."""
    found = list(cells)
    hidden = [cell for cell in found if cell.numerator is None]
    if hidden and len(found) == 1:
        return hidden[0]
    if hidden:
        return Cell(None, None, None, None, PROTECTED, PART, method=hidden[0].method)
    number = sum(cell.numerator or 0 for cell in found)
    return Cell(number, number, 0, None, "ok", method=found[0].method) if found else MISSING


def less(number: Cell, part: Cell) -> Cell:
    """A count without a part of it, withheld where one of them is."""
    if number.numerator is None or part.numerator is None:
        return number if number.numerator is None else part
    left = number.numerator - part.numerator
    return Cell(left, left, 0, None, "ok", method=number.method)


def share_of(part: Cell, whole: Cell, most: int, others: int) -> Cell:
    """One sum over another that it is among, and how far the share may be off.

    most, others  so many counts may stand in the part, and beside it in the whole; one that is not named
                  may be off as much as one that is
    """
    if whole.numerator is None or part.numerator is None:
        return whole if whole.numerator is None else part
    number, method = part.numerator, whole.method
    rest = max(whole.numerator - number, 0)
    if whole.numerator < RATE_BASE:
        return Cell(number, whole.numerator, 0, None, "ok", "base_small", method=method)
    off_part, off_rest = off(method) * most, off(method) * others
    low = max(number - off_part, 0) / (max(number - off_part, 0) + rest + off_rest)
    high = (number + off_part) / (number + off_part + max(rest - off_rest, 0))
    return Cell(number, whole.numerator, 0, number / whole.numerator, "ok", "", low, high, method)
