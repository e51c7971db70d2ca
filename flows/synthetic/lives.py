"""Lives: everybody's studies, places and careers put together.

Belongs here: the order in which one part of a life decides the next. No files, no dirt.
"""

from dataclasses import dataclass

import numpy as np

from flows.synthetic import advanced, elsewhere
from flows.synthetic.assumptions import assumed, groups
from flows.synthetic.calendar import FIRST_TERM, LAST_TERM, NEVER, NO_DAY, first_day, year_of
from flows.synthetic.draws import I64, below, uniform
from flows.synthetic.elsewhere import Elsewhere
from flows.synthetic.people import Kind, People, population
from flows.synthetic.places import Presence, homes, presence
from flows.synthetic.studies import Studies, keys_of, study, together


@dataclass(frozen=True)
class Career:
    """One profession per person: since which year, counted from which licence, on which path."""

    group: I64
    since: I64
    counted_from: I64
    path: I64


@dataclass(frozen=True)
class Lives:
    """Everything that happened, before any register wrote it down."""

    people: People
    home: I64
    studies: Studies
    before: Elsewhere
    after: Elsewhere
    licence_day: I64
    presence: Presence
    careers: tuple[Career, ...]
    never_started: I64

    def licence_day_of_entry(self, person: I64) -> I64:
        """Return the licence day of persons who enter the registers with a licence."""
        return _own_licence_day(self.people)[person]


def simulate(seed: int, persons: int) -> Lives:
    """Return the lives of a population with so many beginners."""
    people = _without_idle_veterans(population(seed, persons))
    home = homes(people.key, "home")
    first, second = _base(people, home)
    licence_day = _licence_days(people, first, second)
    before, after = elsewhere.before(people), elsewhere.after(people, first)
    anchor = _anchors(people, first, second, after, licence_day)
    campus = home.copy()
    campus[first.person] = first.campus()
    where = presence(people.key, people.birth, people.arrived, anchor, people.term, home, campus)
    further, never_started = advanced.further(people, licence_day, where)
    careers = [_career(people, together([first, second]))] + [_career(people, part) for part in further]
    return Lives(
        people=people,
        home=home,
        studies=_opened(together([first, second, *further])),
        before=before,
        after=after,
        licence_day=licence_day,
        presence=where,
        careers=tuple(careers),
        never_started=never_started,
    )


def _opened(studies: Studies) -> Studies:
    """Return the studies that began inside the registers."""
    return studies.where((studies.start >= FIRST_TERM) & (studies.start <= LAST_TERM))


def _own_licence_day(people: People) -> I64:
    """Return the licence day of those who enter the registers with one."""
    inside = below(uniform(people.key, "licence day"), 180)
    return np.where(people.kind >= Kind.ABROAD, first_day(people.term) + inside, NO_DAY)


def _without_idle_veterans(people: People) -> People:
    """Return the people, of veterans nearly only those who studied again."""
    veteran = people.kind == Kind.VETERAN
    _, start = advanced.wanted(people.key, _own_licence_day(people), people.birth, veteran & False)
    kept = uniform(people.key, "veteran") < assumed()["beside"]["veterans_kept"]
    return people.where(~veteran | (start < NEVER) | kept)


def _base(people: People, home: I64) -> tuple[Studies, Studies]:
    """Return everybody's first study, and the second of those who changed."""
    kind = people.kind
    person = np.flatnonzero(kind < Kind.ABROAD)
    none = np.full(len(people.key), -1)
    may = np.isin(kind, [Kind.BEGINNER, Kind.REUSED])[person]
    first = study(
        person,
        keys_of(people, person, "first"),
        people.group[person],
        people.term[person],
        none[person],
        people.sex[person],
        people.u_exam[person],
        home[person],
        may=may,
    )
    first = _shortened(people, first)
    return first, _second(people, first, home)


def _second(people: People, first: Studies, home: I64) -> Studies:
    """Return the second study of those who changed programme."""
    again = people.kind[first.person] == Kind.CHANGER
    who = first.person[again]
    key = keys_of(people, who, "second")
    start = first.last[again] + 1 + below(uniform(key, "restart"), 2)
    group, sex, u = people.second_group[who], people.sex[who], uniform(key, "exam")
    no_path, may = np.full(len(who), -1), np.ones(len(who), dtype=bool)
    return study(who, key, group, start, no_path, sex, u, home[who], may=may)


def _shortened(people: People, first: Studies) -> Studies:
    """Return first studies as short as their kind makes them, with degrees that came before."""
    kind = people.kind[first.person]
    longest = np.select(
        [kind == Kind.EXCHANGE, kind == Kind.CHANGER, kind == Kind.CONTRACT], [1, 3, 5], NEVER
    )
    last = np.minimum(first.last, first.start + longest)
    already = kind == Kind.ALREADY
    fields = dict(vars(first))
    licensed = np.array([each.licensed > 0 for each in groups()])[first.group]
    earlier = first_day(first.start) - 500
    fields["last"] = last
    fields["gap"] = np.where(last < first.last, 0, first.gap)
    fields["change"] = np.where(first.change > last, NEVER, first.change)
    fields["degree_day"] = np.where(already, earlier, first.degree_day)
    fields["licence_day"] = np.where(already & licensed, earlier + 60, first.licence_day)
    return Studies(**fields)


def _licence_days(people: People, first: Studies, second: Studies) -> I64:
    """Return the day each person got the licence of the last base education."""
    days = _own_licence_day(people)
    days[first.person] = first.licence_day
    days[second.person] = second.licence_day
    return days


def _anchors(people: People, first: Studies, second: Studies, after: Elsewhere, licence_day: I64) -> I64:
    """Return the year in which each person's base education was over, licence included."""
    end = np.where(licence_day < NO_DAY, licence_day, first_day(people.term))
    for part in (first, second):
        over = np.where(part.degree_day < NO_DAY, part.degree_day, first_day(part.last + 1))
        over = np.maximum(over, first_day(part.last + 1))
        end[part.person] = np.maximum(end[part.person], over)
        got = np.where(part.licence_day < NO_DAY, part.licence_day, 0)
        end[part.person] = np.maximum(end[part.person], got)
    end[after.person] = np.maximum(end[after.person], first_day(after.start + after.terms))
    return year_of(end)


def _career(people: People, studies: Studies) -> Career:
    """Return the profession that a study led to; NEVER for those it led to none."""
    total = len(people.key)
    group, path = people.group.copy(), np.full(total, -1)
    since, counted = np.full(total, NEVER), np.full(total, NEVER)
    done = studies.degree_day < NO_DAY
    who = studies.person[done]
    group[who], path[who] = studies.group[done], studies.path[done]
    since[who] = year_of(studies.degree_day[done])
    counted[who] = np.minimum(year_of(studies.licence_day[done]), NEVER)
    unlicensed = np.array([each.licensed == 0 for each in groups()])[group]
    counted = np.where(unlicensed, since, counted)
    own = (people.kind >= Kind.ABROAD) & (path == -1) & (since == NEVER) & bool((studies.path == -1).any())
    counted = np.where(own, people.term // 2, counted)
    since = np.where(own, people.term // 2, since)
    return Career(group, since, counted, path)
