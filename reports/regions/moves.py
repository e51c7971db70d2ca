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
    """The matrices of the window cohort; a pair of places without a cell is nobody."""

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
    def _methods(self) -> dict[str, str]:
        """The method of every matrix that has a row."""
        return {
            measure: cell.method for (measure, _, _), row in self._ends[1].items() for cell in row.values()
        }

    def column(self, measure: str, level: str, target: str) -> Mapping[str, Cell]:
        """Where those who reached a place came from, by origin."""
        return self._ends[0].get((measure, level, target), {})

    def row(self, measure: str, level: str, origin: str) -> Mapping[str, Cell]:
        """Where those from a place went, by target."""
        return self._ends[1].get((measure, level, origin), {})

    def has(self, measure: str) -> bool:
        """True when the group has the matrix."""
        return self.total(measure).status != MISSING.status or measure in self._methods

    def total(self, measure: str) -> Cell:
        """Everybody in the matrix."""
        return self.cells.cell(measure)

    def from_to(self, measure: str, level: str, origin: str, target: str) -> Cell:
        """How many went from a place to another; nobody where no cell stands."""
        return self.row(measure, level, origin).get(target) or self.nobody(measure)

    def leaving(self, measure: str, level: str, origin: str) -> Cell:
        """How many are from a place: the base of its row."""
        row = self.row(measure, level, origin)
        known = next((cell for cell in row.values() if cell.denominator is not None), None)
        if known is not None:
            return Cell(known.denominator, known.denominator, None, None, "ok", method=known.method)
        return added(row.values()) if row else self.nobody(measure)

    def reaching(self, measure: str, level: str, target: str) -> Cell:
        """How many reached a place: the sum of its column."""
        column = self.column(measure, level, target)
        return added(column.values()) if column else self.nobody(measure)

    def nobody(self, measure: str) -> Cell:
        """A count of zero, where the matrix is shown at all."""
        total = self.total(measure)
        if total.numerator is None and total.status != MISSING.status:
            return total
        method = total.method or self._methods.get(measure, "")
        return Cell(0, 0, 0, None, "ok", method=method) if self.has(measure) else MISSING

    def kept(self, measure: str, level: str) -> Cell:
        """The share of all in the matrix who reached the place they came from, in the whole country."""
        own = [one.value for one in places() if one.level == level]
        same = [cell for one in own if (cell := self.row(measure, level, one).get(one))]
        reached = [cell for one in own for cell in self.column(measure, level, one).values()]
        return quotient_of(same, reached, len(own), len(own) * (len(own) + len(OUTSIDE) - 1))

    def from_here(self, measure: str, place: Place) -> Cell:
        """The share of those in a place who came from there."""
        column = self.column(measure, place.level, place.value)
        same = [column[place.value]] if place.value in column else []
        others = sum(one.level == place.level for one in places()) + len(OUTSIDE) - 1
        return quotient_of(same, list(column.values()), 1, others) if column else self.nobody(measure)


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


def quotient_of(part: Iterable[Cell], whole: Iterable[Cell], most: int, others: int) -> Cell:
    """The sum of some counts over the sum of all that they are among, and how far the share may be off.

    most, others  so many counts may stand in the part, and beside it in the whole; one that is not named
                  may be off as much as one that is
    """
    everything = added(whole)
    if everything.numerator is None:
        return everything
    number = sum(cell.numerator or 0 for cell in part)
    rest, method = everything.numerator - number, everything.method
    if everything.numerator < RATE_BASE:
        return Cell(number, everything.numerator, 0, None, "ok", "base_small", method=method)
    off_part, off_rest = off(method) * most, off(method) * others
    low = max(number - off_part, 0) / (max(number - off_part, 0) + rest + off_rest)
    high = (number + off_part) / (number + off_part + max(rest - off_rest, 0))
    value = number / everything.numerator
    return Cell(number, everything.numerator, 0, value, "ok", "", low, high, method)
