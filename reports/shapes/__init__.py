"""The outlines of counties and health-care regions, as maps draw them.

Belongs here: reading counties.json, which make.py wrote, and turning it into what a drawing needs. Does
not belong here: colours, numbers and words of a map.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Rings = Sequence[Sequence[Sequence[int]]]


@dataclass(frozen=True)
class Outlines:
    """Every outline in whole kilometres from the north-western corner, y downwards; where they come from."""

    source: str
    width: int
    height: int
    counties: Mapping[str, Rings]
    regions: Mapping[str, Rings]

    def of(self, level: str) -> Mapping[str, Rings]:
        """The outlines of one level of places, `county` or `region`."""
        return self.regions if level == "region" else self.counties


@cache
def outlines() -> Outlines:
    """The outlines as they lie beside this module."""
    path = Path(__file__).parent / "counties.json"
    return Outlines(**json.loads(path.read_text(encoding="utf-8")))


def path_of(rings: Rings) -> str:
    """The shape as the path of a drawing."""
    return "".join("M" + " ".join(f"{x} {y}" for x, y in ring[:-1]) + "Z" for ring in rings)


def outlines_script() -> str:
    """The counties' outlines as lines, once for all the maps of a site: code → across and down."""
    lines = {code: line_of(rings) for code, rings in outlines().counties.items()}
    return f"window.reportCounties = {json.dumps(lines, sort_keys=True, separators=(',', ':'))};\n"


def line_of(rings: Rings) -> tuple[list[int | None], list[int | None]]:
    """The shape as one line across and one down, its rings parted by a gap."""
    across: list[int | None] = []
    down: list[int | None] = []
    for ring in rings:
        gap: list[None] = [None] if across else []
        across += [*gap, *(x for x, _ in ring)]
        down += [*gap, *(y for _, y in ring)]
    return across, down
