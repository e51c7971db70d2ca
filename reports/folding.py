"""A stage's parts as a flow may print them: what is withheld is gathered, and all parts make the whole.

Belongs here: the categories of the stages, and the rule for a withheld one. Does not belong here: which
stages there are (flow, flow_after).
"""

from collections.abc import Mapping

from reports.cells import Cell
from reports.conserved import Flow, NotPrintable

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


def unseen(family: Mapping[str, Cell], reached: int) -> int:
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


def folded(parts: Mapping[str, int | None], total: int, keep: str) -> dict[str, int]:
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


def target(name: str, stage: str) -> str:
    """The box of one part of a stage."""
    return (
        f"folded_{stage}"
        if name == "folded"
        else f"{name}_{stage}"
        if name == "unseen"
        else f"{stage}_{name}"
    )


def note_fold(flow: Flow, parts: Mapping[str, int]) -> None:
    """Says once that parts are gathered."""
    if "folded" in parts and "folded" not in flow.notes:
        flow.notes.append("folded")
