"""The arithmetic of the flow picture: nodes and links in which nothing is lost.

Pure numbers, no words, no drawing. Every node's inflow equals its outflow or it is
a named exit. A stage whose numbers are withheld or do not add up is not drawn: the
flow ends before it and says why. Whatever is worked out here is a difference of
printed counts, and never the count of a single withheld cell.
"""

from reports.cells import Cell, Cells
from reports.conserved import DEGREE, FATE, LICENCE, ORIGIN, POOL, START, STATUS, Flow, Node, NotPrintable
from reports.flow_after import after_three
from reports.folding import FATES, ORIGINS, STATUSES, folded, note_fold, target, unseen


def build(cells: Cells) -> Flow:
    """The flow of the window cohort as far as it may be printed.

    Raises `NotPrintable` when not even the start and the fates can be shown.
    """
    flow = Flow()
    total = _started(cells, flow)
    graduated = _fates(cells, flow, total)
    stages = (
        ("graduation", _graduation),
        ("licence", _licence),
        ("status", _status),
        ("after_3", after_three),
    )
    for name, stage in stages:
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
        parts = folded({name: groups[name].numerator for name in ORIGINS if name in groups}, total, "")
        for name, persons in parts.items():
            source = f"from_{name}" if name in ORIGINS else "folded_origin"
            if persons:
                flow.nodes[source] = Node(source, ORIGIN, persons)
                flow.add(source, "started", START, persons)
        note_fold(flow, parts)
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
    parts["unseen"] = unseen(family, total)
    try:
        shown = folded(parts, total, "graduated")
    except NotPrintable as why:
        raise NotPrintable(str(why) or "missing_fate") from why
    for name, persons in shown.items():
        flow.add("started", target(name, "fate"), FATE, persons)
    note_fold(flow, shown)
    return graduated


def _graduation(cells: Cells, flow: Flow, graduated: int) -> int:
    total = flow.nodes["started"].persons
    ever, never, unknown = _link(cells.cell("exam_rate_to_date"), total)
    later = ever - graduated
    if later < 0:
        raise NotPrintable("does_not_add_up")
    flow.add("fate_graduated", "degree", DEGREE, graduated)
    for node in [n for n in flow.nodes.values() if n.column == FATE and n.id != "fate_graduated"]:
        flow.add(node.id, "pool", POOL, node.persons)
    flow.add("pool", "degree", DEGREE, later)
    flow.add("pool", "no_degree", DEGREE, never)
    flow.add("pool", "unseen_degree", DEGREE, unknown)
    flow.later = later
    return ever


def _licence(cells: Cells, flow: Flow, graduated: int) -> int:
    if not cells.has("licensed_share"):
        flow.notes.append("unlicensed")
        return graduated
    licensed, without, unknown = _link(cells.cell("licensed_share"), graduated)
    flow.add("degree", "licensed", LICENCE, licensed)
    flow.add("degree", "not_licensed", LICENCE, without)
    flow.add("degree", "unseen_licence", LICENCE, unknown)
    return licensed


def _status(cells: Cells, flow: Flow, licensed: int) -> int:
    family = cells.family("status_1", "status")
    parts: dict[str, int | None] = {name: family[name].numerator for name in STATUSES if name in family}
    parts["unseen"] = unseen(family, licensed)
    source = "licensed" if "licensed" in flow.nodes else "degree"
    shown = folded(parts, licensed, "in_profession")
    for name, persons in shown.items():
        flow.add(source, target(name, "status"), STATUS, persons)
    note_fold(flow, shown)
    return licensed


def _link(cell: Cell, reached: int) -> tuple[int, int, int]:
    """Those who take one step of the chain, those who do not, those not observable; all who reached it."""
    yes, base, unknown = cell.numerator, cell.denominator, cell.n_not_observable
    if yes is None or base is None or unknown is None:
        raise NotPrintable
    if base + unknown != reached or base < yes:
        raise NotPrintable("does_not_add_up")
    return yes, base - yes, unknown
