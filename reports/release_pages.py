"""The pages about the release as a whole, in the order in which they are named to readers."""

from typing import Any

from reports import overview
from reports.choosing import values_in_force
from reports.downloads import downloads, formats
from reports.language import Language
from reports.naming import group_name
from reports.quality import quality_context
from reports.release.accessibility import accessibility_context
from reports.release.method import method_context
from reports.release.news import news_context
from reports.release.start import start_context
from reports.release.tables_page import tables_context
from reports.sensitivity import alone, compared
from reports.site import Page, Site


def release_pages(site: Site) -> list[Page]:
    """The pages that the release's frames allow."""
    found = [
        Page("index", "index.html", start_context, menu="groups"),
        Page("method", "definitions.html", method_context, menu="method"),
    ]
    if site.has("sensitivity"):
        found.append(Page("sensitivity", "sensitivity.html", _sensitivity, foot="sensitivity"))
    if site.has("quality"):
        found.append(Page("quality", "quality.html", _quality, menu="quality"))
    return [
        *found,
        Page("tables", "tables.html", tables_context, menu="downloads"),
        Page("news", "news.html", news_context, menu="news"),
        Page("accessibility", "accessibility.html", accessibility_context, foot="accessibility"),
    ]


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
