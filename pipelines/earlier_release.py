"""An earlier release as something to count on: its warehouse, and the delivery behind it.

Belongs here: finding both. Does not belong here: reading rows from it (pipelines.previewing).
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from flows.warehouse import Warehouse
from pipelines.private import scratch_folder
from pipelines.purging import purged
from schemas.contract import contracts
from schemas.delivery import Cover, Delivery
from schemas.faults import UserError, fault

WAREHOUSE = Path("internal") / "warehouse.duckdb"
IN_MEMORY = Path(":memory:")


def warehouse_at(place: Path) -> Path | None:
    """The warehouse of an earlier release, None for a delivery; UserError when the place is neither."""
    if (place / "delivery.toml").is_file():
        return None
    if (place / WAREHOUSE).is_file():
        return place / WAREHOUSE
    if place.is_file() and place.suffix == ".duckdb":
        return place
    if gone := purged(place):
        raise UserError([gone])
    raise fault("preview_place_wrong", folder=place)


def unsaved(file: Path) -> list[str]:
    """The log beside a database that somebody has changed since; opening the database would follow it."""
    log = file.with_name(f"{file.name}.wal")
    return [f"{file.parent.name}/{log.name}"] if log.exists() else []


def delivery_behind(place: Path, file: Path) -> Delivery:
    """The delivery behind a release, as its manifest and its warehouse say."""
    said, received_on = _manifest(file.parent.parent / "manifest.json")
    covers: dict[str, Cover] = {}
    with (
        scratch_folder() as scratch,
        Warehouse(IN_MEMORY, scratch) as one,
    ):
        one.attach(file)
        row = one.frame("select * from earlier.reference.coverage").row(0, named=True)
    for register in contracts():
        first, last = row.get(f"{register}_first"), row.get(f"{register}_last")
        if first is not None and last is not None:
            covers[register] = Cover(first, last)
    return Delivery(
        folder=place,
        id=said.get("delivery", file.name),
        supplier=said.get("supplier", ""),
        received_on=received_on,
        covers=covers,
        files={},
        columns={},
        codes={},
    )


def _manifest(file: Path) -> tuple[dict[str, str], date]:
    """What a release's manifest says, and when its delivery was received; nothing where there is none."""
    if not file.is_file():
        return {}, date.min
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return said, date.fromisoformat(said.get("received_on", date.min.isoformat()))
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise fault("file_unreadable", file=file, problem=error) from error
