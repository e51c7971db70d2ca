"""A matrix of places by places as a heat map: a class of colour per cell, a mark where it is not shown.

Belongs here: drawing. Does not belong here: which numbers stand in the matrix (reports.regions.matrix).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from reports import palette
from reports.figures import Figure, axis, finished
from reports.language import Language
from reports.regions.matrix import CLASSES, Matrix
from reports.regions.scale import class_within
from reports.words import HIDDEN

CELL, LETTER = 25, 7.2
BELOW = 0.005
"""A class begins just below its least per cent, of which two decimals are said."""


def heat(matrix: Matrix, language: Language) -> Figure:
    """Rows are origins, columns targets; the colour is the share of the row."""
    names = [f"<b>{one.name}</b>" if one.is_sum else one.name for one in matrix.lines]
    across = [f"<b>{one.name}</b>" if one.is_sum else one.name for one in matrix.columns]
    room = int(LETTER * max(len(one.name) for one in (*matrix.lines, *matrix.columns))) + 16
    layout = {
        "margin": {"l": room, "r": 8, "t": room, "b": 8},
        "xaxis": _axis(across) | {"side": "top", "tickangle": -90, "range": [-0.5, len(across) - 0.5]},
        "yaxis": _axis(names) | {"range": [len(names) - 0.5, -0.5]},
        "shapes": _rules(matrix),
    }
    size = 44 if matrix.is_printed else CELL
    return finished(
        [_cells(matrix), _hidden(matrix, language)],
        layout,
        room + size * len(names) + 10,
        language,
    )


def _axis(names: Sequence[str]) -> dict[str, Any]:
    return axis(
        showgrid=False, showline=False, tickvals=list(range(len(names))), ticktext=list(names),
        tickfont={"color": palette.INK, "size": 12}, ticks="", automargin=False,
    )  # fmt: skip


def _cells(matrix: Matrix) -> Any:
    """Per cent and count of every cell, coloured by class: a colour stays the same up to the next class."""
    ends = [100 * least - BELOW for least in (*CLASSES[1:], 1.0 + BELOW)]
    scale, start = [], 0.0
    for end, colour in zip(ends, (palette.EMPTY, *palette.SHADES), strict=True):
        scale += [[start / 100, colour], [end / 100, colour]]
        start = end
    scale[-1][0] = 1.0
    return go.Heatmap(
        z=[[None if one.share is None else round(100 * one.share, 2) for one in row] for row in matrix.cells],
        zmin=0,
        zmax=100,
        colorscale=scale,
        showscale=False,
        xgap=1,
        ygap=1,
        customdata=[[one.printed for one in row] for row in matrix.cells],
        hovertemplate=matrix.hover + "<extra></extra>",
        hoverongaps=False,
    )


def _hidden(matrix: Matrix, language: Language) -> Any:
    """Two dots where a share is not shown; where it is printed, the number itself."""
    at = [
        (x, y, cell)
        for y, row in enumerate(matrix.cells)
        for x, cell in enumerate(row)
        if cell.share is None or matrix.is_printed
    ]
    return go.Scatter(
        x=[x for x, _, _ in at],
        y=[y for _, y, _ in at],
        mode="text",
        text=[HIDDEN if cell.share is None else language.percent(cell.share, 0) for _, _, cell in at],
        textfont={"size": 12, "color": [_on(cell.share) for _, _, cell in at]},
        hoverinfo="skip",
    )


def _on(share: float | None) -> str:
    """A colour that can be read on the cell's own, in light and in dark."""
    return palette.INK if share is None or class_within(share, CLASSES) < len(CLASSES) - 2 else palette.PAPER


def _rules(matrix: Matrix) -> list[dict[str, Any]]:
    """Lines between the regions, across and down."""
    line = {"color": palette.QUIET, "width": 1}
    found = []
    for ends, is_row in ((matrix.lines, True), (matrix.columns, False)):
        for at in range(1, len(ends)):
            if ends[at].region != ends[at - 1].region:
                side = {"x0": 0, "x1": 1, "xref": "paper", "y0": at - 0.5, "y1": at - 0.5}
                other = {"y0": 0, "y1": 1, "yref": "paper", "x0": at - 0.5, "x1": at - 0.5}
                found.append({"type": "line", "line": line} | (side if is_row else other))
    return found
