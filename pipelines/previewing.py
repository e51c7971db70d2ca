"""What `profession preview` and `diff` count on: a delivery, or the warehouse of an earlier release.

Belongs here: getting the rows that a group needs into a warehouse in memory. Does not belong here:
counting (flows.preview) and what is said of the result (pipelines.preview_result).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from flows import preview
from flows.preview import Counted
from flows.professions import Profession
from flows.reference import Scope
from flows.warehouse import Warehouse
from pipelines.earlier_release import IN_MEMORY, delivery_behind, warehouse_at
from pipelines.private import scratch_folder
from schemas.contract import contracts
from schemas.delivery import Delivery, load_delivery
from schemas.faults import DATA_FAILED, UserError
from schemas.judging import ReadingCounts
from schemas.reading import check_headers, read_register

Talk = Callable[..., None]
PEOPLE = "preview.people"
"""The table of the people whose rows are counted."""


@dataclass(frozen=True)
class Asked:
    """What is to be counted.

    versions  the group, once or in two versions (diff)
    known     every group by id: who else claims a code, and whose cohorts overlap
    scope     window and choices; its groups are set for each version
    """

    place: Path
    versions: tuple[Profession, ...]
    known: Mapping[str, Profession]
    scope: Scope

    def scope_of(self, *groups: Profession) -> Scope:
        """The scope of some versions, with the groups that they lead to."""
        led_to = {name for group in groups for name in group.leads_to}
        advanced = tuple(self.known[name] for name in sorted(led_to))
        return replace(self.scope, professions=groups, advanced=advanced)


@dataclass(frozen=True)
class Prepared:
    """Rows ready to be counted.

    is_release  they come from an earlier release, which read the people of its own cohorts only
    missing     registers that it did not read for these people
    """

    warehouse: Warehouse
    delivery: Delivery
    facts: dict[str, pl.DataFrame]
    is_release: bool = False
    missing: tuple[str, ...] = ()

    def count(self, asked: Asked, group: Profession, talk: Talk, shown: Collection[str] = ()) -> Counted:
        """One version of the group."""
        scope = asked.scope_of(group)
        cells, attrition = preview.count(self.warehouse, self.delivery, scope, talk, shown)
        return Counted(cells, attrition, self.facts | preview.ask_people(self.warehouse))


@contextmanager
def prepared(asked: Asked, talk: Talk) -> Iterator[Prepared]:
    """The rows of the group's people, from a delivery, a release's folder or its warehouse file.

    UserError (exit 2) when the place is none of them or cannot be read, (exit 1) when rows are in conflict.
    """
    earlier = warehouse_at(asked.place)
    with scratch_folder() as scratch:
        delivery = delivery_behind(asked.place, earlier) if earlier else _checked(asked.place, scratch)
        with Warehouse(IN_MEMORY, scratch) as warehouse:
            if earlier:
                warehouse.attach(earlier)
                yield _from_warehouse(asked, delivery, warehouse)
            else:
                yield _from_delivery(asked, delivery, warehouse, scratch, talk)


def _checked(place: Path, scratch: Path) -> Delivery:
    delivery = load_delivery(place)
    wanted = [contracts()[register] for register in preview.registers()]
    if faults := [f for contract in wanted for f in check_headers(delivery, contract, scratch)]:
        raise UserError(faults)
    return delivery


def _from_delivery(
    asked: Asked, delivery: Delivery, warehouse: Warehouse, scratch: Path, talk: Talk
) -> Prepared:
    def read(register: str, people: pl.Series | None, codes: Sequence[preview.Occupations] = ()) -> None:
        if register not in delivery.covers:
            return
        talk("reading", register=register)
        contract, tally = contracts()[register], ReadingCounts()
        renamed = delivery.codes.get(register, {}).get("LopNr")
        early = None if people is None else preview.early(people, codes, renamed)
        batches = read_register(delivery, contract, scratch, tally, early=early)
        warehouse.load_register(contract, batches, tally)

    for register in preview.WHOLE:
        read(register, None)
    facts, people, codes = _first_look(asked, delivery, warehouse)
    for register in preview.registers():
        if register in preview.WHOLE:
            _keep_only(warehouse, f"raw.{register}", f"raw.{register}", people)
        else:
            read(register, people, codes if register == "individuals" else ())
    warehouse.find_conflicts(PEOPLE)  # rows of others with an occupation asked for are read too (R58)
    if conflicts := warehouse.conflicts():
        raise UserError(conflicts, exit_code=DATA_FAILED)
    return Prepared(warehouse, delivery, facts)


def _first_look(
    asked: Asked, delivery: Delivery, warehouse: Warehouse
) -> tuple[dict[str, pl.DataFrame], pl.Series, list[preview.Occupations]]:
    """What the codes catch among everybody, the people to read, and the occupations to look at."""
    group = asked.versions[-1]
    groups = {**asked.known, group.id: group}.values()
    preview.find_cohorts(warehouse, delivery, asked.scope, groups)
    facts = preview.ask_codes(warehouse, delivery, group, groups)
    people = preview.find_people(warehouse, delivery, asked.scope_of(*asked.versions))
    return facts, people, preview.asked_occupations(group, delivery)


def _keep_only(
    warehouse: Warehouse,
    table: str,
    source: str,
    people: pl.Series,
    codes: Sequence[preview.Occupations] = (),
) -> None:
    """Leaves the people's rows of a table (and those with an occupation asked for)."""
    warehouse.add_table(PEOPLE, people.to_frame("LopNr"))
    also = [
        f"(Ar = {year} and coalesce({columns[1]}, {columns[0]}) in (select code from preview.own))"
        for edition, year, _ in codes
        for columns in (preview.OCCUPATIONS[edition],)
    ]
    chosen = " or ".join([f"LopNr in (select LopNr from {PEOPLE})", *also])
    warehouse.connection.execute(f"create or replace table {table} as select * from {source} where {chosen}")


def _from_warehouse(asked: Asked, delivery: Delivery, warehouse: Warehouse) -> Prepared:
    for register in preview.WHOLE:
        warehouse.connection.execute(f"drop table raw.{register}")
        warehouse.connection.execute(f"create view raw.{register} as select * from earlier.raw.{register}")
    facts, people, codes = _first_look(asked, delivery, warehouse)
    missing = _not_read(asked, delivery, warehouse)
    for register in preview.registers():
        if register in preview.WHOLE:
            warehouse.connection.execute(f"drop view raw.{register}")
        if register not in missing:
            also = codes if register == "individuals" else ()
            _keep_only(warehouse, f"raw.{register}", f"earlier.raw.{register}", people, also)
    _keep_only(warehouse, "raw.rejected", "earlier.raw.rejected", people)
    covers = {name: cover for name, cover in delivery.covers.items() if name not in missing}
    return Prepared(warehouse, replace(delivery, covers=covers), facts, True, missing)


def _not_read(asked: Asked, delivery: Delivery, warehouse: Warehouse) -> tuple[str, ...]:
    """The registers that hold only the people of the cohorts of that release, when ours are others."""
    read = set(
        warehouse.frame("select code from earlier.reference.profession_codes where kind = 'programme'")[
            "code"
        ]
    )
    first, last = warehouse.frame("select window_first, window_last from earlier.reference.settings").row(0)
    ours = {code for group in asked.versions for code in (group.id, *group.aliases)}
    is_inside = first <= asked.scope.first_year and asked.scope.last_year <= last
    if ours <= read and is_inside:
        return ()
    return tuple(r for r in preview.registers() if contracts()[r].cohort_only and r in delivery.covers)
