"""`vardflode delivery report`: a delivery, and an earlier one, read and told to their supplier.

Belongs here: the order, and putting the two files in place. Does not belong here: reading a delivery
(pipelines.delivery_reading) and what is said of it (reports.supplier).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.delivery_reading import read_delivery
from pipelines.durable import rename
from pipelines.new_profession import place_text
from pipelines.settings import Settings
from reports.files.supplier_book import write_supplier_book
from reports.supplier.changes import changes
from reports.supplier.facts import Failed
from reports.supplier.findings import LEVELS, findings, in_order
from reports.supplier.page import supplier_page
from reports.supplier.tables import SupplierReport
from schemas.delivery import Delivery, load_delivery
from schemas.expectations import CheckResult
from schemas.faults import UserError, fault

NAME = "leveransrapport-{}"


@dataclass(frozen=True)
class Written:
    """The page, the workbook, and how many findings there are of each gravity."""

    page: Path
    book: Path
    numbers: dict[str, int]


def write_report(
    place: Path, against: Path | None, folder: Path, settings: Settings, talk: Callable[..., None]
) -> Written:
    """Writes both files, whether the delivery passes the gate or not; UserError when they cannot be."""
    delivery, earlier = _loaded(place, against)
    try:
        folder.mkdir(parents=True, exist_ok=True)  # known before minutes of reading
    except OSError as error:
        raise fault("not_writable", file=folder, problem=error.strerror or error) from error
    now, checks = read_delivery(delivery, talk, settings.scope())
    was = None
    if earlier is not None:
        talk("reading_earlier", delivery=earlier.id)
        was, _ = read_delivery(earlier, talk, None)
    failed = [_failed(check) for check in checks if not check.passed]
    found = in_order([*findings(now, failed), *(changes(now, was) if was else [])])
    jumps = {one.register: list(one.periods) for one in failed if one.key == "rows_jump"}
    report = SupplierReport(now, was, found, jumps)
    stem = NAME.format(re.sub(r"[^\w.-]+", "-", delivery.id))
    page, book = folder / f"{stem}.html", folder / f"{stem}.xlsx"
    place_text(supplier_page(report, book.name), page)
    _place_book(report, book)
    return Written(page, book, {level: len(report.of(level)) for level in LEVELS})


def _loaded(place: Path, against: Path | None) -> tuple[Delivery, Delivery | None]:
    """Both deliveries, or everything that is wrong with either delivery.toml."""
    faults, found = [], []
    for folder in (place, against):
        try:
            found.append(load_delivery(folder) if folder is not None else None)
        except UserError as error:
            faults += error.faults
    if faults:
        raise UserError(faults)
    return found[0], found[1]  # type: ignore[return-value]  # the first is a delivery


def _failed(check: CheckResult) -> Failed:
    said: dict[str, Any] = {name: value or 0 for name, value in check.fields.items() if name != "periods"}
    periods = check.fields.get("periods") or []
    labels = tuple(map(str, periods)) if isinstance(periods, list) else ()
    return Failed(check.key, check.register, check.column, check.checked, check.unexpected, labels, **said)


def _place_book(report: SupplierReport, file: Path) -> None:
    """The workbook is there whole or not at all."""
    growing = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        write_supplier_book(report, growing)
        rename(growing, file)
    except OSError as error:
        raise fault("not_writable", file=file, problem=error.strerror or error) from error
    finally:
        growing.unlink(missing_ok=True)
