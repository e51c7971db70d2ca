"""Which counts may be small, what must be possible of them, and what has been seen to be possible.

Belongs here: the rule of definitions section 11. Does not belong here: finding out (flows.attack.widths).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from flows.attack.published import SMALLEST
from flows.attack.system import EXACT, Bools, Bounds, Floats, Ints


@dataclass(frozen=True)
class Question:
    """What must be possible of each count: a range at least `width` wide, reaching at least up to `reach`."""

    is_open: Bools
    width: Floats
    reach: Floats

    def is_met(self, low: Floats, high: Floats) -> Bools:
        """Where what is known to be possible is enough."""
        return (high - low >= self.width - EXACT) & (high >= self.reach - EXACT)

    def is_left(self, low: Floats, high: Floats) -> Bools:
        """Which open counts need more than that."""
        return self.is_open & ~self.is_met(low, high)

    @property
    def widest(self) -> float:
        """The widest range that any open count needs."""
        return float(self.width[self.is_open].max(initial=0.0))


@dataclass
class Seen:
    """By count, the lowest and the highest of all feasible points so far; nothing seen: +∞ and −∞.

    point: one of them, from which only some counts may be moved.
    """

    low: Floats
    high: Floats
    point: Floats | None = None

    @classmethod
    def of(cls, size: int) -> Seen:
        """No point of `size` counts yet."""
        return cls(np.full(size, np.inf), np.full(size, -np.inf))

    def add(self, ids: Ints, point: Floats) -> None:
        """One more feasible point of the counts `ids`."""
        self.low[ids] = np.minimum(self.low[ids], point)
        self.high[ids] = np.maximum(self.high[ids], point)


def question_of(counts: pl.DataFrame, bounds: Bounds) -> Question:
    """Which counts may be small, and what must be possible of them (definitions section 11).

    Rounded: at least base − 1 wide. Suppressed: 5 or more must be possible; a known zero is no small count.
    Noise of a cell key: never exact.
    """
    spread = counts["spread"].to_numpy().astype(np.float64)
    is_key = counts["method"].str.starts_with("cell_key").fill_null(False).to_numpy()
    is_small = (bounds.low < SMALLEST) & (bounds.high >= 1 - EXACT)
    is_rounded = spread > 0
    width = np.where(is_rounded, np.where(is_key, 1.0, spread), 0.0)
    reach = np.where(is_rounded, -np.inf, float(SMALLEST))
    return Question(is_small & counts["is_examined"].to_numpy(), width, reach)
