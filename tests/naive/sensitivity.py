"""The alternatives to our own choices, counted for the totals of every cohort (D7, D8, R30).

An alternative is either a name that a life carries (`life.alternatives`), or other values in the person's
rows of LISA, put there before the measure is asked. The first alternative of a choice is the one in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from tests.naive import life as lives
from tests.naive.cells import Cell, Key, Tally, share
from tests.naive.compute import MODEL, Window, cohorts_of, is_mature
from tests.naive.delivery import Delivery, Row
from tests.naive.groups import Group
from tests.naive.licence import MODEL_LICENCE, PILOT_LASAR, licence_cohorts
from tests.naive.licence import established as established_nurse
from tests.naive.licensed import MODEL_LICENSED, licensed_cohorts
from tests.naive.life import Lived
from tests.naive.measures import (
    Judgement,
    Maturity,
    employed,
    established,
    general_degree_share,
    in_profession,
    resident,
    retention,
    stayed_1_to_3,
)
from tests.naive.nurses import overall_study

# (the cell's key, choice, alternative)
Alternative = tuple[Key, str, str]
Sensitivity = dict[Alternative, Cell]
L = TypeVar("L", bound=Lived)
NOT_A_CODE = "none"


# --- Other values in the rows ------------------------------------------------------------------------


def with_rows(life: L, change: Callable[[Row, int], Row]) -> L:
    """The same life with every LISA row changed."""
    years = {year: change(row, year) for year, row in life.person.years.items()}
    return replace(life, person=replace(life.person, years=years))


def november_only(life: L) -> L:
    """An occupation that is not the November job's is missing, as R29's 6 is."""

    def change(row: Row, year: int) -> Row:
        other_job = year >= 2010 and row.get("SsykStatus_J16") in (2, 3, 4, 5)
        return row | {"SsykStatus_J16": 6} if other_job else row

    return with_rows(life, change)


def not_before_licence(life: L) -> L:
    """An occupation older than the licence year, or the year that + k counts from, is missing."""
    if life.anchor_day is None:
        return life
    first = life.anchor_day.year

    def change(row: Row, year: int) -> Row:
        of = row.get("SsykAr_J16")
        return row | {"SsykStatus_J16": 6} if year >= 2010 and of is not None and of < first else row

    return with_rows(life, change)


def missing_counted_as(life: L, answer: bool) -> L:
    """A missing occupation is one in the group's set, or one outside it."""

    def change(row: Row, year: int) -> Row:
        if lives.occupation_code(row, year) is not None:
            return row
        codes = sorted(life.group.ssyk2012 if year >= 2014 else life.group.ssyk96)
        code = codes[0] if answer and codes else NOT_A_CODE
        names = ("Ssyk4", "Ssyk4_J16", "Ssyk4_2012", "Ssyk4_2012_J16")
        return row | dict.fromkeys(names, code) | {"SsykStatus_J16": None}

    return with_rows(life, change)


def named(life: L, alternative: str) -> L:
    """A life under an alternative that it carries itself."""
    return replace(life, alternatives=frozenset({alternative}))


def as_released(life: L) -> L:
    """The choice in force."""
    return life


# --- The choices -------------------------------------------------------------------------------------

OCCUPATION = ("in_profession", "retention")
AFTER_LICENCE = ("resident", "employed", *OCCUPATION)
JUDGES: dict[str, Callable[..., Judgement]] = {
    "resident": resident,
    "employed": employed,
    "in_profession": in_profession,
    "retention": retention,
}
TARGETS = ("occupation", "workplace", "either")


@dataclass(frozen=True)
class Asked:
    """One measure under one alternative."""

    choice: str
    alternative: str
    measure: str
    judge: Callable[..., Judgement]
    change: Callable[..., Lived] = as_released
    maturity: Maturity | None = None

    def answer(self, life: Lived) -> Judgement:
        """The measure's judgement of the life under the alternative."""
        return self.judge(self.change(life))


