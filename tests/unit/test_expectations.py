"""The gate: every expectation is seen to fail on bad data, and nothing else fails with it."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from schemas.contract import Column, Contract, contracts
from schemas.delivery_checks import BLOCKING, CODED_COLUMNS, HEALTH_RANGES, QUERIES
from schemas.expectations import (
    CheckResult,
    GateFault,
    check_keys,
    import_quietly,
    run_gate,
    words_of_checks,
)

SQL_TYPES = {"text": "VARCHAR", "code": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}
COVERS = {"term": (2 * 1990, 2 * 2008 + 1), "date": (1990, 2012), "year": (1999, 2012)}
FIRST_COHORT = 2 * 2000
PEOPLE = 60
SECRET = "HEMLIG17"
ROOT = Path(__file__).parents[2]
KNOWN = contracts()
Database = duckdb.DuckDBPyConnection
Place = tuple[str, str]


# ---------------------------------------------------------------- a delivery without a fault


def build_delivery(connection: Database) -> None:
    """A small faultless `raw`: sixty people, each with a row for every period of every register."""
    connection.execute("create schema raw")
    for contract in KNOWN.values():
        _create_register(connection, contract)
    _create_helpers(connection)


def _create_register(connection: Database, contract: Contract) -> None:
    first, last = COVERS[contract.period]
    columns = ", ".join(
        f'cast({_value(c, contract)} as {SQL_TYPES[c.kind]}) as "{c.name}"' for c in contract.columns
    )
    connection.execute(
        f"""
        create table raw.{contract.register} as
        select {columns}, 'fil.csv' as file, row_number() over () as "row"
        from range({PEOPLE}) as people(person), range({first}, {last + 1}) as periods(period)
        order by period, person
        """
    )


def _value(column: Column, contract: Contract) -> str:
    if column.name == "LopNr":
        return "'P' || person"
    if column.name in contract.dated_by and contract.period == "term":
        return "period // 2" if column.name == "Ar" else "1 + period % 2"
    if column.name in contract.dated_by:
        return "period" if contract.period == "year" else "make_date(period, 6, 1)"
    if column.name.startswith("SyssStat") or column.name == "BAS":
        return "1"
    if column.codes:
        return f"'{column.codes[0]}'"
    kind = CODED_COLUMNS.get(contract.register, {}).get(column.name)
    if kind:
        return f"'{known_code(kind)}'"
    return {"integer": "1970", "number": "1.5", "date": "date '2001-01-01'"}.get(column.kind, "'x'")


def known_code(kind: str) -> str:
    """A code of the kind within the health lists' own ranges."""
    return f"{HEALTH_RANGES[kind][0]}99"


def _create_helpers(connection: Database) -> None:
    connection.execute(
        """
        create table raw.coverage(register VARCHAR, is_delivered BOOLEAN,
                                  first_period BIGINT, last_period BIGINT);
        create table raw.rows_by_period(register VARCHAR, period BIGINT, "rows" BIGINT);
        create table raw.reading_counts(register VARCHAR, rows_read BIGINT, accepted BIGINT,
                                        duplicates BIGINT, rejected BIGINT, set_aside BIGINT,
                                        unjudged BIGINT);
        create table raw.conflicting_person_years(LopNr VARCHAR, Ar BIGINT, "rows" BIGINT);
        create table raw.known_codes(kind VARCHAR, code VARCHAR);
        create table raw.settings(first_cohort_term BIGINT);
        create table raw.people_of_cohorts as select distinct LopNr from raw.registrations;
        """
    )
    connection.execute("insert into raw.settings values (?)", [FIRST_COHORT])
    for kind in HEALTH_RANGES:
        connection.execute("insert into raw.known_codes values (?, ?)", [kind, known_code(kind)])
    for register, contract in KNOWN.items():
        first, last = COVERS[contract.period]
        connection.execute("insert into raw.coverage values (?, true, ?, ?)", [register, first, last])
        connection.execute(
            f"insert into raw.rows_by_period select ?, unnest(range({first}, {last + 1})), 100", [register]
        )
        connection.execute(
            "insert into raw.reading_counts select ?, count(*) + 7, count(*), 1, 2, 4, 1 "
            f"from raw.{register}",
            [register],
        )


