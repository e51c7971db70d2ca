"""Tables of a real PostgreSQL through ODBC: the same as files; a clear message for what is not there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from pipelines.backtesting import check_same_delivery
from schemas.contract import contracts
from schemas.databases import Connection, Table, table
from schemas.delivery import load_delivery
from schemas.faults import CALL_WRONG, LANGUAGES, UserError
from schemas.reading import check_headers, table_hash
from schemas.sources import batches, open_source
from tests import postgres
from tests.delivering import Read, read

SECRET = "hemligt-lösen"
HEAD = '[delivery]\nid = "2026-06"\nreceived_on = 2026-06-15\n[covers]\n'
DATABASE = '[database]\nconnection_file = "anslutning"\n'
missing = postgres.missing() or postgres.odbc_missing()
needs_database = pytest.mark.skipif(bool(missing), reason=missing)


@pytest.fixture(scope="module")
def database() -> Iterator[postgres.Postgres]:
    with postgres.server(SECRET) as found:
        yield found


def fill(database: postgres.Postgres, *statements: str) -> None:
    """Runs the statements in the database."""
    connection = psycopg2.connect(database.url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()


def delivered(folder: Path, words: str, register: str, covers: str, said: str) -> Path:
    """A delivery whose registers are files with no rows, but for one in the database."""
    folder.mkdir(exist_ok=True)
    toml = HEAD + f'registrations = ["HT1993", "HT2024"]\n{register} = {covers}\n'
    toml += DATABASE + f"[tables]\n{register} = {said}\n"
    (folder / "delivery.toml").write_text(toml, encoding="utf-8")
    (folder / "anslutning").write_text(words + "\n", encoding="utf-8")
    (folder / "registrations.csv").write_text("LopNr;Ar;Termin;HsKod;YProg\n", encoding="utf-8")
    return folder


def read_table(folder: Path, register: str) -> Read:
    """The register that is a table, read."""
    delivery = load_delivery(folder)
    assert check_headers(delivery, contracts()[register], folder) == []
    for other in set(delivery.covers) - {register}:
        del delivery.covers[other]
    return read(delivery)


@needs_database
def test_a_table_reads_as_the_same_rows_in_a_file(database: postgres.Postgres, tmp_path: Path) -> None:
    rows = """
        (1001, 2005, 1, 1980, '0180', 12.50, 1.5), (1001, 2005, 1, 1980, '0180', 12.50, 1.5),
        (1002, 2005, 2, 1981, ' 1281', null, 16777217), (null, 2005, 1, 1980, '0180', 0, 0),
        (1003, 1950, 1, 1980, '0180', 0, 'NaN'), (1004, 2006, 3, 1980, '0180', 0, 0)
    """
    fill(
        database,
        """
        create table lisa_2005 (lopnr bigint, ar int, kon smallint, fodelsear int, kommun varchar(5),
            forvers numeric(12, 2), "ALosDag" double precision, "select; drop ""x"" y" text)
        """,
        f"insert into lisa_2005 values {rows}",
    )
    text = "lopnr;ar;kon;fodelsear;kommun;forvers;ALosDag\n" + "\n".join(
        ["1001;2005;1;1980;0180;12.5;1.5"] * 2
        + ["1002;2005;2;1981;1281;;16777217", ";2005;1;1980;0180;0;0"]
        + ["1003;1950;1;1980;0180;0;", "1004;2006;3;1980;0180;0;0"]
    )
    delivered(tmp_path / "t", database.odbc, "individuals", "[1999, 2024]", '["public.lisa_2005"]')
    table_read = read_table(tmp_path / "t", "individuals")
    file = delivered(tmp_path / "f", "", "individuals", "[1999, 2024]", '"x"')
    toml = (file / "delivery.toml").read_text(encoding="utf-8")
    (file / "delivery.toml").write_text(toml[: toml.index(DATABASE)], encoding="utf-8")
    (file / "individuals.csv").write_text(text, encoding="utf-8")
    file_read = read_table(file, "individuals")
    assert table_read.counts == file_read.counts
    assert (table_read.counts.read, table_read.counts.accepted, table_read.counts.duplicates) == (6, 2, 1)
    assert set(table_read.rejected["file"]) == {"public.lisa_2005"}
    by_person = ["LopNr", "Ar"]
    same = [found.accepted.drop("file", "row").sort(by_person) for found in (table_read, file_read)]
    assert same[0].equals(same[1])
    assert dict(same[0].select("LopNr", "ALosDag").rows()) == {"1001": None, "1002": 16777217}


@needs_database
def test_dates_are_those_of_the_table(database: postgres.Postgres, tmp_path: Path) -> None:
    fill(
        database,
        "create table avlidna (lopnr text, doddatum date, tid timestamp)",
        """
        insert into avlidna values ('1', '2005-06-05', '2005-06-05 23:59:59.5'),
            ('2', 'infinity', '9999-12-31'), ('3', '0044-03-15 BC', null)
        """,
    )
    delivered(tmp_path, database.odbc, "deaths", "[1999-01-01, 2024-12-31]", '"avlidna"')
    found = read_table(tmp_path, "deaths")
    assert [str(day) for day in found.accepted["DodDatum"]] == ["2005-06-05"]
    assert set(found.rejected.select("value", "reason").rows()) == {
        ("0000-00-00", "unparsable_date"),  # infinity, which is no day
        ("0044-03-15", "out_of_range"),  # the driver says nothing of BC
    }
    source = open_source(load_delivery(tmp_path).files["deaths"][0], tmp_path)
    moments = [row for batch in batches(source, source.frame.select("tid"), 10) for row in batch.rows()]
    assert moments == [("2005-06-05",), ("9999-12-31",), (None,)]


@needs_database
def test_a_query_and_the_hash_of_what_was_read(database: postgres.Postgres, tmp_path: Path) -> None:
    rows = "(2, '2005-06-05'), (1, '2004-01-01')"
    fill(database, "create table dod (nr int, dag date)", f"insert into dod values {rows}")
    query = '"select nr as lopnr, dag as doddatum from dod where nr < 9"'
    delivered(tmp_path, database.odbc, "deaths", "[1999-01-01, 2024-12-31]", query)
    found = read_table(tmp_path, "deaths")
    assert found.accepted["LopNr"].to_list() == ["1", "2"], "in the order of their values"
    delivery = load_delivery(tmp_path)
    (place,) = delivery.files["deaths"]
    assert isinstance(place, Table)
    before = table_hash(delivery, contracts()["deaths"], place)
    fill(database, "insert into dod values (9, '2004-01-01')")
    assert table_hash(delivery, contracts()["deaths"], place) == before, "a row that the query leaves out"
    manifest = {"inputs": {"deaths": {"files": {"deaths 1": {"sha256": before}}}}, "delivery": "2026-06"}
    fill(database, "update dod set dag = '2004-01-02' where nr = 1")
    with pytest.raises(UserError) as caught:
        check_same_delivery(manifest, tmp_path)
    assert "deaths/deaths 1" in str(caught.value.faults[0].fields["files"])


def refused(folder: Path) -> str:
    """The key of the one fault of reading the deaths; no message repeats the connection."""
    with pytest.raises(UserError) as caught:
        faults = check_headers(load_delivery(folder), contracts()["deaths"], folder)
        raise UserError(faults) if faults else AssertionError(read_table(folder, "deaths"))
    assert caught.value.exit_code == CALL_WRONG
    (fault,) = caught.value.faults
    for language in LANGUAGES:
        text = fault.text(language)
        assert SECRET not in text and "PWD" not in text and "SECRET" not in text
    return fault.key


COVERS = "[1999-01-01, 2024-12-31]"


@needs_database
@pytest.mark.parametrize(
    ("change", "said", "key"),
    [
        (("PWD=", "PWD=x"), '"a"', "database_closed"),
        (("Port=", "Port=1"), '"a"', "database_closed"),
        (("Unicode", "Nej"), '"a"', "odbc_driver_missing"),
        (("Driver", "DSN"), '"a"', "odbc_driver_missing"),
        (("", ""), '"finns.inte"', "table_unreadable"),
        (("", ""), "\"select cast('SECRET' as int) as lopnr, null as doddatum\"", "table_unreadable"),
        (("", ""), "\"select repeat('SECRET', 9999) as lopnr, '2005-06-05' as doddatum\"", "cell_too_large"),
        (("", ""), '"select 1 as lopnr, 2 as lopnr"', "column_twice"),
        (("", ""), '"select 1 as lopnr"', "column_missing"),
    ],
)
def test_what_is_wrong_is_said(
    database: postgres.Postgres, tmp_path: Path, change: tuple[str, str], said: str, key: str
) -> None:
    assert refused(delivered(tmp_path, database.odbc.replace(*change), "deaths", COVERS, said)) == key


def test_no_odbc_on_the_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arrow_odbc", None)
    assert refused(delivered(tmp_path, "Driver=x", "deaths", COVERS, '"a"')) == "odbc_missing"


@pytest.mark.parametrize("words", ["", "\n", "a=1\nb=2", "Driver=\0"])
def test_no_connection(tmp_path: Path, words: str) -> None:
    assert refused(delivered(tmp_path, words, "deaths", COVERS, '"a"')) == "connection_missing"


def test_a_connection_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARDFLODE_ODBC", " DSN=mona ")
    assert Connection("VARDFLODE_ODBC").words() == "DSN=mona"
    with pytest.raises(UserError):
        Connection("VARDFLODE_NEJ").words()


# ---------------------------------------------------------------- delivery.toml


@pytest.mark.parametrize(
    "text",
    [
        "dbo.Individ_2005",
        "a.b.c.d",
        "Åldrar",
        "select * from a",
        "SELECT\n1 as x",
    ],
)
def test_tables_and_queries(text: str) -> None:
    assert table("deaths 1", text, Connection("X")) is not None


@pytest.mark.parametrize(
    "text",
    ["", "a b", 'a"b', "a;b", "1a", "select 1; drop table a", "drop table a", "a-b", "a.b.c.d.e"],
)
def test_neither_table_nor_query(text: str) -> None:
    assert table("deaths 1", text, Connection("X")) is None


@pytest.mark.parametrize(
    ("toml", "key"),
    [
        ('[tables]\ndeaths = "a"\n', "bad_database"),
        ('[database]\nconnection = "Driver=x;PWD=y"\n', "unknown_key"),
        ('[database]\nconnection_env = 3\n[tables]\ndeaths = "a"\n', "bad_database"),
        (DATABASE + '[tables]\ndeaths = "drop table a"\n', "bad_table"),
        (DATABASE + '[tables]\ndeaths = ["a", "a"]\n', "bad_table"),
        (DATABASE + "[tables]\ndeaths = []\n", "bad_table"),
        (DATABASE + "[tables]\ndeaths = [3]\n", "bad_table"),
        (DATABASE + '[tables]\ndeaths = "a"\n[files]\ndeaths = "d*"\n', "register_fed_twice"),
        (DATABASE + '[tables]\nlisa = "a"\n', "unknown_key"),
        (DATABASE + '[tables]\nmigration = "a"\n', "covers_missing"),
    ],
)
def test_one_fault(tmp_path: Path, toml: str, key: str) -> None:
    covers = f'registrations = ["HT1993", "HT2024"]\n{"deaths = " + COVERS if "deaths" in toml else ""}\n'
    (tmp_path / "delivery.toml").write_text(HEAD + covers + toml, encoding="utf-8")
    (tmp_path / "registrations.csv").touch()
    with pytest.raises(UserError) as caught:
        load_delivery(tmp_path)
    assert key in [fault.key for fault in caught.value.faults]


def test_no_password_is_repeated(tmp_path: Path) -> None:
    toml = HEAD + 'registrations = ["HT1993", "HT2024"]\n[database]\nconnection = "PWD=SECRET"\n'
    (tmp_path / "delivery.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "registrations.csv").touch()
    with pytest.raises(UserError) as caught:
        load_delivery(tmp_path)
    assert "SECRET" not in str(caught.value)
