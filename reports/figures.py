"""Charts as Plotly figures: series, sexes, statuses, net migration. The flow has its own module.

Takes prepared numbers and words, returns plain dictionaries ready for JSON. Decides
nothing about what may be shown; a missing number is a visible gap mark.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from reports import palette
from reports.words import HIDDEN, percent, signed, swedish

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
LABEL_GAP = 0.075
SHORT, ROOMY, NARROW = 10, 0.12, 0.045


@dataclass(frozen=True)
class Line:
    """One line of a series chart: a share by year, None where it is not shown."""

    name: str
    shares: Mapping[str, float | None]
    colour: str
    dash: str = "solid"


def finished(traces: Sequence[Any], layout: Mapping[str, Any], height: int) -> Figure:
    """A figure with the common look: no background, no template, Swedish separators."""
    base = {
        "template": {},
        "height": height,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "separators": ",\u00a0",
        "font": {"size": 14, "color": palette.INK},
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": palette.PAPER,
            "bordercolor": palette.QUIET,
            "font": {"color": palette.INK},
        },
    }
    figure = go.Figure(data=list(traces), layout=base | dict(layout))
    plain: Figure = figure.to_plotly_json()
    return {"data": plain["data"], "layout": plain["layout"], "config": CONFIG}


def axis(**changes: Any) -> dict[str, Any]:
    """A quiet axis without zoom."""
    return {
        "fixedrange": True,
        "gridcolor": palette.GRID,
        "linecolor": palette.QUIET,
        "zeroline": False,
        "tickfont": {"color": palette.QUIET},
    } | changes


def share_axis(**changes: Any) -> dict[str, Any]:
    """An axis from 0 to 100 per cent."""
    ticks = {"range": [0, 1], "tickvals": [0, 0.25, 0.5, 0.75, 1], "ticktext": ["0", "25", "50", "75", "100"]}
    return axis(**(ticks | {"ticksuffix": ""} | changes))


def _title(text: str) -> dict[str, Any]:
    return {"text": text, "font": {"size": 13, "color": palette.QUIET}, "standoff": 8}


def series(lines: Sequence[Line], years: Sequence[str], broken: tuple[float, float]) -> Figure:
    """Lines by cohort year, labelled at their ends; a mark under years with something not shown."""
    words = swedish()["series"]
    first, last = int(years[0]), int(years[-1])
    traces = [_line(line, years) for line in lines] + [_gaps(lines, years)]
    low, high = max(broken[0], first - 0.5), min(broken[1], last + 0.5)
    layout: dict[str, Any] = {
        "margin": {"l": 44, "r": 128, "t": 26, "b": 56},
        "xaxis": axis(
            showgrid=False,
            title=_title(words["axis"]),
            range=[first - 0.5, last + 0.5],
            dtick=_step(years),
            tickangle=0,
        ),
        "yaxis": share_axis(range=[-0.09, 1.02]),
        "annotations": _end_labels(lines),
    }
    if low < high:
        layout["shapes"] = [_band(low, high)]
        layout["annotations"].append(
            _note((low + high) / 2, 1.0, words["overcoverage_mark"], yref="paper", yanchor="bottom")
        )
    return finished(traces, layout, 400)


def _step(years: Sequence[str]) -> int:
    return 1 if len(years) <= 5 else 2 if len(years) <= 8 else 5


def _line(line: Line, years: Sequence[str]) -> Any:
    hover = swedish()["series"]["hover"]
    shares = [line.shares.get(year) for year in years]
    text = [
        hover.format(name=line.name, year=y, share=percent(s)) for y, s in zip(years, shares, strict=True)
    ]
    return go.Scatter(
        x=[int(year) for year in years],
        y=shares,
        mode="lines+markers",
        line={"color": line.colour, "width": 2.5, "dash": line.dash},
        marker={"size": 6, "color": line.colour},
        customdata=text,
        hovertemplate="%{customdata}<extra></extra>",
    )


def _gaps(lines: Sequence[Line], years: Sequence[str]) -> Any:
    words = swedish()["series"]
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
    """A name at each line's last point, pushed apart where they would touch."""
    ends = []
    for line in lines:
        shown = [(int(year), share) for year, share in line.shares.items() if share is not None]
        if shown:
            ends.append((*max(shown), line))
    labels, floor = [], -1.0
    for year, share, line in sorted(ends, key=lambda end: end[1]):
        floor = max(share, floor + LABEL_GAP)
        labels.append(_note(year, floor, line.name, xanchor="left", xshift=9, color=line.colour))
    return labels


def _note(x: Any, y: Any, text: str, **changes: Any) -> dict[str, Any]:
    colour = changes.pop("color", palette.QUIET)
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"size": 13, "color": colour}} | changes


def _band(low: float, high: float) -> dict[str, Any]:
    return {
        "type": "rect", "xref": "x", "yref": "paper", "x0": low, "x1": high, "y0": 0, "y1": 1,
        "fillcolor": palette.BREAK, "line": {"width": 0}, "layer": "below",
    }  # fmt: skip


