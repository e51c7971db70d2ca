"""One group of a standing release made again, without the delivery: its rows are in the warehouse.

Belongs here: what a remade release is opened with, and what refuses it. Does not belong here: the steps
(pipelines.release), and which groups' protected rows stay as they are (pipelines.protecting).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from flows.professions import Profession, load_professions
from flows.reference import Scope, reference_tables
from flows.warehouse import RegisterCounts, Warehouse
from pipelines.approving import changed_files
from pipelines.backtesting import settings_of
from pipelines.earlier_release import WAREHOUSE, delivery_behind, unsaved
from pipelines.finding import earlier_release
from pipelines.manifest import counts_in, read_manifest
from pipelines.placing import growing, target_of
from pipelines.private import for_owner_only, scratch_folder
from pipelines.purging import purged
from pipelines.release import Release, Request
from pipelines.running import materialise
from pipelines.settings import Settings
from schemas.contract import contracts
from schemas.delivery import Delivery
from schemas.faults import UserError, fault

Talk = Callable[..., None]
COPIED = ("rejected", "duplicates", "set_aside_persons", "rows_by_period")
READ_BY = ("programme", "licence")
"""Kinds of codes that decide whose rows are read from a delivery (ruling R58)."""


def remake(folder: Path, profession: str, settings: Settings, talk: Talk) -> Release:
    """Makes the release again with today's file of one group; UserError says what refuses it.

    Everything else is as the manifest says: settings, the other groups' files, the earlier release.
    Counted anew from the rows that were read; protected anew where something has moved; attacked and
    written whole, and put in place in one step.
    """
    manifest = read_manifest(folder)
    if gone := purged(folder):
        raise UserError([gone])
    if profession not in manifest["professions"]:
        raise fault("remake_not_in_release", value=profession, allowed=sorted(manifest["professions"]))
    known = load_professions([Path(place) for place in settings.profession_dirs])
    if profession not in known:
        raise fault("profession_unknown", value=profession, allowed=sorted(known))
    with scratch_folder() as scratch:
        settings_then = replace(settings_of(manifest, settings, scratch), out=str(folder.parent))
        earlier = (manifest.get("earlier") or {}).get("release")
        before = earlier_release(Path(earlier), settings) if earlier else None
        request = Request(folder, settings_then, folder.name, replace=True, earlier=before)
        scope = _with(settings_then.scope(), known[profession], known)
        with open_again(request, scope, manifest, talk) as release:
            materialise(release, reading=False)
    return release


def _with(scope: Scope, group: Profession, known: Mapping[str, Profession]) -> Scope:
    """The scope with one group as its file is now, and the groups that it leads to."""
    groups = tuple(group if p.id == group.id else p for p in scope.professions)
    there = {p.id: p for p in scope.advanced} | {group.id: group}
    led_to = sorted({name for p in groups for name in p.leads_to})
    return replace(
        scope, professions=groups, advanced=tuple(there.get(name) or known[name] for name in led_to)
    )


@contextmanager
def open_again(request: Request, scope: Scope, manifest: Mapping[str, Any], talk: Talk) -> Iterator[Release]:
    """A release in the making, with the registers as they were read for the one that stands."""
    folder, settings = request.delivery, request.settings
    target = target_of(folder.parent, folder.name, replace=True, public=Path(settings.public))
    file = folder / WAREHOUSE
    if not file.is_file():
        raise fault("remake_no_warehouse", folder=folder)
    if touched := [*changed_files(folder, manifest["outputs"]), *unsaved(file)]:
        raise fault("approve_changed", folder=folder, files=touched)
    delivery = _as_read(delivery_behind(folder, file), manifest)
    with growing(folder.parent, folder.name) as new, for_owner_only(new / "scratch"):
        (new / "scratch").mkdir()
        (new / "internal").mkdir()
        with Warehouse(new / WAREHOUSE, new / "scratch") as warehouse:
            warehouse.attach(file)
            tables = reference_tables(delivery, scope)
            _must_be_read_alike(warehouse, tables["profession_codes"], folder)
            for name, rows in tables.items():
                warehouse.add_table(f"reference.{name}", rows)
            periods = _copy_rows(warehouse)
            if not warehouse.earlier_was_read_for(warehouse.people_of_cohorts()):
                raise fault("remake_needs_delivery", folder=folder, release=folder.name)
            warehouse.detach()
            said = str(manifest["delivery_toml"])
            release = Release(request, delivery, scope, new, target, warehouse, warehouse, talk, said)
            release.by_period = periods
            _account(release, manifest)
            release.run_gate()
            yield release


def _as_read(delivery: Delivery, manifest: Mapping[str, Any]) -> Delivery:
    """The delivery with its files' names; they are not looked for."""
    files = {
        register: [delivery.folder / name for name in entry["files"]]
        for register, entry in manifest["inputs"].items()
    }
    return replace(delivery, files=files)


def _must_be_read_alike(warehouse: Warehouse, codes: pl.DataFrame, folder: Path) -> None:
    """UserError when other people's rows would have been read than those that are in the warehouse."""
    kinds = pl.col("kind").is_in(READ_BY)
    then = warehouse.frame("select profession, kind, code from earlier.reference.profession_codes")
    now = codes.select("profession", "kind", "code")
    if set(then.filter(kinds).rows()) != set(now.filter(kinds).rows()):
        raise fault("remake_needs_delivery", folder=folder, release=folder.name)


def _copy_rows(warehouse: Warehouse) -> dict[str, dict[int, int]]:
    """Every register's rows; and how many there were by period."""
    for name in (*contracts(), *COPIED):
        warehouse.connection.execute(
            f"create or replace table raw.{name} as select * from earlier.raw.{name}"
        )
    found: dict[str, dict[int, int]] = {}
    for register, period, rows in warehouse.frame("select * from raw.rows_by_period").iter_rows():
        found.setdefault(register, {})[period] = rows
    return found


def _account(release: Release, manifest: Mapping[str, Any]) -> None:
    """What became of the delivery's rows, as the manifest says."""
    for register in contracts():
        entry = manifest["inputs"].get(register)
        if entry is None:
            release.counts[register] = RegisterCounts(register, False, 0, 0, 0, 0, {}, {}, {})
            continue
        release.counts[register] = counts_in(register, entry)
        release.inputs[register] = entry["files"]
        release.read_by[register] = entry.get("read_by", "")


def remakeable(settings: Settings) -> dict[str, list[str]]:
    """Release → its groups, for every standing release that is not approved and has its warehouse."""
    found: dict[str, list[str]] = {}
    for file in sorted(Path(settings.out).glob(f"[!.]*/{WAREHOUSE}")):
        folder = file.parent.parent
        try:
            target_of(folder.parent, folder.name, replace=True, public=Path(settings.public))
            found[folder.name] = sorted(read_manifest(folder)["professions"])
        except UserError:
            continue  # approved, or no release
    return found
