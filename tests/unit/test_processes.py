"""Work in processes of their own: findings in order, few tasks held at a time, and no process left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.processes import in_processes

PARENT = """
import sys
from tests.unit.test_processes import stay
from flows.processes import in_processes
if __name__ == "__main__":
    in_processes(stay, [(sys.argv[1],)])
"""


def doubled(number: int) -> tuple[int, int]:
    return 2 * number, os.getpid()


def fail_or_stay(file: str) -> None:
    """Fails with a file to write; without, works for a minute."""
    if file:
        Path(file).write_text("tried", encoding="ascii")
        raise ArithmeticError("below zero")
    time.sleep(60)


def stay(file: str) -> None:
    """Says who it is, and works for a minute."""
    Path(file).write_text(str(os.getpid()), encoding="ascii")
    time.sleep(60)


def test_findings_come_in_the_order_of_the_tasks() -> None:
    found = in_processes(doubled, [(number,) for number in range(6)])
    assert [number for number, _ in found] == [0, 2, 4, 6, 8, 10]
    assert os.getpid() not in {process for _, process in found}


@pytest.mark.parametrize("is_late", [False, True])
def test_a_fault_ends_it_and_takes_no_further_task(is_late: bool, tmp_path: Path) -> None:
    taken, tried = [], tmp_path / "tried"

    def tasks() -> Iterator[tuple[str]]:
        for file in (str(tried), *[""] * 50):
            taken.append(file)
            yield (file,)
            if is_late and len(taken) == 1:  # the next task is asked for when the first has failed already
                assert _comes(tried.exists)
                time.sleep(0.5)

    began = time.monotonic()
    with pytest.raises(ArithmeticError, match="below zero"):
        in_processes(fail_or_stay, tasks())
    assert len(taken) <= 3
    assert time.monotonic() - began < 30


@pytest.mark.skipif(sys.platform != "linux", reason="looks the process up in /proc")
def test_no_process_outlives_a_killed_run(tmp_path: Path) -> None:
    script, told = tmp_path / "parent.py", tmp_path / "child"
    script.write_text(PARENT, encoding="ascii")
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root)}
    parent = subprocess.Popen([sys.executable, script, told], env=environment)
    child = _number_in(told)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    assert _comes(lambda: not Path(f"/proc/{child}").exists())


def _number_in(file: Path) -> int:
    assert _comes(lambda: file.exists() and file.read_text(encoding="ascii") != "")
    return int(file.read_text(encoding="ascii"))


def _comes(condition: Callable[[], bool], seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False
