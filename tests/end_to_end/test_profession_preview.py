"""`vardflode profession preview` and `diff`: the release's own numbers, before there is a release."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from flows.choices import defaults
from flows.professions import HOME
from schemas.faults import LANGUAGES
from tests.end_to_end.calling import PERSON, call, left_in, small_delivery
from tests.end_to_end.naprapats import NEW_NAPRAPAT, Rows, deliver, naprapats, person
from tests.support import run_delivery

Capture = pytest.CaptureFixture[str]
PREVIEW = ("profession", "preview")


def crowd() -> list[Rows]:
    """Naprapats with everything that a preview looks for, and dental hygienists beside them."""
    return [
        *naprapats(1, 40),
        *naprapats(41, 10, occupation="3225"),
        *naprapats(51, 3, occupation="5131"),
        *naprapats(54, 6, degree=False, licence=None),
        *naprapats(60, 12, programme="naprapatprog"),
        *naprapats(80, 6, sun="726e"),
        *naprapats(100, 20, programme="tandhygienist", licence="TH", occupation="3229", sun="724d"),
        *(person(i, 2004, programme="tandhygienist", licence=None, degree=False) for i in range(1, 8)),
        *naprapats(200, 30, programme="ekonom", licence=None, occupation="2411"),
    ]


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The crowd's delivery."""
    return deliver(tmp_path_factory.mktemp("crowd") / "leverans", crowd())


@pytest.fixture(scope="module")
def released(delivery: Path) -> Path:
    """A release of the crowd's delivery."""
    return run_delivery(delivery, professions=["tandhygienist"])


@pytest.fixture
def own(tmp_path: Path, capsys: Capture) -> Path:
    """A folder with the naprapats' file."""
    folder = tmp_path / "egna"
    assert call(capsys, "profession", "new", *NEW_NAPRAPAT, "--alias", "NAPR", "--out", folder).code == 0
    return folder


@pytest.fixture
def data(delivery: Path, own: Path, capsys: Capture) -> dict[str, Any]:
    """What a preview says, as JSON."""
    done = call(capsys, *PREVIEW, "naprapat", delivery, "--profession-dir", own, "--json")
    assert done.code == 0, done.err
    assert "UTKAST: Naprapat" in done.err
    found: dict[str, Any] = done.json["data"]
    return found


def test_persons_per_cohort_year(data: dict[str, Any]) -> None:
    assert data["internal"]
    counts = {row["cohort"]: row["persons"] for row in data["persons"]}
    assert counts == {"2000": 16, "2001": 17, "2002": 16, "2003": 16, "2000-2010": 65}
    assert list(counts)[-1] == "2000-2010"


def test_what_is_observable_from_when(data: dict[str, Any]) -> None:
    found = {row["measure"]: row for row in data["observable"]}
    assert found["composition"]["first"] == 2000
    assert found["retention_3"]["ok"] == [2000, 2001, 2002]
    assert found["retention_3"]["immature"] == [2003]
    assert not found["established"]["ok"], "no income was delivered"


def test_what_survives(data: dict[str, Any]) -> None:
    found = {(row["breakdown"], row["measure"]): row for row in data["survives"]["simple"]}
    assert found["sex", "composition"] == {
        "breakdown": "sex", "measure": "composition", "shown": 2, "cells": 2,
    }  # fmt: skip
    assert {by for by, _ in found} >= {"sex", "home_county", "home_region", "institution"}
    assert data["survives"]["full"] is None, "a place for full disclosure control"


def test_codes_and_whom_they_catch(data: dict[str, Any]) -> None:
    found = {(row["register"], row["kind"], row["code"]): row for row in data["codes"]}
    assert found["registrations", "programme", "naprapat"]["persons"] == 65
    assert found["registrations", "programme", "NAPR"]["persons"] == 0
    assert found["licences", "licence", "NA"]["persons"] == 71
    assert found["degrees", "sun2020", "726f"]["persons"] == 65 + 30
    assert found["individuals", "ssyk96", "3229"]["persons"] == 52
    assert not found["individuals", "ssyk2012", "2271"]["is_filled"], "LISA ends before SSYK 2012"
    assert found["degrees", "sun2020", "726f"]["name"] == "Naprapatutbildning"


