"""The chart of times: one row each, a bar from the first quartile to the third and a dot at the median."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from reports import palette
from reports.figures import HOVER, Figure, axis, axis_title, finished
from reports.language import Language
from reports.series_figure import note

ROOM = 1.12
"""How far the axis runs past the longest time, so that its label has room."""


@dataclass(frozen=True)
class Span:
    """The quartiles of one time in months; negative where the second date came before the first."""

    name: str
    p25: float
    p50: float
    p75: float


def spans(rows: Sequence[Span], language: Language) -> Figure:
    """One bar per time, from zero on a common axis."""
    words = language.texts["lag"]
    low, high = min(0.0, *(row.p25 for row in rows)), max(row.p75 for row in rows)
    layout = {
        "margin": {"l": 128, "r": 16, "t": 30, "b": 52},
        "xaxis": axis(
            title=axis_title(words["axis"]), range=[low * ROOM, max(high, 1) * ROOM], rangemode="tozero",
            dtick=12 if high > 18 else 3, zeroline=True, zerolinecolor=palette.QUIET,
        ),
        "yaxis": axis(
            range=[len(rows) - 0.4, -0.6], showgrid=False, tickvals=list(range(len(rows))),
            ticktext=[row.name for row in rows], tickfont={"color": palette.INK}, ticklabelstandoff=8,
        ),
        "annotations": [
            label for place, row in enumerate(rows) for label in _labels(place, row, low, high, language)
        ],
    }  # fmt: skip
    return finished([_bar(rows), _dots(rows, language)], layout, 92 * len(rows) + 82, language)


def _bar(rows: Sequence[Span]) -> Any:
    points = [
        point
        for place, row in enumerate(rows)
        for point in ((row.p25, place), (row.p75, place), (None, None))
    ]
    line = {"color": palette.FLOW_BAND, "width": 18}
    x, y = [x for x, _ in points], [y for _, y in points]
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip")


def _dots(rows: Sequence[Span], language: Language) -> Any:
    hover = language.texts["lag"]["hover"]
    return go.Scatter(
        x=[row.p50 for row in rows],
        y=list(range(len(rows))),
        mode="markers",
        marker={"color": palette.FLOW, "size": 13},
        customdata=[
            hover.format(name=row.name.replace("<br>", " "), **_numbers(row, language)) for row in rows
        ],
        hovertemplate=HOVER,
    )


def _labels(place: int, row: Span, low: float, high: float, language: Language) -> list[dict[str, Any]]:
    """Half above the dot, the range beneath the bar; both kept inside the drawing."""
    words, numbers = language.texts["lag"], _numbers(row, language)
    side = "right" if row.p50 > (low + high) / 2 else "left"
    shift = {"xanchor": side, "xshift": 10 if side == "right" else -10}
    above = note(row.p50, place, words["median"].format(**numbers), yanchor="bottom", yshift=11, **shift)
    beneath = note(row.p50, place, words["range"].format(**numbers), yanchor="top", yshift=-11, **shift)
    return [above | {"font": {"size": 14, "color": palette.INK}}, beneath]


def _numbers(row: Span, language: Language) -> dict[str, str]:
    values = {"p25": row.p25, "p50": row.p50, "p75": row.p75}
    return {name: language.decimal(value, 0 if value == int(value) else 1) for name, value in values.items()}
