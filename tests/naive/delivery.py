"""A delivery as the oracle sees it: clean, typed rows and what each register covers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.naive.terms import parse_term, term_year

Row = dict[str, Any]

REGISTERS = (
    "registrations",
    "degrees",
    "applications",
    "upper_secondary",
    "licences",
    "individuals",
    "migration",
    "deaths",
)


@dataclass
class Delivery:
    """One delivery.

    `covers` is as in delivery.toml: terms (`HT1993`) for registrations and applications, dates for
    degrees, licences, migration and deaths, years for individuals and upper_secondary. A register
    without an entry is not delivered (R2). `registers` holds accepted rows only, with the contract's
    column names: text codes, whole numbers, dates; None or an absent key is missing.
    """

    id: str = "2026-06"
    covers: dict[str, list[Any]] = field(default_factory=dict)
    registers: dict[str, list[Row]] = field(default_factory=dict)
    rejected_years: set[tuple[str, int]] = field(default_factory=set)

    def rows(self, register: str) -> list[Row]:
        """The accepted rows of a register, none when it is not delivered."""
        if register not in self.covers:
            return []
        return self.registers.get(register, [])

    def covers_date(self, register: str, day: date) -> bool:
        """True when a date lies inside the covered dates."""
        if register not in self.covers:
            return False
        first, last = self.covers[register]
        return bool(first <= day <= last)

    def covers_until(self, register: str, day: date) -> bool:
        """True when the covered dates reach a date, whatever their beginning."""
        if register not in self.covers:
            return False
        return bool(day <= self.covers[register][1])

    def covers_year(self, year: int) -> bool:
        """True when `individuals` covers a year."""
        if "individuals" not in self.covers:
            return False
        first, last = self.covers["individuals"]
        return bool(first <= year <= last)

    def covers_term_of(self, register: str, index: int) -> bool:
        """True when a term lies inside the covered terms of registrations or applications (R54)."""
        if register not in self.covers:
            return False
        first, last = self.covers[register]
        return parse_term(first) <= index <= parse_term(last)

    def last_lasar(self, register: str) -> int | None:
        """The last läsår whose VT registrations or applications reach; a lone last HT begins none (R52)."""
        if register not in self.covers:
            return None
        return term_year(parse_term(self.covers[register][1])) - 1

    def covers_term(self, index: int) -> bool:
        """True when registrations reach a term, whatever their beginning (R55, R60)."""
        if "registrations" not in self.covers:
            return False
        return index <= parse_term(self.covers["registrations"][1])


@dataclass
class Person:
    """All rows of one LopNr."""

    lopnr: str
    registrations: list[Row] = field(default_factory=list)
    degrees: list[Row] = field(default_factory=list)
    applications: list[Row] = field(default_factory=list)
    upper_secondary: list[Row] = field(default_factory=list)
    licences: list[Row] = field(default_factory=list)
    years: dict[int, Row] = field(default_factory=dict)
    rejected_years: set[int] = field(default_factory=set)


def persons_of(delivery: Delivery) -> list[Person]:
    """Everybody named in any register that a measure reads, sorted by LopNr."""
    found: dict[str, Person] = {}

    def person(lopnr: str) -> Person:
        if lopnr not in found:
            found[lopnr] = Person(lopnr)
        return found[lopnr]

    for row in delivery.rows("registrations"):
        person(row["LopNr"]).registrations.append(row)
    for row in delivery.rows("degrees"):
        person(row["LopNr"]).degrees.append(row)
    for row in delivery.rows("applications"):
        person(row["LopNr"]).applications.append(row)
    for row in delivery.rows("upper_secondary"):
        person(row["LopNr"]).upper_secondary.append(row)
    for row in delivery.rows("licences"):
        person(row["LopNr"]).licences.append(row)
    for row in delivery.rows("individuals"):
        years = person(row["LopNr"]).years
        if row["Ar"] in years and years[row["Ar"]] != row:
            raise ValueError(f"R6: two different rows for {row['LopNr']} in {row['Ar']}")
        years[row["Ar"]] = row
    for lopnr, year in delivery.rejected_years:
        person(lopnr).rejected_years.add(year)
    return [found[lopnr] for lopnr in sorted(found)]
