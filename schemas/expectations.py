"""The gate: contracts and delivery checks as Great Expectations suites, run where the rows stand.

Belongs here: which expectations a register gets, and what a result means (passed, warns, blocks,
or could not be evaluated). Does not belong here: the SQL of the checks (schemas.delivery_checks),
the words (messages/checks.*.toml) and how the engine reaches DuckDB (schemas.duckdb_engine, with
this module the only one that imports great_expectations, and like it only when the gate runs).
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from schemas.contract import Column, Contract, contracts
from schemas.delivery_checks import BLOCKING, delivery_checks
from schemas.faults import LANGUAGES, MESSAGES

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.expectations.expectation import Expectation

RAW = "raw"
PLACE_COLUMNS = ("file", "row")
"""Where a row stood in the delivery; the last columns of every raw table."""
COUNTS_ONLY = {"result_format": "BASIC", "partial_unexpected_count": 0}
SQL_TYPES = {"text": "String", "code": "String", "integer": "BIGINT", "number": "Double", "date": "Date"}


@dataclass(frozen=True)
class CheckResult:
    """What one check found, in counts: never a value that stands in the data.

    column is "" for a check of a whole register; fields hold what the words need beside the
    counts: periods (years or terms at fault), codes (how many) or terms.
    """

    key: str
    register: str
    column: str
    passed: bool
    blocking: bool
    checked: int
    unexpected: int
    fields: dict[str, object] = field(default_factory=dict)

    def name(self, language: str) -> str:
        """What is expected, in the language."""
        return self._say("name", language)

    def remedy(self, language: str) -> str:
        """What to do when the check has failed, in the language."""
        return self._say("remedy", language)

    def _say(self, part: str, language: str) -> str:
        contract = contracts()[self.register]
        periods = self.fields.get("periods", [])
        words = {
            **self.fields,
            "register": contract.title_en if language == "en" else contract.title_sv,
            "column": self.column,
            "checked": self.checked,
            "unexpected": self.unexpected,
            "periods": ", ".join(map(str, periods)) if isinstance(periods, list) else "",
        }
        return words_of_checks(language)[self.key][part].format_map(words)


class GateFault(Exception):
    """Expectations that raised instead of judging: an internal fault, whatever the data hold.

    places are (key, register, column); causes the kinds of exception, without their messages,
    which may repeat values.
    """

    def __init__(self, places: list[tuple[str, str, str]], causes: list[str]) -> None:
        shown = "; ".join(" ".join(part for part in place if part) for place in places)
        super().__init__(f"{shown} ({', '.join(causes)})")
        self.places = tuple(places)
        self.keys = tuple(dict.fromkeys(key for key, _, _ in places))
        self.causes = tuple(causes)


@cache
def words_of_checks(language: str) -> dict[str, dict[str, str]]:
    """Name and remedy by check key, in the language (Swedish when it is unknown)."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    with (MESSAGES / f"checks.{language}.toml").open("rb") as file:
        return tomllib.load(file)


