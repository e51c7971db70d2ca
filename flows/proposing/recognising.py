"""Which register a file is, and which of its columns is which, from its header and its first rows.

Belongs here: weighing what is alike. Does not belong here: how alike two columns are (likeness), and
what is asked of a person (asking).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

import polars as pl

from flows.proposing.likeness import folded, is_named, name_likeness, value_likeness
from schemas.contract import Column, Contract, contracts

NAME_ALONE, NAME_AND_VALUES, OPTIONAL_NAME = 0.6, 0.4, 0.92
"""So alike must a name be: of a required column, where its values fit, and of one that need not be there.

LISA has many columns that are called nearly the same (SyssStat11, SyssStat19).
"""
FIT = 0.8
"""So many of the values must be such that the column would take them."""
GUESSED, RIVAL, OPTIONAL, HINT = 0.6, 0.5, 0.05, 0.2
"""Weights: a guessed column beside a certain one; how near a rival is; an optional column; a file's name."""
LONG = 5
PERSON, FEWEST_PERSONS = "LopNr", 20
"""A column of persons' numbers has a value of its own in every twentieth row at least."""


@dataclass(frozen=True)
class Match:
    """A column of the contract, what the file calls it, and whether that is one of the contract's names."""

    name: str
    theirs: str
    is_certain: bool


@dataclass(frozen=True)
class Recognised:
    """What a file seems to be; rivals are registers that it resembles nearly as much."""

    contract: Contract
    matches: tuple[Match, ...]
    missing: tuple[str, ...]
    rivals: tuple[str, ...] = ()

    @property
    def given(self) -> dict[str, str]:
        """Contract name → name in the file."""
        return {match.name: match.theirs for match in self.matches}

    @property
    def is_certain(self) -> bool:
        """Every required column is there under a name of the contract, and no other register is as near."""
        required = {column.name for column in self.contract.columns if column.required}
        guessed = {match.name for match in self.matches if not match.is_certain}
        return not (self.missing or self.rivals or required & guessed)


def recognise(file: PurePath, sample: pl.DataFrame) -> Recognised | None:
    """The register that the file resembles most; None when it resembles none."""
    found = {name: _matched(contract, file, sample) for name, contract in contracts().items()}
    worth = {name: _worth(one, file) for name, one in found.items()}
    best = max(worth, key=lambda name: worth[name])
    if worth[best] <= 0:
        return None
    near = [name for name in worth if name != best and worth[name] > worth[best] - RIVAL]
    one = found[best]
    return Recognised(one.contract, one.matches, one.missing, tuple(near))


def year_in(file: PurePath, contract: Contract) -> int | None:
    """The last year in a file's name, where the register's may stand there."""
    years = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", file.name) if contract.year_in_file_name else []
    return int(years[-1]) if years else None


def _worth(one: Recognised, file: PurePath) -> float:
    """Required columns that are there less those that are not; then optional ones and the file's name."""
    certain = {match.name: match.is_certain for match in one.matches}
    required = [column.name for column in one.contract.columns if column.required]
    if len(one.missing) > len(required) / 3:
        return 0
    weights = [1 if certain[name] else GUESSED for name in required if name in certain]
    optional = sum(certain[name] for name in certain if name not in required)
    return sum(weights) - len(one.missing) + OPTIONAL * optional + HINT * _is_hinted(one.contract, file)


def _is_hinted(contract: Contract, file: PurePath) -> bool:
    """Whether the file's name has a word of the register's: its id, or a long word of its title."""
    stem = folded(file.name)
    words = re.findall(r"\w+", f"{contract.register} {contract.title_sv}")
    return any(folded(word) in stem for word in words if len(word) >= LONG or word.isupper())


def _matched(contract: Contract, file: PurePath, sample: pl.DataFrame) -> Recognised:
    left = dict.fromkeys(sample.columns)
    matches: list[Match] = []
    for column in contract.columns:
        own = next((name for name in left if is_named(column, name)), None)
        if own is not None:
            matches.append(Match(column.name, own, True))
            del left[own]
    unmatched = [column for column in contract.columns if column.name not in {m.name for m in matches}]
    matches += _guessed(contract, unmatched, sample.select(list(left)))
    there = {match.name for match in matches}
    if year_in(file, contract) is not None:
        there.add("Ar")
    missing = [column.name for column in contract.columns if column.required and column.name not in there]
    return Recognised(contract, tuple(matches), tuple(missing))


def _guessed(contract: Contract, columns: list[Column], sample: pl.DataFrame) -> list[Match]:
    """The columns that are most alike, one to one, the most alike first."""
    likeness = {
        (column.name, theirs): worth
        for column in columns
        for theirs in sample.columns
        if (worth := _likeness(column, contract, sample[theirs])) > 0
    }
    found: dict[str, str] = {}
    for name, theirs in sorted(likeness, key=lambda pair: -likeness[pair]):
        if name not in found and theirs not in found.values():
            found[name] = theirs
    if PERSON in {column.name for column in columns} - set(found):
        found |= _person(sample.drop(found.values()))
    return [Match(name, theirs, False) for name, theirs in found.items()]


def _likeness(column: Column, contract: Contract, values: pl.Series) -> float:
    named = name_likeness(column, values.name)
    by_value = column.required and column.kind == "date"
    if named < NAME_AND_VALUES and not by_value:
        return 0
    fits = value_likeness(column, contract, values)
    if fits is not None and fits < FIT and named < 1:
        return 0
    enough = OPTIONAL_NAME if not column.required else NAME_ALONE if fits is None else NAME_AND_VALUES
    if named >= enough:
        return named + (fits or 0)
    return (fits or 0) / 2 if by_value else 0


def _person(sample: pl.DataFrame) -> dict[str, str]:
    """The column with the most values, where it has enough of them to be a person's number."""
    values = {column.name: column.n_unique() for column in sample}
    best = max(values, key=lambda name: values[name], default="")
    return {PERSON: best} if best and values[best] > sample.height / FEWEST_PERSONS else {}
