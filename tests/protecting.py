"""Protects what a test has counted: the published tables without Dagster, pages and folders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from flows.curves import curves
from flows.policy import Policy
from flows.protection import Counted, publish, read_people
from flows.quality_counts import quality_counts
from pipelines.release import Release

SEED = b"a secret of the tests"


def counted_by(release: Release) -> Counted:
    """What the release's warehouse has counted."""
    frame = release.warehouse.frame
    return Counted(
        cells=frame("select * from measures.cells"),
        curves=curves(frame("select * from measures.spells")),
        sensitivity=frame("select * from measures.sensitivity"),
        attrition=frame("select * from measures.attrition"),
        quality=quality_counts(release.counts),
        alternatives=frame("select * from reference.alternatives"),
    )


def tables_of(
    release: Release,
    policy: Policy | None = None,
    seed: bytes = SEED,
    earlier: Mapping[str, pl.DataFrame] | None = None,
    only: str = "",
    **changes: pl.DataFrame,
) -> dict[str, pl.DataFrame]:
    """The published tables of a release whose measures are built.

    only: one group, which is quicker; changes: frames in place of the counted.
    """
    counted = replace(counted_by(release), **changes)
    if only:
        counted = counted.of(only)
    return publish(
        counted,
        read_people(release.warehouse),
        release.scope.window_label,
        policy or Policy(),
        seed,
        earlier,
    )
