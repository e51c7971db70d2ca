"""From a value's text to its meaning: one set of Polars expressions per register and file.

Belongs here: trimming, missing tokens, code maps, leading zeros, types, allowed codes, and
which of them rejects a row (rulings R1–R7). Does not belong here: files and counting.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
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
LARGEST = 2**31 - 1
"""What a year, a code or a number of days can be: SQL casts them to 32 bits."""


@dataclass(frozen=True)
class Cleaned:
    """Expressions over the raw text columns of one file, in the order in which they are used.

    trimmed   every raw column without spaces, missing tokens gone and codes mapped, in place
    required, optional  the typed columns, named `_<column>`, from the trimmed ones
    is_bad    whether the row has any fault
    fault     position in `faults` of the row's first fault
    faults    (position in REASONS, column) in the order in which they are looked for
    trimmed_dates, dates  of those, what dates a row
    period    the year, term index or year of date that dates the row
    outside   whether it is not covered
    likely_period  the same, or the file name's year where the row's own cannot be read
    blanked   per optional column, how many bad values became missing
    restored  per fixed-width column, how many values got leading zeros back
    """

    trimmed_required: list[pl.Expr]
    trimmed_optional: list[pl.Expr]
    required: list[pl.Expr]
    optional: list[pl.Expr]
    is_bad: pl.Expr
    fault: pl.Expr
    faults: list[tuple[int, str]]
    trimmed_dates: list[pl.Expr]
    dates: list[pl.Expr]
    period: pl.Expr
    outside: pl.Expr
    likely_period: pl.Expr
    blanked: list[pl.Expr]
    restored: list[pl.Expr]


def clean(
    contract: Contract,
    *,
    given: Collection[str],
    codes: Mapping[str, Mapping[str, str]],
    cover: Cover,
    year: int | None,
) -> Cleaned:
    """The expressions for one file of a register.

    given: the contract columns that the file has; codes: the delivery's code maps;
    year: the year in the file name, for rows whose own year is empty (ruling R3).
    """
    texts = {c.name: trimmed(c, contract, given, codes.get(c.name, {})) for c in contract.columns}
    if year is not None:
        texts["Ar"] = texts["Ar"].fill_null(str(year))
    faults = [found for column in contract.columns for found in _row_faults(column)]
    period = _period(contract)
    outside = ~period.is_between(*_cover_limits(contract, cover))
    faults.append((REASONS.index("out_of_range"), contract.dated_by[0], outside))
    faults.sort(key=lambda found: found[0])
    required = [c for c in contract.columns if c.bad_value or c.name in contract.dated_by]
    optional = [c for c in contract.columns if c not in required]
    widths = [c for c in contract.columns if c.width and c.name in given]
    checked = [c for c in optional if (c.kind != "text" or c.pattern) and c.name in given]
    return Cleaned(
        trimmed_required=[texts[c.name].alias(c.name) for c in required],
        trimmed_optional=[texts[c.name].alias(c.name) for c in optional],
        required=[typed(c).alias(f"_{c.name}") for c in required],
        optional=[typed(c).alias(f"_{c.name}") for c in optional],
        is_bad=pl.any_horizontal(bad.fill_null(False) for _, _, bad in faults),
        fault=pl.coalesce(pl.when(bad).then(pl.lit(i, pl.UInt8)) for i, (_, _, bad) in enumerate(faults)),
        faults=[(reason, name) for reason, name, _ in faults],
        trimmed_dates=[texts[name].alias(name) for name in contract.dated_by],
        dates=[typed(contract.column(name)).alias(f"_{name}") for name in contract.dated_by],
        outside=outside.fill_null(value=True),
        period=period.dt.year() if contract.period == "date" else period,
        likely_period=pl.lit(None) if contract.period != "year" else period.fill_null(pl.lit(year, pl.Int64)),
        blanked=[_blanked(c).sum().alias(c.name) for c in checked],
        restored=[pl.col(c.name).is_in(list(_short_forms(c))).sum().alias(c.name) for c in widths],
    )


def trimmed(column: Column, contract: Contract, given: Collection[str], codes: Mapping[str, str]) -> pl.Expr:
    """The column's text without spaces and missing tokens, its codes mapped."""
    if column.name not in given:
        return pl.lit(None, pl.String)
    text = pl.col(column.name).str.strip_chars()
    present = pl.when(~text.is_in(list(contract.missing))).then(text)
    if not codes:
        return present
    mapped = present.replace(dict(codes))  # "99" = "" in a code map says that 99 is missing
    return pl.when(~mapped.is_in(list(contract.missing))).then(mapped)


def _short_forms(column: Column) -> dict[str, str]:
    """Each code that has leading zeros, as it looks when some of them are lost → the code (R4)."""
    forms = {}
    for code in column.codes if column.width else ():
        for start in range(1, len(code) - len(code.lstrip("0")) + 1):
            forms[code[start:]] = code
    return forms


def _blanked(column: Column) -> pl.Expr:
    return pl.col(column.name).is_not_null() & pl.col(f"_{column.name}").is_null()


def typed(column: Column) -> pl.Expr:
    """The typed value, null when missing or not of the type, codes or limits."""
    text = pl.col(column.name)
    if column.kind == "integer":
        number = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
        whole = (number == number.floor()) & number.is_between(-LARGEST, LARGEST)
        return _within(column, pl.when(whole).then(number).cast(pl.Int64, strict=False))
    if column.kind == "number":
        number = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
        return _within(column, pl.when(number.is_finite()).then(number))
    if column.kind == "date":
        return pl.coalesce(
            pl.when(text.str.contains(pattern)).then(text).str.to_date(layout, strict=False)
            for pattern, layout in ((r"^\d{4}-\d{2}-\d{2}$", "%Y-%m-%d"), (r"^\d{8}$", "%Y%m%d"))
        )
    if column.kind == "code":
        forms = {code: code for code in column.codes} | _short_forms(column)
        return text.replace_strict(forms, default=None, return_dtype=pl.String)
    return pl.when(text.str.contains(f"^(?:{column.pattern})$")).then(text) if column.pattern else text


def _within(column: Column, value: pl.Expr) -> pl.Expr:
    """Optional columns lose a value outside their limits; for others the row is judged below."""
    outside = None if column.bad_value else _outside(column, value)
    return value if outside is None else pl.when(~outside).then(value)


def _outside(column: Column, value: pl.Expr) -> pl.Expr | None:
    """Whether the value lies outside the column's limits, of which either may be missing."""
    limits = []
    if column.minimum is not None:
        limits.append(value < column.minimum)
    if column.maximum is not None:
        limits.append(value > column.maximum)
    return pl.any_horizontal(limits) if limits else None


def _row_faults(column: Column) -> list[tuple[int, str, pl.Expr]]:
    """(position in REASONS, column, condition) of everything that rejects a row for this column."""
    if not column.bad_value:
        return []
    text, value = pl.col(column.name), pl.col(f"_{column.name}")
    reason = REASONS.index(column.bad_value)
    bad = text.is_not_null() & value.is_null()
    faults = []
    if column.key and (column.bad_value == "text_in_number" or column.name == "Termin"):
        faults.append((REASONS.index("missing_value"), column.name, text.is_null()))
        faults.append((reason, column.name, bad))
    elif column.key:
        # A missing LopNr, date, yrkeskod or PostTyp goes under the reason of a bad one (R5).
        faults.append((reason, column.name, value.is_null()))
    else:
        faults.append((reason, column.name, bad))
    outside = _outside(column, value)
    if outside is not None:
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
