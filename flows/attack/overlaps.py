"""What lies in what beyond the definitions: institutions in counties.

Belongs here: relations from knowledge that an attacker has from elsewhere. Does not belong here: those
that hold by definition.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from flows.attack.sums import parts_and_whole

INSTITUTION = "institution in county"


def institutions(counts: pl.DataFrame, counties: Mapping[str, str]) -> list[pl.DataFrame]:
    """Counts of a county where people study are those of its institutions, all of which are named.

    counties   institution → county of all its study places
    """
    if not counties:
        return []
    place = pl.DataFrame({"value_1": list(counties), "county": list(counties.values())})
    mine = counts.filter(pl.col("by_1") == "institution", pl.col("by_2") == "").join(place, on="value_1")
    county = {"by_1": pl.lit("study_county"), "value_1": pl.col("county")}
    return [parts_and_whole(INSTITUTION, mine, county)]
