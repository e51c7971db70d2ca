"""The command line as the tests call it: arguments in, exit code, stdout and stderr out.

Belongs here: calling, and what holds for every call. Does not belong here: expectations of one call.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipelines.cli import run_command
from tests.support import FULL_COVERS, write_delivery

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-c", "from pipelines.cli import main; main()"]
PEOPLE = range(1, 25)
PERSON = "HEMLIG-{}"
"""No message may repeat a person's number."""


@dataclass(frozen=True)
class Call:
    """One finished call."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on stdout, with --json."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def keys(self) -> list[str]:
        """Keys of the faults in the JSON object."""
        return [fault["key"] for fault in self.json["faults"]]


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> Call:
    """Calls the program in this process; what holds for every call is asserted."""
    capsys.readouterr()
    code = run_command([str(argument) for argument in arguments])
    return checked(code, *capsys.readouterr(), arguments)


def call_outside(*arguments: object, **environment: str) -> Call:
    """Calls the program in a process of its own."""
    done = subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        cwd=ROOT,
        env=surroundings(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    return checked(done.returncode, done.stdout, done.stderr, arguments)


def surroundings(changed: Mapping[str, str]) -> dict[str, str]:
    """The environment of a call: a fresh installation's, so no DAGSTER_HOME and no secret."""
    left_out = ("DAGSTER_HOME", "VARDFLODE_SECRET_FILE")
    return {name: value for name, value in os.environ.items() if name not in left_out} | dict(changed)


def checked(code: int, out: str, err: str, arguments: Sequence[object]) -> Call:
    """No traceback, no person, and one JSON object with `data` when it is asked for."""
    done = Call(code, out, err)
    for text in (out, err):
        assert "Traceback" not in text, text
        assert PERSON.format("") not in text, text
    if "--json" in arguments and "--help" not in arguments:
        assert {"command", "exit_code", "faults", "data"} == set(done.json)
        assert done.json["exit_code"] == code
        for fault in done.json["faults"]:
            assert fault["text"] in err
    return done


def small_delivery(folder: Path, **changed: Sequence[Mapping[str, Any]]) -> Path:
    """A delivery in which two dozen dental hygienists start, graduate, are licensed and work."""
    lopnr = PERSON.format
    starts = {i: 2000 + i % 4 for i in PEOPLE}
    registers: dict[str, Sequence[Mapping[str, Any]]] = {
        "registrations": [
            {
                "LopNr": lopnr(i),
                "Ar": year,
                "Termin": 2,
                "HsKod": "LU",
                "YProg": "tandhygienist",
                "ProgOrt": 1281,
            }
            for i, year in starts.items()
        ],
        "degrees": [
            {
                "LopNr": lopnr(i),
                "ExHsKod": "LU",
                "Examenskod": "tandhygienist",
                "Examensdatum": f"{year + 2}-06-05",
            }
            for i, year in starts.items()
        ],
        "licences": [
            {"LopNr": lopnr(i), "yrkeskod": "TH", "legitimationsdatum": f"{year + 2}0705"}
            for i, year in starts.items()
        ],
        "individuals": [
            {
                "LopNr": lopnr(i),
                "Ar": year,
                "Kon": 1 + i % 2,
                "FodelseAr": 1980,
                "Kommun": "0180",
                "SyssStatJ": 1,
                "SyssStat": 1,
                "Ssyk4": "3225",
            }
            for i in PEOPLE
            for year in range(1999, 2011)
        ],
    }
    registers |= changed
    covers = {name: FULL_COVERS[name] for name in registers}
    return write_delivery(folder, registers, covers | {"individuals": [1999, 2010]})


def left_in(out: Path) -> list[str]:
    """Names of everything in a folder, hidden or not; none where there is no folder."""
    return sorted(path.name for path in out.iterdir()) if out.exists() else []


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
