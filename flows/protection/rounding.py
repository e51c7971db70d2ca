"""Controlled rounding: a population in fives whose counts are all less than five from the true ones.

Belongs here: the programme of one block. The rule and why it protects: docs/decisions/0007.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from flows.protection.cover import Cover
from flows.protection.programme import Numbers, Programme, solve

PRICE = 1_000.0
"""Of one base outside the limits of a count; far above what nearness is worth."""
PRICE_OF_FIXED = 20_000.0
PRICE_OF_NOBODY = 50.0
"""Of people of a kind that nobody there is of."""
PRICE_OF_A_STEP = 100.0
"""Of a count that stands one base from what an earlier release printed."""
NOISE = 0.5
"""How much chance weighs beside nearness: half the base."""
OUTRIGHT = 400
"""So many kinds are solved outright in whole numbers."""
AROUND = 250
"""So many are set free around what is broken, and so many of all."""
SPARE = 3.0
"""A kind may be as many fives more than there are: no table prints how many there are of a kind."""
ROUNDS = 8
TINY = 1e-6


@dataclass(frozen=True)
class Rounded:
    """A block's counts: the value (a multiple of the base), and whether it is within a base of the truth."""

    values: npt.NDArray[np.int64]
    is_within: npt.NDArray[np.bool_]


