"""Maps of the counties as filled shapes, one or several in a row.

Belongs here: drawing a class of colour and a sentence per county. Does not belong here: which class a
number falls in, and the outlines (reports.shapes).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from reports import palette
from reports.figures import Figure, finished
from reports.language import Language
from reports.shapes import outlines

HEIGHT, TITLE, GAP = 360, 46, 0.03


@dataclass(frozen=True)
class County:
    """One county as it is drawn: its colour, what is said of it, whether it is drawn as not shown."""

    colour: str
    says: str
    is_hidden: bool = False


@dataclass(frozen=True)
class Map:
    """One map: its title and its counties by code."""

    title: str
    counties: Mapping[str, County]


def county_maps(maps: Sequence[Map], language: Language, height: int = HEIGHT) -> Figure:
    """The maps side by side, each as large as its share of the width allows."""
    shapes, traces = outlines(), []
    layout: dict[str, Any] = {"margin": {"l": 0, "r": 0, "t": TITLE, "b": 0}, "annotations": []}
    layout["hovermode"] = "closest"
    wide = (1 - GAP * (len(maps) - 1)) / len(maps)
    for number, one in enumerate(maps, start=1):
        which = "" if number == 1 else str(number)
        left = (number - 1) * (wide + GAP)
        hidden = {"visible": False, "fixedrange": True}
        layout[f"xaxis{which}"] = hidden | {
            "domain": [left, left + wide],
            "range": [-12, shapes.width + 12],
            "constrain": "domain",
        }
        layout[f"yaxis{which}"] = hidden | {
            "range": [shapes.height + 12, -12],
            "scaleanchor": f"x{which}",
            "constrain": "domain",
            "constraintoward": "top",
            "anchor": f"x{which}",
        }
        layout["annotations"].append(_title(one.title, left + wide / 2))
        traces += [_county(code, county, which) for code, county in one.counties.items()]
    return finished(traces, layout, height + TITLE, language)


def has_map(figures: Mapping[str, Figure]) -> bool:
    """True when any figure needs the script of outlines; only a county's shape has a meta."""
    return any("meta" in trace for one in figures.values() for trace in one["data"])


def _title(text: str, middle: float) -> dict[str, Any]:
    return {
        "x": middle, "y": 1, "xref": "paper", "yref": "paper", "yshift": 4,
        "xanchor": "center", "yanchor": "bottom",
        "text": text, "showarrow": False, "font": {"size": 14, "color": palette.INK},
    }  # fmt: skip


def _county(code: str, county: County, which: str) -> Any:
    """One filled shape, whose outline is put in from the script of outlines as the page opens.

    What is not shown has a dotted border as well as its own colour.
    """
    where = {"xaxis": f"x{which}", "yaxis": f"y{which}"} if which else {}
    return go.Scatter(
        **where,
        meta=code,
        mode="lines",
        fill="toself",
        fillcolor=county.colour,
        line={"color": palette.QUIET, "width": 0.7, "dash": "dot" if county.is_hidden else "solid"},
        hoveron="fills",
        hoverinfo="text",
        text=county.says,
    )
