"""The made-up site that the tests of the pages by licence look at: a nurse group and a draft group.

Belongs here: its frames, and looking things up in its pages. Does not belong here: expectations.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from reports.cells import LICENCE, Cell, Cells, read_cells
from reports.described import Choice, NominalTerms, ProfessionText, ReleaseText, Threshold
from reports.pages import write_site
from tests.licensing import (
    WAYS,
    attrition_frame,
    curve_frame,
    licence_rows,
    licensed_rows,
    nurses,
    sensitivity_frame,
)
from tests.unit.test_reports import published

NURSE, DRAFT, WINDOW = "sjukskoterska", "ortopedingenjor", "2000-2010"
COHORTS = {"2000/01": (nurses(1500, 1, 22), 22), "2007/08": (nurses(1800, 2, 15), 15)}
YEARS = range(2001, 2023)
NOTE = "Legitimationen kommer efter praktisk tjänstgöring."
PROFESSIONS = [
    ProfessionText(
        NURSE,
        "Sjuksköterska",
        "pilot",
        (NominalTerms("", 6),),
        NOTE,
        {"specialistsjukskoterska": "Specialistsjuksköterska", "barnmorska": "Barnmorska"},
        name_en="Nurse",
        notes_en="The licence comes after practical training.",
        leads_to_en={"specialistsjukskoterska": "Specialist nurse", "barnmorska": "Midwife"},
    ),
    ProfessionText(
        DRAFT, "Ortopedingenjör", "draft", (NominalTerms("", 6),), "Delar kod.", name_en="Orthotist"
    ),
]
IN_FORCE = {name: ways[0][0] for name, ways in WAYS.items()}
RELEASE = ReleaseText(
    "2026", "2026-06", "SCB", date(2026, 6, 15), WINDOW, False, "0.1.0",
    {"window": WINDOW, "protection": {"smallest": 5}, "choices": IN_FORCE},
    (Threshold(2017, 236000, "estimated"), Threshold(2018, 241900, "published")),
    tuple(Choice(name, value, "Says.", "7") for name, value in IN_FORCE.items()),
)  # fmt: skip


def lag_rows(profession: str, schema: Any) -> pl.DataFrame:
    """Months from degree to licence, and licensed within the group's limit."""
    months = {"p25": 1.0, "p50": 3.0, "p75": 4.0}
    cells = [(f"months_degree_to_licence_{q}", 600, 600, value) for q, value in months.items()]
    rows = [
        (
            profession,
            "education",
            WINDOW,
            name,
            "",
            "",
            "",
            "",
            n,
            d,
            0,
            value,
            "ok",
            "suppression",
            "",
            None,
            None,
        )
        for name, n, d, value in [*cells, ("licensed_within", 580, 610, 580 / 610)]
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def frames() -> dict[str, pl.DataFrame]:
    """The four protected frames of a nurse group and a draft group."""
    education = pl.concat([published(NURSE, 2000, 7), published(DRAFT, 150, 3)])
    further = [
        licence_rows(NURSE, COHORTS).protected(),
        licensed_rows(NURSE, 700, 3, YEARS, 2022).protected(),
        licensed_rows(DRAFT, 60, 4, YEARS, 2022).protected(),
    ]
    shaped = [one.select(education.columns).cast(education.schema) for one in further]
    names = (NURSE, DRAFT)
    return {
        "published": pl.concat([education, *shaped, lag_rows(NURSE, education.schema)]),
        "curves": curve_frame(NURSE, COHORTS),
        "sensitivity": pl.concat(
            [sensitivity_frame(NURSE, WINDOW, 1400), sensitivity_frame(DRAFT, WINDOW, 90)]
        ),
        "attrition": pl.concat([attrition_frame(name, WINDOW, 700, YEARS) for name in names]),
    }


FRAMES = frames()


def write(folder: Path, **changes: pl.DataFrame | None) -> Path:
    """The site from the frames, some of them changed."""
    given: dict[str, Any] = FRAMES | changes
    write_site(given.pop("published"), PROFESSIONS, RELEASE, folder, **given)
    return folder


def text_of(site: Path, page: str) -> str:
    return (site / f"{page}.html").read_text(encoding="utf-8")


def part(site: Path, page: str, section: str) -> str:
    """One part of a page."""
    found = re.search(rf'<section id="{section}" class="part">.*?</section>', text_of(site, page), re.DOTALL)
    assert found, section
    return found[0]


def licence_cells() -> Cells:
    return read_cells(FRAMES["published"], NURSE, "", LICENCE)


def cell(n: int | None, base: int = 100, reason: str = "") -> Cell:
    if n is None:
        return Cell(None, None, None, None, "protected", reason)
    return Cell(n, base, 0, n / base, "ok")
