"""Who is let into the drill-down, what stands on every page, and what is written in the log."""

from __future__ import annotations

import json
import re
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from pipelines.cli import run_command
from pipelines.drilling.app import drill_app
from pipelines.drilling.desk import Desk, open_desk
from pipelines.drilling.guard import HEADERS
from pipelines.drilling.log import LOG, QueryLog
from pipelines.drilling.ready import READY
from pipelines.drilling.same_pages import unprotected
from pipelines.drilling.serving import folder_to_drill, listening
from pipelines.settings import load_settings
from reports.drill.figures import Bar, bars_figure, drawable
from reports.drill.marking import marked_page
from reports.drill.naming import breakdown_title, value_title
from reports.language import ENGLISH, SWEDISH
from reports.words import english, swedish
from schemas.faults import UserError
from tests.drilling import ADDRESS, HOST, TOKEN, client_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient

NURSE = "profession=sjukskoterska"
PAGES = (
    "",
    "group/sjukskoterska",
    "group/tandhygienist",
    f"ask?{NURSE}&measure=retention_1&by_1=sex&by_2=home_region",
    f"ask?{NURSE}&measure=retention_1&by_1=home_municipality&by_2=study_municipality",
    f"ask?{NURSE}&measure=status_1&by_2=sex",
    f"ask?{NURSE}&measure=months_start_to_degree_p50&cohort=2003",
    f"ask?{NURSE}&model=licence&measure=started_share&by_1=specialisation",
    f"ask?{NURSE}&measure=retention_1&variant=target_set%3Dworkplace",
    "definition/retention_1",
    "definition/drill.cells",
    "definition/measures.after_licence",
    "console",
    "publish",
    "nothing/here",
)


@pytest.fixture(scope="module", params=["sv", "en"])
def desk(
    request: pytest.FixtureRequest, drilled: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk") / "2026-1"
    shutil.copytree(drilled, folder)
    opened = open_desk(folder, request.param)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(desk: Desk) -> TestClient:
    return client_of(drill_app(desk, TOKEN, [HOST]))


def page(client: TestClient, address: str) -> Any:
    return client.get(f"/{TOKEN}/{address}")


def logged(desk: Desk) -> list[dict[str, Any]]:
    return [json.loads(line) for line in desk.log.file.read_text(encoding="utf-8").splitlines()]


# ---------------------------------------------------------------- who is let in


@pytest.mark.parametrize("path", ["/", "/ask", "/wrong/", f"/{TOKEN}x/", f"/x{TOKEN}/", "/static/drill.css"])
def test_without_the_token_there_is_nothing(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8710", "127.0.0.1", "127.0.0.1:9999", "127.0.0.1.evil.example:8710", ""],
)
def test_another_name_for_this_computer_is_refused(client: TestClient, host: str) -> None:
    answer = client.get(f"/{TOKEN}/", headers={"host": host})
    assert (answer.status_code, answer.content) == (421, b"")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_only_reading_and_asking(client: TestClient, method: str) -> None:
    assert client.request(method, f"/{TOKEN}/").status_code == 405


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, 403),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, 200),
        ({"origin": ADDRESS}, 200),
    ],
)
def test_a_form_of_another_site_is_refused(client: TestClient, headers: dict[str, str], status: int) -> None:
    answer = client.post(f"/{TOKEN}/console", data={"sql": "select 1 as n"}, headers=headers)
    assert answer.status_code == status


def test_a_very_long_question_is_not_read(client: TestClient) -> None:
    assert client.post(f"/{TOKEN}/console", content=b"x" * 200_000).status_code == 413


@pytest.mark.parametrize("path", [f"/{TOKEN}/", "/", f"/{TOKEN}/static/drill.js"])
def test_every_answer_is_kept_nowhere_and_may_load_nothing_from_outside(
    client: TestClient, path: str
) -> None:
    headers = client.get(path).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'; script-src 'self';" in headers["content-security-policy"]


