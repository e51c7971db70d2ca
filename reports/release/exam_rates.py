"""The chart of the start page: the exam rate of every group, in time and to the end of the data.

Belongs here: what is drawn and the sentence over it. Does not belong here: the tables (comparison).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from reports import palette
from reports.cells import Cell
from reports.figures import HOVER, Figure, axis, finished, share_axis
from reports.language import Language
from reports.material import Material
from reports.release.comparison import IN_TIME, TO_DATE, marked_name, rates_table
from reports.section import Section, share_unit
from reports.tables import is_wide
from reports.words import NBSP, window_text

LINE, FRAME = 40, 70
"""Height of a group's row, and of what stands around the rows, in pixels."""
WRAP = 16
"""Longer names than this are written on two lines."""


@dataclass(frozen=True)
class Rates:
    """One group as it is drawn: both rates, and how far the first may lie to either side of what is shown."""

    name: str
    in_time: float
    to_date: float | None
    below: float = 0.0
    above: float = 0.0

    @property
    def is_in_order(self) -> bool:
        """Whether the rate in time lies to the left of the other, as a rule."""
        return self.to_date is None or self.in_time <= self.to_date


def exam_rates_section(groups: Sequence[Material], window: str, language: Language) -> Section:
    """The groups by exam rate, largest first; those that cannot be shown are named under the chart."""
    words = language.texts["start"]["chart"]
    rates, hidden = _rates(groups, language)
    is_left_out = any(group.is_draft or is_wide(group.cells.cell(IN_TIME)) for group in groups)
    notes = [words["note_titled"]] if is_left_out else []
    if any(one.below or one.above for one in rates):
        notes.append(words["note_wide"])
    if hidden:
        notes.append(words["note_hidden"].format(groups=language.joined(hidden)))
    return Section(
        "exam-rates",
        language.texts["start"]["exam"].partition(",")[0],
        title(groups, language),
        words["shown"].format(window=window_text(window)),
        rates_table(groups, window, language),
        _figure(rates, language) if rates else None,
        "" if rates else words["missing"],
        words["aria"],
        (*notes, language.texts["chart_beside"]["two_shares"]),
        unit=share_unit(language),
        measures=(IN_TIME, TO_DATE),
    )


def title(groups: Sequence[Material], language: Language) -> str:
    """The smallest and the largest exam rate, of groups with confirmed codes and many people."""
    words = language.texts["start"]["chart"]
    cells = [group.cells.cell(IN_TIME) for group in groups if not group.is_draft]
    shares = [cell.value for cell in cells if cell.value is not None and not is_wide(cell)]
    if len(shares) < 2:
        return str(words["title_plain"])
    low, high = (language.spoken(share, 0) for share in (min(shares), max(shares)))
    return str(words["title_same" if low == high else "title"]).format(low=low, high=high)


def _rates(groups: Sequence[Material], language: Language) -> tuple[list[Rates], list[str]]:
    """Names with both rates, largest in time first; the names of groups without."""
    shown: list[Rates] = []
    hidden: list[str] = []
    for group in groups:
        name = marked_name(group.profession, language)
        cell, to_date = group.cells.cell(IN_TIME), group.cells.cell(TO_DATE).value
        if cell.value is None:
            hidden.append(name)
        else:
            shown.append(Rates(name, cell.value, to_date, *_off(cell)))
    return sorted(shown, key=lambda one: (-one.in_time, one.name)), hidden


def _off(cell: Cell) -> tuple[float, float]:
    """How far below and above the share a wide interval reaches; nothing where it is narrow."""
    if cell.value is None or cell.low is None or cell.high is None or not is_wide(cell):
        return 0.0, 0.0
    return cell.value - cell.low, cell.high - cell.value


