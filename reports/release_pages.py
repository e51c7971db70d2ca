"""The pages about the release as a whole: its groups, how much each choice matters, its quality."""

from typing import Any

from reports import overview
from reports.choosing import values_in_force
from reports.downloads import downloads, formats
from reports.language import Language
from reports.naming import group_name
from reports.quality import quality_context
from reports.sensitivity import alone, compared
from reports.site import Page, Site


def release_pages(site: Site) -> list[Page]:
    """The pages that the release's frames allow."""
    found = [Page("index", "index.html", _index, menu="groups")]
    if site.has("sensitivity"):
        found.append(Page("sensitivity", "sensitivity.html", _sensitivity))
    if site.has("quality"):
        found.append(Page("quality", "quality.html", _quality, menu="quality"))
    return found


def _index(site: Site, language: Language) -> dict[str, Any]:
    named = [(group.profession, group.cells) for group in site.groups]
    return {
        "table": overview.index_table(named, site.release.window, language),
        "facts": overview.release_facts(site.release, language),
    }


def _sensitivity(site: Site, language: Language) -> dict[str, Any]:
    frame, in_force = site.frames["sensitivity"], values_in_force(site.release)
    groups = [
        (group.profession, group_name(group.profession, language), compared(frame, group, in_force, language))
        for group in site.groups
    ]
    return {
        "groups": [(profession, name, found) for profession, name, found in groups if found],
        "alone": [] if frame is None else alone(frame, site.release, language),
        "facts": overview.release_facts(site.release, language),
    }


def _quality(site: Site, language: Language) -> dict[str, Any]:
    endings = formats(downloads(site.folder, language))
    return quality_context(site.groups, site.release, site.frames, language, endings)
