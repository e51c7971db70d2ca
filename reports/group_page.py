"""A group's page: its sections in reading order, its figures, all of its measures."""

from collections.abc import Callable
from typing import Any

from reports import overview
from reports.advanced import advanced_section
from reports.defined import with_beside
from reports.downloads import downloads
from reports.explore.scripts import choosing
from reports.lag import lag_section
from reports.language import Language
from reports.left_out import left_out_section
from reports.licensed_years import licensed_section
from reports.material import Material
from reports.naming import group_name, group_notes
from reports.regions.mobility import mobility_section
from reports.section import Section, marked, marked_section
from reports.sections import flow_section, series_section, sex_section
from reports.site import Page, Site
from reports.status_section import status_section
from reports.words import window_text

SECTIONS = (flow_section, status_section, series_section, sex_section)


def group_pages(site: Site) -> list[Page]:
    """One page per group."""
    return [Page(group.profession.profession, "group.html", _builder(group)) for group in site.groups]


def _builder(group: Material) -> Callable[[Site, Language], dict[str, Any]]:
    return lambda site, language: group_context(group, site, language)


def group_context(group: Material, site: Site, language: Language) -> dict[str, Any]:
    """What the template of a group's page needs."""
    words, profession, files = language.texts, group.profession, downloads(site.folder, language)
    sections = with_beside(_sections(group, language), files, language)
    notes, written_in = group_notes(profession, language)
    window = window_text(site.release.window)
    measures = overview.measures_tables(group.cells, language)
    return {
        "profession": profession,
        "name": group_name(profession, language),
        "notes": notes,
        "notes_lang": written_in.code,
        "population": words["page"]["population"].format(
            name=group_name(profession, language).lower(), window=window
        ),
        "headline": overview.headline(group.cells, language),
        "sections": sections,
        "figures": {place: one for section in sections for place, one in section.figures.items()},
        "measures": [(title, marked(table, group.is_draft, language)) for title, table in measures],
        "measures_shown": words["measures_section"]["shown"].format(window=window),
        "facts": overview.release_facts(site.release, language, profession),
        "explore": choosing(profession.profession, language),
    }


def _sections(group: Material, language: Language) -> list[Section]:
    """The parts of a group's page in reading order, those that have nothing to tell left out."""
    further = (
        advanced_section(group, language),
        licensed_section(group, language),
        lag_section(group, language),
        left_out_section(group.left_out, group.cells.window, language),
    )
    found = [
        *(build(group.cells, language) for build in SECTIONS),
        mobility_section(group, language),
        *(section for section in further if section),
    ]
    return [marked_section(section, group.is_draft, language) for section in found]
