"""What is withheld where a block could not keep a count that another block has settled.

Belongs here: which of the block's new counts go. Does not belong here: a block's numbers (rounding), and
what is kept of them (group).
"""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy import sparse

from flows.protection.cover import Cover
from flows.protection.programme import Flags
from flows.protection.rounding import Whole

NOTHING, EVERYTHING = 0, 1 << 60
"""What says nothing of a count: it is at least this, at most this."""
CELL = ("cohort", "by_1", "value_1", "by_2", "value_2", "measure")
PARTS = 2
"""So many parts of a whole go: of one alone the whole and the others would tell."""


def parts_to_withhold(cover: Cover, values: Whole, is_fixed: Flags, is_broken: Flags) -> tuple[Flags, Flags]:
    """The new counts to withhold where a settled one could not be kept, and which settled ones have such.

    The parts of a count that is printed otherwise than they add up to would tell it more closely: 0 of the
    whole and 5 in one year are 1 to 4 people. So of every breakdown of it two parts go, the largest, with
    their own parts; nothing is known of those but what is left of the whole. What stands beside it in its own
    cell goes too. Where it has none of either, other measures' counts of its people are its parts: the
    cells of a matrix rather than the measure that the matrix must agree with.
    """
    wholes, new = np.flatnonzero(is_broken), np.flatnonzero(~is_fixed)
    pairs = _pairs(cover, wholes, new)
    named = pairs.filter(_same("measure"), _same("part"), _same("count"))
    beside = _beside(cover, wholes, new)
    has_own = pl.concat([named["whole_at"], beside["whole_at"]]).unique()
    parts = pl.concat([named, pairs.filter(~pl.col("whole_at").is_in(has_own.implode()))])
    largest = (
        parts.with_columns(value=pl.lit(pl.Series(values)).gather(pl.col("part_at")))
        .sort("value", "part_at", descending=[True, False])
        .group_by("whole_at", _same("cohort"), "measure", "part", "count", "by_1", "by_2")
        .head(PARTS)
    )
    chosen = largest["part_at"].unique().to_numpy()
    own = _pairs(cover, chosen, new).filter(_same("measure"), _same("count"))
    withheld, has_parts = (np.zeros(values.size, np.bool_) for _ in range(2))
    withheld[chosen] = True
    withheld[own["part_at"].to_numpy()] = True
    withheld[beside["new_at"].to_numpy()] = True
    has_parts[parts["whole_at"].to_numpy()] = True
    has_parts[beside["whole_at"].to_numpy()] = True
    return withheld, has_parts


def contradicting(
    cover: Cover, values: Whole, is_new: Flags, least: Whole, most: Whole
) -> tuple[Whole, Whole]:
    """What is printed of others says of each new count that it cannot be: it is at least, at most this.

    least, most  what is printed elsewhere of the people of settled counts, NOTHING and EVERYTHING where they
                 agree with it
    Result: NOTHING and EVERYTHING of new counts that may be. Printed, 5 people of one year's moves beside 0
    of all who began that year are 1 to 4; so are 0 of the moves beside 5 who began.
    """
    new, limited = np.flatnonzero(is_new), np.flatnonzero((least > NOTHING) | (most < EVERYTHING))
    at_least, at_most = np.full(values.size, NOTHING), np.full(values.size, EVERYTHING)
    inside, around = _inside(cover, limited, new), _inside(cover, new, limited)
    np.minimum.at(at_most, inside["part_at"].to_numpy(), most[inside["whole_at"].to_numpy()])
    np.maximum.at(at_least, around["whole_at"].to_numpy(), least[around["part_at"].to_numpy()])
    is_wrong = is_new & ((values > at_most) | (values < at_least))
    return np.where(is_wrong, at_least, NOTHING), np.where(is_wrong, at_most, EVERYTHING)


def _same(name: str) -> pl.Expr:
    """Whether the part is called as the whole is, in one column of the key."""
    return (pl.col(name) == pl.col(f"{name}_whole")).alias(f"same_{name}")


def _beside(cover: Cover, wholes: Whole, new: Whole) -> pl.DataFrame:
    """whole_at, new_at: new counts of the same measure in the same cell, as another way of counting it."""
    named = cover.sums.with_row_index("at").select(pl.col("at").cast(pl.Int64), *CELL)
    one, other = (named.filter(pl.col("at").is_in(at)) for at in (wholes, new))
    return one.rename({"at": "whole_at"}).join(other.rename({"at": "new_at"}), on=CELL)


def _pairs(cover: Cover, wholes: Whole, parts: Whole) -> pl.DataFrame:
    """whole_at, part_at of every count and part of its people, and what both are called (…_whole)."""
    names = ("cohort", "by_1", "by_2", "measure", "part", "count")
    named = cover.sums.with_row_index("at").select(pl.col("at").cast(pl.Int64), *names)
    return (
        _inside(cover, wholes, parts)
        .join(named, left_on="part_at", right_on="at")
        .join(named, left_on="whole_at", right_on="at", suffix="_whole")
        .filter(pl.col("whole_at") != pl.col("part_at"))
        .sort("whole_at", "part_at")
    )


def _inside(cover: Cover, wholes: Whole, parts: Whole) -> pl.DataFrame:
    """whole_at, part_at of every count and part of its people."""
    sizes = np.asarray(cover.incidence[parts].sum(axis=1)).ravel()
    shared = sparse.coo_matrix(cover.incidence[parts] @ cover.incidence[wholes].T)
    is_inside = (shared.data == sizes[shared.row]) & (sizes[shared.row] > 0)
    return pl.DataFrame(
        {"whole_at": wholes[shared.col[is_inside]], "part_at": parts[shared.row[is_inside]]},
        schema={"whole_at": pl.Int64, "part_at": pl.Int64},
    )
