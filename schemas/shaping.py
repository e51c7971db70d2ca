"""From the columns of a file or table to a register's: the contract's names, by the delivery's own.

Belongs here: which column of a source is which of the contract's, and what is wrong when one is not
there. Does not belong here: what the values mean (schemas.cleaning) and how a combined source's rows
become a register's (schemas.combining).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from schemas.combining import ROW, Part, combined, rows_of
from schemas.contract import Contract
from schemas.delivery import Cover, Delivery
from schemas.faults import Fault, UserError
from schemas.places import Place
from schemas.sources import Source

Early = Callable[[Collection[str], int | None], pl.Expr]
"""From the contract columns that a file has, as text, and the year in its name, to whether a row is read."""


@dataclass(frozen=True)
class Shaped:
    """A register's rows in one place, as text under the contract's names.

    given: the contract columns that are there; whole: whether the place's every row is among the rows.
    names: contract name → the place's own, where each column is one of the place's.
    """

    rows: pl.LazyFrame
    given: tuple[str, ...]
    year: int | None
    whole: bool
    names: Mapping[str, str] = field(default_factory=dict)


def shape(source: Source, delivery: Delivery, contract: Contract, early: Early | None = None) -> Shaped:
    """The register's rows; UserError names every column that is missing or stands twice."""
    cover = delivery.covers[contract.register]
    year = _year_in_name(source.path, cover) if contract.year_in_file_name else None
    names: dict[str, str] = {}
    if name := delivery.combined.get(contract.register):
        part = combined()[name].parts[contract.register]
        theirs = _of_combined(source, delivery, contract, name, part)
        rows = rows_of(part, contract, source.frame, theirs, delivery.codes.get(name, {}))
        given = tuple(c for c in contract.names if c in rows.collect_schema())
        whole = not part.dates
    else:
        names = _of_contract(source, delivery, contract)
        given, whole = tuple(names), True
        rows = source.frame.select(pl.col(theirs).alias(ours) for ours, theirs in names.items())
        if early is not None:
            rows = rows.with_row_index(ROW, 1)
    if early is not None:
        rows, whole = rows.filter(early(given, year)), False
    return Shaped(rows, given, year, whole, names)


def names_nowhere(delivery: Delivery, contract: Contract, seen: Collection[str]) -> list[Fault]:
    """A fault for every name under [columns] that no file of the register has; seen: their columns.

    One file may lack it: LISA's variables come and go with the years.
    """
    section = delivery.combined.get(contract.register, contract.register)
    mapped = delivery.columns.get(section, {}) if contract.register in delivery.files else {}
    return [
        Fault(
            "column_nowhere", {"file": delivery.folder / "delivery.toml", "register": section, "column": name}
        )
        for name in mapped.values()
        if _key(name) not in {_key(one) for one in seen}
    ]


def _of_contract(source: Source, delivery: Delivery, contract: Contract) -> dict[str, str]:
    """Contract name → name in the file, for the columns that the file has."""
    mapped = delivery.columns.get(contract.register, {})
    # A name with a year that is not covered leaves the rows without a year: they are rejected (R3).
    in_name = contract.year_in_file_name and bool(_years_in_name(source.path))
    wanted = {c.name: (c.name, *c.aliases) for c in contract.columns}
    required = {c.name for c in contract.columns if c.required and not (c.name == "Ar" and in_name)}
    return _found(source, contract.register, wanted, mapped, required)


def _of_combined(
    source: Source, delivery: Delivery, contract: Contract, name: str, part: Part
) -> dict[str, str]:
    """The combined source's column → its name in the file, for those that the file has."""
    wanted = {column: (column,) for column in sorted(part.reads)}
    required = {part.columns[c.name] for c in contract.columns if c.required and c.name in part.columns}
    required |= {part.only.column} if part.only else set()
    required |= {names[0] for names in part.dates.values()}
    return _found(source, name, wanted, delivery.columns.get(name, {}), required)


def _found(
    source: Source,
    section: str,
    wanted: Mapping[str, Iterable[str]],
    mapped: Mapping[str, str],
    required: Collection[str],
) -> dict[str, str]:
    theirs: dict[str, list[str]] = {}
    for name in source.names:
        theirs.setdefault(_key(name), []).append(name)
    names: dict[str, str] = {}
    faults: list[Fault] = []
    for ours, own in wanted.items():
        called = (mapped[ours], *own) if ours in mapped else tuple(own)
        found = [theirs[_key(name)] for name in called if _key(name) in theirs]
        if found and len(found[0]) > 1:
            faults.append(Fault("column_twice", {"file": source.path, "value": ours}))
        elif found:
            names[ours] = found[0][0]
        elif ours in required:
            fields: dict[str, object] = {"file": source.path, "column": called[0], "register": section}
            faults.append(Fault("column_missing", fields | {"allowed": sorted(source.names)}))
    if faults:
        raise UserError(faults)
    return names


def _key(name: str) -> str:
    """Neither case nor spaces around it matter in a column's name."""
    return name.strip().casefold()


def _year_in_name(place: Place, cover: Cover) -> int | None:
    """The last four-digit year in the file name that the delivery covers (ruling R3)."""
    covered = [year for year in _years_in_name(place) if cover.first <= year <= cover.last]  # type: ignore[operator]  # years
    return covered[-1] if covered else None


def _years_in_name(place: Place) -> list[int]:
    return [int(text) for text in re.findall(r"(?<!\d)\d{4}(?!\d)", place.name)]
