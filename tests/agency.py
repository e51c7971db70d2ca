"""Dagster as an agency has it, in a folder of its own: its home, its settings, and the processes it starts.

Belongs here: setting that up, and that nothing is left running. Does not belong here: expectations.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[1]
SECONDS_TO_STOP = 30


def set_up(place: Path, settings: str = "") -> dict[str, str]:
    """Makes the home and vardflode.toml, for one group; what the environment must say to use them."""
    home = place / "dagster"
    home.mkdir()
    # The history of these runs is not that of the checkout.
    said = (ROOT / "dagster.yaml").read_text(encoding="utf-8")
    (home / "dagster.yaml").write_text(said.replace("base_dir: .dagster", f"base_dir: {home}"), "utf-8")
    paths = {"inbox": "leveranser", "out": "out", "public": "public"}
    folders = "\n".join(f'{name} = "{place / folder}"' for name, folder in paths.items())
    run = f'[run]\nprofessions = ["tandhygienist"]\n{settings}\n[paths]\n{folders}\n'
    (place / "vardflode.toml").write_text(run, encoding="utf-8")
    return {"DAGSTER_HOME": str(home), "VARDFLODE_SETTINGS": str(place / "vardflode.toml")}


@contextmanager
def started(program: str, *arguments: str, environment: Mapping[str, str], log: Path) -> Iterator[None]:
    """One of Dagster's programs for as long as the block; all that it has started ends with it."""
    call = [str(Path(sys.executable).parent / program), *arguments]
    with log.open("wb") as said:
        process = subprocess.Popen(
            call,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_TO_STOP)
        with suppress(ProcessLookupError):  # whoever did not listen, such as a run at work
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
