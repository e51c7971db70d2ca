"""Made-up people, told one event at a time, and what the SQL says of them.

Belongs here: the words in which the spec tests are written. Does not belong here: expectations.
A person's number is the point that the person makes ("degree on the deadline"), so that a test
reads as a list of cases with their answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from flows.choices import defaults
from flows.queries import queries
from flows.reference import reference_tables
from flows.warehouse import Warehouse
from pipelines.release import Release, Request
from pipelines.settings import load_settings
from schemas.contract import contracts
from schemas.delivery import load_delivery
from tests.support import FULL_COVERS, Counted, silent, write_delivery

SPECIALIST, MIDWIFE = "specialistsjukskoterska", "barnmorska"
YES, NO, NOT_OBSERVABLE = "yes", "no", "not observable"
USUAL = {"model": "education", "variant": ""}
"""What a table with these columns is asked for unless a test says otherwise."""


def term(label: str) -> int:
    """The number of a term: 2·y for "VT y", 2·y + 1 for "HT y" (definitions section 1)."""
    return 2 * int(label[2:]) + (label[:2] == "HT")


class Person:
    """One made-up person; every method adds what a register says and gives the person back."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.years: dict[int, dict[str, Any]] = {}

    def row(self, register: str, **columns: Any) -> Self:
        """One row of a register, in the register's own columns."""
        self.rows.setdefault(register, []).append({"LopNr": self.name, **columns})
        return self

    def registered(self, programme: str | None, *terms: str, **columns: Any) -> Self:
        """Registered on a programme in the terms, at KI in Stockholm unless columns say otherwise."""
        for label in terms:
            said = {"HsKod": "KI", "ProgOrt": "0180", **columns}
            self.row(
                "registrations", Ar=int(label[2:]), Termin=1 + (label[:2] == "HT"), YProg=programme, **said
            )
        return self

    def degree(self, kind: str, on: str, **columns: Any) -> Self:
        """A degree issued on a day; professional, from KI, unless columns say otherwise."""
        said = {"ExHsKod": "KI", "ExaKategori": "yrkes", **columns}
        return self.row("degrees", Examenskod=kind, Examensdatum=on, **said)

    def general_degree(self, on: str, kind: str = "kandidat") -> Self:
        """A general degree issued on a day."""
        return self.degree(kind, on, ExaKategori="generell")

    def licensed(self, code: str, on: str, **columns: Any) -> Self:
        """A licence of HOSP's profession code."""
        return self.row("licences", yrkeskod=code, legitimationsdatum=on, **columns)

    def applied(
        self, programme: str, label: str, choice: int = 1, eligible: int = 0, admitted: int = 0
    ) -> Self:
        """An application to a programme for a term."""
        when = {"Ar": int(label[2:]), "Termin": 1 + (label[:2] == "HT")}
        return self.row(
            "applications", YProg=programme, prioritet=choice, behorig=eligible, antagen=admitted, **when
        )

    def left_school(self, year: int, path: str, curriculum: str = "Gy2000", **columns: Any) -> Self:
        """An upper-secondary leaving record."""
        return self.row("upper_secondary", AvgAr=year, StudieVagKod=path, Laroplan=curriculum, **columns)

    def resident(self, *years: int, **columns: Any) -> Self:
        """In the population on 31 December of the years; said twice, the columns are put together.

        A woman born in 1980 in Stockholm, of Swedish background, unless columns say otherwise.
        """
        usual = {"Kon": 2, "FodelseAr": 1980, "Kommun": "0180", "UtlSvBakg": 22}
        for year in years:
            self.years[year] = {**usual, **self.years.get(year, {}), **columns}
        return self

    def register_rows(self) -> dict[str, list[dict[str, Any]]]:
        """All rows by register."""
        rows = {register: list(found) for register, found in self.rows.items()}
        yearly = [{"LopNr": self.name, "Ar": year, **said} for year, said in sorted(self.years.items())]
        rows["individuals"] = rows.get("individuals", []) + yearly
        return rows


def starter(
    name: str, start: str = "HT2001", programme: str | None = "tandhygienist", **columns: Any
) -> Person:
    """A person who starts, by default as a dental hygienist in HT 2001: four terms, deadline 1 July 2006."""
    return Person(name).registered(programme, start, **columns)


def graduate(name: str, licensed_on: str | None = "2005-02-01", start: str = "HT2001") -> Person:
    """A dental hygienist with a degree of 15 January 2005 and, unless None, a licence."""
    person = starter(name, start).degree("tandhygienist", "2005-01-15")
    return person if licensed_on is None else person.licensed("TH", licensed_on)


def nurse(name: str, licensed_on: str = "2001-01-15") -> Person:
    """A nurse by licence, by default of läsår 2000/01: VT 2001 is the first term that ends after it."""
    return Person(name).licensed("SJ", licensed_on)


