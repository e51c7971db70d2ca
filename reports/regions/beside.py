"""A place beside the nation, group by group: two dots on a line.

Takes names, numbers and words; decides nothing about what may be shown. A number that is not shown has
a mark of its own, and one that rests on few is pale, with the interval that it may lie in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from reports import palette
from reports.cells import Cell
from reports.figures import HOVER, Figure, axis, finished, share_axis
from reports.language import Language
from reports.tables import is_wide
from reports.words import HIDDEN, NBSP

ROW, PALE = 66, 0.45


@dataclass(frozen=True)
class Beside:
    """One row of a comparison: a name, and the place's and the nation's share."""

    name: str
    here: Cell
    nation: Cell


def beside(rows: Sequence[Beside], language: Language) -> Figure:
    """The place a filled dot and the nation a hollow one on one line per group, the larger place first."""
    words = language.texts["place_charts"]
    ordered = sorted(rows, key=lambda row: -1 if row.here.value is None else row.here.value, reverse=True)
    layout = {
        "margin": {"l": 76, "r": 76, "t": 6, "b": 34},
        "xaxis": share_axis(ticksuffix=""),
        "yaxis": axis(range=[len(rows) - 0.35, -0.75], showgrid=False, showticklabels=False, showline=False),
        "shapes": [_line(at, row) for at, row in enumerate(ordered)],
        "annotations": [row_name(at - 0.42, row.name) for at, row in enumerate(ordered)],
    }
    marks = {"here": ("circle", palette.FLOW), "nation": ("diamond-open", palette.INK)}
    traces = [_dots(ordered, which, words, *marks[which], language) for which in marks]
    return finished([_intervals(ordered), *traces], layout, ROW * len(rows) + 46, language)


def row_name(height: float, text: str) -> dict[str, Any]:
    """A row's name, from the left edge of the plot above the row."""
    return {
        "x": 0, "y": height, "xref": "paper", "xshift": -70, "text": text, "showarrow": False,
        "xanchor": "left", "font": {"size": 14, "color": palette.INK}, "bgcolor": palette.PAPER,
    }  # fmt: skip


def _dots(
    rows: Sequence[Beside], which: str, words: Mapping[str, Any], symbol: str, colour: str, language: Language
) -> Any:
    cells = [row.here if which == "here" else row.nation for row in rows]
    others = [row.nation if which == "here" else row.here for row in rows]
    sides = [_side(cell, other, which) for cell, other in zip(cells, others, strict=True)]
    text, hover = [], []
    for row, cell in zip(rows, cells, strict=True):
        text.append(_label(cell, words[which], words["label"], language))
        key = "hidden" if cell.value is None else "hover"
        hover.append(words[key].format(name=row.name, who=words[which], share=language.spoken(cell.value)))
    return go.Scatter(
        x=[cell.value or 0 for cell in cells],
        y=list(range(len(rows))),
        mode="markers+text",
        text=text,
        textposition=[f"middle {side}" for side in sides],
        textfont={"size": 13, "color": palette.INK},
        marker={
            "symbol": symbol,
            "size": [0 if cell.value is None else 13 for cell in cells],
            "color": colour,
            "opacity": [PALE if is_wide(cell) else 1 for cell in cells],
            "line": {"width": 2.2, "color": colour},
        },
        cliponaxis=False,
        customdata=hover,
        hovertemplate=HOVER,
    )


def _label(cell: Cell, who: str, label: str, language: Language) -> str:
    """With a space on either side: the label lies beside its dot and never touches it."""
    share = HIDDEN if cell.value is None else language.spoken(cell.value, 0)
    return f"{NBSP}{label.format(who=who, share=share)}{NBSP}"


def _side(cell: Cell, other: Cell, which: str) -> str:
    """The label of the larger share stands to the right, so that the two never meet."""
    own, beside_it = cell.value or 0, other.value or 0
    return "right" if own > beside_it or (own == beside_it and which == "here") else "left"


def _line(at: int, row: Beside) -> dict[str, Any]:
    ends = [cell.value for cell in (row.here, row.nation) if cell.value is not None]
    low, high = (min(ends), max(ends)) if len(ends) == 2 else (0, 0)
    line = {"color": palette.EXIT, "width": 2}
    return {"type": "line", "x0": low, "x1": high, "y0": at, "y1": at, "line": line, "layer": "below"}


def _intervals(rows: Sequence[Beside]) -> Any:
    """A thin line as long as the interval, where that is wide."""
    across: list[float | None] = []
    down: list[float | None] = []
    for at, row in enumerate(rows):
        if row.here.value is not None and is_wide(row.here):
            across += [row.here.low, row.here.high, None]
            down += [at + 0.16, at + 0.16, None]
    line = {"color": palette.LIT, "width": 3}
    return go.Scatter(x=across, y=down, mode="lines", line=line, hoverinfo="skip")
