"""The published pages again, on the numbers before protection: row for row, nothing more.

Belongs here: which numbers take the protected ones' place, and what the pages must know. Does not belong
here: the pages (reports.pages) and how they are marked (reports.drill.marking).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.private import scratch_folder
from pipelines.site import groups_told, release_told
from reports.drill.marking import marked_page
from reports.pages import write_site
from schemas.published_tables import published_tables

NUMBERS = {
    *("numerator", "denominator", "n_not_observable", "value"),
    *("n_risk", "n_event", "incidence", "std_error", "persons"),
}
"""What an internal table says instead of the published one."""
MARKS = ("status", "method", "withheld", "value_low", "value_high")
"""What protection says of a row."""
OWN_FRAMES = ("curves", "sensitivity", "attrition")
Frames = dict[str, pl.DataFrame]


def same_pages(folder: Path, manifest: Mapping[str, Any], language: str) -> dict[str, bytes]:
    """File by relative name; none where the release publishes nothing."""
    frames = _frames(folder / "published" / "site" / "tables", folder / "internal")
    if "cells" not in frames:
        return {}
    # Beside the other internal files, readable by its owner only, and gone before anything is shown.
    with scratch_folder(folder / "internal") as site:
        cells, own = frames.pop("cells"), {name: frames.get(name) for name in OWN_FRAMES}
        files = write_site(
            cells, groups_told(manifest), release_told(manifest), site,
            curves=own["curves"], sensitivity=own["sensitivity"], attrition=own["attrition"],
        )  # fmt: skip
        read = {path.relative_to(site).as_posix(): path.read_bytes() for path in files}
    return {name: marked_page(content, Path(name).suffix, language) for name, content in read.items()}


def _frames(tables: Path, internal: Path) -> Frames:
    """What the pages are made from, as far as it is there: published rows, unprotected numbers."""

    def read(*names: str) -> list[pl.DataFrame]:
        files = (tables / f"{name}.parquet" for name in names)
        return [pl.read_parquet(file) for file in files if file.is_file()]

    frames: Frames = {}
    cells = read(*(name for name, table in published_tables().items() if table.layout == "cells"))
    for name, published in {"cells": cells, **{name: read(name) for name in OWN_FRAMES}}.items():
        own = internal / f"{'measures' if name == 'cells' else name}.parquet"
        if published and own.is_file():
            frames[name] = unprotected(pl.concat(published), pl.read_parquet(own))
    return frames


def unprotected(published: pl.DataFrame, internal: pl.DataFrame) -> pl.DataFrame:
    """The rows of a published table with the numbers before protection; none that has no such number."""
    # In a table of cells `reason` is why a number is withheld; in attrition it is why a person is left out.
    marks = {*MARKS, "reason"} - set(internal.columns) | {"status"}
    keys = [name for name in published.columns if name in internal.columns and name not in NUMBERS | marks]
    told = [name for name in internal.columns if name in NUMBERS | marks]
    kept = published.select(keys).unique().join(internal.select([*keys, *told]), on=keys, how="inner")
    blank = {
        name: pl.lit("ok" if name == "status" else "" if kind == pl.String else None, kind)
        for name, kind in published.schema.items()
        if name not in kept.columns
    }
    return kept.with_columns(**blank).select(published.columns).sort(keys)
