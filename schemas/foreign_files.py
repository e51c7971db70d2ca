"""SAS, SPSS and Stata files, turned into Parquet by a process of their own.

Belongs here: knowing such a file by its first bytes, and converting it. Does not belong here: what
its values mean (schemas.sources makes text of them, schemas.reading judges it). The library takes
the memory that a file asks for, and ends the whole process when it cannot: a broken file
must end the converting only.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil
from pathlib import Path
from threading import Lock, Timer
from time import monotonic
from typing import Any

import polars as pl

from schemas.faults import fault

SAS = bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011")
STATA_BEFORE_13 = range(104, 116)
ENDINGS = {"SAS": (".sas7bdat",), "SPSS": (".sav", ".zsav"), "Stata": (".dta",)}
HEAD = len(SAS)
ROWS_PER_BYTE = 100
"""No register's file holds more rows than this for each of its bytes: they would all be the same."""
SECONDS, BYTES_A_SECOND = 300, 1_000_000
"""How long an answer may take: so long, and for each byte of the file at a speed far below a slow disk's."""

LOCK = Lock()


@dataclass(frozen=True)
class Foreign:
    """What such a file says of itself; rows None = it does not say how many it has."""

    names: tuple[str, ...]
    rows: int | None


def program_of(head: bytes) -> str | None:
    """The program whose file begins with these bytes (at least HEAD of them); None for any other file."""
    if head.startswith(SAS):
        return "SAS"
    if head[:4] in (b"$FL2", b"$FL3"):
        return "SPSS"
    if head.startswith(b"<stata_dta>") or (
        len(head) > 3 and head[0] in STATA_BEFORE_13 and head[1] in (1, 2) and head[2:4] == b"\1\0"
    ):
        return "Stata"
    return None


def look(path: Path, program: str) -> Foreign:
    """The file's columns and how many rows it says it has; UserError when it cannot be read."""
    if not path.name.lower().endswith(ENDINGS[program]):
        raise fault("ending_foreign", file=path, program=program, allowed=ENDINGS[program])
    stat = path.stat()
    return _looked_at(path, program, (stat.st_size, stat.st_mtime_ns))


@lru_cache(maxsize=1024)
def _looked_at(path: Path, program: str, version: tuple[int, int]) -> Foreign:
    said = _asked(path, program)
    rows = said["rows"]
    if rows is not None and not 0 <= rows <= version[0] * ROWS_PER_BYTE:
        raise fault("foreign_unreadable", file=path, program=program)
    return Foreign(tuple(said["names"]), rows)


def convert(path: Path, program: str, parquet: Path) -> None:
    """Writes every row of the file as Parquet; UserError when fewer can be read than it says it has."""
    said = look(path, program).rows
    found = _asked(path, program, parquet)["rows"]
    if said is not None and said != found:
        raise fault("rows_lost", file=path, said=said, found=found)


def _asked(path: Path, program: str, *parquet: Path) -> dict[str, Any]:
    """What the process says of the file; UserError when it cannot read it, ends over it, or never answers."""
    seconds = SECONDS + path.stat().st_size / BYTES_A_SECOND
    asked = monotonic()
    with LOCK:
        answer = _answered(_process(), json.dumps([str(p.absolute()) for p in (path, *parquet)]), seconds)
    said: dict[str, Any] = json.loads(answer or "{}")
    if not said and monotonic() - asked >= seconds:
        raise fault("foreign_too_slow", file=path, program=program, minutes=ceil(seconds / 60))
    if not said:
        raise fault("foreign_unreadable", file=path, program=program)
    return said


def _answered(process: subprocess.Popen[str], question: str, seconds: float) -> str:
    """Its line of answer; none when it ended over the question or had no answer in time, and is gone."""
    assert process.stdin is not None and process.stdout is not None  # noqa: S101  # both are pipes
    limit = Timer(seconds, process.kill)
    limit.start()
    try:
        process.stdin.write(question + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
    except OSError:
        answer = ""
    finally:
        limit.cancel()
    if not answer:
        process.kill()
        process.communicate()
        _process.cache_clear()
    return answer


@cache
def _process() -> subprocess.Popen[str]:
    """The process that reads such files, one after the other, until this one ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", __name__],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what the library says may hold bytes of the file
        encoding="utf-8",
    )
    atexit.register(process.communicate)
    return process


def _answer(path: str, parquet: str | None = None) -> dict[str, Any]:
    """What the file holds; with a second path, how many rows of it were written there as Parquet."""
    from polars_readstat import ScanReadstat, scan_readstat

    if parquet is None:
        reader = ScanReadstat(path, threads=1)
        return {"names": list(reader.schema), "rows": reader.metadata.get("row_count")}
    # One thread: several give the rows in any order.
    scan_readstat(path, threads=1).sink_parquet(parquet, compression="lz4", statistics=False)
    return {"rows": pl.scan_parquet(parquet, glob=False).select(pl.len()).collect().item()}


def main() -> None:
    """Answers, a line each, what is asked on a line each."""
    for line in sys.stdin:
        try:
            said = _answer(*json.loads(line))
        except BaseException:  # a panic in the library is no Exception
            said = {}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
