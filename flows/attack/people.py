"""People who might be one more: a life in a place of every breakdown and matrix, as counts that they are in.

Belongs here: choosing so few people that between them they stand in every cell. Does not belong here: what
states a life has (flows.attack.lives), and whether a person fits (flows.attack.witness).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

import polars as pl

from flows.attack.cells import KEY, kind_of
from flows.attack.facts import ABROAD
from flows.attack.geography import NOWHERE, county_parts

PAIRED = ("age", "background", "upper_secondary", "home_region", "study_region", "cohort_year")
ALONE = ("earlier_degree", "institution", "degree_institution")
T = TypeVar("T")
Key = tuple[str, ...]
Cell = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Spot:
    """A county, or the part of it that lies in one region."""

    county: str
    region: str
    is_split: bool = False


@dataclass(frozen=True)
class Person:
    """A value of every breakdown, and a place at every point."""

    values: Mapping[str, str]
    home: Spot
    study: Spot
    after: Mapping[int, Spot]
    work: Mapping[int, Spot]


@dataclass(frozen=True)
class Known:
    """What occurs in a group's tables of one model: its values, its places, its cohorts."""

    model: str
    window: str
    ids: Mapping[Key, int]
    values: Mapping[str, list[str]]
    spots: Mapping[str, list[Spot]]
    common: Mapping[str, str]
    aside: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, model: str, counts: pl.DataFrame) -> Known:
        """Read from the counts of a group, ids in their order."""
        ids = {row[:-1]: row[-1] for row in counts.select(*KEY, "id").iter_rows()}
        mine = counts.filter(pl.col("model") == model)
        single = mine.filter(pl.col("by_2") == "").group_by("by_1").agg(pl.col("value_1").unique().sort())
        targets = mine.filter(pl.col("by_2") == "to_county")["value_2"].unique().to_list()
        values = dict(single.iter_rows())
        windows = mine.filter(kind_of(pl.col("cohort")) == "window")["cohort"].unique().sort()
        values["year"] = mine.filter(kind_of(pl.col("cohort")) == "year")["cohort"].unique().sort().to_list()
        spots = {point: _spots(values.get(f"{point}_county", targets)) for point in ("home", "study")} | {
            "after": _spots([one for one in targets if one != ABROAD]),
            "work": _spots(targets),
        }
        aside = mine.filter(pl.col("measure").str.contains("~"))["measure"].unique().sort().to_list()
        started = mine.filter(
            pl.col("measure") == "composition", pl.col("count") == "yes", pl.col("by_2") == ""
        )
        largest = (
            started.sort("published", "value_1", nulls_last=False)
            .group_by("by_1")
            .agg(pl.col("value_1").last())
        )
        window = windows[0] if windows.len() else ""
        return cls(model, window, ids, values, spots, dict(largest.iter_rows()), aside)

    def people(self) -> list[Person]:
        """So many that every value, and every sex with every value of a pair, occurs."""
        sexes = self.values.get("sex", [""])
        longest = max([len(found) for found in self.values.values()] + [len(s) for s in self.spots.values()])
        pairs = max(len(self.values.get(by, [""])) for by in (*PAIRED, "year"))
        found = [self._person(n, sexes) for n in range(max(longest, len(sexes) * pairs))]
        homes, studies = self.spots["home"], self.spots["study"]
        everywhere = range(max(len(homes), len(studies)))
        found += [replace(found[0], home=_at(homes, n), study=_at(studies, n)) for n in everywhere]
        return found + list(self._common(found[0], sexes))

    def _common(self, person: Person, sexes: list[str]) -> Iterator[Person]:
        """The most common values together, in every year: whom a table can most easily do without."""
        spots = {}
        for point in ("home", "study"):
            county = self.common.get(f"{point}_county")
            spots[point] = next((s for s in self.spots[point] if s.county == county), self.spots[point][0])
        around = dict.fromkeys((1, 3), spots["study"])
        values = {by: self.common.get(by, value) for by, value in person.values.items()}
        for year in self.values["year"]:
            for sex in sexes:
                own = {
                    **values,
                    "sex": sex,
                    "year": year,
                    "cohort_year": year if values["cohort_year"] else "",
                }
                yield Person(own, spots["home"], spots["study"], around, around)

    def _person(self, n: int, sexes: list[str]) -> Person:
        step = n // len(sexes)
        values = {"sex": sexes[n % len(sexes)]}
        values |= {by: _at(self.values.get(by, [""]), step) for by in PAIRED}
        values |= {by: _at(self.values.get(by, [""]), n) for by in ALONE}
        values["year"] = values["cohort_year"] or _at(self.values["year"] or [""], step)
        home, study = (self._spot(point, values[f"{point}_region"], n) for point in ("home", "study"))
        after = {k: _at(self.spots["after"], n + k - 1) for k in (1, 3)}
        return Person(values, home, study, after, {k: _at(self.spots["work"], n) for k in (1, 3)})

    def _spot(self, point: str, region: str, n: int) -> Spot:
        """The region comes with sex, so the county is one of the region, another one each time."""
        inside = [spot for spot in self.spots[point] if spot.region == region] or self.spots[point]
        return _at(inside, n // max(1, len(self.values.get(f"{point}_region", [""]))))

    def travellers(self) -> Iterator[Person]:
        """People who between them have every region at every point in every year."""
        first = self._person(0, self.values.get("sex", [""]))
        for year in self.values.get("cohort_year", []):
            here = replace(first, values={**first.values, "cohort_year": year, "year": year})
            for n in range(max(len(spots) for spots in self._regions().values())):
                places = {point: _or_first(spots, n) for point, spots in self._regions().items()}
                after, work = (dict.fromkeys((1, 3), places[point]) for point in ("after", "work"))
                yield replace(here, home=places["home"], study=places["study"], after=after, work=work)

    def _regions(self) -> dict[str, list[Spot]]:
        return {point: list({s.region: s for s in spots}.values()) for point, spots in self.spots.items()}

    def movers(self) -> Iterator[Person]:
        """People who between them make every move between counties, and every move between regions a year."""
        first = self._person(0, self.values.get("sex", [""]))
        yield from _squares(first, self.spots)
        for year in self.values.get("cohort_year", []):
            here = replace(first, values={**first.values, "cohort_year": year, "year": year})
            yield from _squares(here, self._regions())


def _squares(person: Person, spots: Mapping[str, list[Spot]]) -> Iterator[Person]:
    """Every pair of places at any two points: lines of a plane of prime order."""
    order = next(
        p for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37) if p >= max(map(len, spots.values()))
    )
    for i in range(order):
        for j in range(order):
            after = {k: _or_first(spots["after"], (i + n * j) % order) for n, k in ((1, 1), (2, 3))}
            work = {k: _or_first(spots["work"], (i + n * j) % order) for n, k in ((3, 1), (4, 3))}
            home, study = _or_first(spots["home"], i), _or_first(spots["study"], j)
            yield replace(person, home=home, study=study, after=after, work=work)