def run_gate(connection: Any, *, progress: Callable[[str], None] | None = None) -> list[CheckResult]:
    """Every check of every delivered register; `progress` is told each register's name.

    connection is an open DuckDB connection with the schema `raw`; GateFault if a check raised.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "False"  # read on import
    from schemas.duckdb_engine import borrowed

    results: list[CheckResult] = []
    with borrowed(connection) as source:
        known = contracts()
        covers = _covers(connection)
        extra = _set_aside_persons(connection)
        for register in [name for name in known if name in covers]:
            if progress is not None:
                progress(register)
            expectations = list(register_suite(known[register], covers[register], extra))
            results += _validated(source.batch(register, RAW), known[register], expectations)
    return results


def register_suite(contract: Contract, cover: tuple[int, int], persons: str = "") -> Iterator[Expectation]:
    """The expectations of a delivered register, each with its check key and column as meta.

    cover is the first and last period covered; persons is SQL that adds to the known population.
    """
    from schemas.duckdb_engine import ExpectQueryToCountNone

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
    import great_expectations.expectations as gxe

    columns = [*contract.names, *PLACE_COLUMNS]
    yield gxe.ExpectTableColumnsToMatchOrderedList(column_list=columns, meta=_meta("columns"))
    for column in contract.columns:
        yield from _column_expectations(column)
    if contract.register == "individuals":
        yield gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["LopNr", "Ar"], meta=_meta("duplicate_person_year")
        )


def _column_expectations(column: Column) -> Iterator[Expectation]:
    import great_expectations.expectations as gxe

    name = column.name
    type_ = SQL_TYPES[column.kind]
    yield gxe.ExpectColumnValuesToBeOfType(column=name, type_=type_, meta=_meta("column_type", name))
    if column.key:
        yield gxe.ExpectColumnValuesToNotBeNull(column=name, meta=_meta("key_missing", name))
    if column.codes:
        yield gxe.ExpectColumnValuesToBeInSet(
            column=name, value_set=list(column.codes), meta=_meta("unknown_code", name)
        )
    if column.width:
        yield gxe.ExpectColumnValueLengthsToEqual(
            column=name, value=column.width, meta=_meta("wrong_width", name)
        )
    if column.minimum is not None or column.maximum is not None:
        yield gxe.ExpectColumnValuesToBeBetween(
            column=name,
            min_value=column.minimum,
            max_value=column.maximum,
            meta=_meta("outside_limits", name),
        )


def _dated_expectations(contract: Contract, cover: tuple[int, int]) -> Iterator[Expectation]:
    """A row's year or date lies within covers; terms, in two columns, are a delivery check."""
    import great_expectations.expectations as gxe

    first, last = cover
    ends: tuple[Any, Any] = cover
    if contract.period == "date":
        ends = date(first, 1, 1), date(last, 12, 31)
    if contract.period != "term":
        column = contract.dated_by[0]
        meta = _meta("row_outside_covers", column)
        yield gxe.ExpectColumnValuesToBeBetween(
            column=column, min_value=ends[0], max_value=ends[1], meta=meta
        )


def _meta(key: str, column: str = "") -> dict[str, str]:
    return {"key": key, "column": column}


def _covers(connection: Any) -> dict[str, tuple[int, int]]:
    query = f"select register, first_period, last_period from {RAW}.coverage where is_delivered"
    return {register: (first, last) for register, first, last in connection.execute(query).fetchall()}


def _set_aside_persons(connection: Any) -> str:
    """SQL for those known only by rows set aside (R58), where the reading has noted them."""
    query = f"""
        select 1 from information_schema.tables
        where table_schema = '{RAW}' and table_name = 'set_aside_persons'
    """
    found = connection.execute(query).fetchone()
    return f"union all select LopNr from {RAW}.set_aside_persons" if found else ""


def _validated(batch: Any, contract: Contract, expectations: list[Expectation]) -> list[CheckResult]:
    from great_expectations import ExpectationSuite

    suite = ExpectationSuite(name=contract.register, expectations=expectations)
    found = batch.validate(suite, result_format=COUNTS_ONLY).results
    _refuse_raised(contract.register, found)
    places = [(e.meta["key"], e.meta["column"]) for e in expectations if e.meta]
    results = [_judged(result, contract) for result in found]
    return sorted(results, key=lambda result: places.index((result.key, result.column)))


def _refuse_raised(register: str, results: list[ExpectationValidationResult]) -> None:
    places, causes = [], []
    for result in results:
        info = result.exception_info or {}
        each = [info, *(part for part in info.values() if isinstance(part, dict))]
        raised = [part for part in each if part.get("raised_exception")]
        if raised:
            meta = _meta_of(result)
            places.append((meta["key"], register, meta["column"]))
            traces = " ".join(str(part.get("exception_traceback")) for part in raised)
            causes += re.findall(r"^([\w.]+(?:Error|Exception))\b", traces, re.MULTILINE)
    if places:
        raise GateFault(sorted(places), sorted(set(causes)))


def _meta_of(result: ExpectationValidationResult) -> dict[str, str]:
    assert result.expectation_config is not None
    return result.expectation_config.meta or {}


def _judged(result: ExpectationValidationResult, contract: Contract) -> CheckResult:
    meta = _meta_of(result)
    counts: dict[str, Any] = result.result or {}
    details = counts.get("details") or {}
    fields = {name: value for name, value in details.items() if name in ("codes", "terms")}
    if "periods" in details:
        fields["periods"] = [_period(p, contract) for p in details["periods"] or []]
    return CheckResult(
        key=meta["key"],
        register=contract.register,
        column=meta["column"],
        passed=bool(result.success),
        blocking=meta["key"] in BLOCKING,
        checked=int(counts.get("element_count", 1)),
        unexpected=int(counts.get("unexpected_count", not result.success) or 0),
        fields=fields,
    )


def _period(period: int, contract: Contract) -> str:
    if contract.period != "term":
        return str(period)
    return f"{'HT' if period % 2 else 'VT'}{period // 2}"
