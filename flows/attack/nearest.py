"""A point that fits every relation, as near to the printed numbers as need be.

Belongs here: filling in what is withheld, and moving printed counts where they do not quite add up. Does
not belong here: what the point is good for (flows.attack.witness).

Nearly all printed numbers add up, so only the counts around a contradiction are free, and more of them for
as long as some relation still fails. A count is rather lowered than raised: people can then be added to it.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy import sparse

from flows.attack.solving import Programme
from flows.attack.system import EXACT, Bools, Bounds, Floats, System

GROWN = 40
"""So often the free counts may grow; then the whole programme has to find a point."""
MOVED = 60_000
"""With so many printed counts free, what is left is no repair."""
FAILS, RAISED, LOWERED = 1e7, 1.0, 0.01
"""What it costs that a relation fails by one, that a printed count is raised, and lowered, by one."""
AROUND = 30_000
"""With so many counts free, those that are still raised stay so."""


def nearest_point(system: System, bounds: Bounds, dear: Floats) -> Floats | None:
    """One value a count, within the bounds and every relation; None where none was found near by.

    dear  by count, how much it costs more than others that it is raised
    """
    printed = system.counts["published"].cast(pl.Float64).to_numpy()
    free = np.isnan(printed)
    inside = np.clip(np.nan_to_num(printed), bounds.low, bounds.high)
    free |= ~free & (np.abs(inside - np.nan_to_num(printed)) > EXACT)
    point: Floats = inside
    for _ in range(GROWN):
        if (free & ~np.isnan(printed)).sum() > MOVED:
            return None
        broken = _broken_rows(system, point) & (np.diff(system.matrix.indptr) > 0)
        if free.any():
            point, failing = _filled(system, bounds, printed, inside, free, dear)
            broken = failing | _broken_rows(system, point)
        if not broken.any():
            return _less_raised(system, bounds, printed, inside, point, free, dear)
        _grow(system, free, broken)
    return None


def _less_raised(
    system: System,
    bounds: Bounds,
    printed: Floats,
    inside: Floats,
    point: Floats,
    free: Bools,
    dear: Floats,
) -> Floats:
    """The point with fewer counts raised, while more counts around them are free to change instead."""
    near = point > np.nan_to_num(printed, nan=np.inf) + EXACT
    moved = free & (np.isnan(printed) | (np.abs(point - np.nan_to_num(printed)) > EXACT))
    while near.any():
        near, before = tied(system, near), near
        if (moved | near).sum() > AROUND or (near == before).all():
            break
        found, failing = _filled(system, bounds, printed, inside, moved | near, dear)
        if not failing.any() and not _broken_rows(system, found).any():
            point = found
    return point


def _grow(system: System, free: Bools, broken: Bools) -> None:
    """Frees the counts of the rows that fail; where they are free already, those tied to them."""
    near = np.zeros(free.size, dtype=bool)
    near[system.matrix[np.flatnonzero(broken)].indices] = True
    for _ in range(GROWN):
        if (near & ~free).any():
            break
        near = tied(system, near)
    free |= near


def tied(system: System, near: Bools) -> Bools:
    """The counts, and those that stand in a row with one of them."""
    rows = np.flatnonzero(abs(system.matrix) @ near.astype(np.float64))
    found = near.copy()
    found[system.matrix[rows].indices] = True
    return found


def _broken_rows(system: System, point: Floats) -> Bools:
    rest = system.matrix @ point
    found: Bools = np.where(system.is_equal, np.abs(rest) > 10 * EXACT, rest < -10 * EXACT)
    return found


def _filled(
    system: System, bounds: Bounds, printed: Floats, inside: Floats, free: Bools, dear: Floats
) -> tuple[Floats, Bools]:
    """The free counts as near as can be with all others as printed, and the rows that fail even so."""
    ids = np.flatnonzero(free)
    matrix = system.matrix[:, ids]
    rows = np.flatnonzero(np.diff(matrix.indptr))
    fixed = np.where(free, 0.0, inside)
    right = -(system.matrix[rows] @ fixed)
    top, raised, is_printed = _lowered_and_raised(printed[ids], bounds.low[ids], bounds.high[ids])
    own, fails = matrix[rows], sparse.identity(rows.size, format="csr")
    programme = Programme(
        sparse.hstack([own, own, fails, -fails], format="csr"),
        system.is_equal[rows],
        right,
        np.concatenate([bounds.low[ids], np.zeros(ids.size + 2 * rows.size)]),
        np.concatenate([top, raised, np.full(2 * rows.size, np.inf)]),
    )
    costs = (np.where(is_printed, LOWERED, 0.0), -RAISED * dear[ids], np.full(2 * rows.size, -FAILS))
    found = programme.point(np.concatenate(costs))
    if found is None:  # every row can fail, so there is always a point
        raise RuntimeError("no point though every relation may fail")
    own_part, more, missed, too_much = np.split(found, np.cumsum([ids.size, ids.size, rows.size]))
    point = inside.copy()
    point[ids] = own_part + more
    failing = np.zeros(system.matrix.shape[0], dtype=bool)
    failing[rows] = missed + too_much > 10 * EXACT
    return point, failing


def _lowered_and_raised(goal: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats, Bools]:
    """Up to where a count costs nothing but being lowered, how far it may be raised, and whether printed."""
    is_printed = ~np.isnan(goal)
    top = np.where(is_printed, np.clip(np.nan_to_num(goal), low, high), high)
    raised = np.where(is_printed, high - np.where(np.isfinite(top), top, 0.0), 0.0)
    return top, raised, is_printed
