"""One release in the making: the steps that the assets call, from a delivery to a folder in place.

Belongs here: where things lie and in which order they become final (a release appears whole or
not at all). Does not belong here: how anything is read (schemas), counted (flows, sql) or shown
(reports).
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import polars as pl

from flows.choices import version as version_of_choices
from flows.curves import curves
from flows.engine import Engine
from flows.queries import queries
from flows.reference import Scope, reference_tables
from flows.warehouse import RegisterCounts, Warehouse
from pipelines import gate
from pipelines.engines import engine_for, must_be_usable
from pipelines.failing import quoting_no_data
from pipelines.in_order import in_order
from pipelines.manifest import account_of, hashed_beside, sha256, write_manifest
from pipelines.placing import growing, put_in_place, sweep, target_of
from pipelines.private import for_owner_only
from pipelines.protecting import audit_of, protected_tables, write_published_tables
from pipelines.read_before import Outcome, ReadBefore, read_before, reader
from pipelines.secret import is_rehearsal
from pipelines.settings import Settings
from pipelines.site import write_pages
from pipelines.versioning import write_changes
from schemas.contract import Contract, contracts
from schemas.delivery import Delivery, load_delivery
from schemas.faults import DATA_FAILED, Fault, UserError, fault
from schemas.judging import ReadingCounts
from schemas.places import Place
from schemas.reading import check_headers, read_register

INTERNAL_TABLES = {
    "persons": "persons",
    "attrition": "attrition",
    "sensitivity": "sensitivity",
}
"""File in internal/ → table of the layer measures; measures.parquet is written before them."""
CELLS, SPELLS = "measures.cells", "select * from measures.spells"


@dataclass(frozen=True)
class Request:
    """What `vardflode run` or `check` is asked to do; release None = check only.

    earlier: the release that the new one is compared with, in its own or the public folder.
    """

    delivery: Path
    settings: Settings
    release: str | None = None
    replace: bool = False
    earlier: Path | None = None


@dataclass
class Release:
    """A release in the making; `folder` is where it grows, `target` where it will stand."""

    request: Request
    delivery: Delivery
    scope: Scope
    folder: Path
    target: Path | None
    warehouse: Warehouse
    engine: Engine
    talk: Callable[..., None]
    delivery_toml: str = ""
    before: ReadBefore | None = None
    counts: dict[str, RegisterCounts] = field(default_factory=dict)
    checks: list[gate.CheckResult] = field(default_factory=list)
    inputs: dict[str, dict[str, dict[str, str | int]]] = field(default_factory=dict)
    by_period: dict[str, dict[int, int]] = field(default_factory=dict)
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    audit: dict[str, Any] = field(default_factory=dict)
    rests_on: dict[str, str] = field(default_factory=dict)
    layers: set[str] = field(default_factory=set)
    read_by: dict[str, str] = field(default_factory=dict)

    @property
    def scratch(self) -> Path:
        """For temporary files; gone when the release stands."""
        return self.folder / "scratch"

    @cached_property
    def people(self) -> pl.Series:
        """LopNr of everyone in a cohort (R58); the registers that tell are read before it is asked."""
        return self.warehouse.people_of_cohorts()

    @quoting_no_data
    def read(self, register: str) -> RegisterCounts:
        """Reads one register into the warehouse; what became of its rows."""
        contract = contracts()[register]
        if register not in self.delivery.covers:
            self.counts[register] = RegisterCounts(register, False, 0, 0, 0, 0, {}, {}, {})
            return self.counts[register]
        people = self.people if contract.cohort_only and self.target is not None else None
        places = {self.delivery.label(place): place for place in self.delivery.files[register]}
        with hashed_beside(place for place in places.values() if isinstance(place, Path)) as hash_of:
            outcome = self.before and self.before.take(contract, places, hash_of, people)
            if outcome and self.before:
                self.talk("taking", register=register, release=self.before.name)
            else:
                outcome = self._read(contract, places, hash_of, people)
        self.counts[register], self.by_period[register] = outcome.counts, outcome.by_period
        self.inputs[register], self.read_by[register] = outcome.files, reader()
        return outcome.counts

    def _read(
        self,
        contract: Contract,
        places: Mapping[str, Place],
        hash_of: Callable[[Path], str],
        people: pl.Series | None,
    ) -> Outcome:
        register, tally = contract.register, ReadingCounts()
        self.talk("reading", register=register)
        noted = self.warehouse.people_to_note() if people is not None and register == "individuals" else None
        batches = read_register(self.delivery, contract, self.scratch, tally, people, noted)
        counts = self.warehouse.load_register(contract, batches, tally)
        files: dict[str, dict[str, str | int]] = {
            label: {
                "sha256": hash_of(place) if isinstance(place, Path) else tally.tables[label],
                "rows": tally.by_file[label],
            }
            for label, place in places.items()
        }
        return Outcome(counts, dict(tally.by_period), files)

    @quoting_no_data
    def run_gate(self) -> list[gate.CheckResult]:
        """The gate's results; UserError (exit 1) when an expectation could not be evaluated."""
        self.talk("gate")
        if self.before is not None:
            self.warehouse.detach()
        gate.write_tables(self.warehouse, self.delivery, self.scope, self.counts, self.by_period)
        self.checks = gate.run(self.warehouse)
        return self.checks

    @quoting_no_data
    def stop_if_blocked(self) -> None:
        """UserError (exit 1) naming what blocks: rows in conflict (R6), and every other blocking check."""
        faults = self.warehouse.conflicts()
        stopped = [c for c in self.checks if c.blocking and not c.passed and c.key not in gate.CONFLICTS]
        faults += [Fault("check_failed", {"name": c.name, "remedy": c.remedy}) for c in stopped]
        if faults:
            raise UserError(faults, exit_code=DATA_FAILED)

    @quoting_no_data
    def build(self, table: str) -> int | None:
        """Builds one SQL table; its number of rows, None for a view."""
        query = queries()[table]
        if missing := self.warehouse.missing(query.reads):
            raise fault("tables_missing", table=table, missing=missing)
        # Maturity needs no register and may be built before any is read: that is not worth a line.
        if query.layer not in self.layers and (self.layers or query.layer == "staging"):
            self.layers.add(query.layer)
            self.talk(f"building_{query.layer}")
        return self.engine.build(query)

    @quoting_no_data
    def write_measures(self) -> int:
        """Writes internal/measures.parquet, before what only protection needs is counted; its rows."""
        return self._write_table("measures", lambda: self.warehouse.frame(f"select * from {CELLS}"))

    @quoting_no_data
    def write_internal(self) -> dict[str, int]:
        """Writes the other internal/*.parquet; rows per file."""
        self._write_rejected()
        tables = {n: f"select * from measures.{t}" for n, t in INTERNAL_TABLES.items()}
        rows = {
            name: self._write_table(name, partial(self.warehouse.frame, sql)) for name, sql in tables.items()
        }
        return rows | {"curves": self._write_table("curves", lambda: curves(self.warehouse.frame(SPELLS)))}

    def _write_table(self, name: str, rows: Callable[[], pl.DataFrame]) -> int:
        # A table has no order in DuckDB; the files must be the same from run to run.
        ordered = in_order(rows())
        ordered.write_parquet(
            self.folder / "internal" / f"{name}.parquet",
            compression="zstd",
            metadata=self._choices_in_force(),
        )
        return ordered.height

    def _choices_in_force(self) -> dict[str, str]:
        """The choices of the definitions, for the metadata of every file of numbers."""
        said = {"version": version_of_choices(), "in_force": dict(self.scope.choices)}
        return {"vardflode_choices": json.dumps(said, ensure_ascii=False, sort_keys=True)}

    @quoting_no_data
    def protect(self) -> dict[str, pl.DataFrame]:
        """Every published table, written; kept for the report."""
        self.talk("protecting")
        self.tables = protected_tables(self)
        write_published_tables(self, self.tables)
        return self.tables

    @quoting_no_data
    def attack(self) -> dict[str, Any]:
        """What the attacker finds in the tables as they are written."""
        self.talk("attacking")
        self.audit = audit_of(self.folder / "published", self.request.earlier)
        return self.audit

    @quoting_no_data
    def stop_if_open(self) -> None:
        """A release that the attacker opens keeps its internal part and publishes nothing (exit 1)."""
        if self.audit["passed"]:
            return
        shutil.rmtree(self.folder / "published")
        folder = self.finish()
        raise UserError(
            [Fault("audit_failed", {"folder": folder, "broken": self.audit["broken"]})], exit_code=DATA_FAILED
        )

    @quoting_no_data
    def report(self) -> list[Path]:
        """Writes the list of changes and the pages of published/site, one of which shows it; their paths."""
        self.talk("reporting")
        changes = write_changes(self.folder, self.request.earlier, account_of(self))
        return write_pages(self, self.tables, changes)

    @quoting_no_data
    def finish(self) -> Path:
        """Closes the warehouse, writes manifest.json and puts the release in place."""
        if self.target is None:
            raise ValueError("a check makes no release")
        self.talk("finishing")
        self.warehouse.close()
        shutil.rmtree(self.scratch)
        write_manifest(self)
        public = Path(self.request.settings.public)
        put_in_place(self.folder, self.target, replace=self.request.replace, public=public)
        return self.target

    def _write_rejected(self) -> None:
        folder = self.folder / "internal" / "rejected"
        folder.mkdir(parents=True, exist_ok=True)
        for register in self.delivery.covers:
            self.warehouse.frame(
                f"""
                select file, "row", "column", value, reason from raw.rejected
                where register = '{register}' order by file, "row"
                """
            ).write_parquet(folder / f"{register}.parquet")


