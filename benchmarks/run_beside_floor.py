"""The default demo's run, stage by stage, beside the floor: DuckDB scanning the same columns once.

    python -m benchmarks.run_beside_floor [--persons 384000] [--folder out/bench]

Prints seconds per stage, peak memory, the floor and the ratio. These machines are noisy: the
ratio of one run to the floor of the same run is what counts. The aim is under 4 × the floor
plus a fixed 15 s (Python, Dagster and Great Expectations starting, and the gate).
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

FIXED_SECONDS = 15.0
AIM = 4.0


def main() -> None:
    """Makes the delivery when it is not there, measures floor and run in processes of their own."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--persons", type=int, default=384_000)
    parser.add_argument("--folder", type=Path, default=Path("out/bench"))
    parser.add_argument("--only", choices=("floor", "run"))
    arguments = parser.parse_args()
    delivery = arguments.folder / f"delivery-{arguments.persons}"
    if arguments.only:
        print(json.dumps({"floor": floor, "run": run}[arguments.only](delivery, arguments.folder)))
        return
    if not delivery.exists():
        from flows.synthetic import write_delivery

        write_delivery(delivery, persons=arguments.persons)
    # The floor is measured on both sides of the run, so that a machine that slows down shows.
    before = _apart("floor", arguments)
    ran = _apart("run", arguments)
    after = _apart("floor", arguments)
    _show(before, ran, after)


def _apart(what: str, arguments: argparse.Namespace) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.run_beside_floor", "--only", what]
    command += ["--persons", str(arguments.persons), "--folder", str(arguments.folder)]
    began = time.perf_counter()
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(text.splitlines()[-1])
    return found | {"process": time.perf_counter() - began}


def floor(delivery: Path, folder: Path) -> dict[str, float]:
    """Seconds for DuckDB to read every contract column of every file once, as text."""
    import duckdb

    from schemas.contract import contracts
    from schemas.delivery import load_delivery
    from schemas.sources import open_source

    described = load_delivery(delivery)
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    seconds = 0.0
    for register, files in described.files.items():
        theirs = {name.casefold() for name in contracts()[register].names}
        theirs |= {name.casefold() for name in described.columns.get(register, {}).values()}
        for file in files:
            source = open_source(file, folder)
            assert source.text is not None  # noqa: S101  # the delivery that is measured is text
            counted = ", ".join(f'count("{n}")' for n in source.names if n.casefold() in theirs)
            layout = f"all_varchar = true, header = true, delim = '{source.text.separator}'"
            began = time.perf_counter()
            connection.execute(f"select {counted} from read_csv('{source.text.plain}', {layout})").fetchall()
            seconds += time.perf_counter() - began
    return {"seconds": seconds}


def run(delivery: Path, folder: Path, professions: tuple[str, ...] = ()) -> dict[str, float]:
    """Seconds per stage of a run, of the four pilot groups unless others are named, and peak memory in GB."""
    stages: dict[str, float] = {}
    talk = _clock(stages)
    talk("starting")
    from dataclasses import replace

    from pipelines.release import Request
    from pipelines.running import run_release
    from pipelines.settings import load_settings

    settings = replace(load_settings(None), out=str(folder / "out"), professions=professions)
    run_release(Request(delivery, settings, "bench", replace=True), talk)
    talk("done")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return stages | {"seconds": sum(stages.values()), "peak_gb": peak}


def _clock(stages: dict[str, float]) -> Callable[..., None]:
    """A talk that charges the time since the last line to the stage that it announced."""
    said: list[tuple[str, float]] = []

    def talk(key: str, **fields: object) -> None:
        now = time.perf_counter()
        if said:
            stage, began = said[-1]
            stages[stage] = stages.get(stage, 0.0) + now - began
        said.append((f"{key} {fields.get('register', '')}".strip(), now))

    return talk


def _show(before: dict[str, float], ran: dict[str, float], after: dict[str, float]) -> None:
    floor_seconds = min(before["seconds"], after["seconds"])
    for stage, seconds in ran.items():
        if stage not in ("seconds", "peak_gb", "process"):
            print(f"{seconds:8.1f} s  {stage}")
    print(f"{ran['seconds']:8.1f} s  the whole run; peak memory {ran['peak_gb']:.2f} GB")
    print(f"{floor_seconds:8.1f} s  floor (before {before['seconds']:.1f}, after {after['seconds']:.1f})")
    ratio = (ran["seconds"] - FIXED_SECONDS) / floor_seconds
    print(f"{ratio:8.1f}    (run − {FIXED_SECONDS:.0f} s) / floor; the aim is under {AIM:.0f}")


if __name__ == "__main__":
    main()
