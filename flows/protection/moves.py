"""Blocks of the matrices: who moved from where to where, with the margins that other tables print.

Belongs here: which counts of a matrix and of migration a move stands in (rulings R39 to R46, R61). Does
not belong here: moves themselves (sql/measures/moves.sql).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from flows.protection.blocks import view
from flows.protection.counts import DENOMINATOR, NUMERATOR, UNSEEN
from flows.protection.cover import View

LINKED = {
    "mobility_home_to_study": "home_to_study",
    "mobility_home_to_after_1": "after_1",
    "mobility_study_to_after_1": "after_1",
    "mobility_home_to_after_3": "after_3",
    "mobility_study_to_after_3": "after_3",
    "mobility_after_1_to_after_3": "after_3",
    "mobility_study_to_work_1": "work_1",
    "mobility_study_to_work_3": "work_3",
    "mobility_licence_to_start": "start",
    "mobility_start_to_degree": "took_degree",
    "mobility_licence_to_degree": "took_degree",
    "mobility_degree_to_after_1": "took_degree",
}
"""Matrix → the family whose counts it shares with the tables by home, study place and licence."""

OF_THOSE_WHO_DID = ("work_1", "work_3", "start", "took_degree")
"""Families of matrices without those who did not: only those who did, and those of whom it is not known."""

MIGRATION = {"mobility_home_to_after_1": "1", "mobility_home_to_after_3": "3"}
LIVING = "living"
"""How many live in a place at a point: no table prints it, but every matrix from or to there agrees on it."""
LIVING_AT = ("after_1", "after_3", "degree")
LEVELS = ("county", "region")
ABROAD, UNKNOWN = "abroad_or_dead", "unknown"


@dataclass(frozen=True)
class Matrix:
    """One matrix of one group: its people (kind and columns), the counts of their kinds, the views."""

    people: pl.DataFrame
    counts: pl.DataFrame
    views: tuple[View, ...]


def ends(measure: str) -> tuple[str, str]:
    """The two points of a matrix: home and after_1 of mobility_home_to_after_1."""
    origin, target = measure.removeprefix("mobility_").split("_to_", 1)
    return origin, target


def window_matrix(moves: pl.DataFrame, counts: pl.DataFrame, measure: str) -> Matrix:
    """The matrix of a cohort by county and region, with its margins."""
    people, counted = _kinds(moves, counts, measure)
    origin, target = ends(measure)
    own = (measure,)
    migrated = (
        tuple(f"{name}_{MIGRATION[measure]}" for name in ("arrivals", "departures"))
        if measure in MIGRATION
        else ()
    )
    views = [view(without=(LIVING,))]
    for level in LEVELS:
        there = (("origin_" + level, f"from_{level}"), ("target_" + level, f"to_{level}"))
        views.append(View(there, only=own, counts=(NUMERATOR,)))
        views.append(View(there[:1], only=own, counts=(DENOMINATOR, UNSEEN)))
        for end, point in (("origin", origin), ("target", target)):
            views.append(
                View(((f"known_{end}_{level}", f"{point}_{level}"),), without=(*own, *migrated, LIVING))
            )
            if point in LIVING_AT:
                views.append(View(((f"living_{end}_{level}", f"{point}_{level}"),), only=(LIVING,)))
        if migrated:
            views.append(View((("target_" + level, level),), only=migrated[:1]))
            views.append(View((("origin_" + level, level),), only=migrated[1:]))
    return Matrix(people, counted, tuple(views))


def yearly_matrix(moves: pl.DataFrame, counts: pl.DataFrame, measure: str) -> Matrix:
    """The same by region, year by year and together."""
    people, counted = _kinds(moves, counts, measure)
    own = (measure,)
    there = (("origin_region", "from_region"), ("target_region", "to_region"))
    views = []
    for cohort in ((), (("cohort", "cohort"),)):
        views.append(View(cohort, without=(LIVING,)))
        views.append(View((*cohort, *there), only=own, counts=(NUMERATOR,)))
        views.append(View((*cohort, *there[:1]), only=own, counts=(DENOMINATOR, UNSEEN)))
        if measure in MIGRATION:
            k = MIGRATION[measure]
            views.append(View((*cohort, ("target_region", "region")), only=(f"arrivals_{k}",)))
            views.append(View((*cohort, ("origin_region", "region")), only=(f"departures_{k}",)))
    return Matrix(people, counted, tuple(views))


def _kinds(moves: pl.DataFrame, counts: pl.DataFrame, measure: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The moves with a kind that says the matrix's own counts too, and what those kinds count."""
    people = moves.filter(pl.col("measure") == measure).with_columns(
        pl.when(pl.col("base")).then(pl.col(f"target_{level}")).alias(f"target_{level}") for level in LEVELS
    )
    for end in ("origin", "target"):
        for level in LEVELS:
            place = pl.col(f"{end}_{level}")
            # The tables by home and by place have the value unknown where a matrix has no place at all.
            people = people.with_columns(
                place.fill_null(UNKNOWN).alias(f"known_{end}_{level}"),
                pl.when(pl.col("base")).then(place).alias(f"living_{end}_{level}"),
            )
    is_seen = pl.col("origin_county").is_not_null() & pl.col("target_county").is_not_null()
    states = [is_seen.alias("seen")]
    if measure in MIGRATION:
        for level in LEVELS:
            states += [
                _arrival(level).alias(f"arrivals/{level}"),
                _departure(level).alias(f"departures/{level}"),
            ]
    family = LINKED[measure]
    people = people.with_columns(states)
    columns = [family, *(state.meta.output_name() for state in states)]
    kinds = people.select(columns).unique().sort(columns).with_row_index("kind")
    linked = kinds.join(counts, left_on=family, right_on="kind").select("kind", "measure", "part", "count")
    if family in OF_THOSE_WHO_DID:
        linked = linked.filter(pl.col("count") != DENOMINATOR)
    counted = pl.concat([linked, _own(kinds, measure)])
    return people.drop("kind", strict=False).join(kinds, on=columns, nulls_equal=True), counted