def _spots(counties: list[str]) -> list[Spot]:
    parts = county_parts().filter(pl.col("county").is_in(counties))
    return [Spot(*row) for row in parts.select("county", "region", "is_split").iter_rows()] or [
        Spot(one, one) for one in NOWHERE[:1]
    ]


def _at(values: list[T], n: int) -> T:
    return values[n % len(values)]


def _or_first(values: list[T], n: int) -> T:
    return values[n] if n < len(values) else values[0]


def cells(person: Person, window: str) -> list[Cell]:
    """The cells of the breakdowns that a person of the education model stands in."""
    values = {by: value for by, value in person.values.items() if value and by != "year"}
    year = person.values["year"]
    for point, spot in (("home", person.home), ("study", person.study)):
        values |= {f"{point}_county": spot.county, f"{point}_region": spot.region}
    singles = [("", ""), *values.items()]
    found: list[Cell] = [(cohort, *one, "", "") for cohort in (window, year) if cohort for one in singles]
    sex = values.get("sex", "")
    pairs = [(by, values[by]) for by in PAIRED if by in values]
    found += [(window, "sex", sex, *one) for one in pairs if window]
    parts = [(f"{point}_county", spot) for point, spot in (("home", person.home), ("study", person.study))]
    return found + [
        (cohort, by, spot.county, "part", spot.region)
        for by, spot in parts
        for cohort in (window, year)
        if spot.is_split and cohort
    ]
