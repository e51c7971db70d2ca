"""From a release in the making to the pages: what reports needs to know, in its own words.

Belongs here: describing groups and release to reports. Does not belong here: how a page looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from flows.choices import choices, version
from flows.professions import Profession
from pipelines import declaring
from pipelines.manifest import code_version, settings_in_force
from pipelines.secret import is_rehearsal
from reports.described import Choice, NominalTerms, ProfessionText, ReleaseText, Threshold
from reports.pages import write_site
from schemas.contract import read_code_list
from schemas.delivery import term_label
from schemas.published_tables import published_tables

if TYPE_CHECKING:
    from pipelines.release import Release


def write_pages(release: Release, tables: Mapping[str, pl.DataFrame]) -> list[Path]:
    """Writes the pages of published/site from the published tables; the paths of its files."""
    named = {p.id: p for p in (*release.scope.professions, *release.scope.advanced)}
    return write_site(
        pl.concat(tables[name] for name, table in published_tables().items() if table.layout == "cells"),
        [_profession(p, named) for p in release.scope.professions],
        _release(release),
        release.folder / "published" / "site",
        curves=tables["curves"],
        sensitivity=tables["sensitivity"],
        attrition=tables["attrition"],
        quality=tables["quality"],
    )


def _profession(profession: Profession, named: dict[str, Profession]) -> ProfessionText:
    nominal = tuple(
        NominalTerms("" if i == 0 else term_label(n.start), n.terms) for i, n in enumerate(profession.nominal)
    )
    leads_to = [named[name] for name in profession.leads_to]
    return ProfessionText(
        profession.id, profession.name_sv, profession.status, nominal,
        notes=" ".join(profession.notes), notes_en=" ".join(profession.notes_en),
        leads_to={one.id: one.name_sv for one in leads_to},
        leads_to_en={one.id: one.name_en for one in leads_to},
        name_en=profession.name_en, has_licence=bool(profession.licence_codes),
    )  # fmt: skip


def _release(release: Release) -> ReleaseText:
    header, *rows = read_code_list("inkomstgrans")
    thresholds = [dict(zip(header, row, strict=True)) for row in rows]
    return ReleaseText(
        name=release.request.release or "",
        delivery_id=release.delivery.id,
        supplier=release.delivery.supplier,
        received_on=release.delivery.received_on,
        window=release.scope.window_label,
        is_rehearsal=is_rehearsal(),
        code_version=code_version(),
        settings=settings_in_force(release),
        thresholds=tuple(Threshold(int(t["year"]), int(t["sek"]), t["status"]) for t in thresholds),
        choices=_choices(dict(release.request.settings.choices)),
        licences_covered=_licences_covered(release),
        registers=declaring.registers(release.delivery.covers),
        breaks=declaring.breaks(release.scope.professions),
        years=declaring.years(release.delivery.covers, release.scope),
    )


def _licences_covered(release: Release) -> tuple[date, date] | None:
    cover = release.delivery.covers.get("licences")
    if cover is None or not isinstance(cover.first, date) or not isinstance(cover.last, date):
        return None
    return cover.first, cover.last


def _choices(in_force: dict[str, str]) -> tuple[Choice, ...]:
    known, listed = choices(), str(version())
    return tuple(Choice(name, value, known[name].says, listed) for name, value in sorted(in_force.items()))
