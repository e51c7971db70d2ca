"""Runs and approvals killed at seeded moments: what stands is whole each time, and the next start goes on.

    python -m tests.crashing --kills 100 --seed 1

Belongs here: killing, and what must hold after it. A moment is the n-th time that the program is about to
touch a file (open, rename, remove …), or a time. `--short` leaves out counting, protection and pages.
Every call is a fork of this process, which has imported everything and used none of it: a library
that has started its threads does not survive a fork.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines import release, running
from pipelines.approving import changed_files
from pipelines.cli import run_command
from pipelines.manifest import account_of, read_manifest
from pipelines.public_folder import live_release
from pipelines.release import Release, Request, open_release
from pipelines.versioning import write_changes
from schemas.contract import contracts
from tests.end_to_end.calling import hashes, left_in, small_delivery
from tests.releasing import cell, table

Call = Callable[[], int]
PASSED = {"passed": True, "broken": 0}
WINDOWS = {"old": "2000-2003", "new": "2000-2002"}
ACTIONS = ("run", "replace", "approve")
TOUCHING = ("open", "os.", "shutil.", "tempfile.")
DONE, ALREADY = 0, 2
MEMORY = Path("/dev/shm")  # noqa: S108  # a killed process is the same there, and fsync costs nothing


def short_run(request: Request, talk: Callable[..., None]) -> Release:
    """A release that is opened, read and put in place as any other, with one made-up table."""
    with open_release(request, talk) as made:
        for register in contracts():
            made.read(register)
        (made.folder / "internal" / "measures.parquet").write_bytes(b"x" * 10_000)
        tables = made.folder / "published" / "site" / "tables"
        tables.mkdir(parents=True)
        table(cell(cohort=request.settings.window)).write_parquet(tables / "rates.parquet")
        (tables.parent / "index.html").write_text(request.settings.window, encoding="utf-8")
        made.audit = PASSED
        write_changes(made.folder, request.earlier, account_of(made))
        made.finish()
    return made


@dataclass(frozen=True)
class Place:
    """Where everything lies: a delivery, releases, the public folder, temporary files."""

    folder: Path

    @property
    def out(self) -> Path:
        """The releases."""
        return self.folder / "out"

    @property
    def public(self) -> Path:
        """The public folder."""
        return self.folder / "public"

    def call(self, action: str, name: str, window: str = "old") -> Call:
        """A call of the program."""
        where = ["--out", str(self.out), "--public", str(self.public)]
        if action == "approve":
            return lambda: run_command(["approve", name, "--by", "Anna", *where])
        more = ["--professions", "tandhygienist", "--window", WINDOWS[window], "--release", name]
        more += ["--replace"] if action == "replace" else []
        return lambda: run_command(["run", str(self.folder / "delivery"), *more, *where])


def forked(call: Call, log: Path, dies: Callable[[], None] | None = None, after: float | None = None) -> int:
    """Exit code of a call in a fork; -9 when it was killed, after so many seconds or where `dies` says."""
    child = os.fork()
    if child == 0:
        code = 3
        try:
            handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(handle, 1)
            os.dup2(handle, 2)
            if dies is not None:
                dies()
            code = call()
        finally:
            os._exit(code)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def touches(folder: Path, act: Callable[[int], None]) -> Callable[[], None]:
    """Sets a hook that is told the number of every touch of a file below the folder, before it happens."""
    count = [0]

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event.startswith(TOUCHING) and given and str(given[0]).startswith(str(folder)):
            count[0] += 1
            act(count[0])

    return lambda: sys.addaudithook(hook)


def kill_self_at(number: int) -> Callable[[int], None]:
    """Ends the process for good at the n-th touch."""
    return lambda n: os.kill(os.getpid(), signal.SIGKILL) if n == number else None


def is_whole(folder: Path) -> bool:
    """A release whose every file is as its manifest says."""
    outputs = read_manifest(folder)["outputs"]
    there = set(hashes(folder)) - {"manifest.json", "approval.json", ".approval.json"}
    return not changed_files(folder, outputs) and there == set(outputs)


def published(folder: Path) -> dict[str, str]:
    """Hashes of what readers see of a release."""
    return {name: h for name, h in hashes(folder).items() if name != "approval.json"}


class Crashes:
    """A place with a live release `a` and a release `b` that waits for approval, killed and mended."""

    def __init__(self, folder: Path, seed: int, *, short: bool) -> None:
        self.chance, self.log, self.short = random.Random(seed), folder / "log", short
        self.template, self.place = Place(folder / "template"), Place(folder / "place")
        small_delivery(self.template.folder / "delivery")
        self.known: dict[str, dict[str, str]] = {}
        self.long: dict[str, tuple[int, float]] = {}
        self._prepare()

    def _prepare(self) -> None:
        """Makes the template, and counts the touches and seconds of each action."""
        for action, name in (("run", "a"), ("approve", "a"), ("run", "b")):
            self._must(forked(self.template.call(action, name), self.log), (DONE,))
        for action in ACTIONS:
            self._reset()
            tally, begun = self.template.folder.parent / "touches", time.monotonic()
            hook = touches(self.place.folder, _writer(tally))
            self._must(forked(self._call(action), self.log, hook), (DONE,))
            self.long[action] = (int(tally.read_text()), time.monotonic() - begun)
            self.known[action] = published(self.place.out / ("c" if action == "run" else "b") / "published")
        self.known["a"] = published(self.template.public / "a")

    def _call(self, action: str) -> Call:
        return self.place.call(action, "c" if action == "run" else "b", "new")

    def _reset(self) -> None:
        shutil.rmtree(self.place.folder, ignore_errors=True)
        shutil.copytree(self.template.folder, self.place.folder, symlinks=True)
        (self.place.folder / "tmp").mkdir()
        tempfile.tempdir = str(self.place.folder / "tmp")
        os.environ["TMPDIR"] = tempfile.tempdir

    def kill(self, number: int) -> str:
        """Kills one call at a moment of chance, looks at what stands, starts again, looks again."""
        self._reset()
        action = ACTIONS[number % len(ACTIONS)]
        most, seconds = self.long[action]
        by_time = not self.short and number % 2 == 1
        at = self.chance.uniform(0, seconds) if by_time else self.chance.randint(1, most)
        if by_time:
            code = forked(self._call(action), self.log, after=float(at))
        else:
            hook = touches(self.place.folder, kill_self_at(int(at)))
            code = forked(self._call(action), self.log, hook)
        said = f"{action} killed at {at:.1f} {'s' if by_time else f'of {most} touches'}"
        self._must(code, (-signal.SIGKILL, DONE), said)
        self._look(action, said)
        # Killed after the last step that counts, it is done, and says so.
        self._must(forked(self._call(action), self.log), (DONE, ALREADY), said)
        self._look(action, said)
        name = "c" if action == "run" else "b"
        assert published(self.place.out / name / "published") == self.known[action], said
        if action == "approve":
            assert live_release(self.place.public) == (self.place.public / "b").resolve(), said
        assert left_in(self.place.folder / "tmp") == [], said
        assert list(self.place.folder.rglob(".*")) == [], said
        return said

    def _look(self, action: str, said: str) -> None:
        """What stands is whole: every release, every public release, and the live one."""
        out, public = self.place.out, self.place.public
        for folder in out.glob("[!.]*"):
            assert is_whole(folder), (said, folder)
        standing = {folder.name for folder in out.glob("[!.]*")}
        assert "a" in standing, said
        assert "b" in standing or (out / ".old-b").is_dir(), said
        live = live_release(public)
        assert live is not None, said
        allowed = {"a", "b"} if action == "approve" else {"a"}
        assert {f.name for f in public.glob("[!.]*")} - {"live"} <= allowed, said
        assert live.name in allowed, said
        for folder in public.glob("[!.l]*"):
            known = self.known["a" if folder.name == "a" else "approve"]
            assert published(folder) == known, (said, folder)

    def _must(self, code: int, allowed: tuple[int, ...], said: str = "") -> None:
        assert code in allowed, f"{said}: exit {code}\n{self.log.read_text(encoding='utf-8')[-3000:]}"


def _writer(file: Path) -> Callable[[int], None]:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)

    def write(number: int) -> None:
        os.pwrite(handle, str(number).encode(), 0)

    return write


def main(arguments: list[str]) -> None:
    """So many kills; the first thing that is not whole ends it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true")
    asked = parser.parse_args(arguments)
    vars(release)["audit_of"] = lambda *_: PASSED  # the attack takes minutes and writes nothing
    if asked.short:
        running.run_release = short_run
    else:  # once, before the forks
        import great_expectations  # noqa: F401  # slow to import

        from pipelines import assets  # noqa: F401  # the same
    with tempfile.TemporaryDirectory(prefix="crashing-", dir=MEMORY if MEMORY.is_dir() else None) as place:
        secret = Path(place) / "secret"
        secret.write_text("en hemlighet som ingen gissar", encoding="utf-8")
        os.environ["VARDFLODE_SECRET_FILE"] = str(secret)
        crashes = Crashes(Path(place), asked.seed, short=asked.short)
        for number in range(asked.kills):
            sys.stdout.write(f"{number + 1}/{asked.kills} {crashes.kill(number)}\n")
            sys.stdout.flush()
        tempfile.tempdir = None


if __name__ == "__main__":
    main(sys.argv[1:])
