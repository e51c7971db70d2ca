"""The last stage of the flow: from one year after the licence to three.

What is published are both distributions, and how many of those in the profession after one year were so after
three. So one band runs straight on, and everybody else passes through one box: in it are all who were
outside the profession, or not observable, at one of the two times or at both.
"""

from reports.cells import Cell, Cells
from reports.conserved import AFTER, OUTSIDE, STATUS, Flow, NotPrintable
from reports.folding import STATUSES, folded, note_fold, target, unseen
from reports.marks import is_exact
from reports.protected import SMALLEST


def after_three(cells: Cells, flow: Flow, licensed: int) -> int:
    """Adds the stage; `licensed` is everybody who is in it."""
    family, stayed = cells.family("status_3", "status"), cells.cell("stayed_1_to_3")
    parts: dict[str, int | None] = {name: family[name].numerator for name in STATUSES if name in family}
    parts["unseen"] = unseen(family, licensed)
    shown = folded(parts, licensed, "in_profession")
    at_one = {node.id: node.persons for node in flow.nodes.values() if node.column == STATUS}
    both, left, came = _moved(stayed, at_one.pop("status_in_profession", 0), shown.pop("in_profession"))
    flow.add("status_in_profession", "after_in_profession", AFTER, both)
    flow.add("status_in_profession", "outside", OUTSIDE, left)
    for node, persons in at_one.items():
        flow.add(node, "outside", OUTSIDE, persons)
    flow.add("outside", "after_in_profession", AFTER, came)
    for name, persons in shown.items():
        flow.add("outside", target(name, "after"), AFTER, persons)
    flow.notes.append("outside")
    note_fold(flow, shown)
    return licensed


def _moved(stayed: Cell, at_one: int, at_three: int) -> tuple[int, int, int]:
    """Those in the profession at both times, at the first only, at the second only.

    An exact difference of one to four persons is not printed: it is no published number.
    """
    both = stayed.numerator
    if both is None:
        raise NotPrintable
    if not 0 <= both <= min(at_one, at_three):
        raise NotPrintable("does_not_add_up")
    left, came = at_one - both, at_three - both
    if is_exact(stayed.method) and any(0 < moved < SMALLEST for moved in (left, came)):
        raise NotPrintable
    return both, left, came