@pytest.fixture(scope="module")
def faultless() -> Iterator[Database]:
    """The one database of this file; tests change it inside a transaction."""
    connection = duckdb.connect()
    build_delivery(connection)
    yield connection
    connection.close()


@pytest.fixture
def raw(faultless: Database) -> Iterator[Database]:
    """The faultless delivery, to be spoilt and rolled back."""
    faultless.begin()
    yield faultless
    faultless.rollback()


def failed(results: list[CheckResult]) -> set[Place]:
    """Key and column of what did not pass."""
    return {(result.key, result.column) for result in results if not result.passed}


def deliver_only(connection: Database, *registers: str) -> None:
    """The other registers keep their rows but are not judged."""
    connection.execute("update raw.coverage set is_delivered = list_contains(?, register)", [registers])


def only(connection: Database, register: str, key: str) -> CheckResult:
    """The one result of the key for the register."""
    deliver_only(connection, register)
    (result,) = (r for r in run_gate(connection) if r.key == key)
    return result


# ------------------------------------------------------------------- every expectation fails


class Fault:
    """How a check is made to fail.

    spoil runs once for each of the columns that `columns` gives (once in all, without columns);
    afterwards exactly these columns fail under the key, and under the keys of `also`.
    """

    def __init__(
        self,
        spoil: Callable[[Contract, str], str],
        columns: Callable[[Contract], list[str]] = lambda _: [""],
        also: tuple[str, ...] = (),
    ) -> None:
        self.spoil = spoil
        self.columns = columns
        self.also = also


def _set(value: Callable[[Column], str]) -> Callable[[Contract, str], str]:
    """Sets the column to a bad value on one row in the middle of the register."""

    def spoil(contract: Contract, column: str) -> str:
        bad = value(contract.column(column))
        return f'update raw.{contract.register} set "{column}" = {bad} where "row" = 500'

    return spoil


def _where(condition: Callable[[Column], bool]) -> Callable[[Contract], list[str]]:
    return lambda contract: [column.name for column in contract.columns if condition(column)]


def _helper(sql: str) -> Callable[[Contract, str], str]:
    return lambda contract, _: sql.format(register=contract.register)


def _other_type(contract: Contract, column: str) -> str:
    other = {"integer": "INTEGER", "number": "FLOAT", "date": "TIMESTAMP"}
    type_ = other.get(contract.column(column).kind, "BLOB")
    return f'alter table raw.{contract.register} alter "{column}" type {type_}'


def _has_free_type(contract: Contract) -> list[str]:
    """Columns that no other check reads as text; a wrong type there has a test of its own."""
    coded = CODED_COLUMNS.get(contract.register, {})
    return _where(
        lambda c: (
            c.kind in ("integer", "number", "date")
            or (c.kind == "text" and not c.key and c.name not in coded)
        )
    )(contract)


def _before_covers(contract: Contract, column: str) -> str:
    first = COVERS[contract.period][0]
    bad = f"date '{first - 1}-12-31'" if contract.period == "date" else str(first - 1)
    return f'update raw.{contract.register} set "{column}" = {bad} where "row" = 500'


def _orphan(contract: Contract, column: str) -> str:
    kind = CODED_COLUMNS[contract.register][column]
    bad = f"{HEALTH_RANGES[kind][-1]}00"
    return f'update raw.{contract.register} set "{column}" = \'{bad}\' where "row" = 500'


