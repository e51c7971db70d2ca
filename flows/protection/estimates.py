"""Curves of the protected population: the Aalen–Johansen estimate on its numbers at risk and events.

Belongs here: the way from protected counts back to spells. Does not belong here: the estimate itself
(flows.incidence) and the layout of curves (flows.curves).
"""

from __future__ import annotations

import polars as pl

from flows.curves import curves as estimated
from flows.policy import SUPPRESSION, Policy
from flows.protection.keys import CAUSES
from flows.protection.tables import OK, PROTECTED
from schemas.published_tables import COLUMNS

CURVE = ["profession", "cohort", "curve", "specialisation"]
NUMBERS = ("n_risk", "n_event", "incidence", "std_error")


def curves_table(rows: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """The published curves: internal curves with protected counts, estimated from those.

    rows  the columns of curves with protected n_risk and n_event, and is_within
    A curve that begins with fewer than the base of a share is not printed. Where exact counts are withheld,
    it ends before the first withheld läsår: the estimate of a later one would tell the events until then.
    """
    found = estimated(_spells(_coherent(rows))) if rows.height else rows.drop("is_within")
    made = rows.drop("incidence", "std_error").join(
        found.select(*CURVE, "cause", "k", "incidence", "std_error"), on=[*CURVE, "cause", "k"], how="left"
    )
    is_small = pl.col("n_risk").max().over(CURVE) < policy.rate_base
    within = pl.col("is_within")
    if policy.method == SUPPRESSION:
        first = pl.col("k").filter(~within).min().over(CURVE)
        within = within & (first.is_null() | (pl.col("k") < first))
    kept = within & ~is_small
    return made.with_columns(
        pl.lit("licence").alias("model"),
        *(pl.when(kept).then(pl.col(name).fill_null(0)).alias(name) for name in NUMBERS),
        pl.when(kept).then(pl.lit(OK)).otherwise(pl.lit(PROTECTED)).alias("status"),
        pl.lit(policy.label).alias("method"),
        pl.when(is_small).then(pl.lit("base_small"))
        .when(~kept).then(pl.lit("secondary"))
        .otherwise(pl.lit("")).alias("withheld"),
    ).select(COLUMNS["curves"]).sort(*CURVE, "cause", "k")  # fmt: skip


def _coherent(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as a population could have them: nobody returns to risk, no more events than leave it.

    So they are already, but for the cell key method, which changes each count by itself.
    """
    step = rows.group_by(*CURVE, "k").agg(pl.col("n_risk").first()).sort(*CURVE, "k")
    step = step.with_columns(pl.col("n_risk").cum_min().over(CURVE))
    left = (pl.col("n_risk") - pl.col("n_risk").shift(-1).over(CURVE).fill_null(0)).alias("left")
    found = rows.drop("n_risk").join(step.with_columns(left), on=[*CURVE, "k"])
    before = pl.col("n_event").cum_sum().over(*CURVE, "k", order_by="cause") - pl.col("n_event")
    room = pl.max_horizontal(pl.col("left") - before, 0)
    return found.with_columns(pl.min_horizontal("n_event", room)).drop("left")


def _spells(rows: pl.DataFrame) -> pl.DataFrame:
    """measures.spells of the protected population: who is at risk and has no event leaves sight."""
    last = rows.group_by(CURVE).agg(pl.col("k").max().alias("last_k"))
    events = rows.select(
        *CURVE,
        pl.col("k").alias("exit"),
        pl.col("cause").replace_strict(CAUSES, return_dtype=pl.Int64).alias("event"),
        pl.col("n_event").alias("persons"),
    )
    steps = (
        rows.group_by(*CURVE, "k").agg(pl.col("n_risk").first(), pl.col("n_event").sum()).sort(*CURVE, "k")
    )
    following = pl.col("n_risk").shift(-1).over(CURVE).fill_null(0)
    unseen = steps.select(
        *CURVE,
        pl.col("k").alias("exit"),
        pl.lit(0, pl.Int64).alias("event"),
        (pl.col("n_risk") - pl.col("n_event") - following).alias("persons"),
    )
    spells = pl.concat([events, unseen]).filter(pl.col("persons") > 0).join(last, on=CURVE)
    columns = [*CURVE, "exit", "event", "last_k"]
    return spells.select(pl.col(columns).repeat_by("persons")).explode(columns)
