"""What people did as stacked bars, each part with its name and number where it has room for them.

Takes names and shares; decides nothing about what may be shown.
"""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from reports import palette
from reports.figures import HOVER, INKED, LETTER, Figure, axis, finished, share_axis
from reports.language import Language

NARROW, PHONE, LINES = 0.045, 220, 3
"""The least part with a number, how long a whole bar is on a telephone, in pixels, and how many lines a name
in it may have."""


def statuses(bars: Mapping[str, Mapping[str, float]], names: Mapping[str, str], language: Language) -> Figure:
    """One stacked bar per year of follow-up, each part labelled where there is room."""
    traces = [_parts(bars, status, name, language) for status, name in names.items()]
    layout = {
        "barmode": "stack",
        "margin": {"l": 104, "r": 24, "t": 8, "b": 36},
        "xaxis": share_axis(showgrid=False),
        "yaxis": axis(autorange="reversed", showgrid=False, **INKED),
    }
    return finished(traces, layout, 120 * len(bars) + 44, language)


def _parts(bars: Mapping[str, Mapping[str, float]], status: str, name: str, language: Language) -> Any:
    hover = language.texts["status_section"]["hover"]
    shares = {when: parts[status] for when, parts in bars.items()}
    return go.Bar(
        x=list(shares.values()),
        y=list(shares),
        orientation="h",
        width=0.62,
        customdata=[
            hover.format(name=name, when=w, share=language.spoken(share)) for w, share in shares.items()
        ],
        hovertemplate=HOVER,
        text=[_inside(name, share, language) for share in shares.values()],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"size": 13, "color": palette.ON_STATUS[status]},
        marker={"color": palette.STATUS[status], "line": {"color": palette.PAPER, "width": 1.5}},
    )


def _inside(name: str, share: float, language: Language) -> str:
    """Name and number, where the part has room for them also on a telephone; else the number, if that has."""
    number, room = language.percent(share, 0), share * PHONE
    for lines in ([name], name.split(" ")):
        if len(lines) <= LINES and LETTER * max(map(len, lines)) <= room:
            return "<br>".join([*lines, number])
    return number if share >= NARROW else ""
