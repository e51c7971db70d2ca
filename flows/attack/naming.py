"""Broken counts under the names that the tables have for them, and which relations say so.

Belongs here: from columns of the programme to rows of Findings.broken. Does not belong here: finding them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from flows.attack.cells import KEY
from flows.attack.findings import BROKEN
from flows.attack.system import NOBODY, Bounds, Floats, Ints, System

PRINTED = "printed"
EARLIER = "earlier release"
TOGETHER = "several relations together"


def named(
    profession: str,
    system: System,
    ids: Ints,
    *,
    low: Floats | None,
    high: Floats | None,
    kind: str | Sequence[str],
    why: Sequence[str],
) -> pl.DataFrame:
    """Rows of Findings.broken for the counts `ids`; low and high by count of the system, or unknown."""
    kinds = [kind] * ids.size if isinstance(kind, str) else list(kind)
    found = (
        system.counts[ids]
        .select(*KEY, "method")
        .with_columns(
            pl.lit(profession).alias("profession"),
            low=pl.Series(low[ids] if low is not None else [None] * ids.size, dtype=pl.Float64),
            high=pl.Series(high[ids] if high is not None else [None] * ids.size, dtype=pl.Float64),
            kind=pl.Series(kinds, dtype=pl.String),
            why=pl.Series(list(why), dtype=pl.String),
        )
    )
    return _as_printed(found).select(pl.col(name).cast(kind) for name, kind in BROKEN.items())


def _as_printed(found: pl.DataFrame) -> pl.DataFrame:
    """status_1:studying in a cell is the table's measure status_1, by_1 status, by_2 the cell."""
    parts = pl.col("measure").str.split(":")
    is_category = pl.col("measure").str.contains(":", literal=True)
    kind = parts.list.first().str.replace(r"_\d$", "")

    def instead(name: str, other: pl.Expr) -> pl.Expr:
        return pl.when(is_category).then(other).otherwise(pl.col(name)).alias(name)

    return found.with_columns(
        instead("measure", parts.list.first()),
        instead("by_1", kind),
        instead("value_1", parts.list.last()),
        instead("by_2", pl.col("by_1")),
        instead("value_2", pl.col("value_1")),
    )


def reasons(system: System, bounds: Bounds, ids: Ints) -> list[str]:
    """By count, the relations that gave its bounds last; printed where no relation did."""
    found = []
    names = system.counts.columns
    is_earlier = system.counts["is_earlier"].fill_null(False) if "is_earlier" in names else None
    for one in ids:
        rows = [row for row in (bounds.why_low[one], bounds.why_high[one]) if row != NOBODY]
        said = {system.relations[row] for row in rows}
        said |= {EARLIER} if is_earlier is not None and is_earlier[int(one)] else set()
        found.append("; ".join(sorted(said)) or PRINTED)
    return found


def wholes(system: System, rows: Ints) -> Ints:
    """By row, the count that the others of the row are compared with: the one with a weight above 0."""
    found = []
    for row in rows:
        span = slice(system.matrix.indptr[row], system.matrix.indptr[row + 1])
        weights = system.matrix.data[span]
        found.append(int(system.matrix.indices[span][int(np.argmax(weights))]))
    return np.array(found, dtype=np.int64)
