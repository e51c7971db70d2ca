"""People for the counts that are left: each is put where such a count is, on people who have room elsewhere.

Belongs here: from a count to who would be in it. Does not belong here: people in general
(flows.attack.people), and whether one fits (flows.attack.witness).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flows.attack.lives import Life
from flows.attack.people import Key, Person, Spot

POINTS = ("home", "study")


def in_count(person: Person, key: Key, spots: Mapping[str, list[Spot]]) -> Person | None:
    """The person moved to the count's cohort, values and places; None where that is nowhere."""
    _, cohort, measure, *cuts, _ = key
    found: Person | None = person
    if len(cohort) == 4 and cohort.isdigit():
        found = _with(person, "cohort_year", cohort)
    points = _points(measure)
    for by, value, point in ((*cuts[:2], points[0]), (*cuts[2:], points[-1])):
        if found is None or not by or by == "part":
            continue
        found = _placed(found, by, value, point, spots) if _is_place(by) else _with(found, by, value)
    return found


def holds(life: Life, key: Key) -> bool:
    """Whether the life has the state that is counted; a matrix or a migration says nothing of that."""
    measure, count = key[2], key[-1]
    if measure.startswith(("mobility_", "arrivals_", "departures_", "net_")):
        return count != "unseen" or life.is_away
    return (measure, count) in life.states


def _points(measure: str) -> list[str]:
    """Which point the rows, and the columns, of a measure stand for; "" where the breakdown says so."""
    if measure.startswith("mobility_"):
        return measure.removeprefix("mobility_").split("_to_")
    name, _, k = measure.rpartition("_")
    return [{"arrivals": f"after_{k}", "net": f"after_{k}", "departures": "home"}.get(name, ""), ""]


def _is_place(by: str) -> bool:
    return by.endswith(("county", "region"))


def _with(person: Person, by: str, value: str) -> Person:
    values = {**person.values, by: value}
    if by == "cohort_year":
        values["year"] = value
    return replace(person, values=values)


def _placed(
    person: Person, by: str, value: str, point: str, spots: Mapping[str, list[Spot]]
) -> Person | None:
    """At a point of a matrix, else at the one that the breakdown names; in migration, wherever they live."""
    level = by.rpartition("_")[2]
    name = point or by.removesuffix(f"_{level}")
    kind, _, k = name.rpartition("_") if name[-1:].isdigit() else (name, "", "")
    kind = kind if kind in spots else "after"
    county, _, region = value.partition(":")
    fits = [
        spot
        for spot in spots[kind]
        if (
            spot.region == value
            if level == "region"
            else spot.county == county and region in ("", spot.region)
        )
    ]
    if not fits:
        return None
    if kind in POINTS:
        return replace(person, home=fits[0]) if kind == "home" else replace(person, study=fits[0])
    held = person.after if kind == "after" else person.work
    there = {**held, int(k): fits[0]} if k else dict.fromkeys(held, fits[0])
    return replace(person, after=there) if kind == "after" else replace(person, work=there)
