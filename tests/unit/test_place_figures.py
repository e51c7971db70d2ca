"""Figures of places as data: equal to tests/golden/place_figures.json, which is read before it is renewed.

Renew it after a change that is meant: python -m tests.unit.test_place_figures
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reports import palette
from reports.figures import Figure
from reports.language import ENGLISH, SWEDISH
from reports.regions.mobility import mobility_section
from reports.regions.parts import back_section, summary_section
from reports.regions.work import work_section
from tests.unit.test_place_pages import SKANE, group

GOLDEN = Path(__file__).parents[1] / "golden" / "place_figures.json"


def bare(value: Any) -> Any:
    """Without what all figures have alike."""
    if isinstance(value, dict):
        return {key: bare(one) for key, one in value.items() if key != "config"}
    return [bare(one) for one in value] if isinstance(value, list | tuple) else value


def figures() -> dict[str, Figure]:
    """Those of Skåne's page and of the group's, the latter in English."""
    groups = [group()]
    found: dict[str, Figure] = {}
    for part in (summary_section, back_section, work_section):
        found |= part(groups, SKANE, SWEDISH).figures
    found |= mobility_section(groups[0].material, ENGLISH).figures
    return {name: bare(figure) for name, figure in sorted(found.items())}


def as_text() -> str:
    """One figure a line, so that a difference names it."""
    lines = [
        f"{json.dumps(name)}: {json.dumps(one, ensure_ascii=False, sort_keys=True, separators=(',', ':'))}"
        for name, one in figures().items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def test_the_figures_are_those_that_were_looked_at() -> None:
    assert json.loads(as_text()) == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_a_map_has_a_shape_per_county_and_asks_nobody_for_it() -> None:
    drawn = figures()
    assert len(drawn["figure-home_study_work"]["data"]) == 3 * 21
    assert len(drawn["figure-net_map"]["data"]) == 21
    assert {trace["type"] for trace in drawn["figure-net_map"]["data"]} == {"scatter"}
    assert "geo" not in drawn["figure-net_map"]["layout"]


def test_every_colour_of_a_scale_has_its_twin_in_the_dark() -> None:
    for colour in (*palette.SHADES, *palette.GAIN, *palette.LOSS, palette.EMPTY, palette.GRID):
        assert palette.DARK[colour] != colour


if __name__ == "__main__":
    GOLDEN.write_text(as_text(), encoding="utf-8", newline="\n")
