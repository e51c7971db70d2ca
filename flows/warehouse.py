"""The release's DuckDB file: loads registers, removes duplicates, builds queries, gives frames.

Belongs here: the only connection. Does not belong here: what a query says (sql/) or when it
runs (pipelines).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import duckdb
import polars as pl

from flows.queries import LAYERS, Query
from schemas.contract import Contract, contracts
from schemas.faults import Fault, fault
from schemas.judging import REJECTED_SCHEMA, Batch, ReadingCounts, accepted_schema

SQL_TYPES = {pl.String: "VARCHAR", pl.Int64: "BIGINT", pl.Float64: "DOUBLE", pl.Date: "DATE"}
SHOWN_CONFLICTS = 20
MEMORY, AT_REST = "2GB", "256MB"
"""What the database may hold before it writes to disk; and once everything is counted, so that protection has
the rest (docs/decisions/0007 says what a whole release takes)."""
NEVER = "1TB"
"""So much may wait in DuckDB's log beside the file (.wal) before it is written into it: all, until `close`.
A warehouse that is not finished is thrown away, so nothing is safer for being written in between."""
ROWS_TOGETHER = 32_768
"""Rows that are stored together, and that one thread works on: few, since most tables are small."""
READ_OF_EARLIER = ("reference.coverage", "reference.profession_codes", "reference.settings")
"""What is asked of an earlier release's file, beside its registers."""