# ---------------------------------------------------------------- what stands on a page


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_that_it_is_unprotected_and_names_nobody(
    client: TestClient, drilled: Path, address: str
) -> None:
    text = page(client, address).text
    assert re.search(r'<aside class="red-band"[^>]*><strong>[^<]*OSKYDDADE UPPGIFTER', text)
    assert '<body class="drill" data-mark="' in text
    assert TOKEN not in text
    assert not re.search(r'(href|src|action)="(https?:)?//', text)
    assert not re.search(r"<a[^>]*(download|\.csv|\.parquet|\.xlsx|\.json)", text)  # nothing to take away
    persons = pl.read_parquet(drilled / "internal" / "persons.parquet")["person"].unique()
    marked = [person for person in persons if person.startswith("P-") or person.startswith("1000")]
    assert marked and not [person for person in marked if re.search(rf"\b{re.escape(person)}\b", text)]


def test_a_figure_carries_the_mark(client: TestClient) -> None:
    text = page(client, PAGES[3]).text
    figure = json.loads(re.search(r'id="figure-data">(.*?)</script>', text)[1])["figure"]  # type: ignore[index]  # it is there
    assert any("OSKYDDADE UPPGIFTER" in note["text"] for note in figure["layout"]["annotations"])
    assert figure["config"]["displayModeBar"] is False  # no button that saves a picture
    assert "OSKYDDADE UPPGIFTER" in client.get(f"/{TOKEN}/static/mark.svg").text


def test_a_page_shows_the_releases_numbers(client: TestClient, desk: Desk, drilled: Path) -> None:
    measures = pl.read_parquet(drilled / "internal" / "measures.parquet")
    key = {
        "profession": "sjukskoterska",
        "model": "education",
        "cohort": "2000-2010",
        "measure": "retention_1",
    }
    rows = measures.filter(
        *(pl.col(k) == v for k, v in key.items()), pl.col("by_1") == "sex", pl.col("by_2") == ""
    )
    text = page(client, f"ask?{NURSE}&measure=retention_1&by_1=sex").text
    for row in rows.iter_rows(named=True):
        name = desk.language.texts["values"]["sex"][row["value_1"]]
        found = re.search(rf'<th scope="row">{name}</th>(.*?)</tr>', text)
        assert found
        numbers = re.findall(r">([^<>]*)</td>", found[1])
        share = desk.language.spoken(row["value"])
        assert numbers[:4] == [
            str(row["numerator"]),
            str(row["denominator"]),
            share,
            str(row["n_not_observable"]),
        ]


def test_definition_and_sql_are_one_click_away(client: TestClient) -> None:
    text = page(client, PAGES[3]).text
    assert 'href="#origin"' in text and 'id="origin"' in text
    assert "$measure" in text and "&#39;retention_1&#39;" in text
    assert 'href="definition/measures.after_licence"' in text
    judged = page(client, "definition/measures.after_licence").text
    assert "sql/measures/after_licence.sql" in judged
    assert "f.is_followed and f.resident" in judged
    assert 'href="milestones.follow_up"' in judged
    assert page(client, "definition/milestones.follow_up").status_code == 200


def test_choices_that_do_not_go_together_are_mended_and_said(client: TestClient, desk: Desk) -> None:
    """A läsår is no cohort of the education model, and nobody is cut by a licence county there."""
    answer = page(client, f"ask?{NURSE}&measure=retention_1&cohort=2000/01&by_1=licence_county")
    assert answer.status_code == 200
    assert desk.words["ask"]["changed"].split("{")[0].split(".")[0] in answer.text


@pytest.mark.parametrize(
    "address", ["group/bagare", "definition/nothing", "static/../guard.py", "static/x.js", "persons"]
)
def test_an_unknown_page_is_said_to_be_unknown(client: TestClient, address: str) -> None:
    assert page(client, address).status_code == 404


def test_words_are_escaped(client: TestClient) -> None:
    sql = "select '<script>alert(1)</script>' as \"<b>\""
    text = client.post(f"/{TOKEN}/console", data={"sql": sql}).text
    assert "<script>alert" not in text and "<b>" not in text


def test_english_pages_are_in_english(client: TestClient, desk: Desk) -> None:
    text = page(client, "console").text
    assert (english() if desk.language == ENGLISH else swedish())["drill"]["console"]["lead"] in text


