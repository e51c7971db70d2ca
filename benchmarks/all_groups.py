"""All 22 groups beside the four pilots: the same run, the same delivery, one after the other.

    python -m benchmarks.all_groups [--persons 384000] [--folder out/bench]

Both runs count all three models. The aim is that 22 groups take at most twice the time of four.
These machines are noisy: the four are measured before and after, and the quicker of the two counts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from benchmarks.run_beside_floor import run

AIM = 2.0
GROUPS: dict[str, tuple[str, ...]] = {"pilots": (), "all": ("all",)}


def main() -> None:
    """Makes the delivery when it is not there, and measures each run in a process of its own."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--persons", type=int, default=384_000)
    parser.add_argument("--folder", type=Path, default=Path("out/bench"))
    parser.add_argument("--only", choices=tuple(GROUPS))
    arguments = parser.parse_args()
    delivery = arguments.folder / f"delivery-{arguments.persons}"
    if arguments.only:
        print(json.dumps(run(delivery, arguments.folder, GROUPS[arguments.only])))
        return
    if not delivery.exists():
        from flows.synthetic import write_delivery

        write_delivery(delivery, persons=arguments.persons)
    before, every, after = (_apart(name, arguments) for name in ("pilots", "all", "pilots"))
    _show(min(before, after, key=lambda found: found["seconds"]), every, (before, after))


def _apart(groups: str, arguments: argparse.Namespace) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.all_groups", "--only", groups]
    command += ["--persons", str(arguments.persons), "--folder", str(arguments.folder)]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(text.splitlines()[-1])
    return found


def _show(four: dict[str, float], every: dict[str, float], both: tuple[dict[str, float], ...]) -> None:
    print(f"{'stage':28}{'four':>9}{'all':>9}")
    for stage, seconds in every.items():
        if stage not in ("seconds", "peak_gb"):
            print(f"{stage:28}{four.get(stage, 0.0):8.1f}s{seconds:8.1f}s")
    print(f"{'the whole run':28}{four['seconds']:8.1f}s{every['seconds']:8.1f}s")
    print(f"{'peak memory':28}{four['peak_gb']:7.2f}GB{every['peak_gb']:7.2f}GB")
    said = " and ".join(f"{found['seconds']:.1f}" for found in both)
    ratio = every["seconds"] / four["seconds"]
    print(f"four groups took {said} s; all / four = {ratio:.2f}; the aim is {AIM:.0f}")


if __name__ == "__main__":
    main()
