"""From a value's text to its meaning: one set of Polars expressions per register and file.

Belongs here: trimming, missing tokens, code maps, leading zeros, types, allowed codes, and
which of them rejects a row (rulings R1–R7). Does not belong here: files and counting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from schemas.contract import Column, Contract
from schemas.delivery import Cover

REASONS = (
    "missing_lopnr",
    "missing_value",
    "text_in_number",
    "unparsable_date",
    "unknown_code",
    "out_of_range",
    "unknown_sex",
    "unknown_municipality",
)
"""Why a row is rejected; the first that applies stands (ruling R5)."""


@dataclass(frozen=True)
class Cleaned:
    """Expressions over the raw text columns of one file.

    required, optional  the cleaned columns, named `_<column>`
    fault     position in `faults` of the row's first fault, or null
    faults    (position in REASONS, column) in the order in which they are looked for
    period    the year, term index or year of date that dates the row
    likely_period  the same, or the file name's year where the row's own cannot be read
    blanked   per optional column, how many bad values became missing
    restored  per fixed-width column, how many values got leading zeros back
    """

    required: list[pl.Expr]
    optional: list[pl.Expr]
    fault: pl.Expr
    faults: list[tuple[int, str]]
    period: pl.Expr
    likely_period: pl.Expr
    blanked: list[pl.Expr]
    restored: list[pl.Expr]


def clean(
    contract: Contract,
    *,
    given: Mapping[str, str],
    codes: Mapping[str, Mapping[str, str]],
    cover: Cover,
    year: int | None,
) -> Cleaned:
    """The expressions for one file of a register.

    given: the contract columns that the file has; codes: the delivery's code maps;
    year: the year in the file name, for rows whose own year is empty (ruling R3).
    """
    text = {c.name: _trimmed(c, contract, given, codes.get(c.name, {})) for c in contract.columns}
    if year is not None:
        text["Ar"] = text["Ar"].fill_null(str(year))
    value = {c.name: _value(c, text[c.name]) for c in contract.columns}
    faults: list[tuple[int, str, pl.Expr]] = []
    for column in contract.columns:
        faults.extend(_row_faults(column, text[column.name]))
    period = _period(contract)
    dating = contract.dated_by[0]
    outside = ~period.is_between(*_cover_limits(contract, cover))
    faults.append((REASONS.index("out_of_range"), dating, outside))
    faults.sort(key=lambda f: f[0])
    required = [c for c in contract.columns if c.bad_value or c.name in contract.dated_by]
    optional = [c for c in contract.columns if c not in required]
    return Cleaned(
        required=[value[c.name].alias(f"_{c.name}") for c in required],
        optional=[value[c.name].alias(f"_{c.name}") for c in optional],
        fault=pl.coalesce(pl.when(bad).then(pl.lit(i, pl.UInt8)) for i, (_, _, bad) in enumerate(faults)),
        faults=[(reason, name) for reason, name, _ in faults],
        period=period.dt.year() if contract.period == "date" else period,
        likely_period=pl.coalesce(period, pl.lit(year, pl.Int64)) if contract.period == "year" else pl.lit(None),
        blanked=[
            (text[c.name].is_not_null() & pl.col(f"_{c.name}").is_null()).sum().alias(c.name)
            for c in optional
            if c.kind != "text" and c.name in given
        ],
        restored=[
            _short(c, _stripped(c, contract, codes.get(c.name, {}))).sum().alias(c.name)
            for c in contract.columns
            if c.width and c.name in given
        ],
    )


def _stripped(column: Column, contract: Contract, codes: Mapping[str, str]) -> pl.Expr:
    trimmed = pl.col(column.name).str.strip_chars()
    present = pl.when(~trimmed.is_in(list(contract.missing))).then(trimmed)
    return present.replace(dict(codes)) if codes else present


def _short(column: Column, text: pl.Expr) -> pl.Expr:
    return text.str.contains(rf"^\d{{1,{column.width - 1}}}$")


def _trimmed(
    column: Column, contract: Contract, given: Mapping[str, str], codes: Mapping[str, str]
) -> pl.Expr:
    if column.name not in given:
        return pl.lit(None, pl.String)
    text = _stripped(column, contract, codes)
    if column.width:
        return pl.when(_short(column, text)).then(text.str.zfill(column.width)).otherwise(text)
    return text


def _value(column: Column, text: pl.Expr) -> pl.Expr:
    """The typed value, null when missing or not of the type, codes or limits."""
    if column.kind == "integer":
        whole = text.cast(pl.Int64, strict=False)
        number = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
        rounded = pl.when(number == number.floor()).then(number).cast(pl.Int64, strict=False)
        return _within(column, pl.coalesce(whole, rounded))
    if column.kind == "number":
        number = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
        return _within(column, pl.when(number.is_finite()).then(number))
    if column.kind == "date":
        return pl.coalesce(
            pl.when(text.str.contains(pattern)).then(text).str.to_date(layout, strict=False)
            for pattern, layout in ((r"^\d{4}-\d{2}-\d{2}$", "%Y-%m-%d"), (r"^\d{8}$", "%Y%m%d"))
        )
    if column.kind == "code":
        return pl.when(text.is_in(list(column.codes))).then(text)
    return text


def _within(column: Column, value: pl.Expr) -> pl.Expr:
    """Optional columns lose a value outside their limits; for others the row is judged below."""
    if column.bad_value or column.minimum is None:
        return value
    return pl.when(value.is_between(column.minimum, column.maximum)).then(value)


def _row_faults(column: Column, text: pl.Expr) -> list[tuple[int, str, pl.Expr]]:
    if not column.bad_value:
        return []
    value = pl.col(f"_{column.name}")
    reason = REASONS.index(column.bad_value)
    faults = []
    if column.key and (column.bad_value == "text_in_number" or column.name == "Termin"):
        faults.append((REASONS.index("missing_value"), column.name, text.is_null()))
        faults.append((reason, column.name, text.is_not_null() & value.is_null()))
    elif column.key:
        # A missing LopNr, date, yrkeskod or PostTyp goes under the reason of a bad one (R5).
        faults.append((reason, column.name, value.is_null()))
    else:
        faults.append((reason, column.name, text.is_not_null() & value.is_null()))
    if column.minimum is not None and column.kind == "integer":
        outside = ~value.is_between(column.minimum, column.maximum)
        faults.append((REASONS.index("out_of_range"), column.name, outside))
    return faults


def _period(contract: Contract) -> pl.Expr:
    if contract.period == "term":
        return 2 * pl.col("_Ar") + (pl.col("_Termin") == "2").cast(pl.Int64)
    return pl.col(f"_{contract.dated_by[0]}")


def _cover_limits(contract: Contract, cover: Cover) -> tuple[pl.Expr, pl.Expr]:
    if isinstance(cover.first, date):
        return pl.lit(cover.first), pl.lit(cover.last)
    return pl.lit(cover.first, pl.Int64), pl.lit(cover.last, pl.Int64)
