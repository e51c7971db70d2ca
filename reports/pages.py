"""Writes the site: one page per group, an index, how much each choice matters, and the shared files.

Everything is reached by relative links and plain script tags, so the folder works
when it is opened from disk. The same input gives the same bytes.
"""

import json
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from plotly.offline import get_plotlyjs

from reports import overview
from reports.advanced import advanced_section
from reports.choosing import values_in_force
from reports.described import ProfessionText, ReleaseText
from reports.downloads import downloads, formats
from reports.lag import lag_section
from reports.language import ENGLISH, SWEDISH
from reports.left_out import left_out_section
from reports.licensed_years import licensed_section
from reports.material import Material, read_material
from reports.palette import DARK
from reports.places import mobility_section
from reports.protected import methods
from reports.quality import quality_context
from reports.section import Section, marked, marked_section
from reports.sections import flow_section, series_section, sex_section
from reports.sensitivity import alone, compared
from reports.status_section import status_section
from reports.words import swedish, window_text

HERE = Path(__file__).parent
QUALITY_PAGES = {"sv": "quality.html", "en": "quality.en.html"}
Frames = dict[str, pl.DataFrame | None]
Rendered = dict[str, tuple[str, dict[str, Any]]]
SECTIONS = (flow_section, status_section, series_section, sex_section, mobility_section)


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
    assets, environment = folder / "assets", templates()
    assets.mkdir(parents=True, exist_ok=True)
    texts = _shared_files(assets)
    frames = {"cells": published, "curves": curves, "sensitivity": sensitivity}
    frames |= {"attrition": attrition, "quality": quality}
    pages = [read_material(published, p, release, curves, attrition) for p in professions]
    shared = _shared(release, frames, folder)
    rendered = _release_pages(pages, release, frames, folder)
    for page in pages:
        name, sections = page.profession.profession, _sections(page)
        rendered[name] = ("group.html", _group_context(page, release, sections))
        texts[assets / f"{name}.js"] = _figures_script(sections)
    for name, (template, context) in rendered.items():
        texts[folder / f"{name}.html"] = environment.get_template(template).render(shared | context)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return sorted(texts)


def _shared_files(assets: Path) -> dict[Path, str]:
    """What every page loads."""
    files = {
        assets / name: (HERE / "static" / name).read_text("utf-8") for name in ("report.css", "report.js")
    }
    return files | {assets / "plotly.min.js": get_plotlyjs()}


def _sections(page: Material) -> list[Section]:
    """The parts of a group's page in reading order, those that have nothing to tell left out."""
    further = (
        advanced_section(page),
        licensed_section(page),
        lag_section(page),
        left_out_section(page.left_out, page.cells.window),
    )
    found = [*(build(page.cells) for build in SECTIONS), *(section for section in further if section)]
    return [marked_section(section, page.is_draft) for section in found]


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


def _shared(release: ReleaseText, frames: Frames, folder: Path) -> dict[str, Any]:
    """What every page is given; `text` holds the words of its language, `sv` those not yet in English."""
    words = {"sv": swedish(), "text": swedish(), "lang": "sv", "quality_page": QUALITY_PAGES["sv"]}
    has = {f"has_{name}": frames[name] is not None for name in ("sensitivity", "quality")}
    method = {"method": overview.method(release, methods(frames)), "downloads": downloads(folder)}
    return words | has | method | {"release": release, "window": window_text(release.window)}


def _release_pages(pages: list[Material], release: ReleaseText, frames: Frames, folder: Path) -> Rendered:
    """The pages about the release as a whole: name, template and what it needs."""
    found = {"index": ("index.html", _index_context(pages, release))}
    sensitivity = frames["sensitivity"]
    if sensitivity is not None:
        found["sensitivity"] = ("sensitivity.html", _sensitivity_context(pages, release, sensitivity))
    return found if frames["quality"] is None else found | _quality_pages(pages, release, frames, folder)


def _quality_pages(pages: list[Material], release: ReleaseText, frames: Frames, folder: Path) -> Rendered:
    """The quality declaration in both languages, each with a link to the other."""
    made = {}
    for language, other in ((SWEDISH, ENGLISH), (ENGLISH, SWEDISH)):
        files = downloads(folder, language)
        context = quality_context(pages, release, frames, language, formats(files)) | {"downloads": files}
        context |= {"text": language.texts, "lang": language.code}
        context |= {"quality_page": QUALITY_PAGES[language.code]}
        context |= {"other": {"page": QUALITY_PAGES[other.code], "lang": other.code}}
        made[QUALITY_PAGES[language.code].removesuffix(".html")] = ("quality.html", context)
    return made


def _group_context(page: Material, release: ReleaseText, sections: list[Section]) -> dict[str, Any]:
    words, profession = swedish()["page"], page.profession
    measures = overview.measures_tables(page.cells)
    return {
        "profession": profession,
        "population": words["population"].format(
            name=profession.name_sv.lower(), window=window_text(release.window)
        ),
        "headline": overview.headline(page.cells),
        "sections": sections,
        "measures": [(title, marked(table, page.is_draft)) for title, table in measures],
        "measures_shown": swedish()["measures_section"]["shown"].format(window=window_text(release.window)),
        "facts": overview.release_facts(release, profession),
    }


def _index_context(pages: list[Material], release: ReleaseText) -> dict[str, Any]:
    return {
        "table": overview.index_table([(page.profession, page.cells) for page in pages], release.window),
        "facts": overview.release_facts(release),
    }


def _sensitivity_context(
    pages: list[Material], release: ReleaseText, sensitivity: pl.DataFrame
) -> dict[str, Any]:
    in_force = values_in_force(release)
    groups = [(page.profession, compared(sensitivity, page, in_force)) for page in pages]
    return {
        "groups": [(profession, found) for profession, found in groups if found],
        "alone": alone(sensitivity, release),
        "facts": overview.release_facts(release),
    }


def _figures_script(sections: list[Section]) -> str:
    """The figures of one page as a script, since a page opened from disk may not fetch data."""
    drawn = {place: figure for section in sections for place, figure in section.figures.items()}
    return f"window.reportDark = {_json(DARK)};\nwindow.reportFigures = {_json(drawn)};\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
