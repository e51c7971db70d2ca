"""The simple rule for what stands beside the cells: curves, and who was left out.

Belongs here: tables of counts that are no shares. Does not belong here: cells (flows.protection.simple).
"""

from __future__ import annotations

import polars as pl

from flows.protection.simple import RATE_BASE

ADDS_UP = ("profession", "model", "cohort")
COUNTED = ("candidates", "excluded")


def protect_curves(curves: pl.DataFrame, *, smallest: int) -> pl.DataFrame:
    """The curves as a page may use them: their columns and status (ok, protected).

    Not safe as a table of its own: a withheld läsår can be worked out from those beside it, so a page
    hides more (reports.licence_guard), until full disclosure control sees all of them at once.
    A läsår is withheld when few are at risk, when few have the event in it or up to it, or when the
    curve begins with fewer than 20 persons (definitions section 11).
    """
    curve = ["profession", "cohort", "curve", "specialisation", "cause"]
    so_far = pl.col("n_event").cum_sum().over(curve, order_by="k")
    begun = pl.col("n_risk").max().over(curve)

    def small(count: pl.Expr) -> pl.Expr:
        return count.is_between(1, smallest - 1)

    hidden = small(so_far) | small(pl.col("n_event")) | small(begun - so_far)
    hidden = hidden | (pl.col("n_risk") < smallest) | (begun < RATE_BASE)
    numbers = ("n_risk", "n_event", "incidence", "std_error")
    return curves.with_columns(
        pl.when(hidden).then(pl.lit("protected")).otherwise(pl.lit("ok")).alias("status"),
        *(pl.when(~hidden).then(pl.col(name)).alias(name) for name in numbers),
    )


def protect_attrition(attrition: pl.DataFrame, *, smallest: int) -> pl.DataFrame:
    """Who was left out, as a page may use it: the columns of attrition and status (ok, protected).

    Each cohort by itself: a window less its years can give a withheld count back, so a page shows the
    window or the years of one model, not both.
    Those left out are the candidates less those who stay. Where one reason counts few, every reason of
    the cohort and the candidates are withheld, so that no subtraction gives it back.
    """
    is_small = pl.col("persons").is_between(1, smallest - 1)
    in_sum = pl.col("step").is_in(COUNTED)
    gives_away = (is_small & (pl.col("step") != "quality")).any().over(*ADDS_UP)
    hidden = is_small | (in_sum & gives_away)
    return attrition.with_columns(
        pl.when(hidden).then(pl.lit("protected")).otherwise(pl.lit("ok")).alias("status"),
        pl.when(~hidden).then(pl.col("persons")).alias("persons"),
    )
