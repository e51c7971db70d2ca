"""From a value's text to its meaning: one set of Polars expressions per register and file.

Belongs here: trimming, missing tokens, code maps, leading zeros, types, allowed codes, and
which of them rejects a row (rulings R1–R7). Does not belong here: files and counting.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
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
class ColumnRules:
    """What the text of one column becomes, as expressions over a frame where it stands under its name.

    trimmed   without spaces, missing tokens gone and codes mapped, to take the text's place
    typed     from the trimmed text: the value, null when missing or not of the type, codes or limits
    bad       from both, the typed one named `_<column>`: whether the value alone rejects the row
    blanked   whether a bad value became missing
    restored  whether the value got leading zeros back
    met       what values have become, by the type that they were stored as (schemas.by_value)
    """

    name: str
    trimmed: pl.Expr
    typed: pl.Expr
    bad: pl.Expr
    blanked: pl.Expr
    restored: pl.Expr
    met: dict[pl.DataType, pl.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True)
class Cleaned:
    """How the rows of one file are cleaned.

    columns   every column of the contract
    dates     those that date a row
    fault     position in `faults` of a row's first fault, from trimmed and typed columns
    faults    (position in REASONS, column) in the order in which they are looked for
    period    the year, term index or year of date that dates the row, from typed columns
    outside   whether it is not covered
    likely_period  the same, or the file name's year where the row's own cannot be read
    """

    columns: list[ColumnRules]
    dates: list[ColumnRules]
    fault: pl.Expr
    faults: list[tuple[int, str]]
    period: pl.Expr
    outside: pl.Expr
    likely_period: pl.Expr


@dataclass
class Cleaning:
    """How a delivery's files of one register are cleaned; files share the rules of what they hold alike.

    codes: the delivery's code maps, by column.
    """

    contract: Contract
    codes: Mapping[str, Mapping[str, str]]
    cover: Cover
    _rules: dict[tuple[str, bool, int | None], ColumnRules] = field(default_factory=dict)

    def of_file(self, given: Collection[str], year: int | None) -> Cleaned:
        """The rules for one file.

        given: the contract columns that the file has;
        year: the year in the file name, for rows whose own year is empty (ruling R3).
        """
        columns = [self._of_column(column, given, year) for column in self.contract.columns]
        faults = [found for column in self.contract.columns for found in _row_faults(column)]
        period = _period(self.contract)
        outside = ~period.is_between(*_cover_limits(self.contract, self.cover))
        faults.append((REASONS.index("out_of_range"), self.contract.dated_by[0], outside))
        faults.sort(key=lambda found: found[0])
        likely = period.fill_null(pl.lit(year, pl.Int64)) if self.contract.period == "year" else pl.lit(None)
        return Cleaned(
            columns=columns,
            dates=[rules for rules in columns if rules.name in self.contract.dated_by],
            fault=pl.coalesce(pl.when(bad).then(pl.lit(i, pl.UInt8)) for i, (_, _, bad) in enumerate(faults)),
            faults=[(reason, name) for reason, name, _ in faults],
            period=period.dt.year() if self.contract.period == "date" else period,
            outside=outside,
            likely_period=likely,
        )

    def _of_column(self, column: Column, given: Collection[str], year: int | None) -> ColumnRules:
        of_name = year if column.name == "Ar" else None
        alike = (column.name, column.name in given, of_name)
        if alike not in self._rules:
            codes = self.codes.get(column.name, {})
            self._rules[alike] = _rules(column, self.contract, given, codes, of_name)
        return self._rules[alike]


def _rules(
    column: Column, contract: Contract, given: Collection[str], codes: Mapping[str, str], year: int | None
) -> ColumnRules:
    text = trimmed(column, contract, given, codes)
    if year is not None:
        text = text.fill_null(str(year))
    is_required = bool(column.bad_value) or column.name in contract.dated_by
    is_checked = not is_required and (column.kind != "text" or bool(column.pattern)) and column.name in given
    is_short = pl.col(column.name).is_in(list(_short_forms(column)))
    return ColumnRules(
        name=column.name,
        trimmed=text,
        typed=typed(column),
        bad=pl.any_horizontal(
            pl.lit(value=False), *(bad.fill_null(False) for _, _, bad in _row_faults(column))
        ),
        blanked=_blanked(column) if is_checked else pl.lit(value=False),
        restored=is_short if column.width and column.name in given else pl.lit(value=False),
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
