"""The search for a population: what is left outside its limits in a block too large to be solved outright."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import sparse

from flows.policy import chance
from flows.protection import search
from flows.protection.search import OUTRIGHT, Limits, Search

SIDES, OTHERS = (10, 10, 6), 20
PRICE = 1_000.0


def three_way(seed: int) -> tuple[sparse.csr_matrix, Limits, np.ndarray]:
    """All margins of two sides of a table of three, and sums across: incidence, limits in fives, people."""
    cells = np.array(list(product(*(range(side) for side in SIDES))))
    draw = np.random.default_rng(seed)
    people = draw.integers(0, 9, len(cells))
    rows = []
    for kept in ((0, 1), (0, 2), (1, 2)):
        for values in product(*(range(SIDES[side]) for side in kept)):
            rows.append((cells[:, kept] == values).all(axis=1))
    rows += list(draw.random((OTHERS, len(cells))) < 0.1)
    incidence = sparse.csr_matrix(np.array(rows, dtype=float))
    truth = incidence @ people
    return incidence, Limits(truth // 5, -(-truth // 5), np.full(truth.size, PRICE)), people


def test_rounds_leave_less_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    incidence, limits, people = three_way(seed=1)
    assert people.size > OUTRIGHT

    def outside() -> float:
        found = Search(chance(b"seed", "block"), 60).population(
            incidence, limits, np.zeros(people.size), people // 5 + 3.0
        )
        assert (found == np.rint(found)).all()
        counts = incidence @ found
        return float(np.abs(counts - np.clip(counts, limits.low, limits.high)).sum())

    assert outside() == 0
    monkeypatch.setattr(search, "ROUNDS", 0)
    assert outside() > 0
