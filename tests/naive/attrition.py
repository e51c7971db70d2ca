"""Who was left out on the way into the cohorts of all three models, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tests.naive import life as lives
from tests.naive.compute import MODEL, Window, cohorts_of, window_label
from tests.naive.delivery import Delivery, persons_of
from tests.naive.groups import Group
from tests.naive.licence import MODEL_LICENCE, lasar_of_first_licence
from tests.naive.licensed import FIRST_YEAR, MODEL_LICENSED, has_degree
from tests.naive.terms import lasar_label, term_year


class Step(NamedTuple):
    """One line of the table: how many persons were at a step, or left at it for a reason."""

    profession: str
    model: str
    cohort: str
    step: str
    reason: str = ""


Steps = dict[Step, int]


def add(steps: Steps, *names: Step) -> None:
    """One more person at each."""
    for name in names:
        steps[name] = steps.get(name, 0) + 1


def compute_attrition(delivery: Delivery, groups: Iterable[Group], window: Window = (2000, 2010)) -> Steps:
    """Education: candidates, excluded by reason, started; one reason each (R15, R17, R18, R67)."""
    steps: Steps = {}
    for group in groups:
        for person in persons_of(delivery):
            begun = lives.entry(delivery, group, person)
            if begun is None or not window[0] <= term_year(begun[0]) <= window[1]:
                continue
            for cohort in (window_label(window), str(term_year(begun[0]))):
                last = ("excluded", begun[1]) if begun[1] else ("started", "")
                add(steps, Step(group.id, MODEL, cohort, "candidates"), Step(group.id, MODEL, cohort, *last))
    return steps


def compute_licence_attrition(delivery: Delivery, base_group: Group, lasar_labels: Iterable[str]) -> Steps:
    """Licence: candidates, excluded for a reused number, followed (R48)."""
    steps: Steps = {}
    labels = set(lasar_labels)
    for person in persons_of(delivery):
        begun = lasar_of_first_licence(base_group, person)
        if begun is None or lasar_label(begun) not in labels:
            continue
        cohort = lasar_label(begun)
        last = ("excluded", "reused_number") if lives.is_reused_number(person) else ("followed", "")
        add(
            steps,
            Step(base_group.id, MODEL_LICENCE, cohort, "candidates"),
            Step(base_group.id, MODEL_LICENCE, cohort, *last),
        )
    return steps


def compute_licensed_attrition(delivery: Delivery, groups: Iterable[Group]) -> Steps:
    """Licensed: candidates, excluded for a reused number or no Swedish degree, followed (R72)."""
    steps: Steps = {}
    for group in groups:
        for person in persons_of(delivery):
            day = lives.first_licence(group, person)
            if day is None or day.year < FIRST_YEAR:
                continue
            cohort = str(day.year)
            last = ("followed", "")
            if lives.is_reused_number(person):
                last = ("excluded", "reused_number")
            elif has_degree(delivery, group, person) is False:
                last = ("excluded", "no_swedish_degree")
            add(
                steps,
                Step(group.id, MODEL_LICENSED, cohort, "candidates"),
                Step(group.id, MODEL_LICENSED, cohort, *last),
            )
    return steps


def compute_licensed_without_degree(
    delivery: Delivery, groups: Iterable[Group], window: Window = (2000, 2010)
) -> dict[tuple[str, str], int]:
    """(profession, cohort) → persons kept, licensed in g, and known not to hold its degree (R18)."""
    counts: dict[tuple[str, str], int] = {}
    for group in groups:
        for cohort in cohorts_of(delivery, group, window):
            n = sum(
                1
                for life in cohort.lives
                if lives.graduated(life) is False and lives.licence_date(life) is not None
            )
            if n:
                counts[group.id, cohort.label] = n
    return counts
