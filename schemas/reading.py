"""A register's files → accepted and rejected rows, strictly under its contract, batch by batch.

Belongs here: which files, and which of their rows, in which order. Does not belong here: file formats
(schemas.sources) and judging a row (schemas.judging).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from schemas.setting_aside import BATCH_ROWS, Sifted, Sought, sifted
from schemas.shaping import Early, Shaped, names_nowhere, shape
from schemas.sources import Source, batches, open_source


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
    sought = None
    if persons is not None and contract.cohort_only:
        sought = Sought(persons, pl.Series([], dtype=pl.String) if noted is None else noted)
    pile = Pile(Cleaning(contract, codes, delivery.covers[contract.register]).of_file)
    for place in delivery.files[contract.register]:
        source, label = open_source(place, scratch), delivery.label(place)
        counts.columns[label] = tuple(source.names)
        shaped = shape(source, delivery, contract, early)
        digest = sha256()
        for some in _some_at_a_time(source, shaped, contract, sought, codes.get("LopNr", {})):
            if isinstance(place, Table):
                text = some.rows.drop(ROW) if shaped.names else some.rows  # as table_hash reads it
                digest.update(text.write_csv(include_header=False).encode())
            counts.by_file[label] += some.number
            for together, cleaned in pile.add(some, label, shaped):
                yield judge(together, contract, cleaned, counts, sought)
        if isinstance(place, Table):
            counts.tables[label] = digest.hexdigest()
    for together, cleaned in pile.rest():
        yield judge(together, contract, cleaned, counts, sought)


def _some_at_a_time(
    source: Source, shaped: Shaped, contract: Contract, sought: Sought | None, codes: Mapping[str, str]
) -> Iterator[Sifted]:
    """The rows to judge; everybody's where nobody is sought, and where the source holds several registers."""
    if sought is not None and shaped.names and not isinstance(source.path, Table):
        yield from sifted(source, shaped, contract, sought, codes)
        return
    first = 1
    for rows in batches(source, shaped.rows, BATCH_ROWS, every_row=shaped.whole):
        yield Sifted(rows if ROW in rows.columns else rows.with_row_index(ROW, first))
        first += rows.height


def table_hash(delivery: Delivery, contract: Contract, place: Table) -> str:
    """SHA-256 of the register's text in a table, as ReadingCounts has it."""
    source, digest = open_source(place, delivery.folder), sha256()
    for rows in batches(source, shape(source, delivery, contract).rows, BATCH_ROWS):
        digest.update(rows.write_csv(include_header=False).encode())
    return digest.hexdigest()
