"""Charts as Plotly figures: sexes, net migration, and the look that all figures share.

Takes prepared numbers and words, returns plain dictionaries ready for JSON. Decides
nothing about what may be shown; a missing number is a visible gap mark.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from reports import palette
from reports.language import Language
from reports.words import DASH, HIDDEN

Figure = dict[str, Any]

CONFIG = {
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "displaylogo": False,
    "displayModeBar": False,
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
}
CLEAR = "rgba(0,0,0,0)"
ONLY = "<extra></extra>"
"""Ends what is said of a point, so that Plotly adds no name of its own."""
HOVER = "%{customdata}" + ONLY
LETTER = 7.4
"""So wide is a letter of a name or a number, in pixels."""


def finished(traces: Sequence[Any], layout: Mapping[str, Any], height: int, language: Language) -> Figure:
    """A figure with the common look: no background, no template, the separators of the language."""
    base = {
        "template": {},
        "height": height,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "separators": language.separators,
        "font": {"size": 14, "color": palette.INK},
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": palette.PAPER,
            "bordercolor": palette.QUIET,
            "font": {"color": palette.INK},
        },
    }
    plain: Figure = go.Figure(data=list(traces), layout=base | dict(layout)).to_plotly_json()
    return {"data": plain["data"], "layout": plain["layout"], "config": CONFIG}


def axis(**changes: Any) -> dict[str, Any]:
    """A quiet axis without zoom, whose numbers stay upright however narrow it is."""
    return {
        "fixedrange": True,
        "gridcolor": palette.GRID,
        "linecolor": palette.QUIET,
        "zeroline": False,
        "tickfont": {"color": palette.QUIET},
        "tickangle": 0,
    } | changes


def share_axis(**changes: Any) -> dict[str, Any]:
    """An axis from 0 to 100 per cent."""
    ticks = {"range": [0, 1], "tickvals": [0, 0.25, 0.5, 0.75, 1], "ticktext": ["0", "25", "50", "75", "100"]}
    return axis(**(ticks | {"ticksuffix": ""} | changes))


def axis_title(text: str) -> dict[str, Any]:
    """A quiet title of an axis."""
    return {"text": text, "font": {"size": 13, "color": palette.QUIET}, "standoff": 8}


INKED = {"tickfont": {"color": palette.INK}, "ticklabelstandoff": 8}


def sexes(rows: Sequence[tuple[str, float | None, float | None]], language: Language) -> Figure:
    """One row per measure: women a filled dot with its label above, men a hollow one with it below."""
    women, men = ([(name, one) for name, one, _ in rows], [(name, one) for name, _, one in rows])
    traces = [
        _dots(women, "woman", "circle", "top center", language),
        _dots(men, "man", "diamond-open", "bottom center", language),
    ]
    named = {"tickvals": [*range(len(rows))], "ticktext": [row[0].replace(", ", ",<br>") for row in rows]}
    layout = {
        "margin": {"l": 140, "r": 50, "t": 10, "b": 40},
        "xaxis": share_axis(),
        "yaxis": axis(range=[len(rows) - 0.45, -0.55], **named, **INKED),
        "shapes": [_between(*row) for row in rows if None not in row],
    }
    return finished(traces, layout, 84 * len(rows) + 50, language)


def _dots(
    rows: Sequence[tuple[str, float | None]], sex: str, symbol: str, place: str, language: Language
) -> Any:
    words, spoken = language.texts["sex_section"], language.spoken
    return go.Scatter(
        x=[share for _, share in rows],
        y=[name for name, _ in rows],
        mode="markers+text",
        text=[words["label"].format(sex=words[sex], share=spoken(share, 0)) for _, share in rows],
        textposition=place,
        textfont={"size": 14, "color": palette.INK},
        marker={"symbol": symbol, "size": 13, "color": palette.FLOW, "line": {"width": 2.5}},
        cliponaxis=False,
        customdata=[
            words["hover"].format(name=name, sex=words[sex], share=spoken(one)) for name, one in rows
        ],
        hovertemplate=HOVER,
    )


def _between(name: str, women: float | None, men: float | None) -> dict[str, Any]:
    line = {"color": palette.EXIT, "width": 2}
    return {"type": "line", "x0": women, "x1": men, "y0": name, "y1": name, "line": line, "layer": "below"}


def net_bars(rows: Sequence[tuple[str, int | None]], language: Language, zero: str = DASH) -> Figure:
    """Net migration by county from zero, largest gain first; a hidden county keeps its row."""
    words = language.texts["mobility"]
    hover = [
        words["hidden"].format(county=c)
        if n is None
        else words["hover"].format(county=c, net=language.signed(n, zero))
        for c, n in rows
    ]
    colours = [palette.BLUE if (net or 0) >= 0 else palette.ORANGE for _, net in rows]
    bars = go.Bar(
        x=[net or 0 for _, net in rows],
        y=[county for county, _ in rows],
        orientation="h",
        customdata=hover,
        hovertemplate=HOVER,
        text=[HIDDEN if net is None else language.signed(net, zero) for _, net in rows],
        textposition="outside",
        textfont={"size": 13, "color": palette.INK},
        cliponaxis=False,
        marker={"color": colours, "line": {"color": palette.INK, "width": 0.6}},
    )
    return finished([bars], _net_layout(rows), 25 * len(rows) + 52, language)


def _net_layout(rows: Sequence[tuple[str, int | None]]) -> dict[str, Any]:
    """Room for the labels on both sides of zero, and for the names, also on a telephone."""
    numbers = [net or 0 for _, net in rows]
    low, high = min([0, *numbers]), max([0, *numbers])
    room = max(0.34 * (high - low), 1)
    across = axis(
        range=[low - room, high + room], zeroline=True, zerolinecolor=palette.INK, zerolinewidth=1.5, nticks=4
    )
    down = axis(autorange="reversed", showgrid=False, tickfont={"color": palette.INK, "size": 13})
    left = int(LETTER * max((len(name) for name, _ in rows), default=0)) + 10
    return {"margin": {"l": left, "r": 8, "t": 8, "b": 34}, "xaxis": across, "yaxis": down}
