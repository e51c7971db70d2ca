"""Points near the printed numbers, and people put where a count that is left is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy import sparse

from flows.attack.asked import holds, in_count
from flows.attack.asking import may_be_somebody
from flows.attack.facts import YES
from flows.attack.lifting import FEW, Lifting, lift, without_nobody
from flows.attack.lives import Life, lives
from flows.attack.people import Person, Spot
from flows.attack.questions import Question, Seen
from flows.attack.roomy import Room
from flows.attack.solving import Programme
from flows.attack.system import NOBODY, Bounds, System

SKANE, SKARABORG, HALLAND = Spot("12", "Södra"), Spot("14", "Västra"), Spot("13", "Västra", is_split=True)
SPOTS = {"home": [SKANE, SKARABORG], "study": [SKANE, SKARABORG], "after": [SKANE, HALLAND], "work": [SKANE]}
SOMEBODY = Person(
    {"sex": "woman", "age": "-21", "year": "2001", "cohort_year": "2001"},
    SKANE,
    SKANE,
    {1: SKANE, 3: SKANE},
    {1: SKANE, 3: SKANE},
)


def test_a_count_of_two_breakdowns_gives_both_values_and_keeps_the_rest() -> None:
    key = ("education", "2000-2010", "resident_1", "sex", "man", "age", "30-34", "no")
    found = in_count(SOMEBODY, key, SPOTS)
    assert found is not None
    assert found.values == {"sex": "man", "age": "30-34", "year": "2001", "cohort_year": "2001"}
    assert found.home == SKANE


def test_a_start_year_is_a_year_everywhere() -> None:
    found = in_count(SOMEBODY, ("education", "2004", "fate", "", "", "", "", "unseen"), SPOTS)
    assert found is not None
    assert (found.values["year"], found.values["cohort_year"]) == ("2004", "2004")


def test_a_cell_of_a_matrix_gives_the_place_at_both_ends_and_at_no_other() -> None:
    key = (
        "education",
        "2004",
        "mobility_study_to_after_3",
        "from_region",
        "Västra",
        "to_region",
        "Västra",
        "yes",
    )
    found = in_count(SOMEBODY, key, SPOTS)
    assert found is not None
    assert (found.study, found.after) == (SKARABORG, {1: SKANE, 3: HALLAND})
    assert (found.home, found.work) == (SKANE, {1: SKANE, 3: SKANE})


@pytest.mark.parametrize(
    ("measure", "ends"), [("departures_1", "home"), ("arrivals_1", "after"), ("net_1", "after")]
)
def test_migration_is_where_they_left_or_live(measure: str, ends: str) -> None:
    place = {"home": "14", "after": "13"}[ends]
    found = in_count(SOMEBODY, ("education", "2000-2010", measure, "county", place, "", "", "yes"), SPOTS)
    assert found is not None
    there = found.home if ends == "home" else found.after[1]
    assert there.county == place


def test_nobody_is_where_there_is_no_place() -> None:
    assert (
        in_count(SOMEBODY, ("education", "", "resident_1", "home_county", "24", "", "", "yes"), SPOTS) is None
    )


def test_only_a_life_in_the_state_is_asked() -> None:
    plain = next(lives(has_licence=True, aside=[]))
    assert holds(plain, ("education", "", "exam_rate_to_date", "", "", "", "", YES))
    assert not holds(plain, ("education", "", "exam_rate_to_date", "", "", "", "", "unseen"))
    matrix = ("education", "", "mobility_home_to_study", "", "", "", "", "unseen")
    assert not holds(plain, matrix)
    assert holds(replace(plain, unseen="home"), matrix)
    assert isinstance(plain, Life)


@pytest.mark.parametrize("dear", [1, 2])
def test_the_point_raises_what_costs_least(dear: int) -> None:
    """One at least in a, printed 5 give or take 4; so one must be in b or c, both printed 0: the cheaper."""
    counts = pl.DataFrame({"published": [5, 0, 0]})
    system = System(sparse.csr_matrix([[1.0, -1.0, -1.0]]), np.array([True]), ["a = b + c"], counts)
    none = np.full(3, NOBODY)
    bounds = Bounds(np.array([1.0, 0, 0]), np.array([9.0, 4, 4]), none, none, np.array([], dtype=np.int64))
    cost = np.ones(3)
    cost[dear] = 100.0
    point = Room(system, bounds, 4.0).point(cost)
    assert point is not None
    assert point[0] == pytest.approx(point[1] + point[2])
    assert point[dear] == pytest.approx(0)
    assert point[3 - dear] >= 1


def test_there_is_no_point_where_the_bounds_leave_none() -> None:
    """Ten at least in a, and four at most in each of its two parts."""
    counts = pl.DataFrame({"published": [10, 0, 0]})
    system = System(sparse.csr_matrix([[1.0, -1.0, -1.0]]), np.array([True]), ["a = b + c"], counts)
    none = np.full(3, NOBODY)
    bounds = Bounds(np.array([10.0, 0, 0]), np.array([14.0, 4, 4]), none, none, np.array([], dtype=np.int64))
    assert Room(system, bounds, 4.0).point(np.ones(3)) is None


@pytest.mark.parametrize(
    ("matrix", "high", "left"),
    [
        ([[2.0, 2.0, -1.0]], [4.0, 4.0, 1.0], []),  # together half a person: both are nobody
        ([[1.0, 1.0, -1.0]], [4.0, 4.0, 1.0], [0, 1]),  # together one: either may be somebody
        ([[2.0, 0.0, -1.0]], [4.0, 4.0, 1.0], [1]),  # one half at most, the other up to four
    ],
)
def test_counts_that_are_nobody_together_are_nobody_each(
    matrix: list[list[float]], high: list[float], left: list[int]
) -> None:
    programme = Programme(
        sparse.csr_matrix(matrix), np.array([True]), np.zeros(1), np.zeros(3), np.array(high), is_inside=True
    )
    found = may_be_somebody(programme, Seen.of(3), np.arange(3), np.array([0, 1]))
    assert found.tolist() == left
    assert programme.is_best


@pytest.mark.parametrize(
    ("high", "is_left"),
    [
        ([4.0, 4.0, 0.0, 4.0, 4.0], [False, False, True]),  # a + b = c, and c is nobody; so are a and b
        ([4.0, 4.0, 4.0, 4.0, 0.0], [True, True, False]),  # c may be somebody; 2 d = e, and e is nobody
        ([4.0, 4.0, 4.0, 4.0, 4.0], [True, True, True]),  # anybody may be anywhere
    ],
)
def test_nobody_is_found_among_all_that_are_left_at_once(high: list[float], is_left: list[bool]) -> None:
    """Of a, b, c, d, e, all printed 0, a, b and d are asked of."""
    matrix = sparse.csr_matrix([[1.0, 1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 2.0, -1.0]])
    counts = pl.DataFrame({"published": [0] * 5})
    system = System(matrix, np.array([True, True]), ["a + b = c", "2 d = e"], counts)
    none = np.full(5, NOBODY)
    bounds = Bounds(np.zeros(5), np.array(high), none, none, np.array([], dtype=np.int64))
    asked = np.array([True, True, False, True, False])
    question = Question(asked, np.full(5, 4.0), np.full(5, -np.inf))
    found = without_nobody(Lifting(system, bounds), bounds, question, Seen.of(5))
    assert found.is_open[[0, 1, 3]].tolist() == is_left
    assert not found.is_open[[2, 4]].any()


def test_what_is_left_is_lifted_as_far_as_it_must_be_possible() -> None:
    """Two hundred counts printed 0, and four people in all: each may be wide, one at a time."""
    size = 200
    matrix = sparse.csr_matrix(np.append(np.ones(size), -1.0)[None, :])
    system = System(matrix, np.array([True]), ["sum"], pl.DataFrame({"published": [0] * (size + 1)}))
    none = np.full(size + 1, NOBODY)
    bounds = Bounds(np.zeros(size + 1), np.full(size + 1, 4.0), none, none, np.array([], dtype=np.int64))
    question = Question(
        np.append(np.ones(size, dtype=bool), False), np.full(size + 1, 4.0), np.full(size + 1, -np.inf)
    )
    seen = Seen.of(size + 1)
    seen.add(np.arange(size + 1), np.zeros(size + 1))
    lift(Lifting(system, bounds), bounds, question, seen)
    assert question.is_left(seen.low, seen.high).sum() <= FEW
    assert (seen.high[:size] <= 4 + 1e-9).all()
    assert (np.sort(seen.high[:size])[-(size - FEW) :] >= 4 - 1e-6).all()
