"""SQL files: headers, what they read, layers, and the measures that they declare."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import queries as q

HEADER = """/*
title = "T"
title_sv = "T"
question = "Q?"
definition = "D"
*/
"""


def write(folder: Path, text: str, layer: str = "milestones") -> Path:
    path = folder / layer / "made.sql"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_file_is_after_what_it_reads() -> None:
    seen: set[str] = set()
    for table, query in q.queries().items():
        assert query.reads & q.queries().keys() <= seen, table
        seen.add(table)


def test_tables_read_are_found_through_joins_subqueries_and_using() -> None:
    sql = """
        with c as (select * from staging.degrees)
        select * from c inner join spine.cohort using (person)
        where person in (select person from staging.licences) union all select * from raw.deaths
    """
    found = q.tables_read(sql, Path("x.sql"))
    assert found == {"staging.degrees", "spine.cohort", "staging.licences", "raw.deaths"}


def test_a_file_without_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="TOML header"):
        q.parse_query(write(tmp_path, "select 1"))


def test_an_unknown_key_in_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown keys \\['colour'\\]"):
        q.parse_query(write(tmp_path, HEADER.replace("title =", 'colour = "red"\ntitle =') + "select 1"))


def test_an_unknown_key_of_a_measure_is_refused(tmp_path: Path) -> None:
    measure = '[measures.new]\ndefinition = "x"\nneed = ["degrees"]\n*/'
    with pytest.raises(ValueError, match="measure new: unknown keys \\['need'\\]"):
        q.parse_query(write(tmp_path, HEADER.replace("*/", measure) + "select 1"))


def test_sql_that_does_not_parse_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"made\.sql"):
        q.parse_query(write(tmp_path, HEADER + "select from where"))


@pytest.mark.parametrize(
    ("reads", "why"),
    [
        ("measures.cells", "not to the left"),
        ("spine.nothing", "no SQL file builds"),
        ("other.table", "not to the left"),
    ],
)
def test_a_file_reads_only_layers_to_its_left(
    tmp_path: Path, reads: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, HEADER + f"select * from {reads}")
    write(tmp_path, HEADER + "select 1", layer="measures").rename(tmp_path / "measures" / "cells.sql")
    monkeypatch.setattr(q, "SQL", tmp_path)
    with pytest.raises(ValueError, match=why):
        q.queries.__wrapped__()


def test_every_measure_counted_is_declared_and_every_declared_one_is_counted_once() -> None:
    names = [(m.model, m.name) for query in q.queries().values() for m in query.measures]
    assert len(names) == len(set(names))
    assert {model for model, _ in names} == set(q.MODELS)
    assert q.measures()["education", "retention_3"].matures_after == 3
    assert q.measures()["licensed", "retention_3"].matures_after == 3
    assert ("licence", "retention_3") not in q.measures()
    assert q.measures()["education", "months_start_to_degree"].published == (
        "months_start_to_degree_p25",
        "months_start_to_degree_p50",
        "months_start_to_degree_p75",
    )
