"""From a release in the making to the pages: what reports needs to know, in its own words.

Belongs here: describing groups and release to reports. Does not belong here: how a page looks.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from flows.professions import Profession, load_professions
from pipelines.manifest import code_version, is_rehearsal, settings_in_force
from pipelines.settings import default_choices
from reports.described import Choice, NominalTerms, ProfessionText, ReleaseText, Threshold
from reports.pages import write_site
from schemas.contract import read_code_list
from schemas.delivery import term_label

if TYPE_CHECKING:
    from pipelines.release import Release


def write_pages(release: Release, published: pl.DataFrame, **frames: pl.DataFrame | None) -> list[Path]:
    """Writes published/site; the paths of its files. Protected frames beside the cells go on by name."""
    folder = release.folder / "published" / "site"
    known = load_professions([Path(given) for given in release.request.settings.profession_dirs])
    professions = [_profession(p, known) for p in release.scope.professions]
    return write_site(published, professions, _release(release), folder, **frames)


def _profession(profession: Profession, known: dict[str, Profession]) -> ProfessionText:
    nominal = tuple(
        NominalTerms("" if i == 0 else term_label(n.start), n.terms) for i, n in enumerate(profession.nominal)
    )
    notes = " ".join(profession.notes)
    leads_to = tuple(known[name].name_sv for name in profession.leads_to)
    return ProfessionText(profession.id, profession.name_sv, profession.status, nominal, notes, leads_to)


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
    )


def _choices(in_force: dict[str, str]) -> tuple[Choice, ...]:
    known = default_choices()
    version = str(known.get("version", ""))
    return tuple(Choice(n, value, known[n]["says"], version) for n, value in sorted(in_force.items()))