# ---------------------------------------------------------------- the published pages again


@pytest.mark.parametrize("name", ["index", "sjukskoterska", "tandhygienist"])
@pytest.mark.parametrize("ending", ["html", "en.html"])
def test_the_published_pages_are_shown_unprotected_and_marked(
    client: TestClient, name: str, ending: str
) -> None:
    answer = page(client, f"site/{name}.{ending}")
    assert answer.status_code == 200
    assert re.search(
        r'<body[^>]*>\s*<aside class="red-band"[^>]*><strong>[^<]*OSKYDDADE UPPGIFTER', answer.text
    )
    assert "<title>" in answer.text and '<script src="../static/mark.js"></script>\n</head>' in answer.text
    assert 'href="tables/' not in answer.text


def test_the_published_rows_get_the_numbers_before_protection(client: TestClient, drilled: Path) -> None:
    """Every published number of the release is withheld; the page has the internal one."""
    measures = pl.read_parquet(drilled / "internal" / "measures.parquet")
    key = {"profession": "sjukskoterska", "model": "education", "cohort": "2000-2010", "by_1": ""}
    began = measures.filter(*(pl.col(k) == v for k, v in key.items()), pl.col("measure") == "composition")
    assert f"<strong>{began['numerator'][0]}</strong>" in page(client, "site/sjukskoterska.html").text
    assert not list((drilled / "internal").glob(".drill-*"))


def test_only_what_is_published_is_shown_again() -> None:
    internal = pl.DataFrame(
        {"profession": ["a", "b"], "measure": ["m", "m"], "numerator": [3, 4], "status": ["ok", "ok"]}
    )
    shape = {
        "profession": pl.String,
        "measure": pl.String,
        "numerator": pl.Int64,
        "status": pl.String,
        "reason": pl.String,
    }
    published = pl.DataFrame([("a", "m", None, "protected", "secondary")], schema=shape, orient="row")
    assert unprotected(published, internal).rows() == [("a", "m", 3, "ok", "")]


def test_a_page_that_cannot_be_marked_is_not_shown() -> None:
    with pytest.raises(ValueError, match="cannot be marked"):
        marked_page(b"<html><p>12 persons</p></html>", ".html", "sv")


# ---------------------------------------------------------------- the console


def test_the_console_answers_and_refuses(client: TestClient, desk: Desk) -> None:
    good = client.post(
        f"/{TOKEN}/console", data={"sql": "select sex, sum(persons) as n from counted_people group by all"}
    )
    assert (
        good.status_code == 200
        and '<th scope="col">sex</th><th scope="col" class="number">n</th>' in good.text
    )
    bad = client.post(f"/{TOKEN}/console", data={"sql": "select * from measures.persons"})
    assert bad.status_code == 400 and "measures.persons" in bad.text and 'role="alert"' in bad.text
    last = logged(desk)[-2:]
    assert [line["what"] for line in last] == ["sql", "sql"]
    assert last[0]["rows"] >= 1 and last[1]["refused"] == ["sql_table"]


def test_what_is_no_share_of_persons_is_a_question_ready_to_be_run(client: TestClient, desk: Desk) -> None:
    start = client.get(f"/{TOKEN}/").text
    for name, sql in READY.items():
        assert f'href="console?ready={name}"' in start and desk.words["ready"][name] in start
        offered = client.get(f"/{TOKEN}/console?ready={name}").text
        assert sql.splitlines()[1] in offered, "it is shown, and run when asked to be"
        assert desk.console.answer(sql).rows.height > 0, name


# ---------------------------------------------------------------- the log


def test_who_asked_what_and_when_is_written(client: TestClient, desk: Desk) -> None:
    page(client, f"ask?{NURSE}&measure=retention_3&by_1=age")
    line = logged(desk)[-1]
    assert line["what"] == "ask" and line["measure"] == "retention_3" and line["by_1"] == "age"
    assert line["who"] and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", line["at"])
    assert logged(desk)[0]["what"] == "open"
    assert stat.S_IMODE(desk.log.file.stat().st_mode) == 0o600


