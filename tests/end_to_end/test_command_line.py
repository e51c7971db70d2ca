"""The command line from end to end: help, what each command prints, and what a release holds."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipelines.cli import cli
from pipelines.explaining import described_names
from pipelines.helping import help_texts
from tests.end_to_end.calling import (
    ROOT,
    call,
    call_outside,
    hashes,
    left_in,
)
from tests.support import write_delivery

Capture = pytest.CaptureFixture[str]
EVERY_COMMAND = [name.split() if name != "vardflode" else [] for name in help_texts()["commands"]]


# ---------------------------------------------------------------- help and small commands


def test_what_a_library_prints_is_not_in_the_answer() -> None:
    """A library in C writes to descriptor 1, past Python's stdout."""
    noisy = (
        "import os; from pipelines import cli; command = cli.run_command\n"
        "cli.run_command = lambda arguments: os.write(1, b'a banner') and command(arguments)\n"
        "cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", noisy, "profession", "list", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["command"] == "vardflode profession list"
    assert "a banner" in done.stderr


@pytest.mark.parametrize("command", EVERY_COMMAND, ids=" ".join)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_help_shows_an_example_in_the_language(capsys: Capture, command: list[str], language: str) -> None:
    name = " ".join(command) or "vardflode"
    done = call(capsys, *command, "--help", "--lang", language)
    own = help_texts()["commands"][name]
    assert (done.code, done.err) == (0, "")
    assert own[language].split()[0] in done.out
    assert own["example"].strip().splitlines()[0] in done.out
    foreign = {
        "sv": r"Usage|Options|Commands|Example|Show this|required|default|COMMAND|ARGS",
        "en": "[åäö]|Flaggor",
    }
    shown = done.out.replace("Vårdflöde", "").replace("Läsår", "")
    assert not re.search(foreign[language], shown), shown


def test_examples_of_the_help_can_be_called() -> None:
    for texts in help_texts()["commands"].values():
        for line in texts["example"].strip().splitlines():
            program, *arguments = shlex.split(line)
            assert program == "vardflode"
            command: click.Command = cli
            while isinstance(command, click.Group):
                command = command.commands[arguments.pop(0)]
            assert command.make_context("vardflode", arguments).params


def test_version(capsys: Capture) -> None:
    assert re.fullmatch(r"vardflode \d+\.\d+\.\d+\n", call(capsys, "--version").out)


def test_profession_list_and_show(capsys: Capture) -> None:
    lines = call(capsys, "profession", "list").out.splitlines()
    assert len(lines) == 22
    assert any(re.fullmatch(r"tandhygienist +pilot +Tandhygienist", line) for line in lines)
    listed = call(capsys, "profession", "list", "--json").json["data"]["professions"]
    assert [entry["id"] for entry in listed] == [line.split()[0] for line in lines]
    shown = call(capsys, "profession", "show", "tandhygienist", "--lang", "en").out
    assert "HT2019" in shown and "3250" in shown
    data = call(capsys, "profession", "show", "tandhygienist", "--json").json["data"]
    assert data["nominal"][-1] == {"from": "HT2019", "terms": 6}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_explain_every_name(capsys: Capture, language: str) -> None:
    names = call(capsys, "explain").out.split()
    assert names == described_names()
    for name in names:
        done = call(capsys, "explain", name, "--lang", language)
        assert (done.code, done.err) == (0, "")
        assert re.search(r"^(SQL|Fil|File): ?", done.out, flags=re.M), name
    assert call(capsys, "explain", names[-1], "--json").json["data"]["sql"]


# ---------------------------------------------------------------- check

DIRTY = [
    {"LopNr": 1, "Ar": 2001, "Termin": 2, "HsKod": "LU", "YProg": "tandhygienist", "ProgOrt": "180"},
    {"LopNr": 1, "Ar": 2001, "Termin": 2, "HsKod": "LU", "YProg": "tandhygienist", "ProgOrt": "0180"},
    {"LopNr": 2, "Ar": 2001, "Termin": 3, "HsKod": "LU", "YProg": "tandhygienist"},
    {"LopNr": "", "Ar": 2001, "Termin": 2, "HsKod": "LU", "YProg": "tandhygienist"},
    {"LopNr": 3, "Ar": 1950, "Termin": 2, "HsKod": "LU", "YProg": "tandhygienist"},
    {"LopNr": 4, "Ar": 1951, "Termin": 2, "HsKod": "LU", "YProg": "tandhygienist", "Dist": "kanske"},
    {"LopNr": 5, "Ar": 2002, "Termin": 2, "HsKod": "LU", "YProg": "tandhygienist", "Dist": "kanske"},
]


def test_check_counts_what_became_of_every_row(tmp_path: Path, capsys: Capture) -> None:
    delivery = write_delivery(tmp_path / "leverans", {"registrations": DIRTY})
    done = call(capsys, "check", delivery)
    assert done.code == 0, done.err
    assert done.out.splitlines() == [
        "applications: inte levererad; det som behöver den är inte observerbart",
        "degrees: inte levererad; det som behöver den är inte observerbart",
        "licences: inte levererad; det som behöver den är inte observerbart",
        "registrations: 7 lästa, 2 godkända, 1 dubbletter, 4 avvisade, 0 åt sidan",
        "   avvisade – löpnummer saknas (missing_lopnr): 1",
        "   avvisade – utanför det som leveransen täcker (out_of_range): 2",
        "   avvisade – okänd kod (unknown_code): 1",
        "   tomma efter rensning – Dist: 1",
        "   inledande nollor återställda – ProgOrt: 1",
        "deaths: inte levererad; det som behöver den är inte observerbart",
        "individuals: inte levererad; det som behöver den är inte observerbart",
        "migration: inte levererad; det som behöver den är inte observerbart",
        "upper_secondary: inte levererad; det som behöver den är inte observerbart",
    ]
    assert "Varning: " in done.err
    data = call(capsys, "check", delivery, "--json").json["data"]
    assert data["registers"]["registrations"] == {
        "delivered": True,
        "read": 7,
        "accepted": 2,
        "duplicates": 1,
        "set_aside": 0,
        "rejected": {"missing_lopnr": 1, "out_of_range": 2, "unknown_code": 1},
        "blanked": {"Dist": 1},
        "leading_zeros_restored": {"ProgOrt": 1},
    }
    assert not data["registers"]["degrees"]["delivered"]
    assert all(check["remedy"] for check in data["checks"])
    assert left_in(tmp_path) == ["leverans"], "a check leaves nothing behind"


# ---------------------------------------------------------------- synth and demo


def test_synth_writes_the_same_delivery_for_the_same_seed(tmp_path: Path, capsys: Capture) -> None:
    for name in ("a", "b"):
        done = call(
            capsys, "synth", tmp_path / name, "--seed", 3, "--persons", 60, "--formats", "mixed", "--json"
        )
        assert (done.code, done.json["data"]["seed"]) == (0, 3), done.err
    assert left_in(tmp_path) == ["a", "b"]
    assert hashes(tmp_path / "a") == hashes(tmp_path / "b")
    assert call(capsys, "synth", tmp_path / "a", "--persons", 60, "--json").keys == ["folder_not_empty"]


def test_demo(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VARDFLODE_SECRET_FILE", raising=False)
    done = call(capsys, "demo", "--persons", 200, "--out", tmp_path / "out")
    assert done.code == 0, done.err
    assert done.out == "", "a run's data are its files"
    assert left_in(tmp_path / "out") == ["demo", "demo-delivery"]
    report = tmp_path / "out/demo/published/site/index.html"
    assert report.is_file()
    assert f"Rapporten: {report}" in done.err
    assert "ÖVNING" in done.err


def test_a_fresh_process_checks_too(tmp_path: Path) -> None:
    done = call_outside("check", tmp_path, "--json")
    assert (done.code, done.keys) == (2, ["delivery_toml_missing"])