def test_codes_that_no_file_claims(data: dict[str, Any]) -> None:
    found = {(row["register"], row["code"]): row for row in data["unclaimed"]}
    assert set(found["registrations", "naprapatprog"]["alike"]) == {"licence", "sun", "name"}
    assert found["registrations", "naprapatprog"]["with_licence"] == 12
    assert ("degrees", "naprapatprog") in found
    assert "ekonom" in {code for _, code in found}, "their degrees stand under the group's SUN code"
    assert data["other_sun"][0] | {"name": ""} == {
        "kind": "sun2020",
        "code": "726e",
        "persons": 6,
        "name": "",
    }


def test_overlap_and_shared_codes(data: dict[str, Any]) -> None:
    assert data["overlap"] == [{"profession": "tandhygienist", "persons": 7, "before": 0}]
    shared = {row["code"]: row["professions"] for row in data["shared_codes"]}
    assert shared == {"3229": ["audionom", "ortopedingenjor"]}
    (holders,) = data["holders"]
    assert (holders["kind"], holders["year"]) == ("ssyk96", 2012)
    assert holders["own"] == 52
    assert holders["others"]["tandhygienist"] == 27
    assert holders["none"] == 12
    assert holders["persons"] == 52 + 20 + 12
    assert [(row["code"], row["persons"]) for row in data["other_occupations"]] == [("3225", 10), ("5131", 3)]


def test_the_cells_are_the_releases_own(delivery: Path, released: Path, capsys: Capture) -> None:
    """Every value that the preview shows of a built-in group equals that of a full count."""
    done = call(capsys, *PREVIEW, "tandhygienist", delivery, "--json")
    cells = pl.read_parquet(released / "internal" / "measures.parquet").filter(
        (pl.col("model") == "education") & (pl.col("by_1") == "")
    )
    data = done.json["data"]
    began = cells.filter(pl.col("measure") == "composition").select("cohort", "numerator")
    assert {row["cohort"]: row["persons"] for row in data["persons"]} == dict(began.iter_rows())
    for row in data["observable"]:
        ours = cells.filter((pl.col("measure") == row["measure"]) & (pl.col("cohort").str.len_chars() == 4))
        for status in ("ok", "immature", "not_observable"):
            years = ours.filter(pl.col("status") == status)["cohort"].cast(pl.Int64).sort().to_list()
            assert row[status] == years, (row["measure"], status)


@pytest.mark.parametrize("language", LANGUAGES)
def test_as_text(delivery: Path, own: Path, capsys: Capture, language: str) -> None:
    done = call(capsys, *PREVIEW, "naprapat", delivery, "--profession-dir", own, "--lang", language)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert any(re.search(r"NAPR +0  (FÅNGAR INGEN|CATCHES NOBODY)", line) for line in lines)
    assert any(re.match(r"  2000-2010 +65$", line) for line in lines)
    assert ("INTERNT" in done.out) == (language == "sv")
    assert "726f Naprapatutbildning" in done.out


def test_window_and_settings(delivery: Path, own: Path, capsys: Capture, tmp_path: Path) -> None:
    settings = tmp_path / "vardflode.toml"
    settings.write_text(f'[run]\nwindow = "2001-2002"\nprofession_dirs = ["{own}"]\n', encoding="utf-8")
    done = call(capsys, *PREVIEW, "naprapat", delivery, "--settings", settings, "--json")
    assert done.json["data"]["persons"][-1] == {"cohort": "2001-2002", "persons": 33}
    done = call(
        capsys, *PREVIEW, "naprapat", delivery, "--settings", settings, "--window", "2003-2003", "--json"
    )
    assert done.json["data"]["window"] == "2003-2003"