FAULTS = {
    "columns": Fault(_helper("alter table raw.{register} add column surplus BIGINT")),
    "column_type": Fault(_other_type, _has_free_type),
    "key_missing": Fault(_set(lambda _: "null"), _where(lambda c: c.key)),
    "unknown_code": Fault(_set(lambda c: f"'{'Q' * (c.width or 1)}'"), _where(lambda c: bool(c.codes))),
    # Every list of fixed width is a list of codes: a code of another width is no code either.
    "wrong_width": Fault(_set(lambda _: "'114'"), _where(lambda c: bool(c.width)), ("unknown_code",)),
    "outside_limits": Fault(_set(lambda c: f"{c.minimum or 0} - 1"), _where(lambda c: c.minimum is not None)),
    "duplicate_person_year": Fault(
        _helper(
            "insert into raw.{register} "
            "select * replace (1971 as FodelseAr) from raw.{register} where row = 500"
        )
    ),
    "row_outside_covers": Fault(_before_covers, lambda contract: [contract.dated_by[0]]),
    "term_outside_covers": Fault(
        lambda contract, _: f'update raw.{contract.register} set Ar = 1980 where "row" = 500',
        lambda _: ["Termin"],
    ),
    "no_accepted_rows": Fault(
        _helper(
            "update raw.reading_counts set accepted = 0, set_aside = 3, unjudged = 3, "
            "rejected = rows_read - duplicates - 3 where register = '{register}'"
        )
    ),
    "reconciliation": Fault(
        _helper("update raw.reading_counts set rows_read = rows_read + 1 where register = '{register}'")
    ),
    "conflicting_person_years": Fault(
        _helper("insert into raw.conflicting_person_years values ('P1', 2005, 2)")
    ),
    "period_missing": Fault(
        _helper("delete from raw.rows_by_period where register = '{register}' and period in (2003, 4003)")
    ),
    "period_outside_covers": Fault(
        _helper("insert into raw.rows_by_period values ('{register}', 1920, 100)")
    ),
    "rows_jump": Fault(
        _helper(
            'update raw.rows_by_period set "rows" = 49 '
            "where register = '{register}' and period in (2003, 4003)"
        )
    ),
    "occupation_missing": Fault(
        _helper("update raw.{register} set Ssyk4 = null where Ar = 2005 and hash(LopNr) % 2 = 0")
    ),
    "student_absent": Fault(_helper("delete from raw.{register} where Ar = 2005 and hash(LopNr) % 2 = 0")),
    "orphan_code": Fault(_orphan, lambda contract: list(CODED_COLUMNS[contract.register])),
    "person_unknown": Fault(_helper("update raw.{register} set LopNr = 'okänd' where \"row\" = 500")),
    "first_term_late": Fault(_helper("update raw.settings set first_cohort_term = 2 * 1990 + 9")),
}
CASES = [(register, key) for register, contract in KNOWN.items() for key in check_keys(contract)]


def test_every_check_has_bad_data_and_words() -> None:
    keys = {key for _, key in CASES}
    assert set(FAULTS) == keys
    assert {path.stem for path in QUERIES.glob("*.sql")} <= keys
    assert set(BLOCKING) <= keys
    assert set(words_of_checks("sv")) == keys


def test_the_keys_are_those_of_the_suites() -> None:
    import_quietly()
    from schemas.suites import register_suite

    for contract in KNOWN.values():
        suite = list(register_suite(contract, COVERS[contract.period]))
        places = [(e.meta["key"], e.meta["column"]) for e in suite if e.meta]
        assert len(places) == len(set(places)) == len(suite)
        assert set(check_keys(contract)) == {key for key, _ in places}


def test_a_faultless_delivery_passes(raw: Database) -> None:
    told: list[str] = []
    results = run_gate(raw, progress=told.append)
    assert failed(results) == set()
    assert told == list(KNOWN)
    assert list(dict.fromkeys((r.register, r.key) for r in results)) == CASES
    assert all(result.unexpected == 0 for result in results)


@pytest.mark.parametrize(("register", "key"), CASES)
def test_bad_data_fails_its_check_and_no_other(raw: Database, register: str, key: str) -> None:
    contract, fault = KNOWN[register], FAULTS[key]
    columns = fault.columns(contract)
    for column in columns:
        raw.execute(fault.spoil(contract, column))
    deliver_only(raw, register)
    results = run_gate(raw)
    assert failed(results) == {(found, column) for found in (key, *fault.also) for column in columns}
    for result in results:
        assert result.passed == (result.unexpected == 0)
        assert result.blocking == (result.key in BLOCKING)
        assert result.register == register


