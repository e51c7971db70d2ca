"""Counties and the health-care regions that they, or parts of them, lie in (definitions section 9).

Belongs here: the code list as a table of parts. Does not belong here: relations (flows.attack.places).
"""

from __future__ import annotations

from functools import cache

import polars as pl

from schemas.contract import CODES

NOWHERE = ("unknown", "abroad_or_dead")


@cache
def county_parts() -> pl.DataFrame:
    """county, part, region, is_split: a whole county is its own part; unknown and abroad stay themselves."""
    table = pl.read_csv(CODES / "kommun_sjukvardsregion.csv", schema_overrides={"lan_kod": pl.String})
    pairs = table.select(county="lan_kod", region="sjukvardsregion").unique().sort("county", "region")
    nowhere = pl.DataFrame({"county": NOWHERE, "region": NOWHERE})
    is_split = pl.len().over("county") > 1
    part = pl.when(is_split).then(pl.col("county") + ":" + pl.col("region")).otherwise("county")
    return pl.concat([pairs, nowhere]).with_columns(part=part, is_split=is_split)
