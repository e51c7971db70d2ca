"""Counts that stand beside the flow: who was left out, and what became of the registers' rows.

Belongs here: laying them out as blocks. Does not belong here: counting them (sql/measures/attrition.sql,
flows.quality_counts).
"""

from __future__ import annotations

import polars as pl

from flows.protection.counts import NUMERATOR
from flows.protection.cover import View
from flows.protection.keys import ATTRITION, KEPT
from flows.protection.listed import kind_of_row

COUNT = {"kind": pl.Int32, "measure": pl.String, "part": pl.String, "count": pl.String}
REGISTERS = "registers"
READ, KEPT_ROWS = "read", ("accepted", "duplicates", "set_aside", "rejected")


def attrition_block(
    attrition: pl.DataFrame, model: str
) -> tuple[pl.DataFrame, pl.DataFrame, tuple[View, ...]]:
    """People (by the finest cohort and reason), what their kinds count, and the views.

    attrition  rows of one group and model: cohort, step, reason, persons
    Candidates are those left out, by reason, and those who stay; quality counts stand by themselves.
    """
    finest = attrition.filter(
        kind_of_row() != "window",
        pl.col("step") != "candidates",
    )
    kinds = finest.select("step", "reason").unique().sort("step", "reason").with_row_index("kind")
    counts: list[tuple[int, str, str, str]] = []
    for kind, step, reason in kinds.iter_rows():
        if step in ("started", "followed"):
            counts += [(kind, KEPT[model], "", NUMERATOR), (kind, ATTRITION, "candidates/", NUMERATOR)]
        else:
            counts.append((kind, ATTRITION, f"{step}/{reason}", NUMERATOR))
        if step == "excluded":
            counts.append((kind, ATTRITION, "candidates/", NUMERATOR))
    people = finest.join(kinds.with_columns(pl.col("kind").cast(pl.Int32)), on=["step", "reason"]).select(
        "kind", "cohort", weight="persons"
    )
    views = (View((("cohort", "cohort"),)), *([View()] if model == "education" else []))
    return people.filter(pl.col("weight") > 0), pl.DataFrame(counts, schema=COUNT, orient="row"), views


def quality_block(quality: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, tuple[View, ...]]:
    """The same for the registers' rows: read = accepted + duplicates + set aside + rejected, by reason.

    quality  register, step, reason, rows
    """
    finest = quality.filter(pl.col("step") != READ)
    kinds = finest.select("step", "reason").unique().sort("step", "reason").with_row_index("kind")
    counts: list[tuple[int, str, str, str]] = []
    for kind, step, reason in kinds.iter_rows():
        counts.append((kind, REGISTERS, f"{step}/{reason}", NUMERATOR))
        if step in KEPT_ROWS:
            counts.append((kind, REGISTERS, f"{READ}/", NUMERATOR))
    people = finest.join(kinds.with_columns(pl.col("kind").cast(pl.Int32)), on=["step", "reason"]).select(
        "kind", "register", weight="rows"
    )
    views = (View((("register", "register"),)),)
    return people.filter(pl.col("weight") > 0), pl.DataFrame(counts, schema=COUNT, orient="row"), views


def keys_of_quality(quality: pl.DataFrame) -> pl.DataFrame:
    """One row per row of quality: row, sign, count_of (rows), profession, model, KEY."""
    return quality.with_row_index("row").select(
        "row",
        pl.lit(1).alias("sign"),
        pl.lit("rows").alias("count_of"),
        pl.lit("").alias("profession"),
        pl.lit(REGISTERS).alias("model"),
        pl.lit("").alias("cohort"),
        pl.lit("register").alias("by_1"),
        pl.col("register").alias("value_1"),
        *(pl.lit("").alias(name) for name in ("by_2", "value_2")),
        pl.lit(REGISTERS).alias("measure"),
        (pl.col("step") + "/" + pl.col("reason")).alias("part"),
        pl.lit(NUMERATOR).alias("count"),
    )
