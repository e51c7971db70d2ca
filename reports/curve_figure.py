"""The chart of curves by whole years: steps, a name at each end, numbers at risk beneath.

A dashed upright marks where a follow-up ends; a year that is not shown gets a mark at the foot.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from reports import palette
from reports.figures import HOVER, LETTER, ONLY, Figure, axis, axis_title, finished
from reports.language import Language
from reports.series_figure import Line, note, spread
from reports.words import DASH

PLOT, TOP, FOOT, LINE = 330, 26, 62, 17
SCALES = ((0.05, 0.01), (0.1, 0.02), (0.2, 0.05), (0.3, 0.1), (0.5, 0.1), (0.8, 0.2), (1.0, 0.25))
"""Highest share and step of the axis; the first that holds the highest point is taken."""


@dataclass(frozen=True)
class Risk:
    """Numbers at risk of one curve, by year; None where not shown."""

    name: str
    numbers: Mapping[int, int | None]
    colour: str
    zero: str = DASH


def curves(
    lines: Sequence[Line],
    ends: Mapping[str, int],
    risks: Sequence[Risk],
    across: str,
    language: Language,
    label_room: int = 150,
) -> Figure:
    """Step curves over years, with a dashed upright where each follow-up ends."""
    years = sorted({int(k) for line in lines for k in line.shares})
    last = max([*years, 1])
    top, step = _scale(lines)
    ticks = list(range(0, last + 1, 1 if last <= 8 else 2 if last <= 12 else 5))
    stagger = LINE * max(len(set(ends.values())) - 1, 0)
    beneath = FOOT + (LINE * (2 * len(risks) + 1) if risks else 0)
    layout = {
        "margin": {"l": 44, "r": _right(lines, label_room), "t": TOP + stagger, "b": beneath},
        "xaxis": axis(showgrid=False, title=axis_title(across), range=[-0.3, last + 0.3], tickvals=ticks),
        "yaxis": _share_axis(top, step),
        "annotations": [
            *_labels(lines, last, top),
            *_end_notes(ends, language),
            *_risk_rows(risks, ticks, language),
        ],
        "shapes": [_upright(k) for k in sorted(set(ends.values()))],
    }
    traces = [*_bridges(lines), *(_steps(line, language) for line in lines), _gaps(lines, top, language)]
    return finished(traces, layout, TOP + stagger + PLOT + beneath, language)


def _right(lines: Sequence[Line], least: int) -> int:
    """Room for the longest name beside the curves, but never so much that a telephone has none for them."""
    longest = max((len(line.name) for line in lines), default=0)
    return max(least, min(int(LETTER * longest) + 9, 190))


def _scale(lines: Sequence[Line]) -> tuple[float, float]:
    highest = max(
        [share for line in lines for share in line.shares.values() if share is not None], default=1.0
    )
    return next((top, step) for top, step in SCALES if highest <= top or top == 1.0)


def _share_axis(top: float, step: float) -> dict[str, Any]:
    ticks = [round(step * i, 4) for i in range(round(top / step) + 1)]
    return axis(range=[-0.09 * top, 1.04 * top], tickvals=ticks, ticktext=[f"{100 * t:.0f}" for t in ticks])


def _steps(line: Line, language: Language) -> Any:
    hover = language.texts["curves"]["hover"].format(name=line.name, years="%{x}", share="%{customdata}")
    shown = sorted((int(k), share) for k, share in line.shares.items())
    return go.Scatter(
        x=[k for k, _ in shown],
        y=[share for _, share in shown],
        mode="lines+markers",
        line={"color": line.colour, "width": 2.5, "dash": line.dash, "shape": "hv"},
        marker={"size": 4, "color": line.colour},
        customdata=[language.spoken(share) for _, share in shown],
        hovertemplate=hover + ONLY,
    )


def _bridges(lines: Sequence[Line]) -> list[Any]:
    """Thin straight links between what is shown before and after years that are not."""
    traces = []
    for line in lines:
        shown = sorted((int(k), share) for k, share in line.shares.items() if share is not None)
        apart = [(one, two) for one, two in pairwise(shown) if two[0] - one[0] > 1]
        if apart:
            points = [point for pair in apart for point in (*pair, (None, None))]
            traces.append(
                go.Scatter(
                    x=[k for k, _ in points], y=[share for _, share in points], mode="lines",
                    line={"color": line.colour, "width": 1, "dash": "dot"}, hoverinfo="skip",
                )
            )  # fmt: skip
    return traces


def _labels(lines: Sequence[Line], last: int, top: float) -> list[dict[str, Any]]:
    """A name at the right edge; beneath the line's own end where its follow-up ends earlier."""
    labels, edge = [], []
    for line in lines:
        shown = {int(k): share for k, share in line.shares.items() if share is not None}
        if shown and max(int(k) for k in line.shares) == last:
            edge.append((shown[max(shown)], line))
        elif shown:
            own = {"xanchor": "right", "yanchor": "top", "yshift": -18, "color": line.colour}
            labels.append(note(max(shown), shown[max(shown)], line.name, **own))
    heights = spread([share for share, _ in edge], 1.13 * top * LINE / PLOT, top)
    for (_, line), height in zip(edge, heights, strict=True):
        labels.append(note(last, height, line.name, xanchor="left", xshift=9, color=line.colour))
    return labels


def _gaps(lines: Sequence[Line], top: float, language: Language) -> Any:
    words = language.texts["curves"]
    missing: dict[int, list[str]] = {}
    for line in lines:
        for k, share in line.shares.items():
            if share is None:
                missing.setdefault(int(k), []).append(line.name)
    years = sorted(missing)
    return go.Scatter(
        x=years,
        y=[-0.05 * top] * len(years),
        mode="text",
        text=[words["gap"]] * len(years),
        textfont={"color": palette.QUIET},
        customdata=[words["gap_hover"].format(years=k, names=", ".join(missing[k])) for k in years],
        hovertemplate=HOVER,
    )


def _upright(k: int) -> dict[str, Any]:
    line = {"color": palette.QUIET, "width": 1.5, "dash": "dash"}
    return {"type": "line", "x0": k, "x1": k, "xref": "x", "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _end_notes(ends: Mapping[str, int], language: Language) -> list[dict[str, Any]]:
    """What ends at each upright, one line higher for each further one."""
    at: dict[int, list[str]] = {}
    for name, k in ends.items():
        at.setdefault(k, []).append(name)
    words = language.texts["curves"]
    return [
        note(
            k, 1, words["ends"].format(name=words["and"].join(at[k])) if all(at[k]) else words["ends_plain"],
            yref="paper", xanchor="right", yanchor="bottom", yshift=LINE * place, xshift=3,
        )
        for place, k in enumerate(sorted(at))
    ]  # fmt: skip


def _risk_rows(risks: Sequence[Risk], ticks: Sequence[int], language: Language) -> list[dict[str, Any]]:
    """Beneath the axis: a heading, and for every curve its name and the numbers at the ticks."""
    if not risks:
        return []
    left = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top", "xshift": -40}
    rows = [note(0, 0, language.texts["curves"]["at_risk"], yshift=6 - FOOT, **left)]
    for place, risk in enumerate(risks):
        drop = -FOOT - LINE * (2 * place + 1) + 6
        rows.append(note(0, 0, risk.name, yshift=drop, color=risk.colour, **left))
        rows += [
            note(
                k, 0, language.whole(risk.numbers[k], risk.zero),
                yref="paper", yanchor="top", yshift=drop - LINE,
                font={"size": 12, "color": palette.INK},
            )
            for k in ticks
            if k in risk.numbers
        ]  # fmt: skip
    return rows
