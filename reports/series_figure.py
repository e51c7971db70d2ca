"""The chart of one-year cohorts: lines by the year people began, named at their ends.

A year in which something is not shown gets a mark at the foot instead of a bare gap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from reports import palette
from reports.figures import ONLY, Figure, axis, axis_title, finished, share_axis
from reports.language import Language

LABEL_GAP = 0.075


@dataclass(frozen=True)
class Line:
    """One line of a series chart: a share by year, None where it is not shown."""

    name: str
    shares: Mapping[str, float | None]
    colour: str
    dash: str = "solid"


def series(
    lines: Sequence[Line],
    years: Sequence[str],
    broken: tuple[float, float],
    language: Language,
    mark: str = "",
    across: str = "",
) -> Figure:
    """Lines by cohort year, labelled at their ends; a mark under years with something not shown."""
    first, last = int(years[0]), int(years[-1])
    traces = [_line(line, years, language) for line in lines] + [_gaps(lines, years, language)]
    layout: dict[str, Any] = {
        "margin": {"l": 44, "r": 150, "t": 26, "b": 56},
        "xaxis": axis(
            showgrid=False,
            title=axis_title(across or language.texts["series"]["axis"]),
            range=[first - 0.5, last + 0.5],
            dtick=_step(years),
        ),
        "yaxis": share_axis(range=[-0.09, 1.02]),
        "annotations": _end_labels(lines),
    }
    low, high = max(broken[0], first - 0.5), min(broken[1], last + 0.5)
    if low < high:
        layout["shapes"] = [_band(low, high)]
        layout["annotations"].append(_mark((low + high) / 2, mark, language))
    return finished(traces, layout, 400, language)


def _mark(middle: float, text: str, language: Language) -> dict[str, Any]:
    text = text or language.texts["series"]["overcoverage_mark"]
    return note(middle, 1.0, text, yref="paper", yanchor="bottom")


def _step(years: Sequence[str]) -> int:
    return 1 if len(years) <= 5 else 2 if len(years) <= 8 else 5


def _line(line: Line, years: Sequence[str], language: Language) -> Any:
    hover = language.texts["series"]["hover"].format(name=line.name, year="%{x}", share="%{customdata}")
    shares = [line.shares.get(year) for year in years]
    return go.Scatter(
        x=[int(year) for year in years],
        y=shares,
        mode="lines+markers",
        line={"color": line.colour, "width": 2.5, "dash": line.dash},
        marker={"size": 6, "color": line.colour},
        customdata=[language.spoken(share) for share in shares],
        hovertemplate=hover + ONLY,
    )


def _gaps(lines: Sequence[Line], years: Sequence[str], language: Language) -> Any:
    words = language.texts["series"]
    missing = {year: [line.name for line in lines if line.shares.get(year) is None] for year in years}
    marked = [year for year in years if missing[year]]
    return go.Scatter(
        x=[int(year) for year in marked],
        y=[-0.05] * len(marked),
        mode="text",
        text=[words["gap"]] * len(marked),
        textfont={"color": palette.QUIET},
        customdata=[words["gap_hover"].format(year=year, names=", ".join(missing[year])) for year in marked],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _end_labels(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """A name at each line's last point; at the right edge where another line goes on close by."""
    ends = []
    points = [
        {int(year): share for year, share in line.shares.items() if share is not None} for line in lines
    ]
    for line, own in zip(lines, points, strict=True):
        if own:
            year, last = max(own), max(y for one in points for y in one)
            near = [
                s for one in points for y, s in one.items() if y > year and abs(s - own[year]) < LABEL_GAP
            ]
            ends.append((last if near else year, own[year], line))
    heights = spread([share for _, share, _ in ends], LABEL_GAP, 1.0)
    return [
        note(year, height, line.name, xanchor="left", xshift=9, color=line.colour)
        for (year, _, line), height in zip(ends, heights, strict=True)
    ]


def spread(heights: Sequence[float], gap: float, top: float) -> list[float]:
    """The heights pushed apart to at least a gap: upward, then down again from the top."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    placed = list(heights)
    for before, place in pairwise(order):
        placed[place] = max(placed[place], placed[before] + gap)
    ceiling = top
    for place in reversed(order):
        placed[place] = min(placed[place], ceiling)
        ceiling = placed[place] - gap
    return placed


def note(x: Any, y: Any, text: str, **changes: Any) -> dict[str, Any]:
    """A quiet text in a figure."""
    colour = changes.pop("color", palette.QUIET)
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"size": 13, "color": colour}} | changes


def _band(low: float, high: float) -> dict[str, Any]:
    return {
        "type": "rect", "xref": "x", "yref": "paper", "x0": low, "x1": high, "y0": 0, "y1": 1,
        "fillcolor": palette.BREAK, "line": {"width": 0}, "layer": "below",
    }  # fmt: skip
