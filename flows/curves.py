"""The curves of the licence model: how many have started, or graduated, by each läsår.

Belongs here: one Aalen–Johansen curve per cohort and specialisation, as a table by läsår. Does not
belong here: the estimate itself (flows.incidence), who waits for what (sql/measures/spells.sql).
"""

from __future__ import annotations

import polars as pl

from flows.incidence import cumulative_incidence

CAUSES = {1: "reached", 2: "emigrated", 3: "dead"}
CURVE = ["profession", "cohort", "curve", "specialisation"]
SHAPE = {
    **dict.fromkeys(CURVE, pl.String),
    "cause": pl.String,
    "k": pl.Int64,
    "n_risk": pl.Int64,
    "n_event": pl.Int64,
    "incidence": pl.Float64,
    "std_error": pl.Float64,
}


def curves(spells: pl.DataFrame) -> pl.DataFrame:
    """One row per curve, cause and läsår k from 0 to the cohort's last one, sorted.

    spells    measures.spells: profession, cohort, curve, specialisation, last_k, exit, event.
    Result    the four names of a curve; cause (reached, and emigrated and dead where they occur), k,
              n_risk (not yet gone at the beginning of läsår k), n_event (in läsår k), incidence
              (by the end of it) and its std_error.
    """
    found = [
        _one(group, tuple(map(str, names))) for names, group in spells.group_by(CURVE, maintain_order=True)
    ]
    return pl.concat([pl.DataFrame(schema=SHAPE), *found]).sort(*CURVE, "cause", "k")


def _one(spells: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    estimated = cumulative_incidence(spells, exit="exit", event="event")
    last = spells.select(pl.col("last_k").max()).item()
    steps = pl.DataFrame({"k": range(last + 1)}, schema={"k": pl.Int64})
    left = spells.group_by("exit").len().select(k=pl.col("exit").cast(pl.Int64), gone=pl.col("len"))
    at_risk = steps.join(left, on="k", how="left").sort("k").with_columns(pl.col("gone").fill_null(0))
    n_risk = at_risk.select("k", n_risk=spells.height - pl.col("gone").cum_sum() + pl.col("gone"))
    rows = []
    for cause in sorted({1, *estimated["cause"]}):
        mine = estimated.filter(pl.col("cause") == cause).rename({"time": "k"}).sort("k")
        by_k = n_risk.join_asof(mine.select("k", "incidence", "std_error"), on="k")
        by_k = by_k.join(mine.select("k", "n_event"), on="k", how="left")
        rows.append(
            by_k.select(
                *(pl.lit(name).alias(column) for column, name in zip(CURVE, names, strict=True)),
                pl.lit(CAUSES[cause]).alias("cause"),
                "k",
                pl.col("n_risk").cast(pl.Int64),
                pl.col("n_event").fill_null(0),
                pl.col("incidence").fill_null(0.0),
                pl.col("std_error").fill_null(0.0),
            ).sort("k")
        )
    return pl.concat(rows)