@pytest.mark.parametrize("register", ["individuals", "registrations", "deaths"])
def test_a_wrong_type_never_slips_through(raw: Database, register: str) -> None:
    contract = KNOWN[register]
    columns = set(contract.names) - set(_has_free_type(contract))
    for column in columns:
        raw.execute(f'alter table raw.{register} alter "{column}" type BLOB')
    deliver_only(raw, register)
    try:
        assert failed(run_gate(raw)) == {("column_type", column) for column in columns}
    except GateFault as fault:
        assert {register for _, register, _ in fault.places} == {register}


# ------------------------------------------------------------------------- what each allows


def test_counts_are_the_rows_at_fault(raw: Database) -> None:
    raw.execute("update raw.individuals set Kommun = 'QQQQ' where \"row\" in (1, 2, 3)")
    deliver_only(raw, "individuals")
    (result,) = (r for r in run_gate(raw) if not r.passed)
    assert (result.key, result.column, result.unexpected) == ("unknown_code", "Kommun", 3)
    assert result.checked == PEOPLE * 14


def test_an_undelivered_register_is_not_judged(raw: Database) -> None:
    raw.execute("delete from raw.migration")
    deliver_only(raw, "deaths", "licences")
    results = run_gate(raw)
    assert failed(results) == set()
    assert {result.register for result in results} == {"deaths", "licences"}


def test_a_register_whose_rows_were_all_set_aside_is_no_fault(raw: Database) -> None:
    raw.execute("delete from raw.individuals")
    raw.execute("delete from raw.deaths")
    raw.execute("delete from raw.people_of_cohorts")
    raw.execute("update raw.reading_counts set set_aside = set_aside + accepted, accepted = 0")
    deliver_only(raw, "individuals", "deaths")
    assert failed(run_gate(raw)) == set()


def test_periods_at_fault_are_named_as_years_or_terms(raw: Database) -> None:
    raw.execute("delete from raw.rows_by_period where period in (2003, 4003, 4004)")
    deliver_only(raw, "registrations", "degrees", "upper_secondary")
    found = {r.register: r.fields["periods"] for r in run_gate(raw) if r.key == "period_missing"}
    assert found["registrations"] == ["HT2001", "VT2002"]
    assert found["degrees"] == found["upper_secondary"] == ["2003"]


@pytest.mark.parametrize(("rows", "passed"), [(49, False), (50, True), (200, True), (201, False)])
def test_half_and_double_are_no_jump(raw: Database, rows: int, passed: bool) -> None:
    raw.execute('update raw.rows_by_period set "rows" = ? where period = 2003', [rows])
    result = only(raw, "individuals", "rows_jump")
    assert result.passed is passed
    assert result.fields["periods"] == ([] if passed else ["2003"])


def test_springs_are_compared_with_springs(raw: Database) -> None:
    raw.execute('update raw.rows_by_period set "rows" = 20 where period % 2 = 0')
    assert only(raw, "registrations", "rows_jump").passed


def test_outer_years_of_dates_may_be_covered_in_part(raw: Database) -> None:
    raw.execute('update raw.rows_by_period set "rows" = 1 where period in (1990, 2012)')
    assert only(raw, "degrees", "rows_jump").passed
    assert only(raw, "individuals", "rows_jump").fields["periods"] == ["2012"]


def test_small_years_have_no_jumps(raw: Database) -> None:
    raw.execute('update raw.rows_by_period set "rows" = 1 + period % 7')
    assert only(raw, "individuals", "rows_jump").passed


