"""What differs between the tables of two releases, and which version that makes the later one.

Belongs here: the comparison of tables, row by row and set by set, and the rule of major, minor and
patch (docs/decisions/0008-releases.md). Does not belong here: where the tables lie and why they
differ (pipelines.versioning, pipelines.reasons), and the words for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

from flows.table_rows import KINDS, SETS, compared, is_comparable, layout_of, normal

Level = Literal["major", "minor", "patch"]
Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Changes:
    """What differs: sets that are gone or new, and the rows by table, group, model and measure."""

    removed: list[dict[str, str]] = field(default_factory=list)
    added: list[dict[str, str]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    unchanged: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """Rows by what became of them."""
        return {kind: sum(row[kind] for row in self.rows) for kind in KINDS} | {"unchanged": self.unchanged}

    @property
    def level(self) -> Level:
        """Major: something is gone; minor: something is new; patch: neither, only corrections."""
        if self.removed:
            return "major"
        is_new = bool(self.added) or any(self.counts[kind] for kind in ("removed", "added", "new_values"))
        return "minor" if is_new else "patch"


def next_version(previous: str | None, level: Level) -> str:
    """The version after another one; 1.0.0 when there is none."""
    if previous is None:
        return "1.0.0"
    major, minor, patch = (int(part) for part in previous.split("."))
    following = {
        "major": (major + 1, 0, 0),
        "minor": (major, minor + 1, 0),
        "patch": (major, minor, patch + 1),
    }
    return ".".join(map(str, following[level]))


def changes(old: Tables, new: Tables) -> Changes:
    """Everything that differs between two releases' tables by name."""
    same = {name for name in set(old) & set(new) if is_comparable(old[name], new[name])}
    removed, added = (
        [{"what": "table", "table": t} for t in sorted(set(tables) - same)] for tables in (old, new)
    )
    rows: list[dict[str, Any]] = []
    unchanged = 0
    for table in sorted(same):
        before, after = normal(old[table]), normal(new[table])
        removed += _missing(table, before, after)
        added += _missing(table, after, before)
        joined = compared(old[table], new[table])
        unchanged += joined.filter(pl.col("change") == "same").height
        rows += _by_measure(table, joined)
    return Changes(removed, added, rows, unchanged)


def _by_measure(table: str, joined: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows that differ, counted by group, model and measure."""
    differing = joined.filter(pl.col("change") != "same")
    names = ("profession", "model", "measure")
    counts = [(pl.col("change") == kind).sum().alias(kind) for kind in KINDS]
    found = (
        differing.group_by(names).agg(pl.col("cohort").unique().sort().alias("cohorts"), *counts).sort(names)
    )
    return [{"table": table, **row} for row in found.iter_rows(named=True)]


# ---------------------------------------------------------------- sets


def _missing(table: str, old: pl.DataFrame, new: pl.DataFrame) -> list[dict[str, str]]:
    """The sets of one table that the other lacks, each named once, by the widest name that fits."""
    found = [{"what": "column", "table": table, "column": c} for c in old.columns if c not in new.columns]
    sets = SETS.get(layout_of(new), ())
    measure = ("profession", "model", "measure")
    levels: list[tuple[str, tuple[str, ...]]] = [
        ("profession", ("profession",)),
        ("cohort", ("cohort",)),
        ("measure", ("model", "measure")),
        ("measure", measure),
        ("cohort", (*measure, "cohort")),
    ]
    if sets:
        levels[3:3] = [("breakdown", sets)]
        levels.append(("breakdown", (*measure, "cohort", *sets)))
    left = old
    for what, columns in levels:
        lost = left.select(columns).unique().join(new.select(columns).unique(), on=columns, how="anti")
        found += [{"what": what, "table": table, **row} for row in lost.sort(columns).iter_rows(named=True)]
        left = left.join(lost, on=columns, how="anti")
    return found + _missing_categories(table, left, new)


def _missing_categories(table: str, old: pl.DataFrame, new: pl.DataFrame) -> list[dict[str, str]]:
    """The categories that no row of the other table has, though it has the breakdown."""
    if "by_1" not in old.columns or "by_1" not in new.columns:
        return []
    first, second = (
        pl.concat([f.select(by=f"by_{i}", value=f"value_{i}") for i in (1, 2)]).unique() for f in (old, new)
    )
    lost = first.join(second, on=["by", "value"], how="anti").join(second.select("by").unique(), on="by")
    return [
        {"what": "category", "table": table, **row} for row in lost.sort("by", "value").iter_rows(named=True)
    ]
