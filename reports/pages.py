"""Writes the site: every page of the registry in both languages, its figures, and the shared files.

Everything is reached by relative links and plain script tags, so the folder works
when it is opened from disk. The same input gives the same bytes.

Belongs here: which pages there are, and what every page is given. Does not belong here: what a page says.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from plotly.offline import get_plotlyjs

from reports import overview
from reports.described import ProfessionText, ReleaseText
from reports.downloads import downloads
from reports.explore.scripts import explore_files
from reports.figures_script import figures_scripts
from reports.group_page import group_pages
from reports.language import Language
from reports.material import read_material
from reports.policy import POLICY
from reports.protected import methods
from reports.regions.maps import has_map
from reports.regions.pages import place_pages
from reports.release.navigation import about_release, in_menu
from reports.release_pages import release_pages
from reports.shapes import outlines_script
from reports.site import LANGUAGES, Page, Site, address, other_than
from reports.words import window_text

HERE = Path(__file__).parent
STATIC = ("report.css", "report.js", "explore.js")
"""Files of static/ that lie in assets/."""
TAGS = re.compile(r"(<[^>]*>)")
DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
YEARS = re.compile(r"\b\d{4}–\d{4}\b")
PLAIN = ("<title", "<option")
"""What holds text alone."""
SPANNED = ("<p", "<small", "<caption", "<h2", "<h3")
"""What is broken into lines: elsewhere a span of years stands alone or in a list that is narrow anyhow."""
CHANGES = "changes.json"


def site_pages(site: Site) -> list[Page]:
    """The registry: every page of the site, in the order of the menu."""
    return [*release_pages(site), *group_pages(site), *place_pages(site)]


def write_site(
    published: pl.DataFrame,
    professions: list[ProfessionText],
    release: ReleaseText,
    folder: Path,
    *,
    curves: pl.DataFrame | None = None,
    sensitivity: pl.DataFrame | None = None,
    attrition: pl.DataFrame | None = None,
    quality: pl.DataFrame | None = None,
    changes: Mapping[str, Any] | None = None,
) -> list[Path]:
    """Write the whole site into `folder` and return every file written, sorted.

    Curves, sensitivity, attrition and quality are protected frames; a part without its frame is left out.
    changes: what the release changes, as changes.json beside the site says it.
    """
    assets = folder / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    frames = {"cells": published, "curves": curves, "sensitivity": sensitivity}
    frames |= {"attrition": attrition, "quality": quality}
    groups = tuple(read_material(published, p, release, curves, attrition) for p in professions)
    site = Site(groups, release, frames, folder, changes)
    texts, pages, environment = _shared_files(assets), site_pages(site), templates()
    for language in LANGUAGES:
        common = _common(site, pages, language)
        for page in pages:
            texts |= _written(page, site, language, common, environment)
    texts |= explore_files(site)
    if changes is not None:
        said = json.dumps(changes, ensure_ascii=False, indent=2, sort_keys=True)
        texts[folder / CHANGES] = f"{said}\n"
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return sorted(texts)


def _written(
    page: Page, site: Site, language: Language, common: dict[str, Any], environment: Environment
) -> dict[Path, str]:
    """One page in one language, and the script of its figures where it has any."""
    context = page.build(site, language)
    figures = context.get("figures")
    scripts = ("", "") if figures is None else figures_scripts(figures)
    names = (page.name, f"{page.name}-later")
    addresses = [f"assets/{address(name, language, 'js')}" for name in names]
    told = {at: said for at, said in zip(addresses, scripts, strict=True) if said}
    own: dict[str, Any] = {
        name: at if at in told else "" for name, at in zip(("script", "later"), addresses, strict=True)
    }
    own |= {"has_map": has_map(figures or {}), "here": page.name}
    own |= {"there": address(page.name, other_than(language))}
    html = environment.get_template(page.template).render(common | own | context)
    written = {site.folder / address(page.name, language): unbroken(html)}
    return written | {site.folder / at: said for at, said in told.items()}


def _shared_files(assets: Path) -> dict[Path, str]:
    """What every page loads."""
    files = {assets / name: (HERE / "static" / name).read_text("utf-8") for name in STATIC}
    return files | {assets / "plotly.min.js": get_plotlyjs(), assets / "counties.js": outlines_script()}


def templates() -> Environment:
    """The environment that every page is made in."""
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def unbroken(html: str) -> str:
    """A page in which no date, nor a span of years in a text, is broken: browsers break after a dash."""
    parts = TAGS.split(html)
    for at in range(2, len(parts), 2):
        if not parts[at - 1].startswith(PLAIN):
            parts[at] = DATE.sub(r"<time>\g<0></time>", parts[at])
        if parts[at - 1].startswith(SPANNED):
            parts[at] = YEARS.sub(r'<span class="years">\g<0></span>', parts[at])
    return "".join(parts)


def _common(site: Site, pages: list[Page], language: Language) -> dict[str, Any]:
    """What every page of a language is given."""
    names = {page.name for page in pages}
    return {
        "text": language.texts,
        "lang": language.code,
        "other_lang": other_than(language).code,
        "link": lambda name: address(name, language),
        "has": names.__contains__,
        "menu": in_menu(pages, language),
        "foot": in_menu(pages, language, is_foot=True),
        "about_release": about_release(site, language),
        "policy": POLICY,
        "method": overview.method(site.release, methods(site.frames), language),
        "downloads": downloads(site.folder, language),
        "release": site.release,
        "window": window_text(site.release.window),
    }
