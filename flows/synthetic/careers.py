"""Work: what everybody did in November of a year, as the labour-market register would see it.

Belongs here: employment, occupation, workplace, income, days of unemployment. 0 means missing.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from flows.synthetic.assumptions import assumed, groups, specialisations, table
from flows.synthetic.attendance import Attendance
from flows.synthetic.calendar import FIRST_YEAR, NEVER
from flows.synthetic.draws import F64, I64, U64, Bools, below, uniform
from flows.synthetic.lives import Lives
from flows.synthetic.places import homes, sweden
from flows.synthetic.workplaces import occupation, sector, workplace

WORK_ABROAD = -2


@dataclass(frozen=True)
class Year:
    """The residents of a year, one place per person in every array."""

    year: int
    person: I64
    home: I64
    employed: Bools
    no_status: Bools
    occupation: I64
    occupation_year: I64
    self_employed: Bools
    sector: I64
    work_place: I64
    sni2002: I64
    sni2007: I64
    income: I64
    studies: I64
    days: I64


@cache
def _thresholds() -> dict[int, float]:
    return {int(row["year"]): float(row["sek"]) for row in table("inkomstgrans")}


@dataclass(frozen=True)
class _Standing:
    """Where each resident stands in working life: graduate or not, in which profession, how long."""

    graduate: Bools
    group: I64
    path: I64
    years: I64


def _standing(lives: Lives, who: I64, year: int) -> _Standing:
    base = lives.careers[0]
    group, path = base.group[who], base.path[who]
    graduate = base.since[who] <= year
    counted = base.counted_from[who]
    for career in lives.careers[1:]:
        now = career.since[who] <= year
        group = np.where(now, career.group[who], group)
        path = np.where(now, career.path[who], path)
        counted = np.where(now, career.counted_from[who], counted)
    # A graduate without a licence works outside the profession, so the years never begin.
    return _Standing(graduate, group, path, np.where(counted < NEVER, year - counted, NEVER))


def _lasting(key: U64, disposition: F64, refresh: float, *purpose: object) -> F64:
    """Return a draw that is mostly the person's own from year to year, uniform each year."""
    anew = uniform(key, *purpose, "refresh") < refresh
    return np.where(anew, uniform(key, *purpose), disposition)


def _employed(key: U64, stand: _Standing, studies: I64, age: I64, year: int) -> Bools:
    said = assumed()["work"]
    shares = np.array([each.employed for each in groups()])[stand.group]
    by_path = [assumed()["advanced"]["paths"][name]["employed"] for name in specialisations()]
    shares = np.where(stand.path >= 0, np.array([*by_path, 0.0])[stand.path], shares)
    shares = np.where(stand.years <= 0, np.minimum(shares, said["licensed_year"]), shares)
    shares = np.where(stand.graduate, shares, np.where(studies > 0, said["student"], said["left"]))
    shares = np.where((age < 20) & ~stand.graduate, said["teenager"], shares)
    shares = np.where(age >= 67, said["senior"], shares)
    u = _lasting(key, uniform(key, "works"), said["refresh_employed"], "works", year)
    return np.asarray(u < shares)


def _in_profession(key: U64, lasting: F64, stand: _Standing, year: int) -> Bools:
    said = assumed()["work"]
    share = np.array([each.profession for each in groups()])[stand.group]
    fall = said["profession_fall"] * np.maximum(stand.years - 1, 0)
    share = np.maximum(share - fall, np.minimum(share, said["profession_floor"]))
    u = _lasting(key, lasting, said["refresh_profession"], "profession", year)
    return np.asarray(stand.graduate & (stand.years < NEVER) & (u < share))


def _income(key: U64, stand: _Standing, employed: Bools, year: int) -> I64:
    """Return income in hundreds of SEK; -1 where the register has none."""
    said = assumed()["work"]
    by_path = [assumed()["advanced"]["paths"][name]["above"] for name in specialisations()]
    above = np.array([*by_path, said["income_above"]])[stand.path]
    u = np.clip(uniform(key, "income", year), 1e-9, 1 - 1e-9)
    noise = np.log(u / (1 - u))
    worker = np.where(
        stand.graduate, said["income_spread"] * (noise + np.log(above / (1 - above))), 0.3 * noise - 0.25
    )
    sek = _thresholds()[year] * np.where(employed, np.exp(worker), np.maximum(u - 0.5, 0) * 0.4)
    return np.where(uniform(key, "no income", year) < said["no_income"], -1, np.round(sek / 100)).astype(
        np.int64
    )


