"""A register's contract: its columns, types, allowed codes and keys, read from registers/*.toml.

Belongs here: what a well-formed delivery looks like. Does not belong here: reading files
(schemas.reading) and judging a delivery as a whole (schemas.expectations).
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import MISSING, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal

REGISTERS = Path(__file__).parent / "registers"
CODES = Path(__file__).parent / "codes"

Kind = Literal["text", "code", "integer", "number", "date"]
Period = Literal["term", "date", "year"]


@dataclass(frozen=True)
class Column:
    """One column of a register.

    kind      text (anything), code (one of `codes`), integer, number (decimals), date
    required  the column must exist in the delivery
    key       the value must be present (rulings R1, R5)
    codes     allowed values, exact; empty = any
    width     fixed width; a shorter run of digits gets its leading zeros back (R4)
    pattern   what the whole of a text must match: one that is printed in public tables is not trusted
    minimum, maximum   inclusive limits of an integer or number
    bad_value what a value outside the rules does: the reason under which the row is
              rejected (R5), or "" = the value becomes missing and is counted
    """

    name: str
    kind: Kind
    required: bool = False
    key: bool = False
    codes: tuple[str, ...] = ()
    width: int = 0
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    bad_value: str = ""
    aliases: tuple[str, ...] = ()
    title_sv: str = ""
    years: tuple[int, int] | None = None
    code_list: str = ""


@dataclass(frozen=True)
class Contract:
    """What one register must look like.

    period    how its rows are dated, and so how `covers` is written: term, date or year
    dated_by  the columns that date a row (Ar and Termin, or one date or year)
    optional  an absent optional register only makes its own measures unobservable
    cohort_only  rows of people in no cohort may be set aside (R58)
    year_in_file_name  the year may stand in the file name (R3)
    """

    register: str
    title_sv: str
    title_en: str
    source: str
    period: Period
    dated_by: tuple[str, ...]
    columns: tuple[Column, ...]
    missing: tuple[str, ...]
    optional: bool = False
    cohort_only: bool = False
    year_in_file_name: bool = False

    def column(self, name: str) -> Column:
        """The column of that contract name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """Contract names of the columns, in order."""
        return tuple(column.name for column in self.columns)


@cache
def contracts() -> dict[str, Contract]:
    """Every register's contract by register name, in the order a run reads them.

    Those whose rows of people in no cohort are set aside (R58) come after those that say who is.
    """
    found = [parse_contract(path) for path in REGISTERS.glob("*.toml")]
    return {c.register: c for c in sorted(found, key=lambda c: (c.cohort_only, c.register))}


def parse_contract(path: Path) -> Contract:
    """The contract in a TOML file; ValueError names every unknown or missing key."""
    with path.open("rb") as file:
        data = tomllib.load(file)
    columns = tuple(_column(entry, path) for entry in data.pop("columns", []))
    _refuse_keys(data, Contract, path, "register", {"columns"})
    contract = Contract(columns=columns, **{name: _frozen(value) for name, value in data.items()})
    if contract.period not in ("term", "date", "year"):
        raise ValueError(f"{path.name}: register: unknown period {contract.period!r}")
    if len(set(contract.names)) < len(columns) or not set(contract.dated_by) <= set(contract.names):
        raise ValueError(f"{path.name}: register: a column stands twice, or dated_by names none")
    return contract


def _column(entry: dict[str, Any], path: Path) -> Column:
    _refuse_keys(entry, Column, path, f"column {entry.get('name', '?')}", set())
    column = Column(**{name: _frozen(value) for name, value in entry.items()})
    if column.code_list:
        codes = tuple(row[0] for row in read_code_list(column.code_list)[1:])
        column = Column(**{**column.__dict__, "codes": codes + column.codes})
    if column.kind not in ("text", "code", "integer", "number", "date"):
        raise ValueError(f"{path.name}: column {column.name}: unknown kind {column.kind!r}")
    if column.kind == "code" and not column.codes:
        raise ValueError(f"{path.name}: column {column.name}: a code needs codes or a code_list")
    return column


def _refuse_keys(data: dict[str, Any], shape: type, path: Path, where: str, given: set[str]) -> None:
    allowed = {f.name for f in fields(shape)} - given
    unknown = sorted(set(data) - allowed)
    if unknown:
        raise ValueError(f"{path.name}: {where}: unknown keys {unknown}; allowed: {sorted(allowed)}")
    missing = sorted({f.name for f in fields(shape) if f.default is MISSING} - given - set(data))
    if missing:
        raise ValueError(f"{path.name}: {where}: missing keys {missing}")


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@cache
def read_code_list(name: str) -> list[list[str]]:
    """Rows of schemas/codes/<name>.csv as text, the header first."""
    with (CODES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
