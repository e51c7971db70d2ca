"""The drill-down's figure: bars from zero, with a watermark that follows it wherever it is copied.

Belongs here: drawing rows that are ready. Does not belong here: choosing what to draw.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import plotly.graph_objects as go

from reports import palette
from reports.figures import HOVER, Figure, axis, finished
from reports.language import Language

SERIES = (palette.BLUE, palette.ORANGE, palette.GREEN, palette.VIOLET, palette.BROWN)
MOST_ROWS, MOST_SERIES = 60, len(SERIES)
RED = "#c8102e"


@dataclass(frozen=True)
class Bar:
    """One bar: the row and the series it stands in, its length (None: nothing to show) and its label."""

    row: str
    series: str
    value: float | None
    label: str


def drawable(bars: Sequence[Bar]) -> bool:
    """Whether the bars make a figure that can be read."""
    rows, series = {bar.row for bar in bars}, {bar.series for bar in bars}
    return len(bars) > 1 and len(rows) * len(series) <= MOST_ROWS and len(series) <= MOST_SERIES


def bars_figure(bars: Sequence[Bar], is_share: bool, language: Language) -> Figure:
    """Horizontal bars from zero, one colour a series, every bar labelled; the watermark across them."""
    names = list(dict.fromkeys(bar.series for bar in bars))
    colours = dict(zip(names, cycle(SERIES), strict=False))
    traces = [_trace([b for b in bars if b.series == name], name, colours[name]) for name in names]
    rows = len({bar.row for bar in bars})
    longest = max((bar.value or 0 for bar in bars), default=0)
    height = 90 + rows * (18 + 20 * len(names))
    ticks = _in_per_cent(longest, language) if is_share else {}
    layout = {
        "barmode": "group",
        "bargap": 0.3,
        "margin": {"l": 10, "r": 20, "t": 10, "b": 50 if len(names) == 1 else 80},
        "xaxis": axis(range=[0, 1.15 * longest or 1], **ticks),
        "yaxis": axis(
            autorange="reversed",
            showgrid=False,
            automargin=True,
            type="category",
            ticklabelstandoff=6,
            tickfont={"color": palette.INK},
        ),
        "annotations": list(_watermarks(language.texts["drill"]["mark"], height)),
    }
    return finished(traces, layout | _legend(len(names) > 1), height, language)


def _in_per_cent(longest: float, language: Language) -> dict[str, Any]:
    """Ticks of an axis of shares as its readers write them; the unit stands above the figure."""
    step = next((one for one in (1, 2, 5, 10) if 100 * longest <= 8 * one), 20)
    ticks = range(0, int(115 * longest) + 1, step)
    return {"tickvals": [tick / 100 for tick in ticks], "ticktext": [language.whole(t, "0") for t in ticks]}


def _trace(bars: Sequence[Bar], name: str, colour: str) -> Any:
    return go.Bar(
        orientation="h",
        name=name,
        x=[bar.value for bar in bars],
        y=[bar.row for bar in bars],
        text=[bar.label for bar in bars],
        textposition="outside",
        textfont={"color": palette.INK},
        cliponaxis=False,
        marker={"color": colour},
        customdata=[": ".join(filter(None, (bar.row, bar.series, bar.label))) for bar in bars],
        hovertemplate=HOVER,
    )


def _legend(is_shown: bool) -> dict[str, Any]:
    place = {"orientation": "h", "x": 0, "xanchor": "left", "y": 0, "yref": "container", "yanchor": "bottom"}
    return {"showlegend": is_shown, "legend": place | {"itemclick": False, "itemdoubleclick": False}}


def _watermarks(text: str, height: int) -> list[dict[str, Any]]:
    """One every 300 pixels, so that no part of a figure can be cut out without one."""
    number = max(1, height // 300)
    common = {"text": text, "showarrow": False, "xref": "paper", "yref": "paper", "x": 0.5, "opacity": 0.22}
    look = {"font": {"size": 30, "color": RED}, "textangle": -12}
    return [common | look | {"y": (n + 0.5) / number} for n in range(number)]