def _days(key: U64, profession: Bools, employed: Bools, year: int) -> I64:
    """Return four columns of days: out of work, part-time out of work, two kinds of programme."""
    said = assumed()["work"]["unemployed_days"]
    share = np.where(profession, said["profession"], np.where(employed, said["employed"], said["other"]))
    u = uniform(key, "days", year) / share
    kind = below(uniform(key, "kind of days", year), 5)
    days = np.where(u < 1, 5 + np.floor(u * 250), 0).astype(np.int64)
    return np.stack(
        [days * (kind == 0) + days * (kind == 4), days * (kind == 1), days * (kind == 2), days * (kind == 3)]
    )


def _work_place(key: U64, home: I64, employed: Bools, year: int) -> I64:
    """Return the workplace's municipality; the source writes the home where it knows none."""
    said, land = assumed()["work"], sweden()
    # The draw lasts three years, so that most people stay at their workplace.
    spell = year // 3
    u = uniform(key, "workplace", spell)
    near, county = said["same_municipality"], said["same_municipality"] + said["same_county"]
    place = np.where(u < near, home, land.within(land.county[home], uniform(key, "workplace county", spell)))
    place = np.where(u < county, place, homes(key, f"workplace far {spell}"))
    place = np.where(u > 1 - said["work_abroad"], WORK_ABROAD, place)
    place = np.where(uniform(key, "no workplace", year) < said["no_workplace"], home, place)
    return np.where(employed, place, -1)


def _own_firm(key: U64, stand: _Standing, profession: Bools) -> Bools:
    said = assumed()["work"]
    firm = np.array([said["own_firm_groups"].get(each.id, said["self_employed"]) for each in groups()])
    share = np.where(profession, firm[stand.group], said["self_employed"])
    return np.asarray(uniform(key, "own firm") < share)


def _occupation_year(key: U64, year: int) -> I64:
    older = uniform(key, "older occupation", year) < assumed()["work"]["older_occupation"]
    return year - np.where(older, 1 + below(uniform(key, "how old", year), 3), 0)


def work(lives: Lives, attended: Attendance, year: int) -> Year:
    """Return the year's register rows for everybody aged 16 or more who lives in the country."""
    people, said = lives.people, assumed()["work"]
    person = np.flatnonzero(lives.presence.resident(year) & (year - people.birth >= 16))
    key, column = people.key[person], year - FIRST_YEAR
    home = lives.presence.municipality(year)[person]
    studies = attended.spring[person, column] + 2 * attended.autumn[person, column].astype(np.int64)
    stand = _standing(lives, person, year)
    employed = _employed(key, stand, studies, year - people.birth[person], year)
    profession = employed & _in_profession(key, people.u_profession[person], stand, year)
    other = ~profession & employed
    missing = ~employed | (uniform(key, "no occupation", year) < said["no_occupation"])
    code = occupation(key, stand.group, stand.path, stand.years, profession, other & stand.graduate, year)
    place = workplace(key, stand.group, profession, other & stand.graduate, year)
    return Year(
        year=year,
        person=person,
        home=home,
        employed=employed,
        no_status=uniform(key, "no status", year) < said["no_status"],
        occupation=np.where(missing, 0, code),
        occupation_year=_occupation_year(key, year),
        self_employed=employed & _own_firm(key, stand, profession),
        sector=np.where(employed, sector(key, stand.group, profession), 0),
        work_place=_work_place(key, home, employed, year),
        sni2002=np.where(employed, place[0], 0),
        sni2007=np.where(employed, place[1], 0),
        income=_income(key, stand, employed, year),
        studies=studies.astype(np.int64),
        days=_days(key, profession, employed, year),
    )
