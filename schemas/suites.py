"""Contract and delivery checks of one register → its Great Expectations expectations.

Belongs here: which expectation says what a contract says. Does not belong here: running them
(schemas.expectations) and the SQL of the delivery checks (checks/*.sql). Like schemas.duckdb_engine
it imports great_expectations, which takes seconds: import it where it is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from great_expectations.expectations.core.expect_column_value_lengths_to_equal import (
    ExpectColumnValueLengthsToEqual,
)
from great_expectations.expectations.core.expect_column_values_to_be_between import (
    ExpectColumnValuesToBeBetween,
)
from great_expectations.expectations.core.expect_column_values_to_be_in_set import (
    ExpectColumnValuesToBeInSet,
)
from great_expectations.expectations.core.expect_column_values_to_be_of_type import (
    ExpectColumnValuesToBeOfType,
)
from great_expectations.expectations.core.expect_column_values_to_not_be_null import (
    ExpectColumnValuesToNotBeNull,
)
from great_expectations.expectations.core.expect_table_columns_to_match_ordered_list import (
    ExpectTableColumnsToMatchOrderedList,
)
from great_expectations.expectations.expectation import Expectation

from schemas.contract import Column, Contract
from schemas.delivery_checks import delivery_checks
from schemas.duckdb_engine import ExpectQueryToCountNone

PLACE_COLUMNS = ("file", "row")
"""Where a row stood in the delivery; the last columns of every raw table."""
SQL_TYPES = {"text": "String", "code": "String", "integer": "BIGINT", "number": "Double", "date": "Date"}
"""What a column's kind is called among SQLAlchemy's types."""


def register_suite(contract: Contract, cover: tuple[int, int], persons: str = "") -> Iterator[Expectation]:
    """The expectations of a delivered register, each with its check key and column as meta.

    cover is the first and last period covered; persons is SQL that adds to the known population.
    """
    yield from _contract_expectations(contract)
    yield from _dated_expectations(contract, cover)
    fixed = {"register": contract.register, "persons": persons}
    for check in delivery_checks(contract):
        yield ExpectQueryToCountNone(
            query=check.query,
            template_dict=fixed | check.template,
            meta=_meta(check.key, check.column),
        )


def _contract_expectations(contract: Contract) -> Iterator[Expectation]:
    columns = [*contract.names, *PLACE_COLUMNS]
    yield ExpectTableColumnsToMatchOrderedList(column_list=columns, meta=_meta("columns"))
    for column in contract.columns:
        yield from _column_expectations(column)


def _column_expectations(column: Column) -> Iterator[Expectation]:
    name = column.name
    type_ = SQL_TYPES[column.kind]
    yield ExpectColumnValuesToBeOfType(column=name, type_=type_, meta=_meta("column_type", name))
    if column.key:
        yield ExpectColumnValuesToNotBeNull(column=name, meta=_meta("key_missing", name))
    if column.codes:
        yield ExpectColumnValuesToBeInSet(
            column=name, value_set=list(column.codes), meta=_meta("unknown_code", name)
        )
    if column.width:
        yield ExpectColumnValueLengthsToEqual(
            column=name, value=column.width, meta=_meta("wrong_width", name)
        )
    if column.minimum is not None or column.maximum is not None:
        yield ExpectColumnValuesToBeBetween(
            column=name,
            min_value=column.minimum,
            max_value=column.maximum,
            meta=_meta("outside_limits", name),
        )


def _dated_expectations(contract: Contract, cover: tuple[int, int]) -> Iterator[Expectation]:
    """A row's year or date lies within covers; terms, in two columns, are a delivery check."""
    first, last = cover
    ends: tuple[Any, Any] = cover
    if contract.period == "date":
        ends = date(first, 1, 1), date(last, 12, 31)
    if contract.period != "term":
        column = contract.dated_by[0]
        meta = _meta("row_outside_covers", column)
        yield ExpectColumnValuesToBeBetween(column=column, min_value=ends[0], max_value=ends[1], meta=meta)


def _meta(key: str, column: str = "") -> dict[str, str]:
    return {"key": key, "column": column}