def test_the_choices_in_force_are_printed(delivery: Path, own: Path, capsys: Capture, tmp_path: Path) -> None:
    """Every output says which choices of the definitions it rests on."""
    settings, page = tmp_path / "vardflode.toml", tmp_path / "sida.html"
    settings.write_text('[choices]\ntarget_set = "workplace"\n', encoding="utf-8")
    mine = ("--profession-dir", own)
    preview = (*PREVIEW, "naprapat", delivery, *mine, "--page", page)
    diff = ("profession", "diff", own / "naprapat.toml", delivery, *mine)
    standard = {"sv": "Valen är standard, version 1.", "en": "The choices are the default, version 1."}
    for call_, language in ((preview, "sv"), (diff, "en")):
        assert standard[language] in call(capsys, *call_, "--lang", language).out.splitlines()
    assert "Valen i definitionerna är standard, version 1." in page.read_text(encoding="utf-8")
    said = call(capsys, *preview, "--settings", settings)
    (line,) = [line for line in said.out.splitlines() if "target_set = workplace" in line]
    assert "follow_up_year" not in line and "version 1" in line
    assert "I yrket: vad som räknas: Arbetsställets bransch hör" in page.read_text(encoding="utf-8")
    data = call(capsys, *diff, "--settings", settings, "--json").json["data"]
    assert data["choices"] == {"version": 1, "in_force": defaults() | {"target_set": "workplace"}}


# ---------------------------------------------------------------- an earlier release


def test_on_an_earlier_release(delivery: Path, capsys: Capture, tmp_path: Path, own: Path) -> None:
    out = tmp_path / "out"
    groups = ("--professions", "tandhygienist", "--profession-dir", own)
    assert call(capsys, "run", delivery, "--release", "ett", *groups, "--out", out).code == 0
    before = left_in(out / "ett" / "internal")
    fresh = call(capsys, *PREVIEW, "tandhygienist", delivery, "--json").json["data"]
    for place in (out / "ett", out / "ett" / "internal" / "warehouse.duckdb"):
        data = call(capsys, *PREVIEW, "tandhygienist", place, "--json").json["data"]
        for key in ("persons", "observable", "survives", "codes", "overlap", "other_occupations"):
            assert data[key] == fresh[key], key
        assert data["registers_not_read"] == [] and data["from_release"]
    assert left_in(out / "ett" / "internal") == before
    done = call(capsys, *PREVIEW, "naprapat", out / "ett", "--profession-dir", own, "--json")
    data = done.json["data"]
    assert data["registers_not_read"] == ["individuals"], "the release read hygienists only"
    assert data["persons"][-1]["persons"] == 65, "but everybody's registrations"
    found = {row["measure"]: row for row in data["observable"]}
    assert found["retention_1"]["ok"] == []
    file = tmp_path / "sida.html"
    text = call(capsys, *PREVIEW, "naprapat", out / "ett", "--profession-dir", own, "--page", file).out
    assert "individuals" in text
    assert "läses för gruppens personer" in file.read_text(encoding="utf-8")
    assert "bara personer ur" in call(capsys, *PREVIEW, "tandhygienist", out / "ett").out


# ---------------------------------------------------------------- the council's page


def test_the_page_is_protected_and_stands_alone(
    delivery: Path, own: Path, capsys: Capture, tmp_path: Path
) -> None:
    file = tmp_path / "brev" / "naprapat.html"
    done = call(capsys, *PREVIEW, "naprapat", delivery, "--profession-dir", own, "--page", file)
    assert done.code == 0, done.err
    assert str(file) in done.err
    page = file.read_text(encoding="utf-8")
    assert left_in(file.parent) == ["naprapat.html"]
    assert not re.search(r'(src|href)="(?!data:)', page), "nothing beside it"
    assert "UTKAST" in page and "Naprapat" in page and "size: A4" in page
    assert "fångar ingen" in page and "Koden NAPR" in page
    assert "naprapatprog (12 personer)" in page
    assert "5131" not in page, "three persons are few"
    assert PERSON.format("") not in page


