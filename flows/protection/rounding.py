"""Controlled rounding: a population in fives whose counts are all less than five from the true ones.

Belongs here: the limits of a block's counts, and what is withheld. The rule and why it protects:
docs/decisions/0007.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

from flows.protection.cover import Cover
from flows.protection.programme import Flags, Numbers
from flows.protection.search import Limits, Search

Whole = npt.NDArray[np.int64]

PRICE = 1_000.0
"""Of one base outside the limits of a count; far above what nearness is worth."""
PRICE_OF_FIXED = 20_000.0
"""The same of a count that another block has settled."""
PRICE_OF_NOWHERE = 60_000.0
"""Of people where nobody is."""
PRICE_OF_NOBODY = 50.0
"""Of people of a kind that nobody there is of."""
NOISE = 0.5
"""How much chance weighs beside nearness: half the base."""
SPARE = 3.0
"""A kind may be as many fives more than there are: no table prints how many there are of a kind."""


@dataclass(frozen=True)
class Rounded:
    """A block's counts: the value (a multiple of the base), and whether it may be printed.

    is_within  less than a base from the truth, as settled, and no step from what was printed before
    """

    values: Whole
    is_within: Flags


def round_block(cover: Cover, fixed: Whole, base: int, search: Search) -> Rounded:
    """Every count of the block as a multiple of the base.

    fixed  the value of each count that another block has settled, −1 where it is free
    An earlier release is kept to only where the block would otherwise step away from it: what has not
    changed then comes out as it did.
    """
    before = _before(cover)
    values = _rounded(cover, fixed, base, search)
    if _is_step(values, before, base).any():
        values = _rounded(cover, fixed, base, search, before)
    truth, is_fixed = cover.sums["truth"].to_numpy(), fixed >= 0
    is_within = (np.abs(values - truth) < base) & ~_is_step(values, before, base)
    return Rounded(values, is_within & (~is_fixed | (values == fixed)))


def _rounded(cover: Cover, fixed: Whole, base: int, search: Search, before: Numbers | None = None) -> Whole:
    truth, is_fixed = cover.sums["truth"].to_numpy(), fixed >= 0
    low, high = (truth // base).astype(float), (-(-truth // base)).astype(float)
    if before is not None:
        _keep_to(before, truth, base, low, high)
    low[is_fixed] = high[is_fixed] = fixed[is_fixed] // base
    price = np.where(is_fixed, PRICE_OF_FIXED, PRICE)
    price[(fixed == 0) & (truth == 0)] = PRICE_OF_NOWHERE
    rows, first = _distinct(cover.incidence)
    cost = _cost(cover, base) + NOISE * base * search.chance.uniform(-1, 1, cover.people.size)
    at_most: Numbers = (-(-cover.people // base)).astype(np.float64) + SPARE
    limits = _limits(rows, first.size, low, high, price, is_fixed)
    people = search.population(cover.incidence[first], limits, cost, at_most)
    values: Whole = np.rint(cover.incidence @ people).astype(np.int64) * base
    return values


def _keep_to(before: Numbers, truth: Whole, base: int, low: Numbers, high: Numbers) -> None:
    """Narrows the limits to what was printed, or to the multiple that does not step away from it."""
    is_near = np.abs(before - truth) < base
    low[is_near] = high[is_near] = before[is_near] / base
    steps_low, steps_high = _is_step(low * base, before, base), _is_step(high * base, before, base)
    low[steps_low & ~steps_high] = high[steps_low & ~steps_high]
    high[steps_high & ~steps_low] = low[steps_high & ~steps_low]


def _before(cover: Cover) -> Numbers:
    """What an earlier release printed of each count, NaN where nothing."""
    if "before" not in cover.sums.columns:
        return np.full(cover.sums.height, np.nan)
    before: Numbers = cover.sums["before"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return before


def _cost(cover: Cover, base: int) -> Numbers:
    """What one five of each kind costs: how much farther from the truth it brings the counts it is in."""
    truth = cover.sums["truth"].to_numpy()
    gain = np.where(truth % base == 0, 0, base - 2 * (truth % base)).astype(float)
    cost: Numbers = cover.incidence.T @ gain + np.where(cover.people == 0, PRICE_OF_NOBODY, 0.0)
    return cost


def _is_step(value: Numbers | Whole, before: Numbers, base: int) -> Flags:
    """Where a count that had not changed would be told more closely by both printed values than by one.

    Two values a base apart leave 2(base − 1) − base numbers between them, fewer than one value alone; the
    same value adds nothing, and two bases apart say only that the count has changed.
    """
    is_step: Flags = np.abs(value - before) == base
    return is_step


def _distinct(incidence: sparse.csr_matrix) -> tuple[Whole, Whole]:
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


def _limits(rows: Whole, size: int, low: Numbers, high: Numbers, price: Numbers, is_fixed: Flags) -> Limits:
    """The limits of each row: the narrowest of its counts', at the highest price.

    A count that is settled is alone decisive: another of the same people cannot be a different number, and
    is withheld where what is settled is too far from the truth.
    """
    lowest, highest, dearest = np.full(size, -np.inf), np.full(size, np.inf), np.zeros(size)
    is_settled = np.zeros(size, np.bool_)
    is_settled[rows[is_fixed]] = True
    decides = is_fixed | ~is_settled[rows]
    np.maximum.at(lowest, rows[decides], low[decides])
    np.minimum.at(highest, rows[decides], high[decides])
    np.maximum.at(dearest, rows, price)
    return Limits(lowest, np.maximum(lowest, highest), dearest)
