"""An analyst's own SQL: what is refused, and that what is answered tells of nobody."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest

from flows.drill import console as console_module
from flows.drill.console import ROWS, Console
from flows.drill.counting import Drill
from flows.drill.groups import ALWAYS, SMALLEST, shown_groups
from flows.drill.judging import FUNCTIONS
from schemas.faults import UserError


@pytest.fixture(scope="module")
def drill(drilled: Path) -> Iterator[Drill]:
    opened = Drill(drilled / "internal" / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def console(drill: Drill) -> Iterator[Console]:
    opened = Console(drill)
    yield opened
    opened.close()


def keys_of(console: Console, sql: str) -> set[str]:
    """Why a text is refused."""
    with pytest.raises(UserError) as refused:
        console.answer(sql)
    return {fault.key for fault in refused.value.faults}


# ---------------------------------------------------------------- which groups are shown, by hand


def groups(*rows: tuple[str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(
        [("g", "education", *row) for row in rows], schema=[*ALWAYS, "sex", "age", "persons"], orient="row"
    )


def test_a_small_group_takes_the_smallest_beside_it_along() -> None:
    """3 women of 22–24 are hidden. 13 women − 10 would tell, and so would 9 of 22–24 − 6."""
    counts = groups(("woman", "-21", 10), ("woman", "22-24", 3), ("man", "-21", 7), ("man", "22-24", 6))
    shown = shown_groups(counts, ["sex", "age"])
    assert shown.select("sex", "age", "persons").rows() == [("man", "-21", 7)]


def test_two_small_groups_hide_one_another() -> None:
    """4 + 3 are hidden in each sex and 8 and 6 in each age: no difference is below five."""
    counts = groups(
        ("woman", "-21", 4), ("woman", "22-24", 3), ("woman", "25-29", 20),
        ("man", "-21", 4), ("man", "22-24", 3), ("man", "25-29", 30),
    )  # fmt: skip
    shown = shown_groups(counts, ["sex", "age"])
    assert shown["persons"].to_list() == [30, 20]


def test_nothing_is_hidden_where_all_are_large() -> None:
    counts = groups(("woman", "-21", 5), ("man", "-21", 5))
    assert shown_groups(counts, ["sex", "age"]).height == 2


def test_no_difference_between_two_answers_is_of_one_to_four(drill: Drill, console: Console) -> None:
    """Every coarser answer minus what the finer one shows of it."""
    columns = ["age", "background", "sex", "upper_secondary"]
    finer = shown_groups(drill.people_by(columns), columns)
    assert finer["persons"].min() == SMALLEST  # there were small ones, and they are gone
    compared = 0
    for number in range(len(columns)):
        for subset in combinations(columns, number):
            by = [*ALWAYS, *subset]
            coarser = shown_groups(drill.people_by(list(subset)), list(subset))
            told = finer.group_by(by).agg(pl.sum("persons").alias("told"))
            both = coarser.join(told, on=by, how="left").with_columns(pl.col("told").fill_null(0))
            left = (both["persons"] - both["told"]).to_list()
            assert all(n == 0 or n >= SMALLEST for n in left), (subset, left)
            compared += len(left)
    assert compared > 30


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("sql", "key"),
    [
        # more than one select, or none
        ("select 1; select 2", "sql_not_select"),
        ("select 1; drop table measures.cells", "sql_not_select"),
        ("attach 'x.duckdb' as x", "sql_not_select"),
        ("copy measures.cells to 'x.csv'", "sql_not_select"),
        ("copy (select 1) to 'x.csv'", "sql_not_select"),
        ("export database 'x'", "sql_not_select"),
        ("install httpfs", "sql_not_select"),
        ("load httpfs", "sql_not_select"),
        ("pragma database_list", "sql_not_select"),
        ("set memory_limit = '1TB'", "sql_not_select"),
        ("reset all", "sql_not_select"),
        ("create table x as select 1", "sql_not_select"),
        ("create macro f() as 1", "sql_not_select"),
        ("insert into measures.cells select * from measures.cells", "sql_not_select"),
        ("update measures.cells set numerator = 1", "sql_not_select"),
        ("delete from measures.cells", "sql_not_select"),
        ("explain select 1", "sql_not_select"),
        ("call duckdb_tables()", "sql_not_select"),
        ("pivot counted_people on sex using sum(persons)", "sql_not_select"),
        ("", "sql_not_select"),
        ("select", "sql_not_select"),
        # person tables, the system's tables, files
        ("select sex, count(*) from measures.persons group by sex", "sql_table"),
        ("select * from spine.cohort", "sql_table"),
        ("select * from drill.people", "sql_table"),
        ("select * from drill.main.people", "sql_table"),
        ("select * from release.measures.persons", "sql_table"),
        ("select * from memory.measures.cells", "sql_table"),
        ("select * from main.counted_people", "sql_table"),
        ("with a as (select * from raw.licences) select count(*) from a", "sql_table"),
        ("select (select max(person) from measures.people)", "sql_table"),
        ("select 1 where exists (select 1 from measures.people where person = '1')", "sql_table"),
        ("select * from counted_people union all select * from measures.people", "sql_table"),
        ("select * from information_schema.tables", "sql_table"),
        ("select * from duckdb_tables", "sql_table"),
        ("select * from sqlite_master", "sql_table"),
        ("select * from pg_class", "sql_table"),
        ("select * from 'internal/persons.parquet'", "sql_table"),
        ("from '/etc/passwd'", "sql_table"),
        ("select * from measures.cells at (version => 1)", "sql_table"),
        # functions that read something, or make much out of little
        ("select * from duckdb_tables()", "sql_function"),
        ("select * from duckdb_settings()", "sql_function"),
        ("select * from duckdb_secrets()", "sql_function"),
        ("select * from pragma_table_info('measures.cells')", "sql_function"),
        ("select * from read_text('/etc/passwd')", "sql_function"),
        ("select * from read_csv('/etc/passwd')", "sql_function"),
        ("select * from read_parquet('internal/persons.parquet')", "sql_function"),
        ("select * from glob('*')", "sql_function"),
        ("select * from query('select 1')", "sql_function"),
        ("select * from query_table('counted_people')", "sql_function"),
        ("select * from range(10000000000)", "sql_function"),
        ("select unnest([1, 2])", "sql_function"),
        ("select getenv('HOME')", "sql_function"),
        ("select current_setting('temp_directory')", "sql_function"),
        ("select repeat('x', 1000000000)", "sql_function"),
        ("select list(persons) from counted_people", "sql_function"),
        ("select array_agg(persons) from counted_people", "sql_function"),
        ("select string_agg(sex, ',') from counted_people", "sql_function"),
        ("select any_value(sex) from counted_people", "sql_function"),
        ("select first(sex) from counted_people", "sql_function"),
        ("select arg_min(sex, persons) from counted_people", "sql_function"),
        ("select histogram(sex) from counted_people", "sql_function"),
        ("select struct_pack(a := sex) from counted_people", "sql_function"),
        ("select {'a': sex} from counted_people", "sql_function"),
        ("select list_transform([1], x -> x) from counted_people", "sql_function"),
        ("select main.sum(persons) from counted_people", "sql_function"),
        # other forms
        ("describe measures.cells", "sql_form"),
        ("show tables", "sql_form"),
        ("summarize counted_people", "sql_form"),
        ("select * from counted_people tablesample 1 rows", "sql_form"),
        ("select * from counted_people using sample 1", "sql_form"),
        ("select $1", "sql_form"),
        ("with recursive r as (select 1 as n union all select n + 1 from r) select * from r", "sql_form"),
        # too much
        ("select sex, age, fate, background, institution, home_region from counted_people", "sql_columns"),
        ("select 1 -- " + "x" * 10_000, "sql_too_long"),
        # allowed, and wrong
        ("select person from counted_people", "sql_wrong"),
        ("select LopNr, count(*) from counted_people group by all", "sql_wrong"),
    ],
)  # fmt: skip
def test_whatever_is_no_select_of_known_things_is_refused(console: Console, sql: str, key: str) -> None:
    assert key in keys_of(console, sql)


ASKED_OTHERWISE = [
    "select * from counted_people where sex = 'man' and age = '35-'",
    "with a as (select sex, age, fate, persons from counted_people) select * from a",
    "select * from (select sex, age, institution, persons from counted_people)",
    "select sex, home_municipality, persons, row_number() over (order by persons) from counted_people",
    "select a.sex, a.age, a.persons from counted_people as a inner join counted_people as b using (sex, age)",
    "select sex, age, sum(persons) as persons from counted_people group by sex, age having sum(persons) < 5",
    "select home_municipality, sex, persons from counted_people order by persons limit 1 offset 0",
    "select sex, age, institution, persons from counted_people qualify row_number() over () = 1",
    "select sex, persons from counted_people union select age, persons from counted_people",
    "select distinct on (sex) sex, age, home_county, persons from counted_people order by persons",
    "select sex, age, min(persons) as persons from counted_people group by cube (sex, age)",
    "select SEX, Counted_People.\"AGE\", persons from COUNTED_PEOPLE",
    "select columns('prof.*|model'), persons from counted_people where home_municipality <> ''",
    "select * exclude (profession) from counted_people where study_municipality = '0180' and age <> ''",
    "select sex, persons from counted_people where age = (select min(age) from counted_people)",
]  # fmt: skip


@pytest.mark.parametrize("sql", ASKED_OTHERWISE)
def test_however_it_is_asked_no_group_is_below_five(console: Console, sql: str) -> None:
    answer = console.answer(sql).rows
    assert all(persons >= SMALLEST for persons in answer["persons"].to_list())


def test_a_place_is_never_compared_with_its_county(console: Console) -> None:
    """Counties minus the municipalities shown of them would tell of the municipalities that are not."""
    county = console.answer("select home_county, sum(persons) from counted_people group by all").rows
    finer = console.answer(
        "select home_county, sum(persons) from counted_people where home_municipality <> '' group by all"
    ).rows
    both = county.join(finer, on="home_county", how="left").fill_null(0)
    left = [int(whole - part) for _, whole, part in both.iter_rows()]
    assert all(n == 0 or n >= SMALLEST for n in left)
    assert any(left)


# ---------------------------------------------------------------- what is answered


def test_the_measures_are_there(console: Console, drilled: Path) -> None:
    sql = "select count(*) as n, sum(numerator) as s from measures.cells where measure = 'retention_1'"
    cells = pl.read_parquet(drilled / "internal" / "measures.parquet").filter(
        pl.col("measure") == "retention_1"
    )
    assert [int(n) for n in console.answer(sql).rows.row(0)] == [cells.height, cells["numerator"].sum()]


def test_people_are_counted(console: Console, drill: Drill) -> None:
    sql = "select sum(persons) from counted_people where profession = 'sjukskoterska' and model = 'education'"
    persons = drill.people_by([]).filter(profession="sjukskoterska", model="education")["persons"][0]
    assert int(console.answer(sql).rows.item()) == persons


def test_a_long_answer_is_cut(console: Console) -> None:
    answer = console.answer("select * from measures.cells order by numerator desc")
    assert answer.is_cut
    assert answer.rows.height == ROWS
    assert answer.rows["numerator"].is_sorted(descending=True)


def test_a_query_that_goes_on_is_stopped(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_module, "SECONDS", 0.2)
    crossed = "select sum(a.numerator * b.numerator * c.numerator) from "
    crossed += "measures.cells as a, measures.cells as b, measures.cells as c"
    assert keys_of(console, crossed) == {"sql_too_slow"}
    assert console.answer("select 1").rows.item() == 1


@pytest.mark.parametrize(
    "name", ["read_text", "getenv", "query", "nextval", "list", "repeat", "hash", "random"]
)
def test_a_function_that_reads_or_fills_is_not_on_the_list(name: str) -> None:
    assert name not in FUNCTIONS


def test_the_seal_holds_when_the_judge_is_asleep(console: Console) -> None:
    """Were something let through, there is still no file, no setting and no person to reach."""
    memory = console._memory
    frame = pl.DataFrame({"person": ["7"]})
    for sql in (
        "select * from frame",
        "select * from read_text('/etc/passwd')",
        "copy measures.cells to 'x.csv'",
        "attach 'x.duckdb' as x",
        "set enable_external_access = true",
        "set memory_limit = '1TB'",
        "install httpfs",
        "select * from drill.people",
    ):
        with pytest.raises(UserError):
            memory.answer(sql, seconds=5, tables={})
    assert frame.height == 1
    tables = memory.frame("select table_name from duckdb_tables()")["table_name"].to_list()
    assert not {"people", "persons", "observations", "breakdowns"} & set(tables)
