"""How much a column of a file is like a column of a contract: by its name and by a sample of its values.

Belongs here: two numbers from 0 to 1. Does not belong here: choosing between columns (recognising).
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

import polars as pl

from schemas.cleaning import typed
from schemas.contract import Column, Contract

PART, TITLE = 0.95, 0.93
"""What a name is worth that is a part of the file's, or that is the column's title."""
YEARS = (1900, 2100)


def folded(name: str) -> str:
    """Letters and digits only, without capitals, rings and dots: "Avgångs-år" is avgangsar."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.casefold())


def is_named(column: Column, theirs: str) -> bool:
    """Whether the file's name is one of the contract's own."""
    return theirs.strip().casefold() in {name.casefold() for name in (column.name, *column.aliases)}


def name_likeness(column: Column, theirs: str) -> float:
    """From 0 to 1; 1 where only signs and capitals differ."""
    own = {folded(name) for name in (column.name, *column.aliases)}
    given = folded(theirs)
    if given in own:
        return 1.0
    if own & {folded(part) for part in re.split(r"[\s_.-]+", theirs)}:
        return PART
    title = folded(re.split(r"[:,;(]", column.title_sv)[0])
    if given == title:
        return TITLE
    return max(SequenceMatcher(None, name, given).ratio() for name in (*own, title))


def value_likeness(column: Column, contract: Contract, values: pl.Series) -> float | None:
    """The share of the filled values that the column would take; None where it would take any."""
    text = values.str.strip_chars()
    filled = text.filter(~text.is_in(list(contract.missing)) & text.is_not_null())
    is_year = column.kind == "integer" and column.name in contract.dated_by
    if column.kind == "text" or filled.is_empty():
        return None
    found = filled.to_frame(column.name).select(typed(column))[column.name]
    if is_year:
        found = found.filter(found.is_between(*YEARS))
    return 1 - (found.null_count() + filled.len() - found.len()) / filled.len()
