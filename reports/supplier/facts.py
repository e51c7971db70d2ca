"""What the report to a supplier is made of: counts and places of one delivery, gathered by pipelines.

Belongs here: the shape of the facts. Does not belong here: what they amount to (findings).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl


@dataclass(frozen=True)
class FileFacts:
    """One file or table: its name in the delivery, its rows, its checksum, and the names of its columns."""

    name: str
    rows: int
    sha256: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class RegisterFacts:
    """One register that could be read; by_period has sound rows by year, term index or year of date."""

    first: str
    last: str
    read: int
    accepted: int
    duplicates: int
    rejected: int
    blanked: Mapping[str, int]
    restored: Mapping[str, int]
    by_period: Mapping[int, int]
    files: tuple[FileFacts, ...]

    @property
    def covers(self) -> str:
        """The time that it covers, in print."""
        return f"{self.first} – {self.last}" if "-" in self.first else f"{self.first}–{self.last}"

    @property
    def columns(self) -> dict[str, str]:
        """Every column of any file, by its name without capitals, as it is first written."""
        found: dict[str, str] = {}
        for file in self.files:
            for name in file.columns:
                found.setdefault(name.casefold(), name)
        return found


@dataclass(frozen=True)
class Unread:
    """Why a register could not be read: the key of a fault and its fields."""

    key: str
    fields: Mapping[str, object]


@dataclass(frozen=True)
class DeliveryFacts:
    """One delivery; the frames hold places (file, row, column) and codes, never a person.

    delivered_codes: (register, column, our code) → the code as it stands in the delivery.
    """

    id: str
    supplier: str
    received_on: date
    registers: Mapping[str, RegisterFacts]
    unread: Mapping[str, list[Unread]]
    rejected: pl.DataFrame
    duplicates: pl.DataFrame
    conflicts: pl.DataFrame
    codes: pl.DataFrame
    empty: pl.DataFrame
    delivered_codes: Mapping[tuple[str, str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Failed:
    """A check of the gate that failed, as counts; periods, terms and codes where it has them."""

    key: str
    register: str
    column: str
    checked: int
    unexpected: int
    periods: tuple[str, ...] = ()
    terms: int = 0
    codes: int = 0