def advanced(
    name: str, start: str = "HT2003", specialisation: str | None = "anestesi", licensed_on: str = "2001-01-15"
) -> Person:
    """A nurse who starts specialist nurse, by default in HT 2003 (k = 3): two terms, deadline 1 July 2007."""
    return nurse(name, licensed_on).registered(SPECIALIST, start, Inriktning=specialisation)


@dataclass(frozen=True)
class Case:
    """A delivery to count: its people, and what the delivery and the run are asked to be.

    covers   replaces single entries of FULL_COVERS
    without  registers that are not delivered
    choices  replaces single choices of those in force
    own_dirs  folders with profession files that are not the project's
    """

    people: Sequence[Person]
    covers: Mapping[str, Any] = field(default_factory=dict)
    without: Sequence[str] = ()
    professions: Sequence[str] = ("tandhygienist",)
    window: str = "2000-2010"
    licence_cohorts: Sequence[str] = ("2000/01", "2007/08")
    choices: Mapping[str, str] = field(default_factory=dict)
    own_dirs: Sequence[Path] = ()

    def request(self, folder: Path) -> Request:
        """The delivery written into a folder, and the run that is asked for."""
        registers: dict[str, list[dict[str, Any]]] = {name: [] for name in contracts()}
        for person in self.people:
            for register, rows in person.register_rows().items():
                registers[register] += rows
        covers = {k: v for k, v in {**FULL_COVERS, **self.covers}.items() if k not in self.without}
        delivery = write_delivery(folder / "delivery", registers, covers)
        settings = replace(
            load_settings(None),
            out=str(folder / "out"),
            professions=tuple(self.professions),
            profession_dirs=tuple(map(str, self.own_dirs)),
            window=self.window,
            licence_cohorts=tuple(self.licence_cohorts),
            choices=tuple(sorted({**defaults(), **self.choices}.items())),
        )
        return Request(delivery, settings, "test")


class Lives(Counted):
    """The tables of one delivery, asked by person."""

    def of(self, table: str, *columns: str, **where: Any) -> dict[str, Any]:
        """Person → the column (or a tuple of columns), of the rows that are as `where` says.

        Entry by education and the choices in force, unless `where` names another model or variant.
        """
        wanted = {**USUAL, **where}
        rows = [
            r
            for r in self.rows(f"select * from {table}")
            if all(r[k] == v for k, v in wanted.items() if k in r or k in where)
        ]
        assert len({r["person"] for r in rows}) == len(rows), f"{table}: several rows of one person"
        return {r["person"]: r[columns[0]] if len(columns) == 1 else tuple(map(r.get, columns)) for r in rows}

    def judged(self, table: str, measure: str, **where: Any) -> dict[str, str]:
        """Person → YES, NO or NOT_OBSERVABLE for a measure; nobody outside its denominator (ruling R14)."""
        found = self.of(table, "base", "numerator", measure=measure, **where)
        words = {True: YES, False: NO, None: NOT_OBSERVABLE}
        return {
            person: words[said if base else base]
            for person, (base, said) in found.items()
            if base is not False
        }

    def counts(self, table: str, measure: str, cohort: str = "2000-2010", **where: Any) -> dict[Any, Any]:
        """(value_1, value_2) → (numerator, denominator, n_not_observable) of a measure's cells.

        Of the education model unless `where` names another.
        """
        rows = self.rows(f"select * from {table}")
        usual = {"model": "education"} if rows and "model" in rows[0] else {}
        wanted = {"measure": measure, "cohort": cohort, **usual, **where}
        return {
            (r["value_1"], r["value_2"]): (r["numerator"], r["denominator"], r["n_not_observable"])
            for r in rows
            if all(r[k] == v for k, v in wanted.items())
        }


def nurses(people: Sequence[Person], **said: Any) -> Case:
    """A case of the licence model: the group is the nurses."""
    return Case(people, professions=("sjukskoterska",), **said)


@contextmanager
def counted(case: Case, tables: Iterable[str], folder: Path) -> Iterator[Lives]:
    """The case read, and the tables built with all that they read and nothing else.

    As in a release, but in memory and on one thread: fifty small cases are quicker so.
    """
    request = case.request(folder)
    delivery, scope = load_delivery(request.delivery), request.settings.scope()
    (folder / "scratch").mkdir()
    with Warehouse(Path(":memory:"), folder / "scratch", threads=1) as warehouse:
        for name, rows in reference_tables(delivery, scope).items():
            warehouse.add_table(f"reference.{name}", rows)
        release = Release(request, delivery, scope, folder, folder, warehouse, warehouse, silent)
        for register in contracts():
            release.read(register)
        wanted = with_sources(tables)
        for table in queries():
            if table in wanted:
                release.build(table)
        yield Lives(release)


def with_sources(tables: Iterable[str]) -> set[str]:
    """The tables and every table that they read, directly or not."""
    wanted, waiting = set[str](), list(tables)
    while waiting:
        table = waiting.pop()
        if table not in wanted and table in queries():
            wanted.add(table)
            waiting += queries()[table].reads
    return wanted
