"""Where: municipalities, institutions and their study places, moves, emigration and death.

Belongs here: everything about a place or about being in the country.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from flows.synthetic.assumptions import assumed, groups, table
from flows.synthetic.calendar import NEVER
from flows.synthetic.draws import F64, I64, U64, Bools, below, choose, choose_by_row, uniform


@dataclass(frozen=True)
class Map:
    """Municipalities in the order of the code list, counties numbered from 0."""

    codes: tuple[str, ...]
    county: I64
    region: I64
    people: F64
    line: F64

    def within(self, county: I64, u: F64) -> I64:
        """Return a municipality of each county, larger towns more often."""
        found = np.searchsorted(self.line, county + u, side="right").astype(np.int64)
        return np.asarray(np.minimum(found, len(self.codes) - 1), dtype=np.int64)


@cache
def sweden() -> Map:
    """Return the map of municipalities."""
    rows = table("kommun_sjukvardsregion")
    counties = [row["lan_kod"] for row in table("lan")]
    regions = sorted({row["sjukvardsregion"] for row in rows})
    county = np.array([counties.index(row["lan_kod"]) for row in rows])
    seats = np.array([row["kommun_kod"].endswith("80") for row in rows])
    weight = np.where(seats, float(assumed()["moves"]["seat_weight"]), 1.0)
    share = np.zeros(len(rows))
    for each in range(len(counties)):
        those = county == each
        share[those] = np.cumsum(weight[those]) / weight[those].sum()
    return Map(
        codes=tuple(row["kommun_kod"] for row in rows),
        county=county,
        region=np.array([regions.index(row["sjukvardsregion"]) for row in rows]),
        people=np.array([float(row["folkmangd_2010"]) for row in table("lan")]),
        line=county + share,
    )


def homes(key: U64, purpose: str) -> I64:
    """Return a municipality per person, counties by their population."""
    land = sweden()
    return land.within(choose(uniform(key, purpose), land.people), uniform(key, purpose, "municipality"))


@cache
def institutions() -> tuple[tuple[str, ...], I64, I64]:
    """Return all institutions with the municipality of their first and second study place."""
    said, codes = assumed()["institutions"], sweden().codes
    first = np.array([codes.index(places[0]) for places in said.values()])
    second = np.array([codes.index(places[1]) for places in said.values()])
    return tuple(said), first, second


@cache
def _choices(near: bool) -> F64:
    """Return the weight of each institution by group and region, one row per pair."""
    names, first, _ = institutions()
    land = sweden()
    regions = int(land.region.max()) + 1
    weights = np.zeros((len(groups()) * regions, len(names)))
    for place, group in enumerate(groups()):
        offers = np.isin(np.array(names), np.array(group.institutions)).astype(float)
        for region in range(regions):
            close = offers * (land.region[first] == region)
            weights[place * regions + region] = close if near and close.any() else offers
    return weights


def choose_institution(key: U64, group: I64, home: I64, purpose: str) -> I64:
    """Return the institution each person begins at, often one near home."""
    land = sweden()
    rows = group * (int(land.region.max()) + 1) + land.region[home]
    u = uniform(key, purpose, "institution")
    near = choose_by_row(u, rows, _choices(near=True))
    any_of_them = choose_by_row(u, rows, _choices(near=False))
    return np.where(uniform(key, purpose, "near") < assumed()["studies"]["near_home"], near, any_of_them)


@dataclass(frozen=True)
class Presence:
    """When each person is in the country, and where; slots of residence in order of time."""

    arrived: I64
    departed: I64
    returned: I64
    died: I64
    slot_year: I64
    slot_place: I64

    def resident(self, year: int) -> Bools:
        """Return who lives in Sweden on 31 December."""
        here = (self.arrived <= year) & ((year < self.departed) | (year >= self.returned))
        return np.asarray(here & (year < self.died))

    def municipality(self, year: int) -> I64:
        """Return where each person lives on 31 December, resident or not."""
        place = self.slot_place[0]
        for since, there in zip(self.slot_year[1:], self.slot_place[1:], strict=True):
            place = np.where(since <= year, there, place)
        return np.asarray(place, dtype=np.int64)


def presence(key: U64, birth: I64, arrived: I64, anchor: I64, start: I64, home: I64, study: I64) -> Presence:
    """Return each person's places; nobody leaves or dies before the anchor year, when studies are done."""
    departed, returned = _emigration(key, anchor)
    died = _death(key, birth, anchor)
    departed = np.where(departed > died, NEVER, departed)
    returned = np.where(returned >= died, NEVER, returned)
    years, places = _moves(key, anchor, start, home, study)
    return Presence(arrived, departed, np.where(departed == NEVER, NEVER, returned), died, years, places)


def _emigration(key: U64, anchor: I64) -> tuple[I64, I64]:
    said = assumed()["moves"]
    later = np.cumsum(said["emigrate"])
    u = uniform(key, "emigration")
    departed = np.where(u < later[-1], anchor + np.searchsorted(later, u, side="right"), NEVER)
    away = 1 + below(uniform(key, "years away"), 6)
    back = (uniform(key, "return") < said["returns"]) & (departed < NEVER)
    return departed, np.where(back, departed + away, NEVER)


def _death(key: U64, birth: I64, anchor: I64) -> I64:
    """Return the year of death: mortality rises exponentially with age (Gompertz)."""
    said = assumed()["moves"]
    slope = said["death_slope"]
    age = np.maximum(np.minimum(anchor, 2100) - birth, 16)
    now = said["death_at_30"] * np.exp(slope * (age - 30.0))
    gone = -np.log1p(-uniform(key, "death"))
    left = np.log1p(slope * gone / now) / slope
    return np.asarray(np.minimum(birth + age + np.floor(left), NEVER), dtype=np.int64)


def _moves(key: U64, anchor: I64, start: I64, home: I64, study: I64) -> tuple[I64, I64]:
    said, land = assumed()["moves"], sweden()
    apart = land.county[home] != land.county[study]
    left = apart & (uniform(key, "move to study") < said["to_study"])
    during = np.where(left, study, home)
    u = uniform(key, "after studies")
    anywhere = homes(key, "after")
    mover = np.where(
        u < said["back_home"], home, np.where(u < said["back_home"] + said["elsewhere"], anywhere, study)
    )
    after = np.where(left, mover, np.where(u < said["leave_home_county"], anywhere, home))
    near = uniform(key, "last near") < said["within_county"]
    last = np.where(near, land.within(land.county[after], uniform(key, "last")), homes(key, "last"))
    moves = uniform(key, "moves again") < said["later"]
    when = anchor + 1 + below(uniform(key, "last year"), 12)
    years = np.stack([start * 0, start // 2, anchor, np.where(moves, when, NEVER)])
    return years, np.stack([home, during, after, last])