CHANGES: tuple[tuple[str, str, tuple[str, ...], Callable[..., Lived]], ...] = (
    ("follow_up_year", "calendar_year", AFTER_LICENCE, as_released),
    ("follow_up_year", "lasar", AFTER_LICENCE, partial(named, alternative="lasar")),
    ("occupation_status", "all_accepted", OCCUPATION, as_released),
    ("occupation_status", "november_only", OCCUPATION, november_only),
    ("occupation_age", "any_year", OCCUPATION, as_released),
    ("occupation_age", "not_before_licence", OCCUPATION, not_before_licence),
    ("missing_occupation", "not_observable", OCCUPATION, as_released),
    ("missing_occupation", "counted_as_no", OCCUPATION, partial(missing_counted_as, answer=False)),
    ("missing_occupation", "counted_as_yes", OCCUPATION, partial(missing_counted_as, answer=True)),
    ("employed_base", "resident", ("employed",), as_released),
    ("employed_base", "licensed", ("employed",), partial(named, alternative="licensed")),
)
ESTABLISHED = (
    ("following_year", as_released),
    ("lasar_end_year", partial(named, alternative="lasar_end_year")),
)
GENERAL_DEGREE = (
    ("to_end_of_data", as_released),
    ("same_lasar", partial(named, alternative="same_lasar")),
)


def asked_after_licence() -> list[Asked]:
    """The choices about the years after, for + 1 and + 3."""
    found = []
    for k in (1, 3):
        mature = Maturity(True, True, k)
        for target in TARGETS:
            suffix = "" if target == "occupation" else f"_{target}"
            for name in OCCUPATION:
                judge = partial(JUDGES[name], k=k, target=target)
                measure = f"{name}_{k}{suffix}"
                found.append(Asked("target_set", target, measure, judge, as_released, mature))
            if k == 3:
                judge = partial(stayed_1_to_3, target=target)
                found.append(
                    Asked("target_set", target, f"stayed_1_to_3{suffix}", judge, as_released, mature)
                )
        for choice, alternative, names, change in CHANGES:
            for name in names:
                judge = partial(JUDGES[name], k=k)
                found.append(Asked(choice, alternative, f"{name}_{k}", judge, change, mature))
            if k == 3 and "retention" in names:
                found.append(Asked(choice, alternative, "stayed_1_to_3", stayed_1_to_3, change, mature))
    return found


def asked_of_starters() -> list[Asked]:
    """The choices that the education model alone has, beside those about the years after."""
    at_work, degree_only = Maturity(individuals=True), Maturity()
    found = [
        Asked("established_year", alternative, "established", established, change, at_work)
        for alternative, change in ESTABLISHED
    ]
    for alternative, change in GENERAL_DEGREE:
        measure = "general_degree_share"
        found.append(Asked("general_degree", alternative, measure, general_degree_share, change, degree_only))
    return found


# --- The tables --------------------------------------------------------------------------------------


def tally_of(asked: Asked, everyone: Iterable[Lived]) -> Tally:
    """The total of a cohort."""
    tally = Tally()
    for life in everyone:
        tally.count(asked.answer(life))
    return tally


def compute_sensitivity(
    delivery: Delivery, groups: Iterable[Group], window: Window = (2000, 2010)
) -> Sensitivity:
    """Education: the window and each year of it."""
    cells: Sensitivity = {}
    for group in groups:
        for cohort in cohorts_of(delivery, group, window):
            for asked in asked_after_licence() + asked_of_starters():
                tally = tally_of(asked, cohort.lives)
                if not tally.is_empty:
                    key = Key(group.id, MODEL, cohort.label, asked.measure)
                    mature = is_mature(delivery, group, cohort, asked.maturity)
                    cells[key, asked.choice, asked.alternative] = share(tally, mature)
    return cells


def compute_licensed_sensitivity(delivery: Delivery, groups: Iterable[Group]) -> Sensitivity:
    """Cohorts by licence year: each year, without maturity."""
    cells: Sensitivity = {}
    for group in groups:
        for year, members in licensed_cohorts(delivery, group).items():
            for asked in asked_after_licence():
                tally = tally_of(asked, members)
                if not tally.is_empty:
                    key = Key(group.id, MODEL_LICENSED, str(year), asked.measure)
                    cells[key, asked.choice, asked.alternative] = share(tally)
    return cells


def compute_licence_sensitivity(
    delivery: Delivery,
    base_group: Group,
    advanced_groups: Iterable[Group],
    lasar_labels: Iterable[str] = PILOT_LASAR,
) -> Sensitivity:
    """Licence: only the year in which the graduates of the advanced educations are established."""
    cells: Sensitivity = {}
    cohorts = licence_cohorts(delivery, base_group, advanced_groups, lasar_labels)
    for label, members in cohorts.items():
        for alternative, change in ESTABLISHED:
            tally = Tally()
            for nurse in members:
                other = change(nurse)
                tally.count(established_nurse(other, overall_study(other)))
            if not tally.is_empty:
                key = Key(base_group.id, MODEL_LICENCE, label, "established")
                cells[key, "established_year", alternative] = share(tally)
    return cells
