"""The pages about the release as a whole, in the order in which they are named to readers."""

from typing import Any

from reports.downloads import downloads, formats
from reports.language import Language
from reports.quality import quality_context
from reports.release.accessibility import accessibility_context
from reports.release.method import method_context
from reports.release.news import news_context
from reports.release.start import start_context
from reports.release.tables_page import tables_context
from reports.sensitivity_pages import sensitivity_pages
from reports.site import Page, Site


def release_pages(site: Site) -> list[Page]:
    """The pages that the release's frames allow."""
    found = [
        Page("index", "index.html", start_context, menu="groups"),
        Page("method", "definitions.html", method_context, menu="method"),
    ]
    found += sensitivity_pages(site)
    if site.has("quality"):
        found.append(Page("quality", "quality.html", _quality, menu="quality"))
    return [
        *found,
        Page("tables", "tables.html", tables_context, menu="downloads"),
        Page("news", "news.html", news_context, menu="news"),
        Page("accessibility", "accessibility.html", accessibility_context, foot="accessibility"),
    ]


def _quality(site: Site, language: Language) -> dict[str, Any]:
    endings = formats(downloads(site.folder, language))
    return quality_context(site.groups, site.release, site.frames, language, endings)
