"""Nurses' advanced education: who goes on to become a specialist nurse or midwife, and when.

Belongs here: the choice of path and start term given the licence, and the studies that follow.
"""

import numpy as np

from flows.synthetic.assumptions import assumed, number, specialisations
from flows.synthetic.calendar import FIRST_TERM, LAST_TERM, NEVER, NO_DAY, term_of, year_of
from flows.synthetic.draws import I64, U64, Bools, below, choose, uniform
from flows.synthetic.people import Kind, People
from flows.synthetic.places import Presence
from flows.synthetic.studies import Studies, keys_of, study


def wanted(key: U64, licence_day: I64, birth: I64, abroad: Bools) -> tuple[I64, I64]:
    """Return path and start term of the first advanced education; NEVER for those who take none."""
    said = assumed()["advanced"]
    paths = [said["paths"][name] for name in specialisations()]
    path = choose(uniform(key, "path"), [each["weight"] for each in paths])
    u = uniform(key, "advanced") / np.where(abroad, said["abroad_factor"], 1.0)
    years = np.interp(u, said["started"], said["years"]) * np.array([each["pace"] for each in paths])[path]
    start = term_of(licence_day) + 1 + np.floor(2 * years).astype(np.int64)
    # Most of these educations begin in autumn.
    start += (start % 2 == 0) & (uniform(key, "advanced autumn") < 0.4)
    return path, _possible(u < said["started"][-1], start, licence_day, birth)


def second(key: U64, path: I64, start: I64, licence_day: I64, birth: I64) -> tuple[I64, I64]:
    """Return path and start term of a second advanced education after the first."""
    said = assumed()["advanced"]
    other = choose(uniform(key, "second path"), [each["weight"] for each in said["paths"].values()])
    later = start + 6 + below(uniform(key, "second when"), 12)
    takes = (uniform(key, "second") < said["second"]) & (other != path) & (start < NEVER)
    return other, _possible(takes, later, licence_day, birth)


def _possible(takes: Bools, start: I64, licence_day: I64, birth: I64) -> I64:
    young = start // 2 - birth <= assumed()["advanced"]["oldest"]
    inside = (start >= FIRST_TERM) & (start <= LAST_TERM) & (licence_day < NO_DAY)
    return np.where(takes & young & inside, start, NEVER)


def education(path: I64) -> I64:
    """Return the group a path belongs to: the last path is the midwife's."""
    midwife = path == len(specialisations()) - 1
    return np.where(midwife, number("barnmorska"), number("specialistsjukskoterska"))


def further(people: People, licence_day: I64, where: Presence) -> tuple[list[Studies], I64]:
    """Return nurses' first and second advanced studies, and who applied without ever starting."""
    nurse = number("sjukskoterska")
    last_group = np.where(people.second_group >= 0, people.second_group, people.group)
    nurses = np.flatnonzero((last_group == nurse) & (licence_day < NO_DAY))
    key, birth, day = people.key[nurses], people.birth[nurses], licence_day[nurses]
    path, start = wanted(key, day, birth, people.kind[nurses] == Kind.ABROAD)
    other, later = second(key, path, start, day, birth)
    idle = (start == NEVER) & (uniform(key, "applied only") < assumed()["applications"]["never_started"])
    parts = []
    for name, paths, starts in (("advanced", path, start), ("second advanced", other, later)):
        begun = starts < NEVER
        who, chosen, begin = nurses[begun], paths[begun], starts[begun]
        keys = keys_of(people, who, name)
        u = uniform(keys, "exam")
        group = education(chosen)
        home = where.slot_place[2][who]
        may = np.ones(len(who), dtype=bool)
        part = study(who, keys, group, begin, chosen, people.sex[who], u, home, may=may)
        parts.append(part.where(_there(where, part)))
    return parts, nurses[idle]


def _there(where: Presence, part: Studies) -> Bools:
    """Return which studies their person was alive and in the country for."""
    begin = part.start // 2
    end = np.maximum(part.last // 2, np.where(part.degree_day < NO_DAY, year_of(part.degree_day), 0)) + 1
    who = part.person
    here = (where.departed[who] > end) | (where.returned[who] < begin)
    return np.asarray(here & (where.died[who] > end) & (where.arrived[who] <= begin))
