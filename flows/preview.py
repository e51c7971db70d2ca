"""Counts a group on a delivery without making a release: the same SQL, only the people it is about.

Belongs here: which tables are needed, which rows are read, and the order. Does not belong here: where
the rows come from (pipelines.previewing) and what the codes catch (flows.preview_facts).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from flows.preview_facts import CODES, OTHER_SUN, UNCLAIMED
from flows.preview_people import HOLDERS, OCCUPATION_CODES, OTHER_OCCUPATIONS, OVERLAP
from flows.preview_tables import MODEL, asked_for, needed
from flows.professions import Profession, code_rows
from flows.queries import queries
from flows.reference import Scope, reference_tables
from flows.warehouse import Warehouse
from schemas.contract import contracts
from schemas.delivery import Delivery
from schemas.shaping import Early

COHORT = (
    *("staging.registrations", "staging.degrees", "staging.licences", "staging.person_years"),
    *("spine.candidates", "spine.cohort"),
)
OCCUPATIONS = {"ssyk96": ("Ssyk4", "Ssyk4_J16"), "ssyk2012": ("Ssyk4_2012", "Ssyk4_2012_J16")}
LAST_SSYK96 = 2013
Occupations = tuple[str, int, frozenset[str]]
"""ssyk96 or ssyk2012, the year in which everybody is looked at, and the codes."""
WHOLE = ("registrations", "degrees", "licences")
"""Registers that are read for everybody: they say who is in a cohort, and which codes there are."""


@dataclass(frozen=True)
class Counted:
    """One group's cells (education model), attrition, and what its codes catch, by name of the question."""

    cells: pl.DataFrame
    attrition: pl.DataFrame
    facts: dict[str, pl.DataFrame]


def registers() -> list[str]:
    """The registers that those tables read, in the order in which they are read."""
    read = {name for table in needed() for name in queries()[table].reads}
    return [register for register in contracts() if f"raw.{register}" in read]


def set_scope(warehouse: Warehouse, delivery: Delivery, scope: Scope) -> None:
    """The reference tables of a scope: education model, choices in force, no sensitivity."""
    tables = reference_tables(delivery, scope)
    tables["cohorts"] = tables["cohorts"].filter(pl.col("model") == MODEL)
    tables["variants"] = tables["variants"].filter(pl.col("variant") == "")
    for name, rows in tables.items():
        warehouse.add_table(f"reference.{name}", rows)


def find_cohorts(
    warehouse: Warehouse, delivery: Delivery, scope: Scope, groups: Iterable[Profession]
) -> None:
    """Fills preview.cohorts with every group's cohort, from the registers read so far."""
    warehouse.connection.execute("create schema if not exists preview")
    set_scope(warehouse, delivery, replace(scope, professions=tuple(groups), advanced=()))
    _build(warehouse, COHORT)
    warehouse.connection.execute(
        "create or replace table preview.cohorts as select person, profession, entry_term from spine.cohort"
    )


def find_people(warehouse: Warehouse, delivery: Delivery, scope: Scope) -> pl.Series:
    """Everybody registered towards a group of the scope in the window; the group may have two versions."""
    set_scope(warehouse, delivery, scope)
    return warehouse.people_of_cohorts()


def early(people: pl.Series, codes: Sequence[Occupations], renamed: Mapping[str, str] | None = None) -> Early:
    """Which rows of a register to read: the people's, and those with one of the codes in a year.

    renamed: the delivery's own map of LopNr, where it has one under [codes].
    """
    person = pl.col("LopNr").str.strip_chars().replace(dict(renamed or {}))
    of_people = person.is_in(people.implode())

    def wanted(names: Collection[str], year: int | None) -> pl.Expr:
        found = of_people
        for edition, asked, listed in codes:
            columns = [pl.col(name) for name in OCCUPATIONS[edition] if name in names]
            if not columns:
                continue
            in_year = pl.col("Ar").str.strip_chars() == str(asked) if "Ar" in names else pl.lit(year == asked)
            has_code = pl.any_horizontal(c.str.strip_chars().is_in(list(listed)) for c in columns)
            found = found | (in_year & has_code)
        return found.fill_null(value=False)

    return wanted


def asked_occupations(group: Profession, delivery: Delivery) -> list[Occupations]:
    """The group's occupations in the last year of each edition that the delivery covers.

    A code that the delivery writes otherwise ([codes.individuals]) is looked for under its own name.
    """
    cover = delivery.covers.get("individuals")
    if cover is None or not isinstance(cover.last, int) or not isinstance(cover.first, int):
        return []
    years = {"ssyk96": min(cover.last, LAST_SSYK96), "ssyk2012": cover.last}
    found = []
    for edition, year in years.items():
        codes: tuple[str, ...] = getattr(group, edition)
        if codes and cover.first <= year and (year > LAST_SSYK96) == (edition == "ssyk2012"):
            maps = [delivery.codes.get("individuals", {}).get(name, {}) for name in OCCUPATIONS[edition]]
            theirs = {theirs for table in maps for theirs, ours in table.items() if ours in codes}
            found.append((edition, year, frozenset({*codes, *theirs})))
    return found


def ask_codes(
    warehouse: Warehouse, delivery: Delivery, group: Profession, groups: Iterable[Profession]
) -> dict[str, pl.DataFrame]:
    """What the group's codes catch in the registers that were read for everybody."""
    warehouse.add_table("preview.own", code_rows([group]).select("kind", "code"))
    warehouse.add_table("preview.claimed", code_rows(groups).select("kind", "code").unique())
    years = [(edition, year) for edition, year, _ in asked_occupations(group, delivery)]
    shape = {"kind": pl.String, "year": pl.Int32}
    warehouse.add_table("preview.holders", pl.DataFrame(years, schema=shape, orient="row"))
    return {
        "codes": warehouse.frame(CODES),
        "unclaimed": warehouse.frame(UNCLAIMED),
        "other_sun": warehouse.frame(OTHER_SUN),
    }


def count(
    warehouse: Warehouse,
    delivery: Delivery,
    scope: Scope,
    talk: Callable[..., None],
    shown: Collection[str] = (),
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(cells, attrition) of the scope's one group, by the SQL of a release.

    shown: the measures that are asked for, when not all are; cells have no others.
    """
    set_scope(warehouse, delivery, scope)
    talk("previewing", profession=scope.professions[0].id)
    for query in asked_for(shown) if shown else [queries()[table] for table in needed()]:
        warehouse.build(query)
    only = f"where profession = '{scope.professions[0].id}' and model = '{MODEL}'"
    cells = warehouse.frame(f"select * from measures.cells {only}")
    attrition = warehouse.frame(f"select * from measures.attrition {only}")
    return cells.sort(cells.columns), attrition.sort(attrition.columns)


def ask_people(warehouse: Warehouse) -> dict[str, pl.DataFrame]:
    """What the group's people do, and who else has its occupations; after the counting."""
    return {
        "occupation_codes": warehouse.frame(OCCUPATION_CODES),
        "other_occupations": warehouse.frame(OTHER_OCCUPATIONS),
        "overlap": warehouse.frame(OVERLAP),
        "holders": warehouse.frame(HOLDERS),
    }


def _build(warehouse: Warehouse, tables: Iterable[str]) -> None:
    for table in tables:
        warehouse.build(queries()[table])
