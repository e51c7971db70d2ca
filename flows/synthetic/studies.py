"""Studies: how long, with what result, and the degree and licence that follow.

Belongs here: one study of one education by one person, from first registration to licence.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from flows.synthetic.assumptions import assumed, groups, nominal_terms, specialisations
from flows.synthetic.calendar import NEVER, NO_DAY, first_day
from flows.synthetic.draws import F64, I64, U64, Bools, choose, mix, salt, uniform
from flows.synthetic.people import People, leaving_for_other
from flows.synthetic.places import choose_institution, institutions

LEFT, IN_TIME, LATE = 0, 1, 2


@dataclass(frozen=True)
class Studies:
    """One place per study in every array; NO_DAY where a degree or licence never came."""

    person: I64
    key: U64
    group: I64
    start: I64
    path: I64
    institution: I64
    second_institution: I64
    change: I64
    last: I64
    gap_from: I64
    gap: I64
    outcome: I64
    degree_day: I64
    licence_day: I64

    def where(self, kept: Bools) -> "Studies":
        """Return the kept studies."""
        return Studies(**{name: values[kept] for name, values in vars(self).items()})

    def terms(self) -> tuple[I64, I64]:
        """Return the place of the study and the term, once per term of registration."""
        count = self.last - self.start + 1
        study = np.repeat(np.arange(len(count)), count)
        term = self.start[study] + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        paused = (term >= self.gap_from[study]) & (term < (self.gap_from + self.gap)[study])
        return study[~paused], term[~paused]

    def campus(self) -> I64:
        """Return the municipality of the study place in the first term."""
        return institutions()[1][self.institution]


def together(parts: list[Studies]) -> Studies:
    """Return several lists of studies as one."""
    return Studies(**{name: np.concatenate([vars(part)[name] for part in parts]) for name in vars(parts[0])})


def keys_of(people: People, person: I64, name: str) -> U64:
    """Return the keys of the persons' studies of one name."""
    return mix(people.key[person] ^ salt("study", name))


def triangle(u: F64, three: tuple[int, int, int] | list[int]) -> I64:
    """Return days between a shortest and a longest, half of them below the middle."""
    low, middle, high = three
    days = np.where(u < 0.5, low + (middle - low) * 2 * u, middle + (high - middle) * (2 * u - 1) ** 2)
    return np.floor(days).astype(np.int64)


def _exam_shares(group: I64, path: I64, sex: I64) -> F64:
    """Return the share expected to graduate in time; those who change programme are made up for."""
    rates = np.array([[each.exam[1], each.exam[0]] for each in groups()])
    total = np.array([each.beginners for each in groups()])
    gone = np.array([leaving_for_other(each.id) for each in groups()])
    rates *= np.where(total > 0, total / np.maximum(total - gone, 1.0), 1.0)[:, None]
    paths: dict[str, Any] = assumed()["advanced"]["paths"]
    factor = np.array([paths[name]["exam"] for name in specialisations()] + [1.0])
    return np.asarray(np.minimum(rates[group, sex - 1] * factor[path], 0.985))


def _lengths(key: U64, outcome: I64, terms: I64) -> tuple[I64, I64]:
    """Return terms from the start to the last one, and how many beyond nominal time."""
    said = assumed()["studies"]
    beyond = choose(uniform(key, "delay"), said["delay"])
    late = 6 + choose(uniform(key, "late"), said["delay_late"])
    done = 1 + np.floor((terms + 2) * uniform(key, "left") ** said["leave_power"]).astype(np.int64)
    beyond = np.where(outcome == LATE, late, beyond)
    return np.where(outcome == LEFT, done, terms + beyond), np.where(outcome == LEFT, 0, beyond)


def _pauses(key: U64, start: I64, length: I64, beyond: I64) -> tuple[I64, I64]:
    u = uniform(key, "pause")
    # Who leaves may pause too; the last term is always one of registration.
    short = np.where(
        (beyond == 0) & (length >= 4) & (u < 0.1), 1, np.floor(beyond * u * 0.999).astype(np.int64)
    )
    first = (
        start + 1 + np.floor(uniform(key, "pause from") * np.maximum(length - short - 2, 0)).astype(np.int64)
    )
    return first, short


def _licence(key: U64, group: I64, degree_day: I64) -> I64:
    licensed = np.array([each.licensed for each in groups()])[group]
    opened = np.array([each.licence_from for each in groups()])[group]
    lags = np.array([each.lag_days for each in groups()])[group]
    u = uniform(key, "licence lag")
    days = np.where(u < 0.5, lags[:, 0] + (lags[:, 1] - lags[:, 0]) * 2 * u, 0.0)
    days = np.where(u < 0.5, days, lags[:, 1] + (lags[:, 2] - lags[:, 1]) * (2 * u - 1) ** 2)
    given = np.maximum(degree_day, opened) + np.floor(days).astype(np.int64)
    return np.where((degree_day < NO_DAY) & (uniform(key, "licence") < licensed), given, NO_DAY)


def _institutions(key: U64, group: I64, home: I64, start: I64, length: I64) -> tuple[I64, I64, I64]:
    """Return the first institution, the last one, and the term of the change."""
    first = choose_institution(key, group, home, "first")
    other = choose_institution(key, group, home, "other")
    share = assumed()["studies"]["change_of_institution"]
    changes = (uniform(key, "change") < share) & (length > 2) & (other != first)
    when = start + 1 + np.floor(uniform(key, "change term") * (length - 1)).astype(np.int64)
    return first, np.where(changes, other, first), np.where(changes, when, NEVER)


def study(
    person: I64, key: U64, group: I64, start: I64, path: I64, sex: I64, u_exam: F64, home: I64, *, may: Bools
) -> Studies:
    """Return how each study went; who may not graduate leaves."""
    said = assumed()["studies"]
    terms = nominal_terms(group, start)
    in_time = _exam_shares(group, path, sex)
    late = in_time + np.array([each.late for each in groups()])[group]
    outcome = np.where(u_exam < in_time, IN_TIME, np.where(u_exam < late, LATE, LEFT))
    outcome = np.where(may, outcome, LEFT)
    length, beyond = _lengths(key, outcome, terms)
    last = start + length - 1
    gap_from, gap = _pauses(key, start, length, beyond)
    issued = first_day(last + 1) - 1 + triangle(uniform(key, "issue"), said["issue_days"])
    degree_day = np.where(outcome == LEFT, NO_DAY, issued)
    first, other, change = _institutions(key, group, home, start, length)
    return Studies(
        person=person,
        key=key,
        group=group,
        start=start,
        path=path,
        institution=first,
        second_institution=other,
        change=change,
        last=last,
        gap_from=gap_from,
        gap=gap,
        outcome=outcome,
        degree_day=degree_day,
        licence_day=_licence(key, group, degree_day),
    )
