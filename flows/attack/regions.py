"""Counties make regions.

Belongs here: breakdowns and matrices by region as sums of those by county. Does not belong here: other
relations in which a place stands (flows.attack.places).

Regions are whole counties except Halland's, whose municipalities lie in two (definitions section 9): a
county that is split has a latent part in each of its regions, by_2 = "part".
"""

from __future__ import annotations

import polars as pl

from flows.attack.cells import IS_COMPOSITION
from flows.attack.geography import county_parts
from flows.attack.sums import parts_and_whole

LEVELS = {"home_county": "home_region", "study_county": "study_region", "licence_county": "licence_region"}


def regions(counts: pl.DataFrame) -> list[pl.DataFrame]:
    """Every sum of counties, as frames of terms (flows.attack.sums)."""
    return [*_regions(counts), *_matrix_regions(counts)]


def _regions(counts: pl.DataFrame) -> list[pl.DataFrame]:
    """Single breakdowns by region are those by county, a split county by its parts."""
    mine = counts.filter(
        pl.col("by_1").is_in(list(LEVELS)), pl.col("by_2") == "", ~IS_COMPOSITION | (pl.col("count") == "yes")
    ).join(county_parts(), left_on="value_1", right_on="county")
    parts = mine.with_columns(
        by_2=pl.when("is_split").then(pl.lit("part")).otherwise(pl.lit("")),
        value_2=pl.when("is_split").then("region").otherwise(pl.lit("")),
    )
    level = pl.col("by_1").replace(LEVELS)
    empty = pl.lit("")
    region = {"by_1": level, "value_1": pl.col("region"), "by_2": empty, "value_2": empty}
    whole = {"by_2": empty, "value_2": empty}
    return [
        _with_latent(parts_and_whole("region", parts, region)),
        _with_latent(parts_and_whole("split county", parts.filter("is_split"), whole)),
    ]


def _with_latent(terms: pl.DataFrame) -> pl.DataFrame:
    is_part = (pl.col("by_2") == "part") | pl.col("value_1").str.contains(":", literal=True)
    return terms.with_columns(is_latent=is_part | pl.col("value_2").str.contains(":", literal=True))


def _matrix_regions(counts: pl.DataFrame) -> list[pl.DataFrame]:
    """A matrix by region is that by county: cells, and the counts of each origin."""
    mine = counts.filter(pl.col("by_1") == "from_county", pl.col("count") != "no")
    parts = county_parts()
    found = []
    for is_origin in (True, False):
        here = mine.filter((pl.col("by_2") == "") == is_origin)
        here = here.join(
            parts.rename({"region": "r1", "part": "p1", "is_split": "s1"}),
            left_on="value_1",
            right_on="county",
        )
        if is_origin:
            here = here.with_columns(r2=pl.lit(""), p2=pl.lit(""), s2=pl.lit(False))
        else:
            here = here.join(
                parts.rename({"region": "r2", "part": "p2", "is_split": "s2"}),
                left_on="value_2",
                right_on="county",
            )
        found += _matrix_level(here)
    return found


def _matrix_level(here: pl.DataFrame) -> list[pl.DataFrame]:
    named = here.with_columns(c1="value_1", c2="value_2", value_1="p1", value_2="p2")
    to_region = pl.col("by_2").str.replace("county", "region")
    region = {
        "by_1": pl.lit("from_region"),
        "value_1": pl.col("r1"),
        "by_2": to_region,
        "value_2": pl.col("r2"),
    }
    split = named.filter(pl.col("s1") | pl.col("s2"))
    return [
        _with_latent(parts_and_whole("region", named, region)),
        _with_latent(
            parts_and_whole("split county", split, {"value_1": pl.col("c1"), "value_2": pl.col("c2")})
        ),
    ]
