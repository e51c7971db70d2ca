"""The figures of a page as scripts, each said as briefly as it can be drawn from.

What figures, traces or notes have in common is said once: between figures as the page's look, within a
figure as Plotly's own template. Belongs here: brevity alone. Does not belong here: what a figure shows.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from reports.figures import CONFIG, Figure
from reports.palette import DARK

LOOK = ("dragmode", "font", "hoverlabel", "paper_bgcolor", "plot_bgcolor", "separators", "showlegend")
"""What all figures of a language have alike."""
DIGITS = 4
"""Decimals of a position: far below what can be seen, also on a large screen."""
OWN = frozenset(("type", "x", "y", "z", "text", "textfont", "xaxis", "yaxis", "meta"))
"""What each trace or note says for itself, also where all say the same.

A bar takes a colour of its own for its text unless the trace itself names one.
"""
PLAIN = ("type", "scatter")
"""What Plotly takes a trace for that does not say what it is."""
LISTED = {"annotations": "annotationdefaults", "shapes": "shapedefaults"}

FIRST = 4
"""So many figures come with the page; the others once it has been seen."""

Said = Mapping[str, Any]


def figures_scripts(figures: Mapping[str, Figure]) -> tuple[str, str]:
    """Scripts, since a page opened from disk may not fetch data: with the page and after it, or empty."""
    looks = [{key: one["layout"].get(key) for key in LOOK} for one in figures.values()]
    look = looks[0] if looks and all(one == looks[0] for one in looks) else {}
    brief = {place: _brief(figure, look) for place, figure in figures.items()}
    first, later = dict([*brief.items()][:FIRST]), dict([*brief.items()][FIRST:])
    shared = {"config": CONFIG, "layout": look}
    said = (
        f"window.reportDark = {as_json(DARK)};\nwindow.reportLook = {as_json(shared)};\n"
        f"window.reportFigures = {as_json(first)};\n"
    )
    return said, f"window.vardflode.drawLater({as_json(later)});\n" if later else ""


def as_json(value: object) -> str:
    """A value as it stands in a script, the same every time."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _brief(figure: Figure, look: Said) -> Figure:
    layout = {key: value for key, value in figure["layout"].items() if key not in look}
    del layout["template"]
    template: dict[str, Any] = {}
    for name, defaults in LISTED.items():
        shared = _shared(layout.get(name, ()))
        if shared:
            template.setdefault("layout", {})[defaults] = shared
            layout[name] = [_without(one, shared) for one in layout[name]]
    data, kinds = list(figure["data"]), sorted({trace["type"] for trace in figure["data"]})
    for kind in kinds:
        shared = _shared([trace for trace in data if trace["type"] == kind])
        if shared:
            template.setdefault("data", {})[kind] = [shared]
            data = [_without(trace, shared) if trace["type"] == kind else trace for trace in data]
    layout |= {"template": template} if template else {}
    data = [{key: one for key, one in trace.items() if (key, one) != PLAIN} for trace in data]
    rounded: Figure = _rounded({"data": data, "layout": layout})
    return rounded


def _shared(said: Sequence[Said]) -> dict[str, Any]:
    """What at least two say of all the same things, as most of them say it; lists are each one's own."""
    if len(said) < 2:
        return {}
    found: dict[str, Any] = {}
    for key in sorted(set.intersection(*(set(one) for one in said)) - OWN):
        values = [one[key] for one in said]
        if all(isinstance(one, dict) for one in values):
            found |= {key: inner} if (inner := _shared(values)) else {}
        elif not any(isinstance(one, (dict, list, tuple)) for one in values):
            (value, times), *_ = Counter(values).most_common(1)
            found |= {key: value} if times > 1 else {}
    return found


def _without(said: Said, shared: Said) -> dict[str, Any]:
    """What is left to say beside what is shared."""
    left: dict[str, Any] = {}
    for key, value in said.items():
        if isinstance(value, dict) and key in shared:
            left |= {key: inner} if (inner := _without(value, shared[key])) else {}
        elif key not in shared or shared[key] != value:
            left[key] = value
    return left


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, (list, tuple)) else value
