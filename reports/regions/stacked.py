"""Stacked bars of places: the parts of a whole, for a place and for the nation.

Takes names, numbers and words; decides nothing about what may be shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from reports import palette
from reports.figures import HOVER, Figure, axis, finished, share_axis
from reports.language import Language
from reports.regions.beside import row_name
from reports.words import HIDDEN

BAR, INSIDE, LETTER = 0.62, 0.075, 7.6
"""A part of a bar at least so wide as INSIDE has its number printed in it."""


@dataclass(frozen=True)
class Bar:
    """One stacked bar: the row that it belongs to, its label, its parts as shares, a mark beside them."""

    row: str
    label: str
    parts: Mapping[str, float]
    mark: float | None = None


def stacked(
    bars: Sequence[Bar],
    names: Mapping[str, str],
    colours: tuple[Mapping[str, str], Mapping[str, str]],
    language: Language,
) -> Figure:
    """Stacked bars in order, those of a row together under its name; `names` are the parts in order."""
    heights, titles, at = [], [], -0.3
    for place, bar in enumerate(bars):
        if bar.row and (place == 0 or bar.row != bars[place - 1].row):
            at += 1.05 if place else 0.3
            titles.append((at, bar.row))
        at += 0.82
        heights.append(at)
    labels = [bar.label if bar.parts else f"{bar.label} {HIDDEN}" for bar in bars]
    room = int(LETTER * max(map(len, labels), default=0)) + 12
    layout = {
        "barmode": "stack",
        "margin": {"l": room, "r": 20, "t": 4, "b": 34},
        "xaxis": share_axis(showgrid=False, range=[0, 1.0]),
        "yaxis": axis(
            range=[at + 0.6, -0.5], showgrid=False, showline=False, tickvals=heights, ticktext=labels,
            tickfont={"color": palette.INK, "size": 13}, ticklabelstandoff=4,
        ),
        "annotations": [row_name(height, row) | {"xshift": 4 - room} for height, row in titles],
    }  # fmt: skip
    traces = [_part(bars, heights, part, name, colours, language) for part, name in names.items()]
    return finished([*traces, *_marks(bars, heights, language)], layout, int(30 * (at + 1.1)) + 38, language)


def _part(
    bars: Sequence[Bar],
    heights: Sequence[float],
    part: str,
    name: str,
    colours: tuple[Mapping[str, str], Mapping[str, str]],
    language: Language,
) -> Any:
    hover, shares = language.texts["place_charts"]["part"], [bar.parts.get(part, 0.0) for bar in bars]
    return go.Bar(
        x=shares,
        y=list(heights),
        orientation="h",
        width=BAR,
        customdata=[
            hover.format(row=bar.row, label=bar.label, part=name, share=language.spoken(share))
            for bar, share in zip(bars, shares, strict=True)
        ],
        hovertemplate=HOVER,
        text=[language.percent(share, 0) if share >= INSIDE else "" for share in shares],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"size": 13, "color": colours[1][part]},
        marker={"color": colours[0][part], "line": {"color": palette.PAPER, "width": 1.5}},
    )


def _marks(bars: Sequence[Bar], heights: Sequence[float], language: Language) -> list[Any]:
    """A hollow diamond where the first part would end if the place were as the nation."""
    words = language.texts["place_charts"]
    marked = [(bar, height) for bar, height in zip(bars, heights, strict=True) if bar.mark is not None]
    if not marked:
        return []
    return [
        go.Scatter(
            x=[bar.mark for bar, _ in marked],
            y=[height for _, height in marked],
            mode="markers",
            marker={
                "symbol": "diamond", "size": 12, "color": palette.PAPER,
                "line": {"width": 2, "color": palette.INK},
            },
            customdata=[
                words["hover"].format(name=bar.row, who=words["nation"], share=language.spoken(bar.mark))
                for bar, _ in marked
            ],
            hovertemplate=HOVER,
            cliponaxis=False,
        )
    ]  # fmt: skip