def test_what_cannot_be_logged_is_not_answered(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(desk.log, "file", tmp_path)  # a folder cannot be written to
    for address in ("", "group/sjukskoterska", PAGES[3]):
        answer = page(client, address)
        assert answer.status_code == 503
        assert "<td" not in answer.text
    assert client.post(f"/{TOKEN}/console", data={"sql": "select 41 + 1 as n"}).status_code == 503


def test_a_link_in_the_logs_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / LOG).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError):
        QueryLog(tmp_path).write("open")


# ---------------------------------------------------------------- opening


def keys_of(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[str]]:
    """Exit code and faults of a call that is refused."""
    capsys.readouterr()
    code = run_command(["drill", *map(str, arguments), "--json", "--no-browser"])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, [fault["key"] for fault in json.loads(out)["faults"]]


def test_what_is_missing_is_said(drilled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    public, bare = tmp_path / "public" / "2026-1", tmp_path / "bare"
    (public / "site").mkdir(parents=True)
    bare.mkdir()
    shutil.copy(drilled / "manifest.json", bare)
    assert keys_of(capsys, "no-such", "--out", tmp_path) == (2, ["release_missing"])
    assert keys_of(capsys, public, "--out", tmp_path) == (2, ["drill_public"])
    assert keys_of(capsys, bare) == (2, ["drill_no_internal"])
    (bare / "internal").mkdir()
    (bare / "internal" / "warehouse.duckdb").write_text("no database", encoding="utf-8")
    assert keys_of(capsys, bare, "--port", 0) == (2, ["file_unreadable"])


HOLDS = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"


def test_a_database_that_another_program_writes_is_said(
    drilled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release = tmp_path / "held"
    shutil.copytree(drilled, release)
    file = release / "internal" / "warehouse.duckdb"
    call = [sys.executable, "-c", HOLDS, str(file)]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout and other.stdin and other.stdout.readline() == b"open\n"
        assert keys_of(capsys, release, "--port", 0) == (2, ["warehouse_in_use"])
        other.stdin.close()


def test_a_port_that_is_taken_is_said(drilled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert keys_of(capsys, drilled, "--port", other.getsockname()[1]) == (2, ["drill_port"])


def test_only_this_computer_is_listened_to() -> None:
    with listening(0) as found:
        assert found.getsockname()[0] == "127.0.0.1"


def test_a_release_of_another_make_is_said(drilled: Path, tmp_path: Path) -> None:
    release = tmp_path / "old"
    shutil.copytree(drilled, release)
    file = release / "internal" / "warehouse.duckdb"
    for path in file.parent.glob("warehouse.duckdb*"):
        path.unlink()
    with duckdb.connect(str(file)) as other:
        other.execute("create table x as select 1")
    with pytest.raises(UserError) as refused:
        open_desk(folder_to_drill(release, load_settings(None)), "sv")
    assert [fault.key for fault in refused.value.faults] == ["warehouse_unfit"]


# ---------------------------------------------------------------- the figure


def test_an_old_code_and_a_place_have_names() -> None:
    assert value_title("home_municipality", "1917", SWEDISH) == "Heby före 2007 (1917)"
    assert value_title("home_municipality", "0180", SWEDISH) == "Stockholm (0180)"
    assert value_title("after_1_municipality", "abroad_or_dead", SWEDISH) == "Ej folkbokförd i Sverige"
    assert value_title("study_county", "01", ENGLISH).startswith("Stockholm")
    assert breakdown_title("work_3_county", SWEDISH) == "Län, arbetsplats efter tre år"


def test_bars_that_cannot_be_read_are_not_drawn() -> None:
    bars = [Bar(f"row {n}", "", 0.5, "50") for n in range(61)]
    assert not drawable(bars) and drawable(bars[:60]) and not drawable(bars[:1])
    assert not drawable([Bar("row", f"series {n}", 0.5, "50") for n in range(6)])


def test_a_bar_without_a_value_is_a_gap() -> None:
    figure = bars_figure([Bar("A", "", 0.5, "50,0"), Bar("B", "", None, "..")], True, SWEDISH)
    assert list(figure["data"][0]["x"]) == [0.5, None]
    assert figure["layout"]["xaxis"]["range"][0] == 0