@dataclass(frozen=True)
class RegisterCounts:
    """What became of a register's rows (definitions section 12); they add up to `read`.

    unjudged: of those set aside, how many were not looked at beyond whose they are and when.
    """

    register: str
    delivered: bool
    read: int
    accepted: int
    duplicates: int
    set_aside: int
    rejected: dict[str, int]
    blanked: dict[str, int]
    restored: dict[str, int]
    unjudged: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether nothing was lost."""
        return self.read == self.accepted + self.duplicates + self.set_aside + sum(self.rejected.values())


def _one_ahead(batches: Iterable[Batch]) -> Iterator[Batch]:
    """The same batches; the next one is read and cleaned while this one is being stored."""
    coming = iter(batches)
    with ThreadPoolExecutor(max_workers=1) as reader:
        waiting = reader.submit(next, coming, None)
        while (batch := waiting.result()) is not None:
            waiting = reader.submit(next, coming, None)
            yield batch


class Warehouse:
    """One DuckDB file with the schemas of LAYERS; a context manager that closes it."""

    def __init__(self, path: Path, scratch: Path, threads: int | None = None) -> None:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": False,
            # Text as Polars holds it.
            "produce_arrow_string_view": True,
            "arrow_output_version": "1.4",
            "memory_limit": MEMORY,
            "checkpoint_threshold": NEVER,
            "temp_directory": str(scratch),
            "threads": threads or os.cpu_count() or 1,
        }
        self.connection = duckdb.connect(config=settings)
        self.connection.execute("set enable_progress_bar = false")
        quoted = str(path).replace("'", "''")
        self.connection.execute(f"attach '{quoted}' as warehouse (row_group_size {ROWS_TOGETHER})")
        self.connection.execute("use warehouse")
        for layer in LAYERS:
            self.connection.execute(f"create schema {layer}")
        self._create_raw()

    def close(self) -> None:
        """Writes all that is in the log into the file, and closes it; DuckDB's error when it cannot."""
        # Closing alone would tell nobody of a full disk.
        self.connection.execute("checkpoint warehouse")
        self.connection.close()

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def _create_raw(self) -> None:
        for contract in contracts().values():
            columns = ", ".join(f'"{n}" {SQL_TYPES[t]}' for n, t in accepted_schema(contract).items())
            self.connection.execute(f"create table raw.{contract.register} ({columns})")
        columns = ", ".join(f'"{n}" {SQL_TYPES[t]}' for n, t in REJECTED_SCHEMA.items())
        self.connection.execute(f"create table raw.rejected (register VARCHAR, {columns})")
        self.connection.execute("create table raw.set_aside_persons (LopNr VARCHAR)")
        places = 'file VARCHAR, "row" BIGINT, same_file VARCHAR, same_row BIGINT'
        self.connection.execute(f"create table raw.duplicates (register VARCHAR, {places})")

    def load_register(
        self, contract: Contract, batches: Iterable[Batch], counts: ReadingCounts
    ) -> RegisterCounts:
        """Fills raw.<register> and raw.rejected from the batches; exact duplicates are removed (R8).

        All of the register or, when a batch cannot be read, nothing of it.
        """
        # One transaction: a commit per batch would write every row twice.
        self.connection.execute("begin")
        try:
            for batch in _one_ahead(batches):
                self._append_batch(contract, batch)
        except BaseException:
            self.connection.execute("rollback")
            raise
        self.connection.execute("commit")
        duplicates = self._remove_duplicates(contract)
        return RegisterCounts(
            register=contract.register,
            delivered=True,
            read=counts.read,
            accepted=self.count(f"raw.{contract.register}"),
            duplicates=duplicates,
            set_aside=counts.set_aside,
            rejected=dict(sorted(counts.rejected.items())),
            blanked={k: v for k, v in counts.blanked.items() if v},
            restored={k: v for k, v in counts.restored.items() if v},
            unjudged=counts.unjudged,
        )

    def _append_batch(self, contract: Contract, batch: Batch) -> None:
        if batch.accepted.height:
            self._append(f"raw.{contract.register}", batch.accepted)
        if batch.rejected.height:
            rejected = batch.rejected.select(pl.lit(contract.register).alias("register"), pl.all())
            self._append("raw.rejected", rejected)
        if batch.noted.height:
            self._append("raw.set_aside_persons", batch.noted)

    def _append(self, table: str, rows: pl.DataFrame) -> None:
        """The rows, whose columns stand in the table's order."""
        # Not under a registered name: those of a transaction are held, with their rows, until it ends.
        batch = self.connection.from_arrow(rows.to_arrow(compat_level=pl.CompatLevel.newest()))
        batch.insert_into(table)

    def _remove_duplicates(self, contract: Contract) -> int:
        """Rows equal in every contract column, whatever file they stand in; the first one stays.

        raw.duplicates keeps where each of the others stood, and where the one stands that it repeats.
        """
        columns = ", ".join(f'"{name}"' for name in contract.names)
        table = f"raw.{contract.register}"
        # Hashes find the few rows worth comparing; only those are compared column by column.
        self.connection.execute(
            f"""
            create or replace temp table repeated as
            with hashed as (select rowid as id, hash({columns}) as h from {table}),
            suspects as (select h from hashed group by h having count(*) > 1)
            select
                t.rowid as id, t.file, t."row",
                first_value(t.file) over same as same_file,
                first_value(t."row") over same as same_row
            from {table} as t
            where t.rowid in (select id from hashed where h in (select h from suspects))
            window same as (partition by {columns} order by t.file, t."row")
            qualify row_number() over same > 1
            """
        )
        self.connection.execute(f"delete from {table} where rowid in (select id from repeated)")
        self.connection.execute(
            f"insert into raw.duplicates select '{contract.register}', * exclude (id) from repeated"
        )
        number = self.count("repeated")
        self.connection.execute("drop table repeated")
        return number

    def add_table(self, name: str, rows: pl.DataFrame) -> None:
        """A small table from a frame, under a qualified name."""
        self.connection.register("added", rows.to_arrow())
        self.connection.execute(f"create or replace table {name} as select * from added")
        self.connection.unregister("added")

    def build(self, query: Query) -> int | None:
        """Builds the query's table, or view; the table's number of rows, since a view's are not known yet."""
        kind = "view" if query.is_view else "table"
        self.connection.execute(f"create or replace {kind} {query.table} as {query.select}")
        return None if query.is_view else self.count(query.table)

    def fill(self, query: Query, files: Iterable[Path]) -> int:
        """The query's table as it would be built here, with rows that another engine has counted."""
        self.connection.execute(f"create or replace table {query.table} as {query.select} with no data")
        if names := [str(file) for file in files]:
            rows = "select * from read_parquet($names)"
            self.connection.execute(f"insert into {query.table} by name {rows}", {"names": names})
        return self.count(query.table)

    def write(self, table: str, file: Path) -> None:
        """A table as a Parquet file, for another engine."""
        quoted = str(file).replace("'", "''")
        self.connection.execute(f"copy {table} to '{quoted}' (format parquet)")

    def columns(self, table: str) -> list[tuple[str, str]]:
        """Names and types of a table's columns."""
        rows = self.connection.execute(f"describe {table}").fetchall()
        return [(str(row[0]), str(row[1])) for row in rows]

    def count(self, table: str) -> int:
        """Rows in a table."""
        return self._number(f"select count(*) from {table}")

    def _number(self, sql: str) -> int:
        # DuckDB refuses other work until a result is fetched to its end: never fetchone.
        return int(self.connection.execute(sql).fetchall()[0][0])

    def rest(self) -> None:
        """Gives back the memory that the database holds for what may be asked next."""
        self.connection.execute(f"set memory_limit = '{AT_REST}'")

    def frame(self, sql: str) -> pl.DataFrame:
        """The result of a select."""
        rows: pl.DataFrame = self.connection.sql(sql).pl()
        return rows

    def people_of_cohorts(self) -> pl.Series:
        """LopNr of everyone in a cohort of this run, by registration or by licence (R58).

        Everyone registered towards a group in the window's years, and everyone licensed in a group
        in a läsår or a year that is followed: whoever is left out later has been seen.
        """
        return self.frame(
            """
            select r.LopNr
            from raw.registrations as r
            inner join reference.profession_codes as c on r.YProg = c.code and c.kind = 'programme'
            inner join reference.professions as p on c.profession = p.profession
            cross join reference.settings as s
            where r.Ar between s.window_first and s.window_last
            union
            select l.LopNr
            from raw.licences as l
            inner join reference.profession_codes as c on l.yrkeskod = c.code and c.kind = 'licence'
            inner join reference.professions as p on c.profession = p.profession
            inner join reference.cohorts as k
                on
                    k.model = 'licensed' and year(l.legitimationsdatum) = k.first_year
                    or k.model = 'licence'
                    and p.profession in (select profession from reference.advanced_educations)
                    and year(l.legitimationsdatum) in (k.first_year, k.first_year + 1)
            """
        ).to_series()

    def earlier_was_read_for(self, people: pl.Series) -> bool:
        """Whether these, and no others, were the people of cohorts whose rows the attached release kept."""
        return set(self.frame("select LopNr from earlier.raw.people_of_cohorts").to_series()) == set(people)

    def people_to_note(self) -> pl.Series:
        """LopNr of those with a degree or licence and no registration: are they in the population?"""
        return self.frame(
            """
            select LopNr from raw.degrees union select LopNr from raw.licences
            except select LopNr from raw.registrations
            """
        ).to_series()

    def attach(self, file: Path, also: Iterable[str] = ()) -> None:
        """Another release's file, to be read under the name `earlier`; UserError when it cannot be.

        also: tables that it must have beside its registers and what is asked of any earlier release.
        """
        quoted = str(file).replace("'", "''")
        try:
            self.connection.execute(f"attach '{quoted}' as earlier (read_only)")
        except duckdb.Error as error:
            raise fault("file_unreadable", file=file, problem=str(error).partition("\n")[0]) from error
        there = "select schema_name || '.' || table_name from duckdb_tables() where database_name = 'earlier'"
        wanted = [*(f"raw.{register}" for register in contracts()), "raw.rejected", *READ_OF_EARLIER, *also]
        if missing := sorted(
            set(wanted) - {str(row[0]) for row in self.connection.execute(there).fetchall()}
        ):
            self.detach()
            raise fault("warehouse_unfit", file=file, missing=missing)

    def detach(self) -> None:
        """Lets go of the other release's file."""
        self.connection.execute("detach earlier")

    def take_register(self, register: str) -> None:
        """The register's rows, and the others' that were read with them, from the attached release."""
        tables = {f"raw.{register}": "true"}
        tables |= dict.fromkeys(("raw.rejected", "raw.duplicates"), f"register = '{register}'")
        if register == "individuals":
            tables["raw.set_aside_persons"] = "true"
        for table, which in tables.items():
            self.connection.execute(
                f"insert into {table} by name select * from earlier.{table} where {which}"
            )

    def missing(self, tables: Iterable[str]) -> list[str]:
        """Which of the tables and views are not there."""
        there = (
            "select table_schema || '.' || table_name from information_schema.tables "
            "where table_catalog = current_database()"
        )
        return sorted(set(tables) - {str(row[0]) for row in self.connection.execute(there).fetchall()})

    def find_conflicts(self, among: str | None = None) -> None:
        """Fills raw.conflicting_person_years: person and year with more than one accepted row (R6).

        among: a table of the people (LopNr) to look among; everybody read when there is none.
        """
        of_people = f"where LopNr in (select LopNr from {among})" if among else ""
        self.connection.execute(
            f"""
            create or replace table raw.conflicting_person_years as
            select LopNr, Ar, count(*) as rows from raw.individuals {of_people}
            group by LopNr, Ar having count(*) > 1
            """
        )

    def conflicts(self) -> list[Fault]:
        """The fault that names the rows in conflict, if there are any (file and row, never a person)."""
        found = self.frame(
            """
            select i.Ar, i.file, i."row" from raw.individuals as i
            inner join raw.conflicting_person_years as c on i.LopNr = c.LopNr and i.Ar = c.Ar
            order by i.LopNr, i.Ar, i.file, i."row"
            """
        )
        if found.height == 0:
            return []
        rows = [f"{file}: {row}" for _, file, row in found.head(SHOWN_CONFLICTS).iter_rows()]
        fields = {"number": found.height, "rows": rows, "years": sorted(set(found["Ar"]))}
        return [Fault("conflicting_rows", fields)]