OCCUPATIONS = {
    "2009: Ssyk4 counts, with owners' not": ("Ssyk4 = null, Ssyk4_J16 = '2229' where Ar = 2009", ["2009"]),
    "2010: either will do": ("Ssyk4 = null where Ar = 2010", []),
    "2010: neither is there": ("Ssyk4 = null, Ssyk4_J16 = null where Ar = 2010", ["2010"]),
    "status 6 is missing": ("SsykStatus_J16 = 6 where Ar = 2011", ["2011"]),
    "only the employed count": ("Ssyk4 = null, SyssStatJ = '5' where Ar = 2009", []),
    "a fifth is allowed": ("Ssyk4 = null where Ar = 2009 and LopNr < 'P2'", []),
    "before 2001 there is none": ("Ssyk4 = null where Ar < 2001", []),
}


@pytest.mark.parametrize("name", OCCUPATIONS)
def test_occupation_missing_follows_the_rulings(raw: Database, name: str) -> None:
    change, years = OCCUPATIONS[name]
    raw.execute(f"update raw.individuals set {change}")
    assert only(raw, "individuals", "occupation_missing").fields["periods"] == years


ABSENT = {
    "six of sixty": ("'P0', 'P1', 'P2', 'P3', 'P4', 'P5'", "", []),
    "seven of sixty": ("'P0', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6'", "", ["2005"]),
    "two of them on an exchange": (
        "'P0', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6'",
        "update raw.registrations set InresUtbytesStud = '1' where LopNr in ('P5', 'P6')",
        [],
    ),
    "two of them in no cohort": (
        "'P0', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6'",
        "delete from raw.people_of_cohorts where LopNr in ('P5', 'P6')",
        [],
    ),
    "all in no cohort": ("'P0'", "delete from raw.people_of_cohorts", []),
}


@pytest.mark.parametrize("name", ABSENT)
def test_more_than_one_in_ten_who_study_must_be_in_the_population(raw: Database, name: str) -> None:
    absent, change, years = ABSENT[name]
    raw.execute(f"delete from raw.individuals where Ar = 2005 and LopNr in ({absent})")
    raw.execute(change)
    result = only(raw, "individuals", "student_absent")
    assert result.fields["periods"] == years
    assert result.unexpected == (7 if years else 0)


def test_codes_outside_the_lists_own_ranges_are_no_orphans(raw: Database) -> None:
    raw.execute("update raw.individuals set Ssyk4 = '5133', AstSNI2007 = '47740', Ssyk4_2012 = '3211'")
    raw.execute("update raw.degrees set SUN2000Inr = '145a'")
    deliver_only(raw, "individuals", "degrees")
    assert failed(run_gate(raw)) == set()


def test_someone_seen_only_in_rows_set_aside_is_known(raw: Database) -> None:
    raw.execute("update raw.licences set LopNr = 'P-set-aside' where \"row\" = 500")
    assert only(raw, "licences", "person_unknown").unexpected == 1
    raw.execute("create table raw.set_aside_persons as select 'P-set-aside' as LopNr")
    assert only(raw, "licences", "person_unknown").passed


def test_ten_terms_before_the_first_cohort_are_enough(raw: Database) -> None:
    raw.execute("update raw.settings set first_cohort_term = 2 * 1990 + 10")
    result = only(raw, "registrations", "first_term_late")
    assert result.passed
    assert result.fields == {"terms": 10}


# --------------------------------------------------------------------------- faults and quiet


def test_an_expectation_that_raises_is_a_fault_of_ours(raw: Database) -> None:
    raw.execute("alter table raw.deaths drop column DodDatum")
    deliver_only(raw, "deaths")
    with pytest.raises(GateFault) as caught:
        run_gate(raw)
    assert "key_missing" in caught.value.keys
    assert ("row_outside_covers", "deaths", "DodDatum") in caught.value.places


def test_a_delivery_check_that_raises_is_a_fault_of_ours() -> None:
    connection = duckdb.connect()
    build_delivery(connection)
    deliver_only(connection, "deaths")
    connection.execute('alter table raw.rows_by_period rename "rows" to number')
    with pytest.raises(GateFault) as caught:
        run_gate(connection)
    assert set(caught.value.keys) == {"period_missing", "period_outside_covers", "rows_jump"}
    connection.close()


