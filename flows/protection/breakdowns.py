"""Which breakdowns have people enough to be published.

Belongs here: coarsening before anything is protected (docs/decisions/0007). Does not belong here: which
breakdowns are listed at all (schemas/published), and what is withheld of a table (tables).
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from flows.protection.counts import DENOMINATOR
from flows.protection.keys import CATEGORY, GROUP, YEARS
from flows.protection.laying import Counted
from flows.protection.listed import kind_of_row
from schemas.published_tables import YEAR

CUT = (*GROUP, "kind", "cut_1", "cut_2")


def with_enough_people(counted: Counted, rate_base: int) -> Counted:
    """What was counted without the breakdowns of which no part has a base that a share needs.

    A table of which no share can be shown tells nobody anything, and where people are so few it is hard to
    hide them. A breakdown is a group's, in one model and kind of cohort; where one is kept, so are those
    that it refines, for their parts are larger. The whole is always kept.
    """
    cells = counted.cells.with_columns(*_cut())
    is_whole = (pl.col("cut_1") == "") & (pl.col("cut_2") == "")
    is_enough = (pl.col(DENOMINATOR) >= rate_base) & (pl.col("measure") != "composition")
    kept = cells.filter(is_whole | is_enough)
    return replace(
        counted, cells=cut_alike(counted.cells, kept), sensitivity=cut_alike(counted.sensitivity, kept)
    )


def cut_alike(rows: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    """The rows of breakdowns that the kept ones have, too; both with the columns of cells."""
    cuts = kept.select(_cut()).unique()
    return rows.with_columns(_cut()).join(cuts, on=CUT, how="semi").select(rows.columns)


def _cut() -> list[pl.Expr]:
    """What people are cut by; not what they are counted by: a status, a specialisation, years since.

    A year of start is a part of the window, so that what is told of it is the whole cut by year.
    """
    not_cut = [*CATEGORY, *YEARS, "specialisation"]
    first, second = (
        pl.when(pl.col(by).is_in(not_cut)).then(pl.lit("")).otherwise(by) for by in ("by_1", "by_2")
    )
    is_part = (pl.col("model") == "education") & (kind_of_row() == YEAR)
    return [
        *(pl.col(name) for name in GROUP),
        kind_of_row().alias("kind"),
        first.alias("cut_1"),
        pl.when(is_part).then(second + pl.lit(",cohort_year")).otherwise(second).alias("cut_2"),
    ]
