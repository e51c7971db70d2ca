"""A register's files → accepted and rejected rows, strictly under its contract, batch by batch.

Belongs here: which files, and which of their rows, in which order. Does not belong here: file formats
(schemas.sources) and judging a row (schemas.judging).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import polars as pl

from schemas.cleaning import Cleaning
from schemas.combining import ROW
from schemas.contract import Contract
from schemas.databases import Table
from schemas.delivery import Delivery
from schemas.faults import Fault, UserError
from schemas.judging import Batch, ReadingCounts, judge
from schemas.piling import Pile
from schemas.setting_aside import BATCH_ROWS, Sifted, Sought, is_read_at_once, sifted
from schemas.shaping import Early, names_nowhere, shape
from schemas.small_files import Opened, together
from schemas.sources import batches, open_source


def check_headers(delivery: Delivery, contract: Contract, scratch: Path) -> list[Fault]:
    """Every fault in the columns of a register's files and tables; one that cannot be read is one."""
    faults: list[Fault] = []
    seen: set[str] = set()
    for place in delivery.files.get(contract.register, []):
        try:
            source = open_source(place, scratch)
            seen |= set(source.names)
            shape(source, delivery, contract)
        except UserError as error:
            faults.extend(error.faults)
    return faults or names_nowhere(delivery, contract, seen)


def read_register(
    delivery: Delivery,
    contract: Contract,
    scratch: Path,
    counts: ReadingCounts,
    persons: pl.Series | None = None,
    noted: pl.Series | None = None,
    early: Early | None = None,
) -> Iterator[Batch]:
    """The register's rows in batches; counts fills up as they are read.

    persons: the people of some cohort; others' rows are set aside (R58) and only
    counted. None = keep everybody. noted: people to note when their rows are set aside, so that
    the gate knows them. early: which rows to read at all; the others are neither judged nor counted.
    UserError names a file, column or line that is wrong.
    """
    codes = delivery.codes.get(contract.register, {})
    of_people = codes.get("LopNr", {})
    sought = None
    if persons is not None and contract.cohort_only:
        sought = Sought(persons, pl.Series([], dtype=pl.String) if noted is None else noted)
    pile = Pile(Cleaning(contract, codes, delivery.covers[contract.register]).of_file)
    opened = _opened(delivery, contract, scratch, early)
    for files in together(opened, lambda file: _is_sifted(file, sought) and is_read_at_once(file, of_people)):
        file, digest = files[0], sha256()
        counts.columns.update({one.label: tuple(one.source.names) for one in files})
        for some in _some_at_a_time(files, contract, sought, of_people):
            if isinstance(file.source.path, Table):
                text = some.rows.drop(ROW) if file.shaped.names else some.rows  # as table_hash reads it
                digest.update(text.write_csv(include_header=False).encode())
            _count(files, some, counts)
            for piled, cleaned in pile.add(some.of_file(file.label), file.shaped):
                yield judge(piled, contract, cleaned, counts, sought)
        if isinstance(file.source.path, Table):
            counts.tables[file.label] = digest.hexdigest()
    for piled, cleaned in pile.rest():
        yield judge(piled, contract, cleaned, counts, sought)


def _opened(delivery: Delivery, contract: Contract, scratch: Path, early: Early | None) -> Iterator[Opened]:
    for place in delivery.files[contract.register]:
        source = open_source(place, scratch)
        yield Opened(source, delivery.label(place), shape(source, delivery, contract, early))


def _is_sifted(file: Opened, sought: Sought | None) -> bool:
    """Whether rows are set aside before they are judged: not of a source that holds several registers."""
    return sought is not None and bool(file.shaped.names) and not isinstance(file.source.path, Table)


def _some_at_a_time(
    files: Sequence[Opened], contract: Contract, sought: Sought | None, codes: Mapping[str, str]
) -> Iterator[Sifted]:
    """The rows to judge of the files that are read as one; everybody's where nobody's are set aside."""
    file = files[0]
    if sought is not None and _is_sifted(file, sought):
        yield from sifted(files, contract, sought, codes)
        return
    first = 1
    for rows in batches(file.source, file.shaped.rows, BATCH_ROWS, every_row=file.shaped.whole):
        yield Sifted(rows if ROW in rows.columns else rows.with_row_index(ROW, first))
        first += rows.height


def _count(files: Sequence[Opened], some: Sifted, counts: ReadingCounts) -> None:
    """Puts the rows to their file's; several files are read whole, and have as many as they say."""
    if len(files) == 1:
        counts.by_file[files[0].label] += some.number
    else:
        counts.by_file.update({file.label: file.source.rows or 0 for file in files})


def table_hash(delivery: Delivery, contract: Contract, place: Table) -> str:
    """SHA-256 of the register's text in a table, as ReadingCounts has it."""
    source, digest = open_source(place, delivery.folder), sha256()
    for rows in batches(source, shape(source, delivery, contract).rows, BATCH_ROWS):
        digest.update(rows.write_csv(include_header=False).encode())
    return digest.hexdigest()
