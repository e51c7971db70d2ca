"""What a group's protected rows rest on, as one hash: the same hash, the same rows.

Belongs here: everything that `publish` looks at for one group. Does not belong here: where rows that can be
used again are found (pipelines.protecting).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path

import polars as pl

from flows.policy import Policy
from flows.protection.laying import Counted, printed_before
from flows.protection.people import People

HERE = Path(__file__).parent
SCHEMAS = HERE.parent.parent / "schemas"
CODE = (HERE, HERE.parent / "solver.py", SCHEMAS / "published", SCHEMAS / "published_tables.py")
LIBRARIES = ("polars", "highspy", "numpy", "scipy")


def rests_on(
    counted: Counted,
    people: People,
    window: str,
    policy: Policy,
    chance: str,
    earlier: Mapping[str, pl.DataFrame],
) -> dict[str, str]:
    """Group → hash. chance: tells two secrets apart and gives neither away."""
    before = printed_before(earlier, counted.alternatives, policy)
    common = repr((window, asdict(policy), chance, code()))
    return {
        group: _hash(common, _frames(counted.of(group), people.of(group), _of(before, group)))
        for group in sorted(counted.cells["profession"].unique())
    }


@cache
def code() -> str:
    """A hash of the code that protects and of the libraries that it rests on."""
    found = hashlib.sha256(repr([version(name) for name in LIBRARIES]).encode())
    for place in CODE:
        files = sorted(place.glob("*.*")) if place.is_dir() else [place]
        for file in files:
            found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def _frames(counted: Counted, people: People, before: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """All that is known of one group; kinds are numbered by their order, not by other groups'."""
    yield from (counted.cells, counted.curves, counted.sensitivity, counted.attrition, counted.alternatives)
    yield before
    kinds = people.counts.select(pl.col("kind").unique().sort()).with_row_index("order")
    order = dict(zip(kinds["kind"], kinds["order"], strict=True))
    for frame in (*people.models.values(), people.moves, people.counts):
        numbered = [name for name, kind in frame.schema.items() if kind == pl.Int32]
        yield frame.with_columns(pl.col(numbered).replace_strict(order, default=None, return_dtype=pl.Int64))


def _of(frame: pl.DataFrame, group: str) -> pl.DataFrame:
    return frame.filter(pl.col("profession") == group)


def _hash(common: str, frames: Iterator[pl.DataFrame]) -> str:
    found = hashlib.sha256(common.encode())
    for frame in frames:
        whole = frame.select(sorted(frame.columns))
        rows = whole.sort(whole.columns).rechunk()
        found.update(repr(rows.schema).encode())
        found.update(rows.write_ipc(None, compat_level=pl.CompatLevel.oldest()).getvalue())
    return found.hexdigest()
