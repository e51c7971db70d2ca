"""A source that holds several registers in one file: how its rows become theirs, from combined/*.toml.

Belongs here: what such a mapping may say, and the expressions that it gives. Does not belong here:
which delivery has such a source (schemas.delivery) and judging the rows (schemas.reading).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from schemas.contract import Contract, contracts

MAPPINGS = Path(__file__).parent / "combined"
ROW, ASIDE, FILE = "_row", "_aside", "_file"
"""The place of a row in its file; whether it holds nothing for the register."""


@dataclass(frozen=True)
class Only:
    """Which rows are the register's, by one column: keep and aside are its values, case not minded.

    A row with any other value is neither: its value stands in `blames`, so that it is rejected.
    """

    column: str
    keep: tuple[str, ...]
    aside: tuple[str, ...]
    blames: str


@dataclass(frozen=True)
class Part:
    """One register's share of the source.

    columns    contract column → the source's column
    constants  contract column → its value in every row; "" = missing
    holds      the source's columns of which one must be filled, or the row holds nothing here
    dates      value of `dates_say` → the source's columns with such dates, each filled one a row
    dates_in, dates_say  the contract columns that such a date and its value go to
    """

    columns: dict[str, str]
    constants: dict[str, str] = field(default_factory=dict)
    holds: tuple[str, ...] = ()
    only: Only | None = None
    dates: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dates_in: str = ""
    dates_say: str = ""

    @property
    def reads(self) -> set[str]:
        """Every column of the source that this register needs."""
        dated = {name for names in self.dates.values() for name in names}
        return {*self.columns.values(), *self.holds, *([self.only.column] if self.only else []), *dated}


@dataclass(frozen=True)
class Combined:
    """A source with its registers' parts."""

    name: str
    title_sv: str
    title_en: str
    source: str
    parts: dict[str, Part]

    @property
    def names(self) -> tuple[str, ...]:
        """Every column of the source that some register needs."""
        return tuple(sorted({name for part in self.parts.values() for name in part.reads}))


@cache
def combined() -> dict[str, Combined]:
    """Every such source by name."""
    return {path.stem: parse_combined(path) for path in sorted(MAPPINGS.glob("*.toml"))}


def parse_combined(path: Path) -> Combined:
    """The source in a TOML file; ValueError names what is unknown or missing in it."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    said = {key: data.pop(key, "") for key in ("title_sv", "title_en", "source")}
    if unknown := sorted(set(data) - set(contracts())):
        raise ValueError(f"{path.name}: unknown keys {unknown}")
    parts = {register: _part(entry, contracts()[register], path) for register, entry in data.items()}
    return Combined(path.stem, parts=parts, **said)


def _part(entry: dict[str, Any], contract: Contract, path: Path) -> Part:
    where = f"{path.name}: {contract.register}"
    if unknown := sorted(set(entry) - {f.name for f in fields(Part)}):
        raise ValueError(f"{where}: unknown keys {unknown}")
    if "only" in entry:
        only = entry["only"]
        entry["only"] = Only(only["column"], tuple(only["keep"]), tuple(only["aside"]), only["blames"])
    entry["holds"] = tuple(entry.get("holds", ()))
    entry["dates"] = {value: tuple(names) for value, names in entry.get("dates", {}).items()}
    part = Part(**entry)
    given = {*part.columns, *part.constants, part.dates_in, part.dates_say} - {""}
    needed = {c.name for c in contract.columns if c.required}
    if not needed <= given <= set(contract.names):
        raise ValueError(f"{where}: needed {sorted(needed)}, given {sorted(given)}")
    return part


def rows_of(
    part: Part,
    contract: Contract,
    frame: pl.LazyFrame,
    theirs: Mapping[str, str],
    codes: Mapping[str, Mapping[str, str]],
) -> pl.LazyFrame:
    """The register's rows as text: contract columns, ROW and ASIDE.

    theirs: the source's columns that the file has → their names there; codes: the delivery's code maps.
    """

    def text(name: str) -> pl.Expr:
        value = pl.col(theirs[name]).str.strip_chars() if name in theirs else pl.lit(None, pl.String)
        value = value.replace(dict(codes[name])) if name in codes else value
        return pl.when(~value.is_in(list(contract.missing))).then(value)

    own = {ours: text(name) for ours, name in part.columns.items()}
    own |= {ours: pl.lit(value) for ours, value in part.constants.items()}
    own = _within_their_years(contract, part, own)
    aside = pl.all_horizontal(text(name).is_null() for name in part.holds) if part.holds else pl.lit(False)
    if part.only:
        mark = text(part.only.column).str.to_lowercase()
        aside = aside | mark.is_in(_lower(part.only.aside)).fill_null(False)
        kept = mark.is_in(_lower(part.only.keep)).fill_null(False)
        blame = pl.format("{}={}", pl.lit(part.only.column), text(part.only.column).fill_null(""))
        own[part.only.blames] = pl.when(kept).then(own[part.only.blames]).otherwise(blame)
    rows = frame.with_row_index(ROW, 1)
    if not part.dates:
        return rows.select(ROW, aside.alias(ASIDE), **own)
    says = {f"_{n}": value for value, names in part.dates.items() for n in names if n in theirs}
    wide = rows.select(ROW, aside.alias(ASIDE), **own, **{key: text(key[1:]) for key in says})
    long = wide.unpivot(
        on=list(says), index=[ROW, ASIDE, *own], variable_name=part.dates_say, value_name=part.dates_in
    )
    filled = long.filter(pl.col(part.dates_in).is_not_null())
    return filled.with_columns(pl.col(part.dates_say).replace(says))


def _within_their_years(contract: Contract, part: Part, own: dict[str, pl.Expr]) -> dict[str, pl.Expr]:
    """One column of the source may be several of ours, each for its years: elsewhere it is missing."""
    if contract.period != "year":
        return own
    year = own[contract.dated_by[0]].cast(pl.Int64, strict=False)
    for column in contract.columns:
        if column.years and list(part.columns.values()).count(part.columns.get(column.name, "")) > 1:
            inside = year.is_between(*column.years)
            own[column.name] = pl.when(inside).then(own[column.name])
    return own


def _lower(values: Iterable[str]) -> list[str]:
    return [value.casefold() for value in values]