def round_block(
    cover: Cover,
    fixed: npt.NDArray[np.int64],
    *,
    base: int,
    chance: np.random.Generator,
    gap: float,
    nodes: int,
) -> Rounded:
    """Every count of the block as a multiple of the base.

    fixed  the value of each count that another block has settled, −1 where it is free
    """
    truth = cover.sums["truth"].to_numpy()
    low, high = (truth // base).astype(float), (-(-truth // base)).astype(float)
    is_fixed = fixed >= 0
    low[is_fixed] = high[is_fixed] = fixed[is_fixed] // base
    rows, first = _distinct(cover.incidence, low, high)
    before = (
        cover.sums["before"].to_numpy() if "before" in cover.sums.columns else np.full(truth.size, np.nan)
    )
    gain = np.where(truth % base == 0, 0, base - 2 * (truth % base)).astype(float)
    # One step from what was printed is what tells most; where the other multiple does not, it is dear.
    gain += PRICE_OF_A_STEP * (_is_step(high * base, before, base) - _is_step(low * base, before, base))
    cost = np.asarray(cover.incidence.T @ gain) + NOISE * base * chance.uniform(-1, 1, cover.people.size)
    cost += np.where(cover.people == 0, PRICE_OF_NOBODY, 0.0)
    price = np.full(first.size, PRICE)
    np.maximum.at(price, rows, np.where(is_fixed, PRICE_OF_FIXED, PRICE))
    lowest, highest = _limits(rows, first.size, low, high)
    people = _population(
        cover, cover.incidence[first], lowest, highest, cost, price, base, chance, gap, nodes
    )
    values = np.rint(cover.incidence @ people).astype(np.int64) * base
    within = (np.abs(values - truth) < base) & ~_is_step(values, before, base).astype(bool)
    return Rounded(values, within & (~is_fixed | (values == fixed)))


def _is_step(value: Numbers | npt.NDArray[np.int64], before: Numbers, base: int) -> Numbers:
    """1 where a count that had not changed would be told more closely by both printed values than by one.

    Two values a base apart leave 2(base − 1) − base numbers between them, fewer than one value alone; the
    same value adds nothing, and two bases apart say only that the count has changed.
    """
    is_step: Numbers = (np.abs(value - before) == base).astype(float)
    return is_step


def _distinct(
    incidence: sparse.csr_matrix, low: Numbers, high: Numbers
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Counts of the same people are one row: each count's row, and the first count of each row."""
    incidence.sort_indices()
    seen: dict[bytes, int] = {}
    rows = np.empty(incidence.shape[0], np.int64)
    first: list[int] = []
    for i in range(incidence.shape[0]):
        who = incidence.indices[incidence.indptr[i] : incidence.indptr[i + 1]].tobytes()
        if who not in seen:
            seen[who] = len(first)
            first.append(i)
        rows[i] = seen[who]
    return rows, np.array(first, np.int64)


def _limits(rows: npt.NDArray[np.int64], size: int, low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
    lowest, highest = np.full(size, -np.inf), np.full(size, np.inf)
    np.maximum.at(lowest, rows, low)
    np.minimum.at(highest, rows, high)
    return lowest, np.maximum(lowest, highest)


def _population(
    cover: Cover,
    incidence: sparse.csr_matrix,
    low: Numbers,
    high: Numbers,
    cost: Numbers,
    price: Numbers,
    base: int,
    chance: np.random.Generator,
    gap: float,
    nodes: int,
) -> Numbers:
    """How many fives of each kind."""
    kinds, counts = incidence.shape[1], incidence.shape[0]
    over = sparse.identity(counts, format="csr")
    programme = Programme(
        rows=sparse.hstack([incidence, over, -over], format="csr"),
        low=low,
        high=high,
        cost=np.concatenate([cost, price, price]),
        at_least=np.zeros(kinds + 2 * counts),
        at_most=np.concatenate([-(-cover.people // base) + SPARE, np.full(2 * counts, np.inf)]),
        whole=np.zeros(kinds + 2 * counts, np.bool_),
    )
    return np.rint(_best(programme, incidence, chance, gap, nodes)[:kinds])


def _best(
    programme: Programme, incidence: sparse.csr_matrix, chance: np.random.Generator, gap: float, nodes: int
) -> Numbers:
    """A good whole answer: outright when small, else fractions first; then again around what is broken."""
    counts, kinds = incidence.shape
    every = np.ones(kinds, np.bool_)
    if kinds <= OUTRIGHT:
        found = _whole(programme, kinds, every, None, gap, nodes)
    else:
        relaxed = solve(programme).values
        if relaxed is None:
            raise ArithmeticError("the relaxed programme has no answer, though every row may give way")
        free = np.abs(relaxed[:kinds] - np.rint(relaxed[:kinds])) > TINY
        found = _whole(programme, kinds, free, relaxed, gap, nodes)
    for _ in range(ROUNDS):
        outside = found[kinds : kinds + counts] + found[kinds + counts :] > TINY
        if not outside.any():
            break
        found = _whole(programme, kinds, _around(incidence, outside, chance), found, gap, nodes)
    return found


def _around(
    incidence: sparse.csr_matrix, outside: npt.NDArray[np.bool_], chance: np.random.Generator
) -> npt.NDArray[np.bool_]:
    """Which kinds to set free: some of those in broken counts, and some of all."""
    kinds = incidence.shape[1]
    concerned = np.asarray(incidence[outside].sum(axis=0)).ravel() > 0
    drawn = chance.random(kinds)
    free: npt.NDArray[np.bool_] = (concerned & (drawn < AROUND / max(concerned.sum(), 1))) | (
        drawn < AROUND / kinds
    )
    return free


def _whole(
    programme: Programme,
    kinds: int,
    free: npt.NDArray[np.bool_],
    found: Numbers | None,
    gap: float,
    nodes: int,
) -> Numbers:
    """The programme in whole numbers, with the kinds that are not free as they were found."""
    at_least, at_most = programme.at_least.copy(), programme.at_most.copy()
    if found is not None:
        kept = np.flatnonzero(~free)
        at_least[kept] = at_most[kept] = np.rint(found[kept])
    whole = programme.whole.copy()
    whole[:kinds] = free
    better = solve(replace(programme, at_least=at_least, at_most=at_most, whole=whole), gap=gap, nodes=nodes)
    if better.values is None:
        raise ArithmeticError("the programme has no answer, though every row may give way")
    return better.values
