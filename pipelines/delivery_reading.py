"""A delivery read as far as it can be, register by register, for the report to its supplier.

Belongs here: reading on where a run would stop, and gathering what was seen. Does not belong here: the
questions put to the rows (flows.delivery_facts) and what is said of the answers (reports.supplier).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flows import delivery_facts
from flows.reference import Scope, reference_tables
from flows.warehouse import RegisterCounts, Warehouse
from pipelines import gate
from pipelines.manifest import sha256
from pipelines.private import scratch_folder
from reports.supplier.facts import DeliveryFacts, FileFacts, RegisterFacts, Unread
from schemas.contract import Contract, contracts
from schemas.delivery import Delivery, term_label
from schemas.expectations import CheckResult
from schemas.faults import Fault, UserError
from schemas.judging import ReadingCounts
from schemas.reading import check_headers, read_register

Talk = Callable[..., None]


def read_delivery(
    delivery: Delivery, talk: Talk, scope: Scope | None
) -> tuple[DeliveryFacts, list[CheckResult]]:
    """What the delivery shows and, when there is a scope, what the gate says of it."""
    with _opened() as (warehouse, scratch):
        found: dict[str, tuple[RegisterCounts, ReadingCounts]] = {}
        unread: dict[str, list[Fault]] = {}
        for register in (name for name in contracts() if name in delivery.covers):
            talk("reading", register=register)
            try:
                found[register] = _read(delivery, contracts()[register], warehouse, scratch)
            except UserError as error:
                unread[register] = error.faults
        readable = replace(delivery, covers={name: delivery.covers[name] for name in found})
        checks = [] if scope is None else _judged(warehouse, readable, scope, found, talk)
        return _facts(delivery, warehouse, found, unread), checks


@contextmanager
def _opened() -> Iterator[tuple[Warehouse, Path]]:
    with scratch_folder() as scratch, Warehouse(scratch / "warehouse.duckdb", scratch) as warehouse:
        yield warehouse, scratch


def _read(
    delivery: Delivery, contract: Contract, warehouse: Warehouse, scratch: Path
) -> tuple[RegisterCounts, ReadingCounts]:
    """The whole register; UserError, and nothing read, when one of its files cannot be."""
    if faults := check_headers(delivery, contract, scratch):
        raise UserError(faults)
    tally = ReadingCounts()
    batches = read_register(delivery, contract, scratch, tally)
    return warehouse.load_register(contract, batches, tally), tally


def _judged(
    warehouse: Warehouse,
    delivery: Delivery,
    scope: Scope,
    found: dict[str, tuple[RegisterCounts, ReadingCounts]],
    talk: Talk,
) -> list[CheckResult]:
    talk("gate")
    counts = {
        name: found[name][0] if name in found else RegisterCounts(name, False, 0, 0, 0, 0, {}, {}, {})
        for name in contracts()
    }
    for name, rows in reference_tables(delivery, scope).items():
        warehouse.add_table(f"reference.{name}", rows)
    gate.write_tables(
        warehouse, delivery, scope, counts, {n: dict(t.by_period) for n, (_, t) in found.items()}
    )
    return gate.run(warehouse)


def _facts(
    delivery: Delivery,
    warehouse: Warehouse,
    found: dict[str, tuple[RegisterCounts, ReadingCounts]],
    unread: dict[str, list[Fault]],
) -> DeliveryFacts:
    return DeliveryFacts(
        id=delivery.id,
        supplier=delivery.supplier,
        received_on=delivery.received_on,
        registers={name: _register(delivery, *pair) for name, pair in found.items()},
        unread={name: [_unread(delivery, fault) for fault in faults] for name, faults in unread.items()},
        rejected=delivery_facts.rejected(warehouse),
        duplicates=delivery_facts.duplicates(warehouse),
        conflicts=delivery_facts.conflicts(warehouse),
        codes=delivery_facts.codes(warehouse, found),
        empty=delivery_facts.empty_columns(warehouse, found),
        delivered_codes={
            (register, column, ours): theirs
            for register, maps in delivery.codes.items()
            for column, pairs in maps.items()
            for theirs, ours in pairs.items()
        },
    )


def _register(delivery: Delivery, counts: RegisterCounts, tally: ReadingCounts) -> RegisterFacts:
    contract, cover = contracts()[counts.register], delivery.covers[counts.register]
    shown = term_label if contract.period == "term" else str
    places = {delivery.label(place): place for place in delivery.files[counts.register]}
    return RegisterFacts(
        first=shown(cover.first),  # type: ignore[arg-type]  # terms are numbers
        last=shown(cover.last),  # type: ignore[arg-type]  # the same
        read=counts.read,
        accepted=counts.accepted,
        duplicates=counts.duplicates,
        rejected=sum(counts.rejected.values()),
        blanked=counts.blanked,
        restored=counts.restored,
        by_period=dict(sorted(tally.by_period.items())),
        files=tuple(
            FileFacts(
                name=label,
                rows=tally.by_file[label],
                sha256=tally.tables.get(label) or sha256(Path(str(place))),
                columns=tally.columns[label],
            )
            for label, place in places.items()
        ),
    )


def _unread(delivery: Delivery, fault: Fault) -> Unread:
    """A fault as the supplier may see it: the file by its name in the delivery, not on our machine."""
    fields = dict(fault.fields)
    if isinstance(file := fields.get("file"), Path):
        fields["file"] = delivery.label(file) if file.is_relative_to(delivery.folder) else file.name
    return Unread(fault.key, fields)
