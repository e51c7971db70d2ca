"""Sums of a matrix on a page: what is not published is never zero."""

from __future__ import annotations

import pytest

from reports.cells import MISSING, Cell, Cells, Key
from reports.regions.facts import AFTER
from reports.regions.moves import Moves

WINDOW = "2000-2010"


def moves(*pairs: tuple[str, str]) -> Moves:
    """15 people in all, five of them from a county to a county for each pair that is printed."""
    five, fifteen = (Cell(number, 15, 0, None, "ok", method="rounding_5") for number in (5, 15))
    cells: dict[Key, Cell] = {(WINDOW, AFTER, "", "", "", ""): fifteen}
    for origin, target in pairs:
        cells[WINDOW, AFTER, "from_county", origin, "to_county", target] = five
    return Moves(Cells(cells, WINDOW))


@pytest.mark.parametrize("level", ["county", "region"])
def test_a_matrix_without_a_row_is_not_there(level: str) -> None:
    none = moves()
    found = [
        none.reaching(AFTER, level, "23"),
        none.leaving(AFTER, level, "23"),
        none.from_to(AFTER, level, "23", "01"),
    ]
    assert found == [MISSING] * 3


def test_a_pair_beside_one_that_is_printed_is_nobody() -> None:
    some = moves(("01", "01"))
    assert some.reaching(AFTER, "county", "01").numerator == 5
    assert some.reaching(AFTER, "county", "23").numerator == 0
    assert some.reaching(AFTER, "region", "Norra") == MISSING


def test_a_breakdown_is_there_when_the_window_has_a_cell_of_it() -> None:
    cells = moves(("01", "01")).cells
    assert cells.has_breakdown(AFTER, "from_county")
    assert not cells.has_breakdown(AFTER, "from_region")
