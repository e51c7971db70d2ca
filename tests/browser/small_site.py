"""A small but whole site as a run leaves it, so that pages added later are looked at without a line here.

Belongs here: making it quickly. The real steps of a release are run, but for protection (flows.protection),
which takes minutes, its attack and the gate; the tables are made of plain counts instead, and workbooks,
which no browser opens, have a stand-in.
Does not belong here: expectations.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from flows.protection.laying import Counted, laid_out
from flows.quality_counts import quality_counts
from flows.synthetic import write_delivery
from pipelines.protecting import write_published_tables
from pipelines.release import Release, Request, open_release
from pipelines.settings import Settings
from reports.files.table import TableFile
from reports.regions.place import counties
from schemas.published_tables import COLUMNS, published_tables
from tests.published_frames import counted, fivefold, rounded, suppressed
from tests.support import read_and_build, silent

LARGE, DRAFT = ("sjukskoterska", "tandhygienist"), "ortopedingenjor"
"""One with specialisations and one without, and one that is a draft with nearly everything withheld."""
PERSONS = 4000
WORKBOOK = b"PK"
COUNTS = {"curves": ("n_risk", "n_event"), "attrition": ("persons",), "quality": ("rows",)}


def site_in(folder: Path) -> Path:
    """The site of a release made in `folder`, step by step."""
    delivery = folder / "delivery"
    delivery.mkdir(parents=True)
    write_delivery(delivery, seed=1, persons=PERSONS, formats="csv", dirty=True)
    settings = Settings(professions=(*LARGE, DRAFT), out=str(folder / "out"))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("VARDFLODE_SECRET_FILE", raising=False)
        patch.setattr("reports.files.writing.write_workbook", lambda _, path: path.write_bytes(WORKBOOK))
        patch.setattr("pipelines.site.write_place_books", place_books)
        with open_release(Request(delivery, settings, "2026"), silent) as release:
            read_and_build(release)
            release.write_measures()
            release.write_internal()
            release.tables = plain_tables(release)
            write_published_tables(release, release.tables)
            release.audit = {"passed": True, "broken": 0}
            release.report()
            return release.finish() / "published" / "site"


def place_books(_: Sequence[TableFile], folder: Path) -> list[Path]:
    """A stand-in for the workbook of every county."""
    folder.mkdir()
    paths = [folder / f"{place.page}.xlsx" for place in counties()]
    for path in paths:
        path.write_bytes(WORKBOOK)
    return paths


def plain_tables(release: Release) -> dict[str, pl.DataFrame]:
    """Every published table: everybody five times in the large groups, small counts withheld in the draft."""
    internal = release.folder / "internal"
    files = {"cells": "measures", **{name: name for name in ("curves", "sensitivity", "attrition")}}
    made = Counted(
        **{name: pl.read_parquet(internal / f"{file}.parquet") for name, file in files.items()},
        quality=quality_counts(release.counts),
        alternatives=release.warehouse.frame("select * from reference.alternatives"),
    )
    return {
        name: _marked(laid_out(made, name).rows, table.layout) for name, table in published_tables().items()
    }


def _marked(rows: pl.DataFrame, layout: str) -> pl.DataFrame:
    if layout == "quality":
        return fivefold(rows, "rows").select(COLUMNS[layout])
    if layout == "curves":
        rows = rows.with_columns(model=pl.lit("licence"))
    is_draft = pl.col("profession") == DRAFT
    large, draft = rows.filter(~is_draft), rows.filter(is_draft)
    if layout in COUNTS:
        shown = [fivefold(large, *COUNTS[layout]), counted(draft, *COUNTS[layout])]
    else:
        shown = [rounded(large), suppressed(draft)]
    return pl.concat(frame.select(COLUMNS[layout]) for frame in shown)
