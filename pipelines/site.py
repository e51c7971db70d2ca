"""From a release in the making to the pages: what reports needs to know, in its own words.

Belongs here: describing groups and release to reports. Does not belong here: how a page looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from flows.choices import choices, version
from flows.queries import measures
from pipelines import declaring
from pipelines.manifest import account_of
from reports.described import Choice, NominalTerms, ProfessionText, ReleaseText, Threshold
from reports.files.place_book import FOLDER as PLACES
from reports.files.place_book import write_place_books
from reports.files.writing import table_files, write_files
from reports.pages import write_site
from schemas.contract import read_code_list
from schemas.published_tables import published_tables

if TYPE_CHECKING:
    from pipelines.release import Release


def write_pages(
    release: Release, tables: Mapping[str, pl.DataFrame], changes: Mapping[str, Any] | None
) -> list[Path]:
    """Writes published/site: first the table files, which the pages list; all paths.

    changes: the release's list of changes, which one of the pages shows.
    """
    told = account_of(release)
    professions = groups_told(told)
    said = release_told(
        told,
        licences_covered=_licences_covered(release),
        registers=declaring.registers(release.delivery.covers),
        breaks=declaring.breaks(release.scope.professions),
        years=declaring.years(release.delivery.covers, release.scope),
        counted_in=_counted_in(),
    )
    folder = release.folder / "published" / "site"
    files = write_files(tables, professions, said, folder / "tables")
    files += write_place_books(table_files(tables, professions, said), folder / PLACES)
    return files + write_site(
        pl.concat(tables[name] for name, table in published_tables().items() if table.layout == "cells"),
        professions,
        said,
        folder,
        curves=tables["curves"],
        sensitivity=tables["sensitivity"],
        attrition=tables["attrition"],
        quality=tables["quality"],
        changes=changes,
    )


def groups_told(manifest: Mapping[str, Any]) -> list[ProfessionText]:
    """The groups of a release as its manifest says them, in its order."""
    named = {**manifest.get("advanced", {}), **manifest["professions"]}
    return [_profession(group, named) for group in manifest["professions"].values()]


def _profession(group: Mapping[str, Any], named: Mapping[str, Any]) -> ProfessionText:
    lengths = enumerate(group["nominal"])
    nominal = tuple(NominalTerms("" if i == 0 else one["from"], one["terms"]) for i, one in lengths)
    leads_to = [named[name] for name in group["leads_to"] if name in named]
    return ProfessionText(
        group["id"], group["name_sv"], group["status"], nominal,
        notes=" ".join(group["notes"]), notes_en=" ".join(group.get("notes_en", ())),
        leads_to={one["id"]: one["name_sv"] for one in leads_to},
        leads_to_en={one["id"]: one["name_en"] for one in leads_to},
        name_en=group["name_en"], has_licence=bool(group["licence_codes"]),
    )  # fmt: skip


def release_told(manifest: Mapping[str, Any], **further: Any) -> ReleaseText:
    """A release as its manifest says it; further: what only the delivery tells."""
    settings = manifest["settings"]
    return ReleaseText(
        name=manifest["release"] or "",
        delivery_id=manifest["delivery"],
        supplier=manifest["supplier"],
        received_on=date.fromisoformat(manifest["received_on"]),
        window=settings["window"],
        is_rehearsal=bool(manifest["rehearsal"]),
        code_version=manifest["code_version"],
        settings=settings,
        thresholds=_thresholds(),
        choices=_choices_told(settings["choices"]),
        **further,
    )


def _counted_in() -> dict[tuple[str, str], str]:
    """The SQL file of every measure, by model and by its names in the tables."""
    return {
        (measure.model, name): f"sql/{measure.query.replace('.', '/')}.sql"
        for measure in measures().values()
        for name in measure.published
    }


def _licences_covered(release: Release) -> tuple[date, date] | None:
    cover = release.delivery.covers.get("licences")
    if cover is None or not isinstance(cover.first, date) or not isinstance(cover.last, date):
        return None
    return cover.first, cover.last


def _thresholds() -> tuple[Threshold, ...]:
    """The income thresholds by year, as pages print them."""
    header, *rows = read_code_list("inkomstgrans")
    found = [dict(zip(header, row, strict=True)) for row in rows]
    return tuple(Threshold(int(one["year"]), int(one["sek"]), one["status"]) for one in found)


def _choices_told(in_force: Mapping[str, str]) -> tuple[Choice, ...]:
    """The choices in force, as pages print them."""
    known, listed = choices(), str(version())
    return tuple(Choice(name, value, known[name].says, listed) for name, value in sorted(in_force.items()))
