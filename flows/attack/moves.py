"""The matrices and the migration that a person with a life stands in.

Belongs here: from places to counts (rulings R39–R46, R61). Does not belong here: where people live.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.attack.facts import ABROAD, SOMEWHERE
from flows.attack.geography import NOWHERE
from flows.attack.lives import Life
from flows.attack.people import Key, Person, Spot

Entry = tuple[Key, float]
AWAY = Spot(ABROAD, ABROAD)


def moves(person: Person, life: Life, model: str, window: str) -> Iterator[Entry]:
    """Every count of a matrix, of arrivals, departures and net, with 1 (or −1 in a net)."""
    cohorts = [(window, ("county", "region")), (person.values["year"], ("region",))]
    for measure, origin, target in _trips(person, life):
        for cohort, levels in cohorts:
            yield from _matrix((model, cohort, measure), levels, origin, target)
            if measure.startswith("mobility_home_to_after") and cohort:
                yield from _migration((model, cohort), measure[-1], levels, origin, target)


def _trips(person: Person, life: Life) -> Iterator[tuple[str, Spot | None, Spot | None]]:
    """Each matrix that the person is in the base of; None: not observable there."""
    home, study = (None if life.unseen == point else getattr(person, point) for point in ("home", "study"))
    yield "mobility_home_to_study", home, study
    if life.is_followed is False:
        return
    at_home = {k: _after(person, life, k, person.home, ("stayed_home", "returned_home")) for k in (1, 3)}
    at_study = {k: _after(person, life, k, person.study, ("stayed_home", "stayed_in_study")) for k in (1, 3)}
    for k in (1, 3):
        yield f"mobility_home_to_after_{k}", home, at_home[k]
        yield f"mobility_study_to_after_{k}", study, at_study[k]
        if not life.is_followed:
            yield f"mobility_study_to_work_{k}", study, None
        elif life.work[k] != "":
            yield f"mobility_study_to_work_{k}", study, person.work[k] if life.work[k] else None
    yield "mobility_after_1_to_after_3", at_home[1], at_home[3]


def _after(person: Person, life: Life, k: int, here: Spot, pathways: tuple[str, ...]) -> Spot | None:
    """Where the person lives + k; a pathway that says `here` is seen on the diagonal (ruling R44)."""
    if not life.is_followed or life.place[k] is None:
        return None
    if life.place[k] != SOMEWHERE:
        return AWAY
    return here if life.pathway[k] in pathways and here.county not in NOWHERE else person.after[k]


def _matrix(base: Key, levels: tuple[str, ...], origin: Spot | None, target: Spot | None) -> Iterator[Entry]:
    is_seen = origin is not None and target is not None
    yield (*base, "", "", "", "", "den" if is_seen else "unseen"), 1.0
    if origin is None:
        return
    for level in levels:
        for one in _names(origin, level):
            row = (*base, f"from_{level}", one)
            yield (*row, "", "", "den" if is_seen else "unseen"), 1.0
            for other in _names(target, level) if target is not None else ():
                yield (*row, f"to_{level}", other, "yes"), 1.0


def _names(spot: Spot, level: str) -> tuple[str, ...]:
    """A place's value at a level; a part of a split county stands beside its county."""
    if level == "region":
        return (spot.region,)
    return (spot.county, f"{spot.county}:{spot.region}") if spot.is_split else (spot.county,)


def _migration(
    base: Key, k: str, levels: tuple[str, ...], origin: Spot | None, target: Spot | None
) -> Iterator[Entry]:
    for level in levels:
        start, end = (getattr(spot, level) if spot is not None else "unknown" for spot in (origin, target))
        for name, here, other, sign in (("arrivals", end, start, 1.0), ("departures", start, end, -1.0)):
            if here in NOWHERE:
                continue
            cell = (level, here, "", "")
            if other == "unknown":
                yield (*base, f"{name}_{k}", *cell, "unseen"), 1.0
                continue
            yield (*base, f"{name}_{k}", *cell, "den"), 1.0
            yield (*base, f"{name}_{k}", *cell, "yes" if here != other else "no"), 1.0
            if here != other:
                yield (*base, f"net_{k}", *cell, "yes"), sign
