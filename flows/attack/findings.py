"""What the attack found.

Belongs here: the result and how it is put together. Does not belong here: the words (schemas/messages).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from flows.attack.cells import KEY

BROKEN = {
    "profession": pl.String(),
    **dict.fromkeys(KEY, pl.String()),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "method": pl.String(),
    "kind": pl.String(),
    "why": pl.String(),
}
WIDTHS = {"method": pl.String(), "examined": pl.Int64(), "smallest": pl.Float64()}
NARROW, BELOW, NO_SUM = "narrow", "below_smallest", "no_sum"
"""kind: a rounded count has too little room; a withheld one is known to be small; prints contradict."""


@dataclass(frozen=True)
class Findings:
    """Counts by how they were settled, and what is wrong.

    prints      published counts, all of them
    examined    those that may be small: by_propagation + by_points + by_programme + unexamined
    unexamined  left when a component had shown enough that is broken
    broken      one row per count: BROKEN; low and high null where prints contradict each other
    widths      WIDTHS: by method, how many were examined and the smallest range found (at least)
    """

    prints: int
    examined: int
    by_propagation: int
    by_points: int
    by_programme: int
    unexamined: int
    broken: pl.DataFrame
    widths: pl.DataFrame

    @property
    def is_safe(self) -> bool:
        """Whether the release may be published."""
        return self.broken.is_empty()


def together(parts: Sequence[Findings]) -> Findings:
    """The findings of several systems as one."""
    names = ("prints", "examined", "by_propagation", "by_points", "by_programme", "unexamined")
    widths = pl.concat([pl.DataFrame(schema=WIDTHS), *(one.widths for one in parts)])
    return Findings(
        **{name: sum(getattr(one, name) for one in parts) for name in names},
        broken=pl.concat([pl.DataFrame(schema=BROKEN), *(one.broken for one in parts)]),
        widths=widths.group_by("method")
        .agg(pl.col("examined").sum(), pl.col("smallest").min())
        .sort("method"),
    )
