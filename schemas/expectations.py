"""The gate: contracts and delivery checks as Great Expectations suites, run where the rows stand.

Belongs here: running the suites and what a result means (passed, warns, blocks, or could not be
evaluated). Does not belong here: the suites (schemas.suites), how they reach DuckDB
(schemas.duckdb_engine), the SQL of the delivery checks (checks/*.sql) and the words
(messages/checks.*.toml). These three modules are the home of great_expectations; its import takes
seconds, so it is made when the gate runs.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
import tomllib
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from schemas.contract import Contract, contracts
from schemas.delivery_checks import BLOCKING, delivery_checks
from schemas.faults import LANGUAGES, MESSAGES

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.expectations.expectation import Expectation

RAW = "raw"
COUNTS_ONLY = {"result_format": "BASIC", "partial_unexpected_count": 0}


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
    """Title, name and remedy by check key, in the language (Swedish when it is unknown)."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    with (MESSAGES / f"checks.{language}.toml").open("rb") as file:
        return tomllib.load(file)


def check_keys(contract: Contract) -> list[str]:
    """Keys of the checks that a delivered register gets, in the order of `run_gate`'s results."""
    columns = contract.columns
    core = {
        "columns": True,
        "column_type": True,
        "key_missing": any(column.key for column in columns),
        "unknown_code": any(column.codes for column in columns),
        "wrong_width": any(column.width for column in columns),
        "outside_limits": any((column.minimum, column.maximum) != (None, None) for column in columns),
        "row_outside_covers": contract.period != "term",
    }
    keys = [key for key, is_there in core.items() if is_there]
    return list(dict.fromkeys([*keys, *(check.key for check in delivery_checks(contract))]))


NOT_THERE = ("pyspark", "pyspark.sql.connect", "shapely")
EMPTY = ("altair", "scipy.stats")
"""What great_expectations imports for engines, maps and statistics that no check here uses: a third of its
seconds. It can do without the first, and of the others it only keeps the names."""


def import_quietly() -> None:
    """Imports great_expectations (some seconds, the first time) with its analytics turned off."""
    os.environ["GX_ANALYTICS_ENABLED"] = "False"  # read on import
    with warnings.catch_warnings(), _without_what_is_not_used():
        warnings.simplefilter("ignore")  # of its own use of deprecated modules
        importlib.import_module("schemas.suites")


@contextmanager
def _without_what_is_not_used() -> Iterator[None]:
    """Importing those modules finds nothing, or nothing in them; whoever imports them afterwards finds them.

    Spark Connect, where PySpark is installed, would end a program that was started from text (python -c).
    """
    stand_ins = dict.fromkeys(NOT_THERE) | {name: ModuleType(name) for name in EMPTY}
    known = {name: sys.modules[name] for name in stand_ins if name in sys.modules}
    sys.modules.update(stand_ins)  # type: ignore[arg-type]  # None says that importing it fails
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]
        sys.modules.update(known)


def run_gate(connection: Any, *, progress: Callable[[str], None] | None = None) -> list[CheckResult]:
    """Every check of every delivered register; `progress` is told each register's name.

    connection is an open DuckDB connection with the schema `raw`; GateFault if a check raised.
    """
    import_quietly()
    from schemas.duckdb_engine import borrowed
    from schemas.suites import register_suite

    results: list[CheckResult] = []
    with borrowed(connection) as source:
        known = contracts()
        covers = _covers(connection)
        extra = _set_aside_persons(connection)
        for register in [name for name in known if name in covers]:
            if progress is not None:
                progress(register)
            expectations = list(register_suite(known[register], covers[register], extra))
            results += _validated(source.batch(register), known[register], expectations)
    return results


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
    return f"anti join {RAW}.set_aside_persons using (LopNr)" if found else ""


def _validated(batch: Any, contract: Contract, expectations: list[Expectation]) -> list[CheckResult]:
    from great_expectations import ExpectationSuite

    suite = ExpectationSuite(name=contract.register, expectations=expectations)
    found = batch.validate(suite, result_format=COUNTS_ONLY).results
    _refuse_raised(contract.register, found)
    keys = check_keys(contract)
    at = ["", *contract.names]
    results = [_judged(result, contract) for result in found]
    return sorted(results, key=lambda result: (keys.index(result.key), at.index(result.column)))


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
    config = result.expectation_config
    return config.meta or {} if config else {}


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
