"""A release to drill into: random lives, counted as in a release, with a manifest.

Belongs here: what the tests of the drill-down start from. Does not belong here: expectations.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from flows.choices import defaults
from flows.professions import described, load_professions
from schemas.published_tables import COLUMNS
from tests.naive.random_lives import random_delivery
from tests.naive.writing import write_delivery
from tests.support import run_delivery

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from pipelines.drilling.guard import Guard

GROUPS = ("sjukskoterska", "tandhygienist", "barnmorska", "specialistsjukskoterska")
SAID = {
    "release": "2026-1",
    "delivery": "2026-06",
    "supplier": "SCB",
    "received_on": "2026-06-15",
    "rehearsal": True,
    "code_version": "0.1.0",
    "settings": {
        "window": "2000-2010",
        "choices": defaults(),
        "protection": {"method": "controlled_rounding"},
    },
}
TOKEN = "t0ken"
HOST = "127.0.0.1:8710"
ADDRESS = f"http://{HOST}"


def drilled_release(folder: Path) -> Path:
    """A release folder with its internal part."""
    write_delivery(random_delivery(3, persons=400), folder / "delivery", "clean")
    release = run_delivery(folder / "delivery", professions=list(GROUPS))
    groups = {name: described(group) for name, group in load_professions(()).items()}
    said = SAID | {"professions": {name: groups[name] for name in GROUPS}, "advanced": groups}
    (release / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    tables = release / "published" / "site" / "tables"
    tables.mkdir(parents=True)
    published(pl.read_parquet(release / "internal" / "measures.parquet")).write_parquet(
        tables / "rates.parquet"
    )
    return release


def published(measures: pl.DataFrame) -> pl.DataFrame:
    """Totals and sexes, all of them withheld."""
    rows = measures.filter(pl.col("by_1").is_in(["", "sex"]) & (pl.col("by_2") == ""))
    blank = dict.fromkeys(("numerator", "denominator", "n_not_observable"), pl.lit(None, pl.Int64))
    blank |= dict.fromkeys(("value", "value_low", "value_high"), pl.lit(None, pl.Float64))
    marks = {"status": pl.lit("protected"), "method": pl.lit("rounding_5"), "reason": pl.lit("secondary")}
    return rows.with_columns(**blank, **marks).select(COLUMNS["cells"])


def client_of(app: Guard) -> TestClient:
    """A browser's stand-in, at the address that the drill-down has."""
    with warnings.catch_warnings():
        # Starlette asks for httpx2, which the lock does not have; httpx serves as well.
        warnings.simplefilter("ignore")
        from starlette.testclient import TestClient

    return TestClient(app, base_url=ADDRESS, headers={"host": HOST})
