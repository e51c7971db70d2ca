"""Files that hold several registers, such as LOVA: known by their columns, counted register by register.

Belongs here: proposals for [combined]. Does not belong here: what such a file's rows become
(schemas.combining).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from flows.proposing.tallying import Tally, tally
from schemas.combining import ASIDE, Combined, combined, rows_of
from schemas.contract import contracts
from schemas.sources import Source

ENOUGH = 0.8
"""So many of the columns that a combined source is read for must be there, under its own names."""


def combined_in(sample: pl.DataFrame) -> Combined | None:
    """The combined source that a file is; None for any other file."""
    there = {name.strip().casefold() for name in sample.columns}
    for one in combined().values():
        if sum(name.casefold() in there for name in one.names) >= ENOUGH * len(one.names):
            return one
    return None


def tallies(source: Source, one: Combined) -> Iterator[tuple[str, Tally]]:
    """Each register of the source, with the counts of the rows that hold something for it."""
    names = {name.strip().casefold(): name for name in source.frame.collect_schema().names()}
    theirs = {name: names[name.casefold()] for name in one.names if name.casefold() in names}
    for register, part in one.parts.items():
        contract = contracts()[register]
        rows = rows_of(part, contract, source.frame, theirs, {}).filter(~pl.col(ASIDE))
        there = set(rows.collect_schema().names())
        given = {name: name for name in contract.names if name in there}
        yield register, tally(replace(source, frame=rows, rows=None), contract, given, None)
