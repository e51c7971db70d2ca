"""Other higher education of the same people: before the start, after leaving, general degrees.

Belongs here: programmes that lead to no group's profession.
"""

from dataclasses import dataclass

import numpy as np

from flows.synthetic.assumptions import assumed, number
from flows.synthetic.calendar import first_day
from flows.synthetic.draws import F64, I64, U64, Bools, below, choose, uniform
from flows.synthetic.people import Kind, People
from flows.synthetic.places import institutions
from flows.synthetic.studies import LEFT, Studies

NO_DEGREE, OTHER_DEGREE, GENERAL_DEGREE = 0, 1, 2


@dataclass(frozen=True)
class Elsewhere:
    """One place per study of another programme in every array."""

    person: I64
    start: I64
    terms: I64
    programme: I64
    institution: I64
    degree: I64
    degree_day: I64

    def each_term(self) -> tuple[I64, I64]:
        """Return the place of the study and the term, once per term."""
        study = np.repeat(np.arange(len(self.terms)), self.terms)
        before = np.repeat(np.cumsum(self.terms) - self.terms, self.terms)
        return study, self.start[study] + np.arange(self.terms.sum()) - before


def _elsewhere(person: I64, key: U64, start: I64, terms: I64, degree: Bools, name: str) -> Elsewhere:
    codes = assumed()["other_programmes"]["codes"]
    general = uniform(key, name, "kind") < 0.6
    issued = first_day(start + terms) - 1 - below(uniform(key, name, "issued"), 20)
    universities = [
        place for place, each in enumerate(institutions()[0]) if each in ("GU", "LU", "SU", "UU", "UmU")
    ]
    return Elsewhere(
        person=person,
        start=start,
        terms=terms,
        programme=choose(uniform(key, name, "programme"), list(codes.values())),
        institution=np.array(universities)[
            choose(uniform(key, name, "institution"), [1] * len(universities))
        ],
        degree=np.where(degree, np.where(general, GENERAL_DEGREE, OTHER_DEGREE), NO_DEGREE),
        degree_day=issued,
    )


def before(people: People) -> Elsewhere:
    """Return studies that ended before the start."""
    said, key = assumed()["before"], people.key
    always = np.isin(people.group, [number(name) for name in said["always"]])
    grown = people.term // 2 - people.birth >= 22
    has = (people.kind <= Kind.CHANGER) & (always | (grown & (uniform(key, "before") < said["share"])))
    person = np.flatnonzero(has)
    key = key[person]
    degree = (uniform(key, "before degree") < said["degree"]) | always[person]
    terms = np.where(degree, 6, 1 + below(uniform(key, "before terms"), 5))
    start = people.term[person] - terms - below(uniform(key, "before when"), 4)
    return _elsewhere(person, key, start, terms, degree, "before")


def after(people: People, base: Studies) -> Elsewhere:
    """Return studies begun by those who left their programme."""
    said = assumed()["after"]
    ordinary = people.kind[base.person] == Kind.BEGINNER
    has = ordinary & (base.outcome == LEFT) & (uniform(base.key, "after") < said["share"])
    person, key = base.person[has], base.key[has]
    degree = uniform(key, "after degree") < said["degree"]
    terms = np.where(degree, 6, 1) + below(uniform(key, "after terms"), 4)
    start = base.last[has] + 1 + below(uniform(key, "after when"), 3)
    return _elsewhere(person, key, start, terms, degree, "after")


def general_degrees(studies: Studies, share: F64) -> tuple[Bools, I64]:
    """Return which studies also gave a general degree, and its day."""
    key, left = studies.key, studies.outcome == LEFT
    wanted = np.where(left, assumed()["after"]["general"], share[studies.group])
    same = uniform(key, "general same day") < 0.6
    wait = np.where(same, 0, below(uniform(key, "general wait"), 400))
    base = np.where(left, first_day(studies.last + 1) + 20, studies.degree_day)
    return uniform(key, "general") < wanted, base + wait
