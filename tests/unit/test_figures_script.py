"""What figures have in common is said once in their script, and nothing that a figure says is lost."""

import json
from typing import Any

from reports.figures import CONFIG, finished
from reports.figures_script import FIRST, figures_scripts
from reports.language import SWEDISH
from reports.regions.maps import County, Map, county_maps, has_map
from reports.regions.place import counties
from reports.shapes import outlines, outlines_script


def said(script: str, name: str) -> Any:
    return json.loads(script.split(f"window.{name} = ")[1].split(";\n", maxsplit=1)[0])


def two_lines() -> dict[str, Any]:
    """Three notes, two of which are of one size; two lines of one width."""
    notes = [
        {"x": 0, "y": 1, "text": text, "font": {"size": size}}
        for text, size in zip("abc", (12, 12, 13), strict=True)
    ]
    traces = [
        {"type": "scatter", "x": [1, 2], "y": [1 / 3, None], "line": {"width": 2, "color": c}}
        for c in ("red", "blue")
    ]
    return finished(traces, {"annotations": notes}, 100, SWEDISH)


def test_what_is_alike_is_said_once() -> None:
    script, _ = figures_scripts({"figure-a": two_lines(), "figure-b": two_lines()})
    look, figure = said(script, "reportLook"), said(script, "reportFigures")["figure-a"]
    assert (look["config"], look["layout"]["separators"]) == (CONFIG, SWEDISH.separators)
    assert not set(look["layout"]) & set(figure["layout"]) and "config" not in figure
    assert figure["layout"]["template"] == {
        "data": {"scatter": [{"line": {"width": 2}}]},
        "layout": {"annotationdefaults": {"font": {"size": 12}}},
    }
    # A trace that does not say what it is is a scatter to Plotly.
    assert figure["data"][0] == {"x": [1, 2], "y": [0.3333, None], "line": {"color": "red"}}
    assert figure["layout"]["annotations"][0] == {"x": 0, "y": 1, "text": "a"}
    assert figure["layout"]["annotations"][2] == {"x": 0, "y": 1, "text": "c", "font": {"size": 13}}


def test_what_one_does_not_say_is_no_default() -> None:
    """The second line has no dash, so a default would give it one."""
    figure = two_lines()
    figure["data"][0]["line"]["dash"] = "dot"
    (found,) = said(figures_scripts({"figure-a": figure})[0], "reportFigures").values()
    assert found["layout"]["template"]["data"] == {"scatter": [{"line": {"width": 2}}]}
    assert found["data"][0]["line"] == {"color": "red", "dash": "dot"}


def test_a_page_without_figures() -> None:
    script, later = figures_scripts({})
    assert (said(script, "reportFigures"), said(script, "reportLook")["layout"], later) == ({}, {}, "")


def test_figures_further_down_stand_in_a_script_of_their_own() -> None:
    names = [f"figure-{at}" for at in range(FIRST + 2)]
    script, later = figures_scripts({name: two_lines() for name in names})
    others = json.loads(later.removeprefix("window.vardflode.drawLater(").removesuffix(");\n"))
    assert [*said(script, "reportFigures"), *others] == names and len(others) == 2
    assert others[names[-1]] == said(script, "reportFigures")[names[0]]


def test_every_county_of_a_map_has_its_outline_in_the_shared_script() -> None:
    shapes = said(outlines_script(), "reportCounties")
    drawn = county_maps([Map("", {one.value: County("red", "") for one in counties()})], SWEDISH)
    assert {trace["meta"] for trace in drawn["data"]} == set(shapes) == set(outlines().counties)
    assert all(len(across) == len(down) > 3 for across, down in shapes.values())
    assert has_map({"figure-a": drawn}) and not has_map({"figure-b": two_lines()})
