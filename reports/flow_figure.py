"""The flow as a Sankey picture with every box at a fixed place and every label beside it.

Plotly scales bands by its fullest column; the same rule is applied here, so that
boxes stand where their labels are written: the way on at the top, exits below.
"""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from reports import palette
from reports.conserved import (
    AFTER,
    DEGREE,
    FATE,
    LICENCE,
    ORIGIN,
    OUTSIDE,
    POOL,
    START,
    STATUS,
    Flow,
    Node,
)
from reports.figures import Figure, finished
from reports.folding import FATES, ORIGINS, STATUSES
from reports.language import Language
from reports.tables import RATE_BASE

HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 640, 40, 16, 4, 140
PAD, THICKNESS = 40, 12
ORDER = {
    node: place
    for place, node in enumerate(
        [f"from_{name}" for name in ORIGINS]
        + ["folded_origin", "started"]
        + [f"fate_{name}" for name in FATES]
        + ["folded_fate", "unseen_fate", "pool", "degree", "no_degree", "unseen_degree"]
        + ["licensed", "not_licensed", "unseen_licence"]
        + [f"status_{name}" for name in STATUSES]
        + ["folded_status", "unseen_status", "outside"]
        + [f"after_{name}" for name in STATUSES]
        + ["folded_after", "unseen_after"]
    )
}
ACROSS = {
    ORIGIN: 0.0,
    START: 0.135,
    FATE: 0.218,
    POOL: 0.355,
    DEGREE: 0.478,
    LICENCE: 0.6,
    STATUS: 0.731,
    OUTSIDE: 0.871,
    AFTER: 1.0,
}
"""Left edge of each column; the drawing is stretched where the flow starts later or ends earlier."""


def name_of(node: str, language: Language, short: bool = False) -> str:
    """The words for a box: its own, or those of the category it stands for."""
    texts = language.texts
    if short and node in texts["flow"]["short"]:
        return str(texts["flow"]["short"][node])
    if node in texts["flow"]["nodes"]:
        return str(texts["flow"]["nodes"][node])
    kind, value = node.split("_", 1)
    family = {"from": "upper_secondary", "fate": "fate", "status": "status", "after": "status"}[kind]
    name = str(texts["values"][family][value])
    return (
        name if short or kind not in texts["flow"]["at"] else str(texts["flow"]["at"][kind]).format(name=name)
    )


def columns(flow: Flow) -> dict[int, list[Node]]:
    """The boxes of each column in drawing order."""
    ordered = sorted(flow.nodes.values(), key=lambda node: ORDER[node.id])
    return {c: [n for n in ordered if n.column == c] for c in sorted({n.column for n in ordered})}


def places(flow: Flow) -> dict[str, tuple[float, float]]:
    """Left edge and middle of every box, as shares of the drawing from its top left corner."""
    drawn = columns(flow)
    room = HEIGHT - TOP - BOTTOM
    scale = min((room - (len(c) - 1) * PAD) / sum(n.persons for n in c) for c in drawn.values())
    where: dict[str, tuple[float, float]] = {}
    for column, nodes in drawn.items():
        left, top = _left(column, drawn), _top(column, flow, scale)
        for node in nodes:
            tall = node.persons * scale
            where[node.id] = (left, (top + tall / 2) / room)
            top += tall + PAD
    return where


def _left(column: int, drawn: Mapping[int, list[Node]]) -> float:
    first, last = ACROSS[min(drawn)], ACROSS[max(drawn)]
    return (ACROSS[column] - first) / ((last - first) or 1)


def _top(column: int, flow: Flow, scale: float) -> float:
    """A box that others are gathered in hangs below the straight band beside it, which may be nobody's."""
    beside = {POOL: "fate_graduated", OUTSIDE: "status_in_profession"}.get(column)
    if beside is None:
        return 0.0
    return (flow.nodes[beside].persons if beside in flow.nodes else 0) * scale + 2 * PAD


def sankey(flow: Flow, language: Language) -> Figure:
    """The figure; the links stand in the order of `flow.links`, which the table shares."""
    where, names = places(flow), list(flow.nodes)
    total = flow.nodes["started"].persons
    node = {
        "x": [min(max(where[n][0], 0.001), 0.999) for n in names],
        "y": [min(max(where[n][1], 0.001), 0.999) for n in names],
        "label": [""] * len(names),
        "customdata": [_node_text(flow.nodes[n], total, language) for n in names],
        "color": [palette.EXIT if flow.nodes[n].is_exit else palette.FLOW for n in names],
        "align": "left",
        "pad": PAD,
        "thickness": THICKNESS,
        "line": {"width": 0},
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    link = {
        "source": [names.index(one.source) for one in flow.links],
        "target": [names.index(one.target) for one in flow.links],
        "value": [one.persons for one in flow.links],
        "customdata": [_link_text(one.source, one.target, one.persons, language) for one in flow.links],
        "color": [_band_colour(flow, one.target) for one in flow.links],
        # In the order given, which is that of the boxes: Plotly's own may lay an exit over the way on.
        "sort": "input",
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    trace = go.Sankey(node=node, link=link, arrangement="fixed", domain={"x": [0, 1], "y": [0, 1]})
    labels = [_label(flow.nodes[n], where[n], total, language) for n in names] + _headings(flow, language)
    layout = {"margin": {"l": LEFT, "r": RIGHT, "t": TOP, "b": BOTTOM}, "annotations": labels}
    return finished([trace], layout, HEIGHT, language)


def _band_colour(flow: Flow, target: str) -> str:
    return palette.EXIT_BAND if flow.nodes[target].is_exit else palette.FLOW_BAND


def _node_text(node: Node, total: int, language: Language) -> str:
    words = language.texts["flow"]
    share = words["percent"].format(share=_share(node, total, 1, language))
    return str(
        words["node"].format(
            name=name_of(node.id, language), persons=language.whole(node.persons), share=share
        )
    )


def _share(node: Node, total: int, places: int, language: Language) -> str:
    """The share of all who began; none of a small number."""
    return language.percent(node.persons / total if total >= RATE_BASE else None, places)


def _link_text(source: str, target: str, persons: int, language: Language) -> str:
    names: Mapping[str, str] = {
        "source": name_of(source, language),
        "target": name_of(target, language),
        "persons": language.whole(persons),
    }
    return str(language.texts["flow"]["link"].format(**names))


def _label(node: Node, place: tuple[float, float], total: int, language: Language) -> dict[str, Any]:
    share = language.texts["flow"]["percent"].format(share=_share(node, total, 0, language))
    name = name_of(node.id, language, short=True)
    number = language.whole(node.persons)
    if node.column != START:  # which is all of them: a hundred per cent says nothing
        number += f" · {share}"
    return {
        "xref": "paper", "yref": "paper", "x": place[0], "y": 1 - place[1], "xshift": THICKNESS + 3,
        "xanchor": "left", "yanchor": "middle", "align": "left", "showarrow": False,
        "font": {"size": 12, "color": palette.INK},
        "text": f"<b>{name}</b><br>{number}",
    }  # fmt: skip


def _headings(flow: Flow, language: Language) -> list[dict[str, Any]]:
    titles, drawn = language.texts["flow"]["columns"], columns(flow)
    return [
        {
            "xref": "paper", "yref": "paper", "x": _left(column, drawn), "y": 1, "yshift": 12,
            "xanchor": "left", "yanchor": "bottom", "showarrow": False, "text": titles[column],
            "font": {"size": 12.5, "color": palette.QUIET},
        }
        for column in drawn
    ]  # fmt: skip
