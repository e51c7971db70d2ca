"""Lives that a person of the education model may have lived: in which state of every measure they are.

Belongs here: what follows from the facts of a life (definitions sections 4–6, rulings R14, R30, R44, R59,
R60). Does not belong here: the facts (flows.attack.facts), and where the person stands in the breakdowns
(flows.attack.people).

A life need not be right: flows.attack.witness uses it only where it fits every relation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flows.attack.chain import PATHWAYS
from flows.attack.facts import (
    ABROAD,
    AFTER,
    AT_START,
    LATER,
    LEFT_OUT,
    LOST,
    NO,
    NOWHERE,
    ONLY,
    OUT,
    SOMEWHERE,
    START,
    UNSEEN,
    YES,
    Facts,
)


@dataclass(frozen=True)
class Life:
    """states: (measure, count); pathway, place (+ k), work (+ k): where the person is, by k = 1, 3.

    place is somewhere, abroad_or_dead or None (not observable); work is somewhere, None, or left out.
    unseen: home or study, where that point is not observable in the matrices.
    """

    states: tuple[tuple[str, str], ...]
    is_followed: bool | None
    pathway: dict[int, str]
    place: dict[int, str | None]
    work: dict[int, str | None]
    unseen: str = ""

    @property
    def is_away(self) -> bool:
        """Whether a matrix has this person elsewhere than among the places."""
        return bool(self.unseen) or any(
            self.place[k] != SOMEWHERE or self.work[k] != SOMEWHERE for k in (1, 3)
        )


def lives(*, has_licence: bool, aside: list[str]) -> Iterator[Life]:
    """Every life; aside are the measures of the sensitivity table, m~choice~alternative."""
    for facts in ({}, *AT_START):
        yield _life(START | facts, (AFTER, AFTER), has_licence=has_licence, aside=aside)
    for facts in LATER:
        yield _life(START, (AFTER | facts, AFTER | facts), has_licence=has_licence, aside=aside)
    out, lost = AFTER | OUT | {"retention": NO}, AFTER | LOST | NOWHERE | {"status": UNSEEN}
    for after in ((out, AFTER), (AFTER, out), (lost, AFTER), (AFTER, lost), (out, lost), (lost, out)):
        yield _life(START, after, has_licence=has_licence, aside=aside)
    lost = AFTER | NOWHERE
    for point in ("home", "study"):
        yield replace(_life(START, (lost, lost), has_licence=has_licence, aside=aside), unseen=point)


def _life(start: Facts, after: tuple[Facts, Facts], *, has_licence: bool, aside: list[str]) -> Life:
    found = {"composition": YES} | {name: state for name, state in start.items() if name != "fate"}
    found |= _category("fate", start["fate"], ("graduated", "other_degree", "registered", "left"))
    graduated, licensed = start["exam_rate_to_date"], start["licensed_share"] if has_licence else YES
    if graduated != YES:
        rest = UNSEEN if graduated == UNSEEN else LEFT_OUT
        found |= dict.fromkeys(
            ("general_degree_share", "licensed_share", "licensed_within", "established"), rest
        )
        licensed = UNSEEN
    followed = {YES: licensed, UNSEEN: UNSEEN}.get(graduated, NO)
    for k, facts in zip((1, 3), after, strict=True):
        found |= _after(facts, followed, k)
    found["stayed_1_to_3"] = _stayed(found)
    for name in aside:
        found[name] = _alternative(name, found)
    states = [(name, count) for name, state in found.items() for count in _counts(state)]
    states += _months(found)
    is_followed = {YES: True, UNSEEN: None}.get(followed, False)
    ks = dict(zip((1, 3), after, strict=True))
    return Life(
        tuple(states),
        is_followed,
        {k: facts["pathway"] for k, facts in ks.items()},
        {k: _place(facts) for k, facts in ks.items()},
        {k: {YES: SOMEWHERE, UNSEEN: None}.get(facts["employed"], LEFT_OUT) for k, facts in ks.items()},
    )


def _counts(state: str) -> tuple[str, ...]:
    return {YES: ("yes", "den"), NO: ("no", "den"), UNSEEN: ("unseen",), "den": ("den",), ONLY: ("yes",)}.get(
        state, ()
    )


def _category(measure: str, category: str, categories: tuple[str, ...]) -> dict[str, str]:
    """The state of the shared row, and yes in one category (its no is the rest of the row)."""
    if category in (UNSEEN, LEFT_OUT):
        return {measure: category}
    return {measure: "den"} | {f"{measure}:{one}": ONLY for one in categories if one == category}


def _after(facts: Facts, followed: str, k: int) -> dict[str, str]:
    if followed == NO:
        return {}
    if followed == UNSEEN:
        facts = dict.fromkeys(facts, UNSEEN)
    names = ("resident", "employed", "in_profession", "retention", "stayed_in_study_county", "returned_home")
    found = {f"{name}_{k}": facts[name] for name in names}
    status = facts["status"]
    found |= (
        {f"status_{k}": status} if status == UNSEEN else {f"status_{k}": "den", f"status_{k}:{status}": ONLY}
    )
    seen = facts["pathway"] != UNSEEN
    for name in PATHWAYS:
        found[f"pathway_{name}_{k}"] = UNSEEN if not seen else YES if facts["pathway"] == name else NO
    return found


def _stayed(found: dict[str, str]) -> str:
    first = found.get("retention_1", LEFT_OUT)
    if first == UNSEEN:
        return UNSEEN
    return found["retention_3"] if first == YES else LEFT_OUT


def _months(found: dict[str, str]) -> list[tuple[str, str]]:
    pairs = {"months_start_to_degree": "exam_rate_to_date", "months_degree_to_licence": "licensed_share"}
    shown = {YES: "den", UNSEEN: "unseen"}
    return [(name, shown[found[base]]) for name, base in pairs.items() if found[base] in shown]


def _alternative(name: str, found: dict[str, str]) -> str:
    """The state in another way of counting: the same, except where the rule says what it must be."""
    measure, _, alternative = name.split("~")
    measure = measure.removesuffix("_either").removesuffix("_workplace")
    state, k = found.get(measure, LEFT_OUT), measure[-1]
    if alternative == "licensed" and found.get(f"resident_{k}") == NO:
        return NO
    is_missing = state == UNSEEN and found.get(f"employed_{k}") == YES
    if is_missing and measure.startswith(("in_profession", "retention")):
        return {"counted_as_no": NO, "counted_as_yes": YES}.get(alternative, state)
    return state


def _place(facts: Facts) -> str | None:
    if facts["resident"] == UNSEEN:
        return None
    return ABROAD if facts["resident"] == NO else SOMEWHERE
