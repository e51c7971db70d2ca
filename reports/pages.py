"""Writes the site: every page of the registry in both languages, its figures, and the shared files.

Everything is reached by relative links and plain script tags, so the folder works
when it is opened from disk. The same input gives the same bytes.

Belongs here: which pages there are, and what every page is given. Does not belong here: what a page says.
"""

import json
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from plotly.offline import get_plotlyjs

from reports import overview
from reports.described import ProfessionText, ReleaseText
from reports.downloads import downloads
from reports.figures import Figure
from reports.group_page import group_pages
from reports.language import Language
from reports.material import read_material
from reports.palette import DARK
from reports.policy import POLICY
from reports.protected import methods
from reports.release_pages import release_pages
from reports.site import LANGUAGES, Page, Site, address, other_than
from reports.words import window_text

HERE = Path(__file__).parent
STATIC = ("report.css", "report.js")
"""Files of static/ that lie in assets/."""


def site_pages(site: Site) -> list[Page]:
    """The registry: every page of the site, in the order of the menu."""
    return [*release_pages(site), *group_pages(site)]


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
) -> list[Path]:
    """Write the whole site into `folder` and return every file written, sorted.

    Curves, sensitivity, attrition and quality are protected frames; a part without its frame is left out.
    """
    assets = folder / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    frames = {"cells": published, "curves": curves, "sensitivity": sensitivity}
    frames |= {"attrition": attrition, "quality": quality}
    groups = tuple(read_material(published, p, release, curves, attrition) for p in professions)
    site = Site(groups, release, frames, folder)
    texts, pages, environment = _shared_files(assets), site_pages(site), templates()
    for language in LANGUAGES:
        common = _common(site, pages, language)
        for page in pages:
            texts |= _written(page, site, language, common, environment)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return sorted(texts)


def _written(
    page: Page, site: Site, language: Language, common: dict[str, Any], environment: Environment
) -> dict[Path, str]:
    """One page in one language, and the script of its figures where it has any."""
    context = page.build(site, language)
    script = f"assets/{address(page.name, language, 'js')}" if "figures" in context else ""
    own = {"script": script, "here": page.name, "there": address(page.name, other_than(language))}
    html = environment.get_template(page.template).render(common | own | context)
    written = {site.folder / address(page.name, language): html}
    return written | ({site.folder / script: _figures_script(context["figures"])} if script else {})


def _shared_files(assets: Path) -> dict[Path, str]:
    """What every page loads."""
    files = {assets / name: (HERE / "static" / name).read_text("utf-8") for name in STATIC}
    return files | {assets / "plotly.min.js": get_plotlyjs()}


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


def _common(site: Site, pages: list[Page], language: Language) -> dict[str, Any]:
    """What every page of a language is given."""
    names = {page.name for page in pages}
    return {
        "text": language.texts,
        "lang": language.code,
        "other_lang": other_than(language).code,
        "link": lambda name: address(name, language),
        "has": names.__contains__,
        "policy": POLICY,
        "menu": [(page.name, language.texts["menu"][page.menu]) for page in pages if page.menu],
        "method": overview.method(site.release, methods(site.frames), language),
        "downloads": downloads(site.folder, language),
        "release": site.release,
        "window": window_text(site.release.window),
    }


def _figures_script(figures: dict[str, Figure]) -> str:
    """The figures of one page as a script, since a page opened from disk may not fetch data."""
    return f"window.reportDark = {_json(DARK)};\nwindow.reportFigures = {_json(figures)};\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
