"""The arithmetic of the flow picture: nodes and links in which nothing is lost.

Pure numbers, no words, no drawing. Every node's inflow equals its outflow or it is
a named exit. A stage whose numbers are hidden, too small or do not add up is not
drawn: the flow ends before it and says why. A derived count of 1-4 is never printed.
"""

from collections.abc import Mapping

from reports.cells import Cell, Cells
from reports.conserved import DEGREE, FATE, LICENCE, ORIGIN, POOL, START, STATUS, Flow, Node, NotPrintable
from reports.guard import SMALL, hide_more, is_safe

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
    if not total or total in SMALL:
        raise NotPrintable("missing_started")
    groups = cells.family("composition", "upper_secondary")
    try:
        parts = _folded({name: groups[name].numerator for name in ORIGINS if name in groups}, total, "")
        for name, persons in parts.items():
            source = f"from_{name}" if name in ORIGINS else "folded_origin"
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
    if graduated is None or graduated in SMALL:
        raise NotPrintable("missing_fate")
    parts: dict[str, int | None] = {name: family[name].numerator for name in FATES if name in family}
    parts["unseen"] = total - _base(family)
    try:
        shown = _folded(parts, total, "graduated")
    except NotPrintable as why:
        raise NotPrintable(str(why) or "missing_fate") from why
    for name, persons in shown.items():
        flow.add("started", _target(name, "fate"), FATE, persons)
    _note_fold(flow, shown)
    return graduated


def _graduation(cells: Cells, flow: Flow, graduated: int) -> int:
    to_date = cells.cell("exam_rate_to_date")
    ever, base = _counts(to_date)
    total = flow.nodes["started"].persons
    later, never, unseen = ever - graduated, base - ever, total - base
    _printable(later, never, unseen)
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
    licensed, base = _counts(cells.cell("licensed_share"))
    _printable(licensed, base - licensed, graduated - base)
    flow.add("degree", "licensed", LICENCE, licensed)
    flow.add("degree", "not_licensed", LICENCE, base - licensed)
    flow.add("degree", "unseen_licence", LICENCE, graduated - base)
    return licensed


def _status(cells: Cells, flow: Flow, licensed: int) -> int:
    family = cells.family("status_1", "status")
    parts: dict[str, int | None] = {name: family[name].numerator for name in STATUSES if name in family}
    parts["unseen"] = licensed - _base(family)
    source = "licensed" if "licensed" in flow.nodes else "degree"
    shown = _folded(parts, licensed, "in_profession")
    for name, persons in shown.items():
        flow.add(source, _target(name, "status"), STATUS, persons)
    _note_fold(flow, shown)
    return licensed


def _counts(cell: Cell) -> tuple[int, int]:
    if cell.numerator is None or cell.denominator is None:
        raise NotPrintable
    return cell.numerator, cell.denominator


def _base(family: Mapping[str, Cell]) -> int:
    """The common denominator of a family."""
    bases = {cell.denominator for cell in family.values() if cell.denominator is not None}
    if len(bases) != 1:
        raise NotPrintable("" if not bases else "does_not_add_up")
    return int(bases.pop())


def _printable(*persons: int) -> None:
    """Derived counts must make sense and must not be small."""
    if any(number < 0 for number in persons):
        raise NotPrintable("does_not_add_up")
    if any(number in SMALL for number in persons):
        raise NotPrintable


def _folded(parts: Mapping[str, int | None], total: int, keep: str) -> dict[str, int]:
    """The parts with every hidden one in `folded`, so that they add up to the total and tell nothing."""
    unseen = parts.get("unseen") or 0
    if unseen < 0:
        raise NotPrintable("does_not_add_up")
    counts = dict(parts) | ({"unseen": None} if unseen in SMALL else {})
    counts |= dict.fromkeys(hide_more(counts, total, [keep]))
    shown = {name: count for name, count in counts.items() if count is not None}
    hidden, rest = len(counts) - len(shown), total - sum(shown.values())
    if (hidden == 0 and rest != 0) or rest < 0:
        raise NotPrintable("does_not_add_up")
    if not is_safe(hidden, rest) or (keep and keep not in shown):
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
