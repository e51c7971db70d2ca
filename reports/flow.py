"""The arithmetic of the flow picture: nodes and links in which nothing is lost.

Pure numbers, no words, no drawing. Every node's inflow equals its outflow or it is
a named exit. A stage whose numbers are withheld or do not add up is not drawn: the
flow ends before it and says why. Whatever is worked out here is a difference of
printed counts, and never the count of a single withheld cell.
"""

from collections.abc import Mapping

from reports.cells import Cell, Cells
from reports.conserved import DEGREE, FATE, LICENCE, ORIGIN, POOL, START, STATUS, Flow, Node, NotPrintable

FATES = ("graduated", "other_degree", "registered", "left")
STATUSES = (
    "in_profession",
    "other_health_work",
    "other_work",
    "studying",
    "not_employed",
    "abroad_or_dead",
    "unknown",
)
ORIGINS = (
    "science_technology",
    "social_business_humanities",
    "health_care",
    "other_vocational",
    "unknown_or_none",
)


def build(cells: Cells) -> Flow:
    """The flow of the window cohort as far as it may be printed.

    Raises `NotPrintable` when not even the start and the fates can be shown.
    """
    flow = Flow()
    total = _started(cells, flow)
    graduated = _fates(cells, flow, total)
    for name, stage in (("graduation", _graduation), ("licence", _licence), ("status", _status)):
        try:
            graduated = stage(cells, flow, graduated)
        except NotPrintable as why:
            flow.ended = str(why) or name
            break
    return flow


def _started(cells: Cells, flow: Flow) -> int:
    total = cells.cell("composition").numerator
    if not total:
        raise NotPrintable("missing_started")
    groups = cells.family("composition", "upper_secondary")
    try:
        parts = _folded({name: groups[name].numerator for name in ORIGINS if name in groups}, total, "")
        for name, persons in parts.items():
            source = f"from_{name}" if name in ORIGINS else "folded_origin"
            if persons:
                flow.nodes[source] = Node(source, ORIGIN, persons)
                flow.add(source, "started", START, persons)
        _note_fold(flow, parts)
    except NotPrintable:
        flow.notes.append("no_origin")
    flow.nodes["started"] = Node("started", START, total)
    return total


def _fates(cells: Cells, flow: Flow, total: int) -> int:
    family = cells.family("fate", "fate")
    graduated = family["graduated"].numerator if "graduated" in family else None
    if graduated is None:
        raise NotPrintable("missing_fate")
    parts: dict[str, int | None] = {name: family[name].numerator for name in FATES if name in family}
    parts["unseen"] = _unseen(family, total)
    try:
        shown = _folded(parts, total, "graduated")
    except NotPrintable as why:
        raise NotPrintable(str(why) or "missing_fate") from why
    for name, persons in shown.items():
        flow.add("started", _target(name, "fate"), FATE, persons)
    _note_fold(flow, shown)
    return graduated


def _graduation(cells: Cells, flow: Flow, graduated: int) -> int:
    total = flow.nodes["started"].persons
    ever, never, unseen = _link(cells.cell("exam_rate_to_date"), total)
    later = ever - graduated
    if later < 0:
        raise NotPrintable("does_not_add_up")
    flow.add("fate_graduated", "degree", DEGREE, graduated)
    for node in [n for n in flow.nodes.values() if n.column == FATE and n.id != "fate_graduated"]:
        flow.add(node.id, "pool", POOL, node.persons)
    flow.add("pool", "degree", DEGREE, later)
    flow.add("pool", "no_degree", DEGREE, never)
    flow.add("pool", "unseen_degree", DEGREE, unseen)
    flow.later = later
    return ever


def _licence(cells: Cells, flow: Flow, graduated: int) -> int:
    if not cells.has("licensed_share"):
        flow.notes.append("unlicensed")
        return graduated
    licensed, without, unseen = _link(cells.cell("licensed_share"), graduated)
    flow.add("degree", "licensed", LICENCE, licensed)
    flow.add("degree", "not_licensed", LICENCE, without)
    flow.add("degree", "unseen_licence", LICENCE, unseen)
    return licensed


def _status(cells: Cells, flow: Flow, licensed: int) -> int:
    family = cells.family("status_1", "status")
    parts: dict[str, int | None] = {name: family[name].numerator for name in STATUSES if name in family}
    parts["unseen"] = _unseen(family, licensed)
    source = "licensed" if "licensed" in flow.nodes else "degree"
    shown = _folded(parts, licensed, "in_profession")
    for name, persons in shown.items():
        flow.add(source, _target(name, "status"), STATUS, persons)
    _note_fold(flow, shown)
    return licensed


def _link(cell: Cell, reached: int) -> tuple[int, int, int]:
    """Those who take one step of the chain, those who do not, those not observable; all who reached it."""
    yes, base, unseen = cell.numerator, cell.denominator, cell.n_not_observable
    if yes is None or base is None or unseen is None:
        raise NotPrintable
    if base + unseen != reached or base < yes:
        raise NotPrintable("does_not_add_up")
    return yes, base - yes, unseen


def _unseen(family: Mapping[str, Cell], reached: int) -> int:
    """Those of a family's whole who are not observable."""
    found = {(cell.denominator, cell.n_not_observable) for cell in family.values() if cell.status == "ok"}
    if len(found) != 1:
        raise NotPrintable("" if not found else "does_not_add_up")
    base, unseen = found.pop()
    if base is None or unseen is None:
        raise NotPrintable
    if base + unseen != reached:
        raise NotPrintable("does_not_add_up")
    return unseen


def _folded(parts: Mapping[str, int | None], total: int, keep: str) -> dict[str, int]:
    """The parts with the withheld ones in `folded`, which add up to the total.

    A single withheld part takes the smallest of the others with it: what is left of the total would be
    its count.
    """
    shown = {name: count for name, count in parts.items() if count is not None}
    hidden = len(parts) - len(shown)
    others = [name for name, count in shown.items() if name != keep and count]
    if hidden == 1 and others:
        del shown[min(others, key=lambda name: (shown[name], name))]
        hidden += 1
    rest = total - sum(shown.values())
    if (hidden == 0 and rest != 0) or rest < 0:
        raise NotPrintable("does_not_add_up")
    if hidden == 1 or (keep and keep not in shown):
        raise NotPrintable
    return shown | ({"folded": rest} if hidden else {})


def _target(name: str, stage: str) -> str:
    return (
        f"folded_{stage}"
        if name == "folded"
        else f"{name}_{stage}"
        if name == "unseen"
        else f"{stage}_{name}"
    )


def _note_fold(flow: Flow, parts: Mapping[str, int]) -> None:
    if "folded" in parts and "folded" not in flow.notes:
        flow.notes.append("folded")