@contextmanager
def open_release(request: Request, talk: Callable[..., None]) -> Iterator[Release]:
    """A release in the making; whatever is not finished is removed on the way out.

    Every fault of the call, the settings, delivery.toml and the files' columns is raised
    together (UserError, exit 2) before a row is read.
    """
    settings, out = request.settings, Path(request.settings.out)

    def target() -> Path | None:
        sweep(out, talk)
        is_rehearsal()  # a secret that cannot be read is a fault of the call
        if request.release is None:
            return None
        return target_of(out, request.release, replace=request.replace, public=Path(settings.public))

    def engine_is_there() -> None:
        if request.release is not None:
            must_be_usable(settings)

    scope, delivery, place = _all_faults(
        settings.scope, lambda: load_delivery(request.delivery), target, engine_is_there
    )
    name = request.release or f".check-{secrets.token_hex(4)}"  # any number of checks at once
    with growing(out, name) as folder, for_owner_only(folder / "scratch"):
        (folder / "scratch").mkdir()
        (folder / "internal").mkdir()
        _must_have_columns(delivery, folder / "scratch")
        with Warehouse(folder / "internal" / "warehouse.duckdb", folder / "scratch") as warehouse:
            for name, rows in reference_tables(delivery, scope).items():
                warehouse.add_table(f"reference.{name}", rows)
            said = sha256(delivery.folder / "delivery.toml")
            with engine_for(settings, warehouse, folder / "scratch") as engine:
                before = read_before(place, said, warehouse)
                work = (folder, place, warehouse, engine, talk, said, before)
                yield Release(request, delivery, scope, *work)


def _must_have_columns(delivery: Delivery, scratch: Path) -> None:
    """UserError with every fault in the columns of every register's files."""
    faults = [f for contract in contracts().values() for f in check_headers(delivery, contract, scratch)]
    if faults:
        raise UserError(faults)


def _all_faults(
    scope: Callable[[], Scope],
    delivery: Callable[[], Delivery],
    place: Callable[[], Path | None],
    engine: Callable[[], None],
) -> tuple[Scope, Delivery, Path | None]:
    """What they give, or the faults of all of them at once."""
    faults: list[Fault] = []
    results: list[object] = []
    for step in (scope, delivery, place, engine):
        try:
            results.append(step())
        except UserError as error:
            faults.extend(error.faults)
    if faults:
        raise UserError(faults)
    return tuple(results[:3])  # type: ignore[return-value]  # one of each, in this order
