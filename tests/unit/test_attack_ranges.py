"""Ranges of counts: bounds that follow, and the programme, against every table that there can be."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.attack.attacking import system_for
from flows.attack.cells import KEY
from flows.attack.counts import counts_of
from flows.attack.published import cells_of
from flows.attack.questions import Question, Seen
from flows.attack.solving import Programme
from flows.attack.system import System, propagated
from flows.attack.widths import settle
from tests.unit.test_attack import Row, row, table

SIZE = 2
NAMES = (("sex", ("man", "woman")), ("age", ("-21", "22-24")))
MOST = 6
Truth = tuple[int, ...]


def rows_of(truth: Truth, hidden: set[int]) -> list[Row]:
    """Who continued, by sex and age, the margins and the total; all who began did, and hidden is withheld."""
    cells = np.array(truth).reshape(SIZE, SIZE)
    numbers = [*truth, *cells.sum(axis=1), *cells.sum(axis=0), cells.sum()]
    (sex, sexes), (age, ages) = NAMES
    keys = [{"by_1": sex, "value_1": s, "by_2": age, "value_2": a} for s in sexes for a in ages]
    keys += [{"by_1": by, "value_1": v, "by_2": "", "value_2": ""} for by, vs in NAMES for v in vs]
    keys += [{"by_1": "", "value_1": "", "by_2": "", "value_2": ""}]
    return [
        row("continued_term_2", None if i in hidden else (int(n), int(n), 0)) | key
        for i, (n, key) in enumerate(zip(numbers, keys, strict=True))
    ]


def possible(truth: Truth, hidden: set[int]) -> list[list[int]]:
    """The numbers of every table that prints the same, by trying all of them."""

    def printed(one: Truth) -> list[object]:
        return [found["numerator"] for found in rows_of(one, hidden)]

    wanted = printed(truth)
    tables = itertools.product(range(sum(truth) + 1), repeat=SIZE**2)
    return [numbers(one) for one in tables if printed(one) == wanted]


def numbers(truth: Truth) -> list[int]:
    return [int(str(found["numerator"])) for found in rows_of(truth, set())]


def system_of_rows(rows: list[Row]) -> System:
    cells = cells_of({"rates": table(*rows)})
    return system_for(counts_of(cells))


def ids_of(system: System, rows: list[Row]) -> list[int]:
    """The column of each row's yes."""
    wanted = pl.DataFrame([{name: found.get(name, "yes") for name in KEY} for found in rows])
    return wanted.join(system.counts.select(*KEY, "id"), on=KEY, how="left", maintain_order="left")[
        "id"
    ].to_list()


@settings(max_examples=25, deadline=None)
@given(
    st.tuples(*[st.integers(0, 3)] * SIZE**2),
    st.sets(st.integers(0, SIZE**2 + 2 * SIZE - 1), min_size=1, max_size=6),
)
def test_ranges_are_those_of_every_table(truth: Truth, hidden: set[int]) -> None:
    """The total is printed, so that there are finitely many tables."""
    rows = rows_of(truth, hidden)
    system = system_of_rows(rows)
    low, high = (system.counts[name].to_numpy() for name in ("low", "high"))
    bounds = propagated(system, low, high)
    assert not bounds.contradictions.size
    there = np.array(possible(truth, hidden))
    programme = Programme(system.matrix, system.is_equal, np.zeros(len(system.relations)), low, high)
    for place, column in enumerate(ids_of(system, rows)):
        least, most = there[:, place].min(), there[:, place].max()
        wish = np.zeros(system.counts.height)
        wish[column] = 1.0
        points = [programme.point(sign * wish) for sign in (-1.0, 1.0)]
        ends = [point[column] for point in points if point is not None]
        assert bounds.low[column] <= least and most <= bounds.high[column]
        assert ends[0] <= least + 1e-6 and most - 1e-6 <= ends[1]
        # Two-way tables are totally unimodular: the programme's ends are whole, and tables reach them.
        assert abs(ends[0] - least) < 1e-6 and abs(ends[1] - most) < 1e-6


@settings(max_examples=25, deadline=None)
@given(
    st.tuples(*[st.integers(0, 3)] * SIZE**2),
    st.sets(st.integers(0, SIZE**2 + 2 * SIZE - 1), min_size=1, max_size=6),
)
def test_sharing_points_settles_what_programmes_of_their_own_do(truth: Truth, hidden: set[int]) -> None:
    rows = rows_of(truth, hidden)
    system = system_of_rows(rows)
    bounds = propagated(system, *(system.counts[name].to_numpy() for name in ("low", "high")))
    size = system.counts.height
    is_open = np.zeros(size, dtype=bool)
    columns = ids_of(system, rows)
    is_open[columns] = True
    reach = np.full(size, 3.0)
    settled = settle(system, bounds, Question(is_open, np.zeros(size), reach), Seen.of(size))
    there = np.array(possible(truth, hidden))
    for place, column in enumerate(columns):
        most = there[:, place].max()
        # A known zero is no small count (definitions section 11).
        assert (column in settled.broken) == (1 <= most < 3) or bounds.high[column] - bounds.low[
            column
        ] < 1e-6