def test_a_small_group_shows_no_small_number(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "sida.html"
    people = [*naprapats(1, 3, programme="dietist", licence="DT", occupation="3223", sun="726d")]
    place = deliver(tmp_path / "leverans", people)
    assert call(capsys, *PREVIEW, "dietist", place, "--page", file).code == 0
    page = file.read_text(encoding="utf-8")
    numbers = re.findall(r'(?:<dd>|<td class="number">|personer: )([^<]*)<', page)
    assert ".." in numbers
    assert not {"1", "2", "3", "4"} & set(numbers)


# ---------------------------------------------------------------- diff


def changed(folder: Path, own: Path, *changes: tuple[str, str]) -> Path:
    """The naprapats' file, changed, somewhere else."""
    text = (own / "naprapat.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file = folder / "andrad.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_diff_of_an_occupation_code(delivery: Path, own: Path, capsys: Capture, tmp_path: Path) -> None:
    file = changed(tmp_path, own, ('ssyk96 = ["3229"]', 'ssyk96 = ["3229", "3225"]'))
    call_ = ("profession", "diff", file, delivery, "--profession-dir", own)
    data = call(capsys, *call_, "--json").json["data"]
    (key,) = data["keys"]
    assert (key["key"], key["added"], key["removed"]) == ("ssyk96", ["3225 Tandhygienister"], [])
    found = {(cell["cohort"], cell["measure"]): cell for cell in data["cells"]}
    cell = found["2000-2010", "in_profession_1"]
    assert (cell["before"]["numerator"], cell["after"]["numerator"]) == (46, 56)
    assert cell["difference"]["numerator"] == 10 and cell["difference"]["denominator"] == 0
    assert ("2000", "retention_3") in found
    assert "composition" not in {measure for _, measure in found}
    assert data["other_cells"] > 0
    text = call(capsys, *call_).out
    assert "ssyk96: + 3225 Tandhygienister" in text
    assert re.search(r"I yrket efter 1 år.*2000-2010.*46/59 för ny → 56/59 för ny.*\+10 / \+0", text)
    assert re.search(r"I yrket efter 1 år.*2000 .*\d/\d+ = 0\.\d+ → \d+/\d+ = \d\.\d+.*\(\+0\.\d+\)", text)


def test_diff_of_a_programme_reads_the_new_people_too(
    delivery: Path, own: Path, capsys: Capture, tmp_path: Path
) -> None:
    file = changed(
        tmp_path, own, ('aliases = ["NAPR"]', 'aliases = ["naprapatprog"]'), ("terms = 6", "terms = 7")
    )
    done = call(capsys, "profession", "diff", file, delivery, "--profession-dir", own, "--json")
    data = done.json["data"]
    assert {entry["key"] for entry in data["keys"]} == {"aliases", "nominal"}
    first = data["cells"][0]
    assert (first["measure"], first["cohort"]) == ("composition", "2000-2010")
    assert (first["before"]["numerator"], first["after"]["numerator"]) == (65, 77)
    found = {(cell["cohort"], cell["measure"]): cell for cell in data["cells"]}
    assert found["2000-2010", "retention_1"]["after"]["numerator"] == 46 + 12, "their LISA rows were read"
    text = call(capsys, "profession", "diff", file, delivery, "--profession-dir", own, "--lang", "en").out
    assert "aliases: from NAPR to naprapatprog" in text


def test_nothing_changes(delivery: Path, own: Path, capsys: Capture, tmp_path: Path) -> None:
    renamed = ('name_en = "Naprapath"', 'name_en = "Naprapathy"')
    for changes, language, said in (((), "sv", "Inget ändras"), ((renamed,), "en", "Nothing changes")):
        file = changed(tmp_path, own, *changes)
        call_ = ("profession", "diff", file, delivery, "--profession-dir", own, "--lang", language)
        assert said in call(capsys, *call_).out
        data = call(capsys, *call_, "--json").json["data"]
        assert (data["cells"], data["other_cells"], len(data["keys"])) == ([], 0, len(changes))


# ---------------------------------------------------------------- what is refused


def test_places_that_are_nothing(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "fil.txt").touch()
    for place in (tmp_path, tmp_path / "nej", tmp_path / "fil.txt"):
        done = call(capsys, *PREVIEW, "logoped", place, "--json")
        assert (done.code, done.keys) == (2, ["preview_place_wrong"])
        assert str(place) in done.err
    (tmp_path / "trasig.duckdb").write_text("trasig" * 1000, encoding="utf-8")
    done = call(capsys, *PREVIEW, "logoped", tmp_path / "trasig.duckdb", "--json")
    assert (done.code, done.keys) == (2, ["file_unreadable"])


def test_a_database_that_is_no_release(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "annan.duckdb"
    with duckdb.connect(str(file)) as other:
        other.execute("create table x (a integer)")
    done = call(capsys, *PREVIEW, "logoped", file, "--json")
    assert (done.code, done.keys) == (2, ["warehouse_unfit"])
    assert "reference.coverage" in done.err


@pytest.mark.parametrize(
    "text", ["", "[]", '{"received_on": "igår"}', '{"received_on": 3}', '["received_on"]']
)
def test_a_release_with_a_spoilt_manifest(
    delivery: Path, released: Path, capsys: Capture, tmp_path: Path, text: str
) -> None:
    place = tmp_path / "omgang"
    (place / "internal").mkdir(parents=True)
    (place / "internal" / "warehouse.duckdb").symlink_to(released / "internal" / "warehouse.duckdb")
    (place / "manifest.json").write_text(text, encoding="utf-8")
    done = call(capsys, *PREVIEW, "tandhygienist", place, "--json")
    assert (done.code, done.keys) == (2, ["file_unreadable"])
    assert "manifest.json" in done.err


def test_an_unreadable_delivery(capsys: Capture, tmp_path: Path) -> None:
    place = small_delivery(tmp_path / "leverans")
    (place / "degrees.csv").write_text("LopNr,Examensdatum\n1,2\n", encoding="utf-8")
    done = call(capsys, *PREVIEW, "tandhygienist", place, "--json")
    assert (done.code, set(done.keys)) == (2, {"column_missing"})
    assert "degrees.csv" in done.err


def test_rows_in_conflict_stop_a_preview_too(capsys: Capture, tmp_path: Path) -> None:
    one = person(1, 2000)
    one["individuals"].append(one["individuals"][5] | {"Kon": 1, "Kommun": "1280"})
    people = [*naprapats(2, 20), one]
    place = deliver(tmp_path / "leverans", people)
    folder = tmp_path / "egna"
    assert call(capsys, "profession", "new", *NEW_NAPRAPAT, "--out", folder).code == 0
    done = call(capsys, *PREVIEW, "naprapat", place, "--profession-dir", folder, "--json")
    assert (done.code, done.keys) == (1, ["conflicting_rows"])
    lines = (place / "individuals.csv").read_text(encoding="utf-8").splitlines()
    rows = [i for i, line in enumerate(lines) if line.startswith(f"{PERSON.format(1)},2004,")]
    assert all(f"individuals.csv: {row}" in done.err for row in rows), "the file's own row numbers"


def test_rows_in_conflict_of_others_stop_neither_a_run_nor_a_preview(
    capsys: Capture, tmp_path: Path, own: Path
) -> None:
    """Who has the group's occupation in the last year is read too, but conflicts are the cohorts' (R58)."""
    other = person(90, 1995, programme="ekonom", licence=None)
    other["individuals"].append(other["individuals"][-1] | {"Kon": 2, "Kommun": "1280"})
    place = deliver(tmp_path / "leverans", [*naprapats(1, 30), other])
    mine = ("--profession-dir", own, "--json")
    done = call(capsys, *PREVIEW, "naprapat", place, *mine)
    assert done.code == 0, done.err
    assert done.json["data"]["holders"][0]["persons"] == 31, "counted once"
    run = ("--release", "ett", "--professions", "naprapat", "--out", tmp_path / "out")
    assert call(capsys, "run", place, *run, *mine).code == 0


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (("logopedd",), ["profession_unknown"]),
        (("all",), ["profession_unknown"]),
        (("logoped", "--page", ""), ["not_writable"]),
        (("logoped", "--page", "."), ["not_writable"]),
        (("logoped", "--window", "x"), ["window_wrong"]),
        (("logoped", "--profession-dir", "finns-inte"), ["profession_folder_missing"]),
        (("logoped", "--settings", "finns-inte.toml"), ["settings_missing"]),
    ],
)
def test_wrong_calls(delivery: Path, capsys: Capture, arguments: tuple[str, ...], keys: list[str]) -> None:
    name, *rest = arguments
    done = call(capsys, *PREVIEW, name, delivery, *rest, "--json")
    assert (done.code, done.keys) == (2, keys)


def test_a_page_that_cannot_be_written(delivery: Path, capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "fil").touch()
    done = call(capsys, *PREVIEW, "dietist", delivery, "--page", tmp_path / "fil" / "sida.html", "--json")
    assert (done.code, done.keys) == (2, ["not_writable"])


def test_a_diff_of_a_wrong_file_or_an_unknown_group(delivery: Path, capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    done = call(capsys, "profession", "diff", file, delivery, "--json")
    assert (done.code, done.keys) == (2, ["diff_file_missing"])
    file.write_text("id =", encoding="utf-8")
    done = call(capsys, "profession", "diff", file, delivery, "--json")
    assert (done.code, done.keys) == (2, ["toml_unreadable"])
    text = (HOME / "logoped.toml").read_text(encoding="utf-8")
    file.write_text(
        text.replace('"2225"', '"2283"').replace('"2283"]\nssyk2012', '"2283"]\nssyk2012'), encoding="utf-8"
    )
    done = call(capsys, "profession", "diff", file, delivery, "--json")
    assert (done.code, done.keys) == (2, ["code_of_other_edition"])
    file.write_text(text.replace('id = "logoped"', 'id = "annan"'), encoding="utf-8")
    done = call(capsys, "profession", "diff", file, delivery, "--json")
    assert (done.code, done.keys) == (2, ["diff_unknown"])
    file.write_text(text.replace("leads_to = []", 'leads_to = ["bagare"]'), encoding="utf-8")
    done = call(capsys, "profession", "diff", file, delivery, "--json")
    assert (done.code, done.keys) == (2, ["profession_code_unknown"])
    assert f"{file}: leads_to" in done.err, "the file that says so, not the delivery"


def test_a_diff_refuses_what_a_run_refuses(delivery: Path, capsys: Capture, tmp_path: Path) -> None:
    """A code of another group would make a registration belong to both."""
    text = (HOME / "tandhygienist.toml").read_text(encoding="utf-8")
    file = tmp_path / "egna" / "tandhygienist.toml"
    file.parent.mkdir()
    file.write_text(re.sub(r"(?m)^aliases = .*", 'aliases = ["lakare"]', text), encoding="utf-8")
    calls = (("profession", "diff", file, delivery), ("run", delivery, "--release", "ett"))
    for call_ in calls:
        own = ("--profession-dir", file.parent) if call_[0] == "run" else ()
        done = call(capsys, *call_, *own, "--json")
        assert (done.code, done.keys) == (2, ["alias_claimed_twice"])
