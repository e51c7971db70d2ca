"""A national delivery read, checked and counted, beside one scan of the same columns.

    python -m benchmarks.national --shape national --millions 25 [--folder out/bench] [--repeats 1]

Every run is a process of its own and ends when internal/measures.parquet is written: hashing, checks
and all 22 groups in all models included, protection and pages not. Belongs here: one delivery's
figures. Does not belong here: making it (benchmarks.national_data), the table (benchmarks.table).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from typing import Any

FIXED_SECONDS = 15.0
KEPT = "measures.parquet"


def main() -> None:
    """One delivery measured, as JSON; with --only, the part that a process of its own does."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--shape", default="national")
    parser.add_argument("--millions", type=int, default=25)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path("out/bench"))
    parser.add_argument("--only", choices=("scan", "run"))
    parser.add_argument("--delivery", type=Path)
    asked = parser.parse_args()
    if asked.only:
        part = {"scan": scan, "run": run}[asked.only]
        print(json.dumps(part(asked.delivery, asked.folder)))
        return
    from benchmarks.national_data import make

    delivery = make(asked.folder, asked.shape, asked.millions)
    print(json.dumps(measured(delivery, asked.folder, asked.repeats), indent=2))


def measured(delivery: Path, folder: Path, repeats: int) -> dict[str, Any]:
    """The best of some scans and runs, one after the other: scan, run, scan, run, scan."""
    scans, runs = [apart("scan", delivery, folder)], []
    for _ in range(repeats):
        runs.append(apart("run", delivery, folder))
        scans.append(apart("scan", delivery, folder))
    best = min(runs, key=lambda one: one["seconds"])
    floor = min(one["scan"] for one in scans)
    return best | {
        "scans": [one["scan"] for one in scans],
        "runs": [one["seconds"] for one in runs],
        "peak_gb": max(one["peak_gb"] for one in runs),
        "ratio": (best["seconds"] - FIXED_SECONDS) / floor,
        "scan": floor,
    }


def apart(what: str, delivery: Path, folder: Path) -> dict[str, Any]:
    """What a process of its own prints, its seconds from start to end, and the memory that it took."""
    command = [sys.executable, "-m", "benchmarks.national", "--only", what]
    command += ["--delivery", str(delivery), "--folder", str(folder)]
    began = time.perf_counter()
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process,
        Watch(process.pid) as watch,
    ):
        text = process.communicate()[0]
    if process.returncode:
        raise SystemExit(f"{what} of {delivery} failed")
    seconds = time.perf_counter() - began
    found: dict[str, Any] = json.loads(text.splitlines()[-1])
    return {"seconds": seconds, "peak_gb": watch.peak / 1e6} | found


class Watch:
    """Looks at the memory of a process and its children every fifth of a second: proportional, in kB."""

    def __init__(self, pid: int) -> None:
        """Not yet looking."""
        self.pid, self.peak, self._done = pid, 0, Event()
        self._thread = Thread(target=self._look)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(0.2):
            self.peak = max(self.peak, sum(map(_proportional, _family(self.pid))))


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in _family(int(child)))]


def _proportional(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def scan(delivery: Path, folder: Path) -> dict[str, float]:
    """Seconds for DuckDB to read every contract column of every file once."""
    import duckdb

    from schemas.contract import contracts
    from schemas.delivery import load_delivery

    described = load_delivery(delivery)
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    seconds = 0.0
    for register, files in described.files.items():
        ours = {name.casefold() for name in contracts()[register].names}
        ours |= {name.casefold() for name in described.columns.get(register, {}).values()}
        for ending, reading in READINGS.items():
            same = [str(file) for file in files if str(file).endswith(ending)]
            for names, group in _alike(connection, same, reading).items():
                counted = ", ".join(f'count("{name}")' for name in names if name.casefold() in ours)
                began = time.perf_counter()
                connection.execute(f"select {counted} from {reading}", [group]).fetchall()
                seconds += time.perf_counter() - began
    return {"scan": seconds}


READINGS = {
    ".parquet": "read_parquet(?)",
    ".csv": "read_csv(?, all_varchar = true, header = true, delim = ';')",
}


def _alike(connection: Any, files: list[str], reading: str) -> dict[tuple[str, ...], list[str]]:
    """The files that have the same columns, scanned together."""
    found: dict[tuple[str, ...], list[str]] = {}
    for file in files:
        rows = connection.execute(f"describe select * from {reading}", [[file]]).fetchall()
        found.setdefault(tuple(row[0] for row in rows), []).append(file)
    return found


class Enough(BaseException):
    """Everything is counted: what comes after is not measured."""


def run(delivery: Path, folder: Path) -> dict[str, Any]:
    """Seconds from the process's start to internal/measures.parquet; then per stage, until all is counted.

    The release's internal part is kept for what is measured on a release.
    """
    from dataclasses import replace

    from pipelines.release import Request, open_release
    from pipelines.running import materialise
    from pipelines.settings import load_settings

    out, kept = folder / "out", folder / f"{delivery.name}-internal"
    for old in (out, kept):
        shutil.rmtree(old, ignore_errors=True)
    said: list[tuple[str, float]] = [("starting", _started())]

    def talk(key: str, **fields: object) -> None:
        said.append((f"{key} {fields.get('register', '')}".strip(), time.time()))
        if key == "protecting":
            raise Enough

    settings = replace(load_settings(None), out=str(out), professions=("all",))
    with open_release(Request(delivery, settings, "bench", replace=True), talk) as release:
        try:
            materialise(release)
        except BaseException:
            if said[-1][0] != "protecting":
                raise
        written = (release.folder / "internal" / KEPT).stat().st_mtime
        release.warehouse.connection.close()
        shutil.move(release.folder / "internal", kept / "internal")
    stages = {stage: end - began for (stage, began), (_, end) in pairwise(said)}
    began = said[0][1]
    return {"stages": stages, "seconds": written - began, "until_protection": said[-1][1] - began}


def _started() -> float:
    """When this process began, in seconds since the epoch."""
    ticks = int(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
    up = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    return time.time() - up + ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
