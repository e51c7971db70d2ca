"""Every SQL file means the same on Spark, as far as can be told without Spark.

What runs on both is in tests/end_to_end/test_spark.py.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.queries import queries
from flows.spark.translating import ALIKE, LIMITS, OTHER_WORDS, faults_of, not_alike, translated


@pytest.mark.parametrize("table", queries())
def test_every_file_is_known_to_count_alike(table: str) -> None:
    assert not_alike(queries()[table].select) == []


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("select date_diff('month', a, b) from t.u", "DATE_DIFF('MONTH', a, b)"),
        ("select mode(a) from t.u", "MODE(a)"),
        ("select hash(a) from t.u", "HASH(a)"),
        ("select avg(a) from t.u", "AVG(a)"),
        ("select round(a) from t.u", "ROUND(a)"),
        ("select columns('a.*') from t.u", "COLUMNS('a.*')"),
        ("select * exclude (a) from t.u", "* EXCLUDE (a)"),
        ("select * replace (a as b) from t.u", "* REPLACE (a AS b)"),
        ("select a from range(3) as r (a)", "RANGE(0, 3)"),
        ("select a from t.u union all by name select a from t.v", "UNION ALL BY NAME"),
        ("select a from t.u asof join t.v on u.b >= v.b", "ASOF JOIN t.v ON u.b >= v.b"),
        ("select a from t.u natural join t.v", "NATURAL JOIN t.v"),
        ("select distinct on (a) a, b from t.u", "DISTINCT ON (a)"),
        ("select a / b from t.u", "a / b"),
        ("select a // b from t.u", "a // b"),
        ("select a % 0 from t.u", "a % 0"),
        ("select cast(a as date) from t.u", "CAST(a AS DATE)"),
        ("select try_cast(a as integer) from t.u", "TRY_CAST(a AS INT)"),
        ("select d + interval 1 month from t.u", "INTERVAL '1' MONTH"),
        ("select list(a) from t.u", "ARRAY_AGG(a)"),
        ("select list_sort(list(a order by b)) from t.u", "ARRAY_AGG(a ORDER BY b)"),
        ("select a[1] from t.u", "a[1]"),
        ("select sum(a) over (order by b rows 2 preceding) from t.u", "ROWS BETWEEN 2 PRECEDING"),
        ("select percentile_cont(0.5) within group (order by a) from t.u", "QUANTILE_CONT(a, 0.5"),
        ("select a from t.u limit 1", "LIMIT 1"),
        ("select something_new(a) from t.u", "something_new(a)"),
    ],
)
def test_what_is_not_known_is_refused(sql: str, found: str) -> None:
    assert any(found.lower() in part.lower() for part in not_alike(sql)), not_alike(sql)
    with pytest.raises(ValueError, match="not known"):
        translated(sql)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("select quantile_cont(a, [0.25, 0.5]) from t.u", "SELECT PERCENTILE(a, ARRAY(0.25, 0.5)) FROM t.u"),
        ("select list_extract(a, b) from t.u", "SELECT ELEMENT_AT(a, b) FROM t.u"),
        ("select d + to_months(a) from t.u", "SELECT d + MAKE_YM_INTERVAL(0, a) FROM t.u"),
        ("select list_sort(list(a)) from t.u", "SELECT ARRAY_SORT(COLLECT_LIST(a)) FROM t.u"),
        ("select a // 2 from t.u", "SELECT a DIV 2 FROM t.u"),
        ('select "row" from t.u', "SELECT `row` FROM t.u"),
        ("select regexp_matches(a, '^b\\.[13]$') from t.u", "SELECT a RLIKE '^b\\\\.[13]$' FROM t.u"),
    ],
)
def test_the_words_that_differ(ours: str, theirs: str) -> None:
    assert translated(ours) == theirs


def test_null_stands_where_it_stood() -> None:
    # DuckDB puts NULL last whatever the direction, Spark first when ascending.
    found = translated("select row_number() over (order by a, b asc, c desc) as n from t.u")
    assert "ORDER BY a NULLS LAST, b ASC NULLS LAST, c DESC" in found


def test_a_construct_in_the_lists_is_one_that_a_file_uses() -> None:
    texts = " ".join(query.select.lower() for query in queries().values())
    assert [name for name in OTHER_WORDS if f"{name}(" not in texts] == []
    assert set(LIMITS) - ALIKE == {"PercentileCont"}


def test_a_file_that_spark_may_not_run_is_named() -> None:
    query = next(iter(queries().values()))
    (fault,) = faults_of([replace(query, select="select hash(a) from t.u"), query])
    assert "HASH(a)" in fault.text("en") and f"sql/{query.layer}/{query.name}.sql" in fault.text("en")
