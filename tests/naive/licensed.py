"""Cohorts by licence year (R72): everyone licensed in a group with its degree on record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from tests.naive import life as lives
from tests.naive.cells import Cells, Key, Tally, category_cells, share
from tests.naive.codes import UNKNOWN
from tests.naive.compute import status_judgement
from tests.naive.delivery import Delivery, Person, persons_of
from tests.naive.groups import Group
from tests.naive.life import UNKNOWN_PLACE, Lived
from tests.naive.measures import (
    STATUSES,
    employed,
    in_profession,
    resident,
    retention,
    stayed_1_to_3,
)

MODEL_LICENSED = "licensed"
FIRST_YEAR = 2000
BREAKDOWNS = ("", "sex", "age", "background", "degree_institution", "licence_county", "licence_region")
MEASURES = (
    ("resident_1", partial(resident, k=1)),
    ("resident_3", partial(resident, k=3)),
    ("employed_1", partial(employed, k=1)),
    ("employed_3", partial(employed, k=3)),
    ("in_profession_1", partial(in_profession, k=1)),
    ("in_profession_3", partial(in_profession, k=3)),
    ("retention_1", partial(retention, k=1)),
    ("retention_3", partial(retention, k=3)),
    ("stayed_1_to_3", stayed_1_to_3),
)


@dataclass
class Licensed(Lived):
    """One person by the first licence in a group."""

    licensed_on: date

    @property
    def entry_year(self) -> int:
        """The calendar year of the licence."""
        return self.licensed_on.year

    @property
    def is_followed(self) -> bool | None:
        """A professional degree of the group, before or after the licence."""
        return has_degree(self.delivery, self.group, self.person)

    @property
    def anchor_day(self) -> date | None:
        """Always the licence, whatever the group's setting."""
        return self.licensed_on


def has_degree(delivery: Delivery, group: Group, person: Person) -> bool | None:
    """R72: anywhere in degrees; unknown when they are not delivered."""
    if "degrees" not in delivery.covers:
        return None
    return bool(lives.professional_degrees(group, person))


def licensed_cohorts(delivery: Delivery, group: Group) -> dict[int, list[Licensed]]:
    """Year of first licence → those followed; reused numbers and those without the degree left out."""
    found: dict[int, list[Licensed]] = {}
    for person in persons_of(delivery):
        day = lives.first_licence(group, person)
        if day is None or day.year < FIRST_YEAR or lives.is_reused_number(person):
            continue
        life = Licensed(delivery, group, person, day)
        if life.is_followed is not False:
            found.setdefault(day.year, []).append(life)
    return found


def degree_institution(life: Licensed) -> str:
    """R65, R72: of the first degree; the same day lowest code, missing last."""
    degrees = lives.professional_degrees(life.group, life.person)
    if not degrees:
        return UNKNOWN
    first = min(row["Examensdatum"] for row in degrees)
    codes = [row.get("ExHsKod") for row in degrees if row["Examensdatum"] == first]
    return min((code for code in codes if code is not None), default=UNKNOWN)


def breakdown_values(life: Licensed) -> dict[str, str]:
    """The breakdowns of D5's cohorts by licence year."""
    place = lives.residence(life, life.entry_year) or UNKNOWN_PLACE
    return {
        "": "",
        "sex": lives.sex(life),
        "age": lives.age(life),
        "background": lives.background(life),
        "degree_institution": degree_institution(life),
        "licence_county": place[0],
        "licence_region": place[1],
    }


def compute_licensed(delivery: Delivery, groups: Iterable[Group]) -> Cells:
    """Every cell of the cohorts by licence year."""
    cells: Cells = {}
    for group in groups:
        for year, members in licensed_cohorts(delivery, group).items():
            cells.update(cohort_cells(group, str(year), members))
    return cells


def cohort_cells(group: Group, cohort: str, members: list[Licensed]) -> Cells:
    """One cohort: shares by single breakdowns, and the statuses with sex only."""
    tallies: dict[Key, Tally] = {}
    for life in members:
        values = breakdown_values(life)
        for measure, judge in MEASURES:
            judgement = judge(life)
            if judgement[0] is False:
                continue
            for by in BREAKDOWNS:
                key = Key(group.id, MODEL_LICENSED, cohort, measure, by, values[by])
                tallies.setdefault(key, Tally()).count(judgement)
    cells = {key: share(tally) for key, tally in tallies.items()}
    for k in (1, 3):
        answers = [(lives.sex(life), *status_judgement(life, k)) for life in members]
        whole = Key(group.id, MODEL_LICENSED, cohort, f"status_{k}")
        cells.update(category_cells(whole, "status", STATUSES, answers))
    return cells
