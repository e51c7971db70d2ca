"""Bad input through the command line: one clear message, the right exit code, nothing half-made."""

from __future__ import annotations

import gzip
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.foreign_files import SAS
from tests.end_to_end.calling import (
    PERSON,
    ROOT,
    call,
    left_in,
)

Capture = pytest.CaptureFixture[str]


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Changes a file of the delivery."""

    def spoil(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert re.search(old, text)
        path.write_text(re.sub(old, new, text, count=1), encoding="utf-8")

    return spoil


def write(name: str, content: bytes) -> Callable[[Path], None]:
    """Puts a file in the delivery."""
    return lambda folder: (folder / name).write_bytes(content) and None  # type: ignore[return-value]  # None is what a preparation returns


def remove(name: str) -> Callable[[Path], None]:
    """Takes a file away."""
    return lambda folder: (folder / name).unlink()


def make_folder(name: str) -> Callable[[Path], None]:
    """Puts a folder where a file should be."""

    def spoil(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return spoil


ROWS = f"LopNr;DodDatum\n{PERSON.format(1)};2005-01-01\n"
SPOILED: dict[str, tuple[Callable[[Path], object], str, tuple[str, ...]]] = {
    "missing folder": (shutil.rmtree, "delivery_folder_missing", ("leverans",)),
    "missing delivery.toml": (remove("delivery.toml"), "delivery_toml_missing", ("delivery.toml",)),
    "broken toml": (edit("delivery.toml", r"\[covers\]", "[covers"), "toml_unreadable", ("line 6",)),
    "missing key": (
        edit("delivery.toml", "received_on", "received"),
        "delivery_key_missing",
        ("received_on",),
    ),
    "missing file": (remove("degrees.csv"), "files_missing", ("degrees", "degrees*", "[covers]")),
    "missing registrations": (remove("registrations.csv"), "files_missing", ("registrations",)),
    "missing covers": (
        edit("delivery.toml", r"degrees = .*\n", ""),
        "covers_missing",
        ("degrees.csv", "[covers]"),
    ),
    "wrong covers": (edit("delivery.toml", '"HT1993"', '"HT93"'), "bad_covers_term", ("HT93", "HT1993")),
    "missing column": (
        edit("degrees.csv", "Examenskod", "Kod"),
        "column_missing",
        ("degrees.csv", "Examenskod", "Kod"),
    ),
    "folder as file": (make_folder("degrees.csv"), "files_missing", ("degrees",)),
    "empty file": (write("degrees.csv", b""), "file_empty", ("degrees.csv",)),
    "cut gzip": (
        write("degrees.csv", gzip.compress(os.urandom(900))[:700]),
        "file_unreadable",
        ("degrees.csv",),
    ),
    "cut parquet": (write("degrees.csv", b"PAR1abcd"), "file_unreadable", ("degrees.csv",)),
    "utf-16": (write("deaths.csv", ROWS.encode("utf-16")), "covers_missing", ("deaths.csv",)),
    "utf-16 covered": (write("degrees.csv", ROWS.encode("utf-16")), "encoding_unsupported", ("UTF-16",)),
    "short row": (
        edit("degrees.csv", "-06-05\n", "-06-05\n1,LU\n"),
        "row_ragged",
        ("degrees.csv", " 2 ", " 4"),
    ),
    "sas file": (write("degrees.sas7bdat", SAS + b"x"), "foreign_unreadable", ("degrees.sas7bdat", "SAS")),
}


@pytest.mark.parametrize("case", SPOILED)
def test_spoiled_delivery(delivery: Path, tmp_path: Path, capsys: Capture, case: str) -> None:
    spoil, key, said = SPOILED[case]
    spoil(delivery)
    out = tmp_path / "out"
    done = call(capsys, "run", delivery, "--release", "prov", "--out", out, "--json")
    assert (done.code, key in done.keys) == (2, True)
    text = next(fault["text"] for fault in done.json["faults"] if fault["key"] == key)
    assert str(delivery) in text
    assert all(part in text for part in said), text
    assert left_in(out) == []
    assert call(capsys, "check", delivery, "--json").keys == done.keys


def test_long_row_is_found_while_reading(delivery: Path, tmp_path: Path, capsys: Capture) -> None:
    edit("individuals.csv", r"\n", "\n1,2,3,4,5,6,7,8,9,10,11,12\n")(delivery)
    done = call(capsys, "run", delivery, "--release", "prov", "--out", tmp_path / "out", "--json")
    assert (done.code, done.keys) == (2, ["row_ragged"])
    assert "individuals.csv" in done.err
    assert left_in(tmp_path / "out") == []


def test_every_fault_before_reading_is_said_at_once(delivery: Path, tmp_path: Path, capsys: Capture) -> None:
    edit("delivery.toml", "received_on", "received")(delivery)
    arguments = (
        "--professions",
        "bagare,smed",
        "--window",
        "x",
        "--licence-cohorts",
        "2000",
        "--out",
        tmp_path / "out",
    )
    done = call(capsys, "run", delivery, "--release", "a/b", *arguments, "--json")
    assert sorted(done.keys) == [
        "delivery_key_missing",
        "licence_cohort_wrong",
        "profession_unknown",
        "profession_unknown",
        "release_name_wrong",
        "window_wrong",
    ]
    assert len(done.err.splitlines()) == len(done.keys)


def test_every_file_with_a_fault_is_named(delivery: Path, capsys: Capture) -> None:
    write("degrees.csv", b"")(delivery)
    write("licences.csv", b"LopNr\n")(delivery)
    done = call(capsys, "check", delivery, "--json")
    assert done.keys == ["file_empty", "column_missing", "column_missing"]


# ---------------------------------------------------------------- the call

CALLS: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    "unknown group": (("--professions", "bagare"), "profession_unknown", ("bagare", "tandhygienist")),
    "no group": (("--professions", ""), "profession_unknown", ("tandhygienist",)),
    "missing folder of groups": (("--profession-dir", "/nej"), "profession_folder_missing", ("/nej",)),
    "wrong window": (("--window", "2010-2000"), "window_wrong", ("2010-2000", "2000-2010")),
    "no window": (("--window", "alltid"), "window_wrong", ("alltid",)),
    "window out of time": (("--window", "0001-9999"), "window_wrong", ("0001-9999",)),
    "wrong läsår": (("--licence-cohorts", "2000/01,2007/09"), "licence_cohort_wrong", ("2007/09", "2000/01")),
    "missing settings": (("--settings", "nej.toml"), "settings_missing", ("nej.toml",)),
    "settings are a folder": (("--settings", str(ROOT)), "file_unreadable", (str(ROOT),)),
    "out is a file": (("--out", str(ROOT / "pyproject.toml")), "not_writable", ("pyproject.toml", "--out")),
    "name with slash": (("--release", "../x"), "release_name_wrong", ("../x",)),
    "empty name": (("--release", ""), "release_name_wrong", ()),
    "hidden name": (("--release", ".x"), "release_name_wrong", (".x",)),
    "unknown option": (("--relase", "x"), "option_unknown", ("--relase", "--help")),
    "unknown language": (("--lang", "de"), "choice_wrong", ("de", "sv", "en")),
    "too much": (("mer",), "argument_extra", ("mer",)),
    "value of a flag": (("--replace=ja",), "option_takes_no_value", ("--replace",)),
    "flag without value": (("--window",), "option_needs_value", ("--window",)),
}


@pytest.mark.parametrize("case", CALLS)
def test_wrong_call(sound: Path, tmp_path: Path, capsys: Capture, case: str) -> None:
    arguments, key, said = CALLS[case]
    out = tmp_path / "out"
    done = call(capsys, "run", sound, "--json", "--release", "prov", "--out", out, *arguments)
    assert (done.code, done.keys) == (2, [key])
    assert all(part in done.err for part in said), done.err
    assert left_in(out) == []


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        ((), "command_missing"),
        (("profession",), "command_missing"),
        (("kör",), "command_unknown"),
        (("profession", "visa"), "command_unknown"),
        (("run", "x"), "argument_missing"),
        (("run", "--release", "x"), "argument_missing"),
        (("check",), "argument_missing"),
        (("synth", "x", "--persons", "0"), "number_too_small"),
        (("synth", "x", "--seed", "ett"), "number_wrong"),
        (("synth", "x", "--formats", "sas"), "choice_wrong"),
        (("synth", ROOT), "folder_not_empty"),
        (("synth", ROOT / "pyproject.toml"), "folder_not_empty"),
        (("explain", "nonsens"), "name_unknown"),
        (("profession", "show", "bagare"), "profession_unknown"),
    ],
)
def test_other_wrong_calls(capsys: Capture, arguments: tuple[object, ...], key: str) -> None:
    swedish, english = (call(capsys, *arguments, "--lang", language) for language in ("sv", "en"))
    assert (swedish.code, english.code) == (2, 2)
    assert swedish.out == english.out == ""
    assert swedish.err.strip() and swedish.err != english.err
    if key not in {"command_missing", "command_unknown"}:
        assert call(capsys, *arguments, "--json").keys == [key]


@pytest.mark.parametrize(
    ("toml", "key"),
    [
        ("[run\n", "toml_unreadable"),
        ("[korning]\n", "unknown_key"),
        ("[run]\nfonster = '2000-2010'\n", "unknown_key"),
        ("run = 3\n", "not_a_table"),
        ("[run]\nwindow = 2000\n", "setting_type_wrong"),
        ("[run]\nprofessions = [1]\n", "setting_type_wrong"),
        ("[protection]\nsmallest = 2\n", "setting_type_wrong"),
        ("[choices]\nfollow_up = 'x'\n", "unknown_key"),
        ("[choices]\ntarget_set = 'yrke'\n", "choice_not_available"),
        ("[run]\nwindow = '2010-2000'\n", "window_wrong"),
        ("[run]\nprofessions = ['bagare']\n", "profession_unknown"),
    ],
)
def test_wrong_settings(sound: Path, tmp_path: Path, capsys: Capture, toml: str, key: str) -> None:
    path = tmp_path / "vardflode.toml"
    path.write_text(toml, encoding="utf-8")
    done = call(capsys, "check", sound, "--settings", path, "--json")
    assert (done.code, done.keys) == (2, [key])


def test_flags_override_settings(sound: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "vardflode.toml"
    path.write_text("\ufeff[run]\nwindow = '2010-2000'\n", encoding="utf-8")
    done = call(capsys, "check", sound, "--settings", path, "--window", "2000", "--json")
    assert "'2000'" in done.err


def test_secret_that_cannot_be_read(
    sound: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VARDFLODE_SECRET_FILE", str(tmp_path / "nej"))
    done = call(capsys, "run", sound, "--release", "prov", "--out", tmp_path / "out", "--json")
    assert (done.code, done.keys) == (2, ["secret_unreadable"])


def test_releases_are_not_overwritten(sound: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "out"
    (out / "prov").mkdir(parents=True)
    done = call(capsys, "run", sound, "--release", "prov", "--out", out, "--json")
    assert (done.code, done.keys) == (2, ["release_exists"])
    assert "--replace" in done.err
    done = call(capsys, "run", sound, "--release", "prov", "--out", out, "--replace", "--json")
    assert (done.code, done.keys) == (2, ["release_not_replaceable"])
    assert left_in(out) == ["prov"]


# ---------------------------------------------------------------- the data (exit 1)


def test_rows_in_conflict_are_named_and_nobody_is(delivery: Path, tmp_path: Path, capsys: Capture) -> None:
    row = f"{PERSON.format(7)},2005,1,1980,0180"
    header = "LopNr,Ar,Kon,FodelseAr,Kommun\n"
    write("individuals_extra.csv", f"{header}{row}\n".encode())(delivery)
    done = call(capsys, "run", delivery, "--release", "prov", "--out", tmp_path / "out", "--json")
    assert (done.code, done.keys) == (1, ["conflicting_rows"])
    text = done.json["faults"][0]["text"]
    assert re.search(r"individuals\.csv: \d+, individuals_extra\.csv: 1", text)
    assert "2005" in text
    assert left_in(tmp_path / "out") == []


def test_register_without_an_accepted_row(delivery: Path, capsys: Capture) -> None:
    (delivery / "degrees.csv").write_text("LopNr,ExHsKod,Examenskod,Examensdatum\n", encoding="utf-8")
    done = call(capsys, "check", delivery, "--json")
    assert (done.code, done.keys) == (1, ["check_failed"])
    assert "degrees" in done.json["data"]["registers"], "the counts are shown also when a check stops"
    plain = call(capsys, "check", delivery, "--lang", "en")
    assert plain.code == 1
    assert "degrees: 0 read, 0 accepted" in plain.out
    assert "Stopped: " in plain.err