def _figure(rates: Sequence[Rates], language: Language) -> Figure:
    in_time = _dots([(one.name, one.in_time, one.is_in_order) for one in rates], "hover_in_time", language)
    to_date = _dots(
        [(one.name, one.to_date, not one.is_in_order) for one in rates], "hover_to_date", language
    )
    in_time.update(error_x=_intervals(rates), marker_symbol="circle")
    layout = {
        "margin": {"l": 110, "r": 56, "t": 30, "b": 36},
        "xaxis": share_axis(),
        "yaxis": axis(
            range=[len(rates) - 0.4, -0.6],
            tickfont={"color": palette.INK, "size": 13},
            ticklabelstandoff=8,
            automargin=True,
        ),
        "shapes": [_between(at, one) for at, one in enumerate(rates)],
        "annotations": _labels(rates[0], language.texts["start"]["chart"]),
    }
    return finished([in_time, to_date], layout, LINE * len(rates) + FRAME, language)


def _dots(rows: Sequence[tuple[str, float | None, bool]], hover: str, language: Language) -> Any:
    """One rate of every group; its number stands on the side away from the other rate's."""
    says = language.texts["start"]["chart"][hover]
    spoken = ["" if share is None else language.spoken(share) for _, share, _ in rows]
    return go.Scatter(
        x=[share for _, share, _ in rows],
        y=[_wrapped(name) for name, _, _ in rows],
        mode="markers+text",
        text=[_number(share, is_left, language) for _, share, is_left in rows],
        textposition=["middle left" if is_left else "middle right" for _, _, is_left in rows],
        textfont={"size": 14, "color": palette.INK},
        marker={"symbol": "circle-open", "size": 11, "color": palette.FLOW, "line": {"width": 2.5}},
        cliponaxis=False,
        customdata=[says.format(name=row[0], share=share) for row, share in zip(rows, spoken, strict=True)],
        hovertemplate=HOVER,
    )


def _number(share: float | None, is_left: bool, language: Language) -> str:
    """A share in whole per cent, with room towards its dot."""
    if share is None:
        return ""
    text = language.spoken(share, 0)
    return f"{text}{NBSP}" if is_left else f"{NBSP}{text}"


def _intervals(rates: Sequence[Rates]) -> dict[str, Any]:
    """A pale bar where few people leave the share open."""
    return {
        "type": "data",
        "symmetric": False,
        # None where there is none: a bar of no length is drawn as a mark.
        "array": [one.above or None for one in rates],
        "arrayminus": [one.below or None for one in rates],
        "color": palette.EXIT,
        "thickness": 1.5,
        "width": 5,
    }


def _between(at: int, one: Rates) -> dict[str, Any]:
    last = one.in_time if one.to_date is None else one.to_date
    line = {"color": palette.FLOW_BAND, "width": 6}
    return {"type": "line", "x0": one.in_time, "x1": last, "y0": at, "y1": at, "line": line, "layer": "below"}


def _labels(topmost: Rates, words: dict[str, str]) -> list[dict[str, Any]]:
    """What the dots stand for, once, over those of the first row; each label away from the other."""
    sides = [(topmost.in_time, "in_time", topmost.is_in_order)]
    sides += [] if topmost.to_date is None else [(topmost.to_date, "to_date", not topmost.is_in_order)]
    return [
        {
            "x": share,
            "y": -0.35,
            "yanchor": "bottom",
            "xanchor": "right" if is_left else "left",
            "text": f"{words[name]}{NBSP}" if is_left else f"{NBSP}{words[name]}",
            "showarrow": False,
            "font": {"size": 13, "color": palette.QUIET},
        }
        for share, name, is_left in sides
    ]


def _wrapped(name: str) -> str:
    """A long name on two lines, broken at the blank nearest its middle."""
    blanks = [at for at, letter in enumerate(name) if letter == " "]
    if len(name) <= WRAP or not blanks:
        return name
    middle = min(blanks, key=lambda at: abs(at - len(name) / 2))
    return f"{name[:middle]}<br>{name[middle + 1 :]}"
