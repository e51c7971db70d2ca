"""A folder of files → what its delivery.toml may say, and every question that a person has to settle.

Belongs here: putting together what the files show. Does not belong here: looking at one file (recognising,
tallying), the questions (asking) and the text of the file (writing).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from flows.proposing.asking import (
    Question,
    about_columns,
    about_combined,
    about_covers,
    about_delivery,
    about_files,
    about_register,
    guesses,
)
from flows.proposing.coding import Codes, propose
from flows.proposing.covering import Seen, seen
from flows.proposing.naming import pattern_of
from flows.proposing.recognising import Recognised, recognise, year_in
from flows.proposing.sharing import combined_in, tallies
from flows.proposing.tallying import Tally, tally
from schemas.contract import Contract, contracts
from schemas.faults import UserError
from schemas.sources import Source, batches, open_source

SAMPLE = 5_000
"""So many of a file's first rows are looked at to recognise it."""
LONGEST, MOST = 200, 1_000
"""Letters of a column's name, and columns, that are looked at."""


@dataclass
class Found:
    """One register of the folder: its files, what each looks like, and their counts together.

    combined: the source that holds it together with other registers, "" when its files are its own.
    """

    contract: Contract
    combined: str = ""
    files: dict[Path, Recognised] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)

    @property
    def columns(self) -> dict[str, str]:
        """Contract name → the delivery's, where that is a guess."""
        guessed = guesses(self.files)
        return {name: guessed[name][0] for name in self.contract.names if name in guessed}

    @property
    def codes(self) -> dict[str, Codes]:
        """Column → what its unknown codes may mean."""
        found = {n: propose(self.contract.column(n), values) for n, values in self.tally.unknown.items()}
        return {name: codes for name, codes in found.items() if codes}


@dataclass(frozen=True)
class Proposal:
    """What a folder's delivery.toml may say; questions are what a person has to settle first.

    patterns has the registers whose files do not bear its name; combined the registers of each source that
    holds several; unused the files of no register.
    """

    id: str
    supplier: str
    received_on: date
    covers: dict[str, Seen]
    patterns: dict[str, str]
    combined: dict[str, list[str]]
    columns: dict[str, dict[str, str]]
    codes: dict[str, dict[str, dict[str, str]]]
    files: dict[str, tuple[str, ...]]
    unused: tuple[str, ...]
    questions: tuple[Question, ...]


def look(
    folder: Path, files: Iterable[Path], scratch: Path, talk: Callable[..., None]
) -> tuple[dict[str, Found], dict[Path, str]]:
    """Every register that the files hold, in the contracts' order, and why each other file is left out."""
    found: dict[str, Found] = {}
    shared: dict[str, Found] = {}
    unused: dict[Path, str] = {}
    for path in files:
        talk("looking_at", file=path.relative_to(folder).as_posix())
        try:
            if not _look_at(path, open_source(path, scratch), found, shared):
                unused[path] = "not_recognised"
        except UserError:
            unused[path] = "not_readable"
    every = shared | found  # a register with files of its own is not read from others'
    return {name: every[name] for name in contracts() if name in every}, unused


def _look_at(path: Path, source: Source, found: dict[str, Found], shared: dict[str, Found]) -> bool:
    """Adds what the file is; False when it is like nothing that is known."""
    sample = _sample(source)
    if several := combined_in(sample):
        for register, counts in tallies(source, several):
            contract = contracts()[register]
            part = shared.setdefault(register, Found(contract, several.name))
            part.files[path] = Recognised(contract, (), ())
            part.tally.add(counts)
        return True
    one = recognise(path, sample)
    if one is None:
        return False
    counts = tally(source, one.contract, one.given, year_in(path, one.contract))
    own = found.setdefault(one.contract.register, Found(one.contract))
    own.files[path] = one
    own.tally.add(counts)
    return True


def _sample(source: Source) -> pl.DataFrame:
    """The first rows, of columns whose names can be names: a file of another kind has one of megabytes."""
    names = [name for name in source.frame.collect_schema().names() if len(name) <= LONGEST][:MOST]
    nothing = pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    rows = source.frame.select(names).head(SAMPLE)
    return pl.concat([nothing, *batches(source, rows, SAMPLE, every_row=False)]) if names else nothing


def propose_delivery(
    folder: Path, found: Mapping[str, Found], unused: Mapping[Path, str], received_on: date
) -> Proposal:
    """The proposal; the order of the questions is that of the file."""
    combined: dict[str, list[str]] = {}
    for name, one in found.items():
        if one.combined:
            combined.setdefault(one.combined, []).append(name)
    holders = {one.combined or name: list(one.files) for name, one in found.items()}
    patterns = {name: pattern_of(folder, name, files) for name, files in holders.items()}
    covers = {name: span for name, one in found.items() if (span := seen(one.tally, one.contract))}
    questions = [about_delivery(), *about_files(folder, unused)]
    questions += [
        q for name in combined for q in about_combined(name, holders[name], combined[name], patterns[name])
    ]
    questions += [q for one in found.values() for q in _about(one, covers, patterns)]
    return Proposal(
        id=folder.resolve().name,
        supplier=_supplier(one.contract for one in found.values()),
        received_on=received_on,
        covers=covers,
        patterns={name: pattern for name, pattern in patterns.items() if pattern},
        combined=combined,
        columns={name: one.columns for name, one in found.items() if one.columns},
        codes={
            name: {c: k.proposed for c, k in one.codes.items() if k.proposed} for name, one in found.items()
        },
        files={n: tuple(p.relative_to(folder).as_posix() for p in one.files) for n, one in found.items()},
        unused=tuple(path.relative_to(folder).as_posix() for path in unused),
        questions=tuple(questions),
    )


def _about(one: Found, covers: Mapping[str, Seen], patterns: Mapping[str, str | None]) -> Iterator[Question]:
    """What there is to ask of one register."""
    name = one.contract.register
    if not one.combined:
        yield from about_register(one.contract, one.files, is_apart=patterns[name] is not None)
    yield from about_covers(one.contract, covers.get(name))
    yield from about_columns(one.contract, one.files)
    yield from (Question.of_codes(name, column, codes) for column, codes in one.codes.items())


def _supplier(found: Iterable[Contract]) -> str:
    """The agencies that the registers come from."""
    named = [name for contract in found for name in contract.source.split(",")[0].split(" och ")]
    return " och ".join(dict.fromkeys(named))
