"""What a delivery that has been read shows of itself: places of rows, codes and empty columns, no person.

Belongs here: the questions put to raw.* for the report to the supplier. Does not belong here: reading the
rows (schemas.reading), judging them (schemas.expectations), and what is said of them (reports.supplier).
A place is file, row and column. The value at it is given only where it is a code (`_shown_value`).
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from flows.warehouse import Warehouse
from schemas.contract import Column, Contract, contracts

PERSON = "LopNr"
SHOWN_REASONS = ("unknown_code", "unknown_sex", "unknown_municipality", "out_of_range")
YEAR, SMALLEST = 4, 5
"""A value on so many rows is no one person's."""
MOST_CODES = 2_000
"""A column with more different values than this holds no codes."""


def rejected(warehouse: Warehouse) -> pl.DataFrame:
    """register, file, row, column, reason and value of every rejected row: "" missing, null not shown."""
    wanted = [
        (c.register, column.name, _longest(c, column)) for c in contracts().values() for column in c.columns
    ]
    shape = {"register": pl.String, "column": pl.String, "longest": pl.Int64}
    warehouse.add_table("raw.code_lengths", pl.DataFrame(wanted, schema=shape, orient="row"))
    return warehouse.frame(
        f"""
        with people as ({_people()}),
        common as (
            select register, "column", value from raw.rejected
            group by all having count(*) >= {SMALLEST}
        )
        select r.register, r.file, r."row", r."column", r.reason, {_shown_value()} as value
        from raw.rejected as r
        left join raw.code_lengths as c using (register, "column")
        left join common as k using (register, "column", value)
        order by r.register, r.file, r."row"
        """
    )


def _shown_value() -> str:
    """A faulty code or year as it stands, unless it may be a person's: a number, or from a slipped column.

    It must be short enough to be a code of the column, or stand on several rows.
    """
    reasons = ", ".join(f"'{reason}'" for reason in SHOWN_REASONS)
    return f"""
        case
            when r.value is null then ''
            when r.reason in ({reasons}) and c.longest is not null
            and (length(r.value) <= c.longest + 1 or k.value is not null)
            and r.value not in (select LopNr from people)
            then r.value
        end
    """


def _people() -> str:
    """Everybody's number, whatever became of their rows."""
    tables = [*contracts(), "rejected"]
    return " union ".join(f"select {PERSON} from raw.{name} where {PERSON} is not null" for name in tables)


def _longest(contract: Contract, column: Column) -> int | None:
    """Letters of the longest code or of a year; None for a column of anything else."""
    if column.kind == "integer" and column.name in contract.dated_by:
        return YEAR
    return max(map(len, column.codes)) if column.kind == "code" else None


def duplicates(warehouse: Warehouse) -> pl.DataFrame:
    """Where each row stood that repeats another, and where that one stands."""
    return warehouse.frame('select * from raw.duplicates order by register, file, "row"')


def conflicts(warehouse: Warehouse) -> pl.DataFrame:
    """Rows that differ for the same person and year (ruling R6), numbered by what belongs together."""
    warehouse.find_conflicts()
    found = warehouse.frame(
        """
        select i.Ar as year, i.file, i."row", min(i.file || '/' || i."row") over same as first_place
        from raw.individuals as i
        inner join raw.conflicting_person_years as c on i.LopNr = c.LopNr and i.Ar = c.Ar
        window same as (partition by i.LopNr, i.Ar)
        """
    )
    numbered = found.with_columns(pl.col("first_place").rank("dense").cast(pl.Int64).alias("number"))
    return numbered.drop("first_place").sort("number", "file", "row")


def codes(warehouse: Warehouse, registers: Iterable[str]) -> pl.DataFrame:
    """register, column, code, rows: every code of every column that has codes, in accepted rows."""
    shape = {"register": pl.String, "column": pl.String, "code": pl.String, "rows": pl.Int64}
    found = [pl.DataFrame(schema=shape)]
    for register in registers:
        for column in coded_columns(contracts()[register]):
            counted = warehouse.frame(
                f"""
                select '{register}' as register, '{column}' as column, "{column}" as code, count(*) as rows
                from raw.{register} where "{column}" is not null group by all
                """
            )
            found.append(counted if counted.height <= MOST_CODES else counted.head(0))
    return pl.concat(found).sort("register", "column", "code")


def coded_columns(contract: Contract) -> list[str]:
    """The columns that hold codes, listed or not."""
    return [c.name for c in contract.columns if c.kind in ("text", "code") and c.name != PERSON]


def empty_columns(warehouse: Warehouse, registers: Iterable[str]) -> pl.DataFrame:
    """register, column, periods: years of the variable (or none) in which no row has a value of it."""
    found: list[tuple[str, str, list[int]]] = []
    for register in registers:
        contract = contracts()[register]
        year = contract.dated_by[0] if contract.period == "year" else "0"
        counted = ", ".join(f'count("{name}") as "{name}"' for name in contract.names)
        rows = warehouse.frame(
            f"select {year} as _year, {counted} from raw.{register} group by all order by 1"
        )
        found += [entry for column in contract.columns if (entry := _empty(contract, column, rows))]
    shape = {"register": pl.String(), "column": pl.String(), "periods": pl.List(pl.Int64())}
    return pl.DataFrame(found, schema=shape, orient="row")


def _empty(contract: Contract, column: Column, rows: pl.DataFrame) -> tuple[str, str, list[int]] | None:
    """A variable of some years is looked for in those years; any other must have a value somewhere."""
    empty = rows.filter(pl.col(column.name) == 0)["_year"].to_list()
    if column.years is not None:
        first, last = column.years
        periods = [year for year in empty if first <= year <= last]
        return (contract.register, column.name, periods) if periods else None
    return (contract.register, column.name, []) if rows.height and len(empty) == rows.height else None