def _own(kinds: pl.DataFrame, measure: str) -> pl.DataFrame:
    rows: list[tuple[int, str, str, str]] = []
    for kind in kinds.iter_rows(named=True):
        number = kind["kind"]
        rows.append((number, LIVING, "", NUMERATOR))
        for count in (NUMERATOR, DENOMINATOR) if kind["seen"] else (UNSEEN,):
            rows.append((number, measure, "", count))
        for state in (name for name in kind if "/" in name):
            name, level = state.split("/")
            rows += [(number, f"{name}_{MIGRATION[measure]}", level, c) for c in _of(kind[state])]
    shape = {"kind": pl.UInt32, "measure": pl.String, "part": pl.String, "count": pl.String}
    return pl.DataFrame(rows, schema=shape, orient="row")


def _of(state: str | None) -> Iterator[str]:
    if state == "unseen":
        yield UNSEEN
    elif state is not None:
        yield DENOMINATOR
        if state == "yes":
            yield NUMERATOR


def _arrival(level: str) -> pl.Expr:
    return _moved(pl.col(f"target_{level}"), pl.col(f"origin_{level}"))


def _departure(level: str) -> pl.Expr:
    return _moved(pl.col(f"origin_{level}"), pl.col(f"target_{level}"))


def _moved(place: pl.Expr, other: pl.Expr) -> pl.Expr:
    """yes: the other end is elsewhere; NULL where the place itself is none (ruling R46)."""
    is_place = place.is_not_null() & ~place.is_in([ABROAD, UNKNOWN])
    return pl.when(is_place).then(
        pl.when(other.is_null() | (other == UNKNOWN)).then(pl.lit("unseen"))
        .when(other != place).then(pl.lit("yes"))
        .otherwise(pl.lit("no"))
    )  # fmt: skip
