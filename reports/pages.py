"""Writes the site: one page per group, an index, and the shared files beside them.

Everything is reached by relative links and plain script tags, so the folder works
when it is opened from disk. The same input gives the same bytes.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from plotly.offline import get_plotlyjs

from reports import overview
from reports.cells import Cells, read_cells
from reports.described import ProfessionText, ReleaseText
from reports.guard import guarded
from reports.palette import DARK
from reports.places import mobility_section
from reports.section import Section
from reports.sections import flow_section, series_section, sex_section
from reports.status_section import status_section
from reports.words import swedish, window_text

HERE = Path(__file__).parent
SECTIONS = (flow_section, status_section, series_section, sex_section, mobility_section)


def write_site(
    published: pl.DataFrame, professions: list[ProfessionText], release: ReleaseText, folder: Path
) -> list[Path]:
    """Write the whole site into `folder` and return every file written, sorted."""
    assets = folder / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    texts = {
        assets / "plotly.min.js": get_plotlyjs(),
        assets / "report.css": (HERE / "static" / "report.css").read_text(encoding="utf-8"),
        assets / "report.js": (HERE / "static" / "report.js").read_text(encoding="utf-8"),
    }
    pages_of = templates()
    pages = [(p, guarded(read_cells(published, p.profession, release.window))) for p in professions]
    for profession, cells in pages:
        sections = [build(cells) for build in SECTIONS]
        context = _group_context(profession, cells, release, sections)
        texts[folder / f"{profession.profession}.html"] = pages_of.get_template("group.html").render(context)
        texts[assets / f"{profession.profession}.js"] = _figures_script(sections)
    texts[folder / "index.html"] = pages_of.get_template("index.html").render(_index_context(pages, release))
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return sorted(texts)


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


def _shared(release: ReleaseText) -> dict[str, Any]:
    return {"sv": swedish(), "release": release, "window": window_text(release.window)}


def _group_context(
    profession: ProfessionText, cells: Cells, release: ReleaseText, sections: list[Section]
) -> Mapping[str, Any]:
    words = swedish()["page"]
    return _shared(release) | {
        "profession": profession,
        "population": words["population"].format(
            name=profession.name_sv.lower(), window=window_text(release.window)
        ),
        "headline": overview.headline(cells),
        "sections": sections,
        "measures": overview.measures_tables(cells),
        "measures_shown": swedish()["measures_section"]["shown"].format(window=window_text(release.window)),
        "facts": overview.release_facts(release, profession),
        "method": overview.method(release, cells),
    }


def _index_context(pages: list[tuple[ProfessionText, Cells]], release: ReleaseText) -> Mapping[str, Any]:
    return _shared(release) | {
        "table": overview.index_table(pages, release.window),
        "facts": overview.release_facts(release),
        "method": overview.method(release),
    }


def _figures_script(sections: list[Section]) -> str:
    """The figures of one page as a script, since a page opened from disk may not fetch data."""
    drawn = {f"figure-{section.id}": section.figure for section in sections if section.figure}
    return f"window.reportDark = {_json(DARK)};\nwindow.reportFigures = {_json(drawn)};\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
