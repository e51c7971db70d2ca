"""Published cells of people who move: what tests of the pages of places start from.

Each person has a home, a place of study, a residence and a workplace by county; everything that those
pages read is counted from them here, in plain Python.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from reports.regions.place import OUTSIDE, place

WINDOW = "2000-2010"
SCHEMA: dict[str, Any] = {
    **dict.fromkeys(
        ("profession", "model", "cohort", "measure", "by_1", "value_1", "by_2", "value_2"), pl.String
    ),
    **dict.fromkeys(("numerator", "denominator", "n_not_observable"), pl.Int64),
    "value": pl.Float64,
    **dict.fromkeys(("status", "method", "reason"), pl.String),
    **dict.fromkeys(("value_low", "value_high"), pl.Float64),
}
Hides = Callable[[dict[str, Any]], bool]


@dataclass(frozen=True)
class Mover:
    """Home, study place, residence and workplace a year after the licence, by county code; all licensed."""

    home: str
    study: str
    after: str
    work: str

    @property
    def pathway(self) -> str:
        """Ruling R44."""
        if self.after == "abroad_or_dead":
            return "abroad_or_dead"
        if self.home == self.study == self.after:
            return "stayed_home"
        if self.home != self.study and self.after == self.home:
            return "returned_home"
        return "stayed_in_study" if self.home != self.study == self.after else "moved_elsewhere"


def at(level: str, county: str) -> str:
    """The county, or the region it lies in; Halland's people live in the first of its two."""
    if level == "county" or county in OUTSIDE:
        return county
    return place("county", county).wholes[0]


class Frame:
    """Collects rows, those that `hides` chooses without their numbers."""

    def __init__(self, profession: str, hides: Hides) -> None:
        self.profession, self.hides = profession, hides
        self.rows: list[dict[str, Any]] = []

    def add(self, measure: str, by: Sequence[str], n: int, d: int) -> None:
        """One cell: n of d."""
        names = dict(zip(("by_1", "value_1", "by_2", "value_2"), [*by, "", "", "", ""], strict=False))
        row: dict[str, Any] = {"profession": self.profession, "model": "education", "cohort": WINDOW}
        row |= {"measure": measure} | names
        row |= {"numerator": n, "denominator": d, "n_not_observable": 0, "value": n / d if d else None}
        row |= {"status": "ok", "method": "suppression", "reason": ""}
        if d < 20 and measure.startswith(("exam", "retention", "returned", "pathway")):
            row |= {"value": None, "reason": "base_small"}
        if self.hides(row):
            row |= {"status": "protected", "reason": "numerator_small"}
            row |= dict.fromkeys(("numerator", "denominator", "value", "n_not_observable"))
        self.rows.append(row)

    def polars(self) -> pl.DataFrame:
        """As it is published."""
        return pl.DataFrame(self.rows, schema_overrides=SCHEMA, schema=list(SCHEMA))


def published(profession: str, movers: Sequence[Mover], hides: Hides = lambda row: False) -> pl.DataFrame:
    """The cells that pages of places read."""
    frame = Frame(profession, hides)
    for point in ("home", "study"):
        _cut(frame, point, movers)
    for measure, ends in {
        "mobility_home_to_study": ("home", "study"),
        "mobility_home_to_after_1": ("home", "after"),
        "mobility_study_to_after_1": ("study", "after"),
        "mobility_study_to_work_1": ("study", "work"),
    }.items():
        frame.add(measure, (), len(movers), len(movers))
        for level in ("county", "region"):
            _matrix(frame, measure, level, [tuple(at(level, getattr(m, e)) for e in ends) for m in movers])
    for level in ("county", "region"):
        _migration(frame, level, movers)
    return frame.polars()


def _cut(frame: Frame, point: str, movers: Sequence[Mover]) -> None:
    """Totals, which the home brings, and the cuts by county and region of one point."""
    cuts: list[tuple[Sequence[str], list[Mover]]] = [((), list(movers))] if point == "home" else []
    for level in ("county", "region"):
        found: dict[str, list[Mover]] = {}
        for mover in movers:
            found.setdefault(at(level, getattr(mover, point)), []).append(mover)
        cuts += [((f"{point}_{level}", value), some) for value, some in sorted(found.items())]
    for by, some in cuts:
        left = [m for m in some if m.home != m.study]
        frame.add("composition", by, len(some), len(movers))
        frame.add("exam_rate_nominal_3", by, sum(m.after != "abroad_or_dead" for m in some), len(some))
        frame.add("retention_1", by, sum(m.work == m.after for m in some), len(some))
        frame.add("returned_home_1", by, sum(m.after == m.home for m in left), len(left))
        frame.add("stayed_in_study_county_1", by, sum(m.after == m.study for m in some), len(some))
        for name in (
            *("stayed_home", "returned_home", "stayed_in_study", "moved_elsewhere"),
            *("abroad_or_dead", "unknown"),
        ):
            frame.add(f"pathway_{name}_1", by, sum(m.pathway == name for m in some), len(some))


def _matrix(frame: Frame, measure: str, level: str, trips: Iterable[tuple[str, ...]]) -> None:
    pairs = Counter(trips)
    bases: Counter[str] = Counter()
    for (origin, _), n in pairs.items():
        bases[origin] += n
    for (origin, target), n in sorted(pairs.items()):
        frame.add(measure, (f"from_{level}", origin, f"to_{level}", target), n, bases[origin])


def _migration(frame: Frame, level: str, movers: Sequence[Mover]) -> None:
    trips = [(at(level, m.home), at(level, m.after)) for m in movers]
    for value in sorted({end for trip in trips for end in trip} - set(OUTSIDE)):
        came = [trip for trip in trips if trip[1] == value]
        left = [trip for trip in trips if trip[0] == value]
        arrived, gone = sum(o != value for o, _ in came), sum(t != value for _, t in left)
        frame.add("arrivals_1", (level, value), arrived, len(came))
        frame.add("departures_1", (level, value), gone, len(left))
        frame.add("net_1", (level, value), arrived - gone, len(left))
