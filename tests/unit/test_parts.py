"""What goes where a block could not keep a settled count: worked out by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import sparse

from flows.protection.cover import KEY, Cover
from flows.protection.parts import EVERYTHING, NOTHING, contradicting, parts_to_withhold

YEARS = ("2000", "2001", "2002", "2003")


def cover(*rows: tuple[dict[str, str], list[int]]) -> Cover:
    """Counts by name and the atoms that they are the sum of."""
    size = 1 + max(max(atoms) for _, atoms in rows)
    names = [dict.fromkeys(KEY, "") | {"measure": "m", "count": "numerator"} | name for name, _ in rows]
    incidence = np.zeros((len(rows), size))
    for row, (_, atoms) in enumerate(rows):
        incidence[row, atoms] = 1
    return Cover(np.ones(size, np.int64), pl.DataFrame(names), sparse.csr_matrix(incidence))


@pytest.fixture
def years() -> Cover:
    """A window, its four years, and the men of the last two; another measure of the whole window."""
    return cover(
        ({"cohort": "2000-2003"}, [0, 1, 2, 3, 4, 5]),
        *(({"cohort": year}, atoms) for year, atoms in zip(YEARS, ([0], [1], [2, 3], [4, 5]), strict=True)),
        *(
            ({"cohort": year, "by_1": "sex", "value_1": "man"}, [atom])
            for year, atom in (("2002", 2), ("2003", 4))
        ),
        ({"cohort": "2000-2003", "measure": "other"}, [0, 1, 2]),
    )


def flags(size: int, *true: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    found = np.zeros(size, np.bool_)
    found[list(true)] = True
    return found


def test_the_two_largest_parts_go_with_their_own_parts(years: Cover) -> None:
    """Of 0 in the window but 5 in 2003: 2003 and 2000, which comes first of those with 0; and the men."""
    values = np.array([0, 0, 0, 0, 5, 0, 5, 0])
    withheld, has_parts = parts_to_withhold(years, values, flags(8, 0), flags(8, 0))
    assert np.flatnonzero(withheld).tolist() == [1, 4, 5, 6]
    assert np.flatnonzero(has_parts).tolist() == [0]


def test_what_is_settled_does_not_go(years: Cover) -> None:
    """2003 was settled before: the largest of the others go."""
    values = np.array([0, 0, 5, 0, 5, 0, 5, 0])
    withheld, _ = parts_to_withhold(years, values, flags(8, 0, 4), flags(8, 0))
    assert 4 not in np.flatnonzero(withheld)
    assert {1, 2} <= set(np.flatnonzero(withheld).tolist())


def test_another_way_of_counting_goes_too() -> None:
    """The sensitivity table's rows stand beside the measure in its own cell."""
    found = cover(
        ({"cohort": "2003"}, [0, 1]),
        ({"cohort": "2003", "part": "choice=other"}, [0, 1, 2]),
        ({"cohort": "2004", "part": "choice=other"}, [3]),
    )
    values = np.array([5, 10, 5])
    withheld, has_parts = parts_to_withhold(found, values, flags(3, 0), flags(3, 0))
    assert (np.flatnonzero(withheld).tolist(), np.flatnonzero(has_parts).tolist()) == ([1], [0])


def test_a_matrix_gives_way_to_the_measure_that_it_must_agree_with() -> None:
    """Nothing of the measure is new: the largest two cells of the matrix go, of other measures."""
    matrix = {"cohort": "2003", "measure": "mobility", "by_1": "from_region", "by_2": "to_region"}
    found = cover(
        ({"cohort": "2003"}, [0, 1, 2, 3]),
        *((matrix | {"value_1": place}, [atom]) for atom, place in enumerate(("Norra", "Södra", "Västra"))),
        (matrix | {"value_1": "Sydöstra"}, [3, 4]),
    )
    values = np.array([5, 5, 10, 0, 15])
    withheld, has_parts = parts_to_withhold(found, values, flags(5, 0), flags(5, 0))
    assert np.flatnonzero(withheld).tolist() == [1, 2], "Sydöstra has people who are not in the measure"
    assert has_parts[0]


def test_without_parts_the_count_itself_must_go() -> None:
    alone = cover(({"cohort": "2003"}, [0]), ({"cohort": "2004"}, [1]))
    withheld, has_parts = parts_to_withhold(alone, np.array([5, 5]), flags(2, 0), flags(2, 0))
    assert not withheld.any()
    assert not has_parts.any()


def limits(size: int, at: int, number: int) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], ...]:
    """What is printed of the people of one count: so many, not more and not fewer."""
    least, most = np.full(size, NOTHING), np.full(size, EVERYTHING)
    least[at] = most[at] = number
    return least, most


def test_what_is_printed_of_the_whole_bars_a_larger_part(years: Cover) -> None:
    """0 is printed of the window: 2003 and its men may not be 5, and 2000 may be 0."""
    values = np.array([5, 0, 0, 0, 5, 0, 5, 0])
    least, most = contradicting(years, values, ~flags(8, 0), *limits(8, 0, 0))
    assert np.flatnonzero(most < EVERYTHING).tolist() == [4, 6]
    assert most[[4, 6]].tolist() == [0, 0]
    assert not least.any()


def test_what_is_printed_of_a_part_bars_a_smaller_whole(years: Cover) -> None:
    """5 men are printed of 2003: the year and the window may not be 0; what they are not in may."""
    values = np.zeros(8, np.int64)
    least, most = contradicting(years, values, ~flags(8, 6), *limits(8, 6, 5))
    assert np.flatnonzero(least).tolist() == [0, 4]
    assert (most == EVERYTHING).all()


def test_a_settled_count_is_not_barred(years: Cover) -> None:
    values = np.array([5, 0, 0, 0, 5, 0, 5, 0])
    _, most = contradicting(years, values, ~flags(8, 0, 4), *limits(8, 0, 0))
    assert np.flatnonzero(most < EVERYTHING).tolist() == [6]
