"""What differs between two releases inside the agency: numbers by group and measure, and why.

Belongs here: what is compared and in which order it is told. Does not belong here: matching rows
(flows.table_rows), reasons (pipelines.reasons) and layout (pipelines.comparing_text).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import polars as pl

from flows.table_rows import COMMON, compared, is_comparable
from pipelines.manifest import read_manifest
from pipelines.purging import purged
from pipelines.reasons import causes, facts, not_recorded, reasons
from pipelines.versioning import tables_in
from schemas.faults import UserError, fault

Against = Literal["internal", "published"]
MEASURES = Path("internal") / "measures.parquet"
COUNTS = ("numerator", "denominator", "n_risk", "n_event", "persons", "rows")
SHARES = ("value", "incidence")
CHANGES = {"removed": "removed", "added": "added", "new_values": "changed", "corrected": "corrected"}


def compare(before: Path, after: Path, against: Against | None = None) -> dict[str, Any]:
    """Everything that tells two releases apart, as JSON.

    Numbers before protection are compared where both releases have them: they are exact. Otherwise, and
    where it is asked for, the published tables.
    """
    chosen = _chosen(before, after, against)
    manifests = [read_manifest(folder) for folder in (before, after)]
    tables = [_tables(folder, chosen) for folder in (before, after)]
    rows = _rows(*tables)
    why = _why(manifests[0], manifests[1], chosen)
    counts = {said: rows.filter(pl.col("change") == change).height for change, said in CHANGES.items()}
    found = {
        "internal": chosen == "internal",
        "against": chosen,
        "releases": [_named(folder, said) for folder, said in zip((before, after), manifests, strict=True)],
        "cells": counts | {"unchanged": rows.filter(pl.col("change") == "same").height},
        "tables": {"removed": _less(tables[0], tables[1]), "added": _less(tables[1], tables[0])},
        "published_differs": _published(manifests[0]) != _published(manifests[1]),
        "why": why,
        "measures": _by_measure(rows),
    }
    return found


def _chosen(before: Path, after: Path, against: Against | None) -> Against:
    lacking = [folder for folder in (before, after) if not (folder / MEASURES).is_file()]
    if against == "internal" and lacking:
        if gone := purged(lacking[0]):
            raise UserError([gone])
        raise fault("compare_no_internal", folder=lacking[0])
    return against or ("published" if lacking else "internal")


def _tables(release: Path, against: Against) -> dict[str, pl.DataFrame]:
    if against == "internal":
        return {"measures": pl.read_parquet(release / MEASURES)}
    return tables_in(release / "published")


def _named(folder: Path, manifest: Mapping[str, Any]) -> dict[str, Any]:
    names = ("delivery", "version", "code_version", "rehearsal")
    return {"release": manifest.get("release", folder.name), **{name: manifest.get(name) for name in names}}


def _less(tables: Mapping[str, object], others: Mapping[str, object]) -> list[str]:
    return sorted(set(tables) - set(others))


def _published(manifest: Mapping[str, Any]) -> dict[str, str]:
    """The published tables' hashes, by name."""
    return {k: v for k, v in manifest.get("outputs", {}).items() if k.startswith("published/site/tables/")}


# ---------------------------------------------------------------- why


def _why(before: Mapping[str, Any], after: Mapping[str, Any], against: Against) -> dict[str, Any]:
    """What differs of data, definitions, code and protection, and which of them may have moved numbers."""
    sides = facts(before), facts(after)
    found = reasons(*sides)
    differing = causes(found)
    # Numbers before protection cannot be moved by it.
    possible = [cause for cause in differing if against == "published" or cause != "protection"]
    return {
        "differs": differing,
        "possible": possible,
        "separable": len(possible) < 2,
        "reasons": [asdict(reason) for reason in found],
        "not_recorded": not_recorded(*sides),
    }


# ---------------------------------------------------------------- numbers


def _rows(before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every row of every table that both have, with its change and how large it is."""
    same = [name for name in before if name in after and is_comparable(before[name], after[name])]
    frames = [_sized(compared(before[name], after[name])).with_columns(table=pl.lit(name)) for name in same]
    if not frames:
        shape = dict.fromkeys(("table", "change", *COMMON), pl.String)
        return pl.DataFrame(schema=shape | {"count": pl.Int64, "share": pl.Float64})
    return pl.concat(frames, how="diagonal_relaxed")


def _sized(rows: pl.DataFrame) -> pl.DataFrame:
    """With the largest change of a count and of a share; a side that lacks a number counts as 0."""
    sizes = []
    for name, columns, shape in (("count", COUNTS, pl.Int64), ("share", SHARES, pl.Float64)):
        there = [c for c in columns if f"{c}_after" in rows.columns]
        change = [(pl.col(f"{c}_after").fill_null(0) - pl.col(c).fill_null(0)).abs() for c in there]
        sizes.append(pl.max_horizontal(pl.lit(0), *change).cast(shape).alias(name))
    return rows.with_columns(sizes)


def _by_measure(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows that differ by group, model and measure, the largest change first, each with that row."""
    differing = rows.filter(pl.col("change") != "same")
    keys = ["profession", "model", "measure"]
    names = [name for name in ("by_1", "cohort", "table") if name in rows.columns]  # a total before its parts
    ordered = differing.sort(
        pl.col("count").neg(), pl.col("share").neg(), *names, maintain_order=True, nulls_last=True
    )
    counts = [(pl.col("change") == change).sum().alias(said) for change, said in CHANGES.items()]
    found = ordered.group_by(keys, maintain_order=True).agg(
        *counts, pl.col("count").first().alias("largest_count"), pl.col("share").max().alias("largest_share")
    )
    first = {tuple(row[k] for k in keys): row for row in ordered.unique(keys, keep="first").to_dicts()}
    return [{**row, "largest": _one(first[tuple(row[k] for k in keys)])} for row in found.to_dicts()]


def _one(row: Mapping[str, Any]) -> dict[str, Any]:
    """One row: what names it, and its numbers before and after."""
    sides = {
        side: {name: row[f"{name}{suffix}"] for name in _numbers(row) if row[f"{name}{suffix}"] is not None}
        for side, suffix in (("before", ""), ("after", "_after"))
    }
    keys = {k: v for k, v in row.items() if k not in COMMON and isinstance(v, str) and v and _is_key(k, row)}
    return {"cohort": row["cohort"], **keys, **sides}


def _numbers(row: Mapping[str, Any]) -> list[str]:
    return [name for name in row if f"{name}_after" in row]


def _is_key(name: str, row: Mapping[str, Any]) -> bool:
    return not name.endswith("_after") and f"{name}_after" not in row and name != "change"