def sexes(rows: Sequence[tuple[str, float | None, float | None]]) -> Figure:
    """One row per measure: women a filled dot with its label above, men a hollow one with it below."""
    words = swedish()["sex_section"]
    names = [name for name, _, _ in rows]
    traces = []
    for index, (sex, symbol, place) in enumerate(
        ((words["woman"], "circle", "top center"), (words["man"], "diamond-open", "bottom center"))
    ):
        shares = [(women, men)[index] for _, women, men in rows]
        text = [words["label"].format(sex=sex, share=percent(share, 0)) for share in shares]
        hover = [
            words["hover"].format(name=n, sex=sex, share=percent(s))
            for n, s in zip(names, shares, strict=True)
        ]
        traces.append(
            go.Scatter(
                x=shares, y=names, mode="markers+text", text=text, textposition=place, customdata=hover,
                marker={"symbol": symbol, "size": 13, "color": palette.FLOW, "line": {"width": 2.5}},
                textfont={"size": 14, "color": palette.INK}, cliponaxis=False,
                hovertemplate="%{customdata}<extra></extra>",
            )
        )  # fmt: skip
    between = [
        {
            "type": "line",
            "x0": w,
            "x1": m,
            "y0": n,
            "y1": n,
            "line": {"color": palette.EXIT, "width": 2},
            "layer": "below",
        }
        for n, w, m in rows
        if w is not None and m is not None
    ]
    layout = {
        "margin": {"l": 140, "r": 50, "t": 10, "b": 40},
        "xaxis": share_axis(),
        "yaxis": axis(range=[len(rows) - 0.45, -0.55], tickfont={"color": palette.INK}, ticklabelstandoff=8),
        "shapes": between,
    }
    return finished(traces, layout, 84 * len(rows) + 50)


def statuses(bars: Mapping[str, Mapping[str, float]], names: Mapping[str, str]) -> Figure:
    """One stacked bar per year of follow-up, each part labelled where there is room."""
    words = swedish()["status_section"]
    traces = []
    for status, name in names.items():
        shares = [parts[status] for parts in bars.values()]
        hover = [
            words["hover"].format(name=name, when=w, share=percent(s))
            for w, s in zip(bars, shares, strict=True)
        ]
        traces.append(
            go.Bar(
                x=shares, y=list(bars), orientation="h", width=0.62, customdata=hover,
                text=[_inside(name, share) for share in shares], textposition="inside", insidetextanchor="middle",
                textangle=0, constraintext="none", textfont={"size": 13, "color": palette.ON_STATUS[status]},
                marker={"color": palette.STATUS[status], "line": {"color": palette.PAPER, "width": 1.5}},
                hovertemplate="%{customdata}<extra></extra>",
            )
        )  # fmt: skip
    layout = {
        "barmode": "stack",
        "margin": {"l": 92, "r": 24, "t": 8, "b": 36},
        "xaxis": share_axis(showgrid=False),
        "yaxis": axis(
            autorange="reversed", showgrid=False, tickfont={"color": palette.INK}, ticklabelstandoff=6
        ),
    }
    return finished(traces, layout, 120 * len(bars) + 44)


def _inside(name: str, share: float) -> str:
    number = percent(share, 0)
    wrapped = name if len(name) < SHORT else name.replace(" ", "<br>")
    return f"{wrapped}<br>{number}" if share >= ROOMY else number if share >= NARROW else ""


def net_bars(rows: Sequence[tuple[str, int | None]]) -> Figure:
    """Net migration by county from zero, largest gain first; a hidden county keeps its row."""
    words = swedish()["mobility"]
    hover = [
        words["hidden"].format(county=c) if n is None else words["hover"].format(county=c, net=signed(n))
        for c, n in rows
    ]
    bars = go.Bar(
        x=[net or 0 for _, net in rows], y=[county for county, _ in rows], orientation="h", customdata=hover,
        text=[HIDDEN if net is None else signed(net) for _, net in rows], textposition="outside", cliponaxis=False,
        textfont={"size": 13, "color": palette.INK}, hovertemplate="%{customdata}<extra></extra>",
        marker={"color": [palette.BLUE if (net or 0) >= 0 else palette.ORANGE for _, net in rows],
                "line": {"color": palette.INK, "width": 0.6}},
    )  # fmt: skip
    known = [0, *(net for _, net in rows if net is not None)]
    room = max(0.34 * (max(known) - min(known)), 1)
    layout = {
        "margin": {"l": 144, "r": 8, "t": 8, "b": 52},
        "xaxis": axis(
            title=_title(words["axis"]), zeroline=True, zerolinecolor=palette.INK, zerolinewidth=1.5,
            range=[min(known) - room, max(known) + room],
        ),
        "yaxis": axis(autorange="reversed", showgrid=False, tickfont={"color": palette.INK, "size": 13}, automargin=False),
    }  # fmt: skip
    return finished([bars], layout, 25 * len(rows) + 70)