def test_counts_that_are_not_there_are_a_fault_of_ours(raw: Database) -> None:
    raw.execute("delete from raw.reading_counts")
    deliver_only(raw, "deaths")
    with pytest.raises(GateFault) as caught:
        run_gate(raw)
    assert {"reconciliation", "no_accepted_rows"} <= set(caught.value.keys)


def test_the_connection_and_its_transaction_stay_the_runs_own(faultless: Database) -> None:
    faultless.begin()
    faultless.execute("create table raw.mine as select 1 as n")
    deliver_only(faultless, "deaths")
    run_gate(faultless)
    assert faultless.execute("select n from raw.mine").fetchall() == [(1,)]
    faultless.rollback()
    assert faultless.execute("from duckdb_tables() where table_name = 'mine'").fetchall() == []


def test_results_hold_no_values(raw: Database, capfd: Any, caplog: Any) -> None:
    for register, contract in KNOWN.items():
        for column in contract.columns:
            if column.kind in ("text", "code"):
                raw.execute(f'update raw.{register} set "{column.name}" = \'{SECRET}\' where "row" = 500')
    raw.execute("update raw.individuals set Ssyk4 = '222' || ? where \"row\" = 501", [SECRET])
    deliver_only(raw, "individuals", "registrations", "licences")
    with caplog.at_level(logging.DEBUG, logger="schemas"):
        results = run_gate(raw)
    assert len(failed(results)) > 20
    shown = [repr(r) + r.name(language) + r.remedy(language) for r in results for language in ("sv", "en")]
    assert SECRET not in "".join(shown) + caplog.text + "".join(capfd.readouterr())


def test_a_fault_repeats_no_values(raw: Database, capfd: Any, caplog: Any) -> None:
    raw.execute("alter table raw.individuals alter FodelseAr type VARCHAR")
    raw.execute(f"update raw.individuals set FodelseAr = '{SECRET}'")
    deliver_only(raw, "individuals")
    with pytest.raises(GateFault) as caught:
        run_gate(raw)
    assert any("Error" in cause or "Exception" in cause for cause in caught.value.causes)
    assert SECRET not in repr(caught.value) + caplog.text + "".join(capfd.readouterr())
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_words_are_the_same_in_both_languages() -> None:
    swedish, english = words_of_checks("sv"), words_of_checks("en")
    assert swedish.keys() == english.keys()
    for key, words in swedish.items():
        assert set(words) == set(english[key]) == {"title", "name", "remedy"}
        for part, text in words.items():
            blanks = set(re.findall(r"{(\w+)}", text))
            assert blanks == set(re.findall(r"{(\w+)}", english[key][part])), (key, part)
            assert part != "title" or not blanks


def test_the_context_sends_and_shows_nothing(faultless: Database) -> None:
    import_quietly()
    from schemas.duckdb_engine import borrowed

    with borrowed(faultless) as source:
        context: Any = source._data_context
        assert context.variables.analytics_enabled is False
        assert context.variables.progress_bars.globally is False
        assert type(context).__name__ == "EphemeralDataContext"


QUIET = """
import os, pathlib, socket, sys
def refuse(*args, **kwargs): raise SystemExit("network")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
before = set(sys.modules)
import duckdb, schemas.expectations
assert "great_expectations" not in sys.modules, "imported before it is used"
sys.path.insert(0, {tests!r})
from test_expectations import build_delivery
connection = duckdb.connect()
build_delivery(connection)
assert all(result.passed for result in schemas.expectations.run_gate(connection))
assert os.environ["GX_ANALYTICS_ENABLED"] == "False"
assert connection.execute("select 1").fetchall() == [(1,)]
"""


def test_a_run_writes_sends_and_says_nothing(tmp_path: Path) -> None:
    code = QUIET.format(tests=str(ROOT / "tests" / "unit"))
    done = subprocess.run(
        [sys.executable, "-B", "-W", "error::DeprecationWarning:schemas", "-c", code],
        cwd=tmp_path,
        env={
            "HOME": str(tmp_path),
            "TMPDIR": str(tmp_path),
            "PYTHONPATH": str(ROOT),
            "PATH": "/usr/bin:/bin",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []
