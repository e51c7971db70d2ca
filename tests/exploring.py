"""The hand-made site that tests of the reader's own choice look at: two groups and a few cells each.

Belongs here: its frame, the site, and reading a script back. Does not belong here: expectations.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from reports.described import ProfessionText, ReleaseText
from reports.pages import write_site
from tests.releasing import cell, table

RATE, WINDOW = "exam_rate_nominal_3", "2000-2010"
PROFESSIONS = [
    ProfessionText("logoped", "Logoped", "ready", name_en="Speech therapist"),
    ProfessionText("audionom", "Audionom", "ready", name_en="Audiologist"),
]
RELEASE = ReleaseText("2026", "2026-06", "SCB", date(2026, 6, 15), WINDOW, False, "0.1.0")


def share(numerator: int, denominator: int, by: str = "", part: str = "", **more: Any) -> dict[str, Any]:
    """A cell of the exam rate."""
    counts = {"numerator": numerator, "denominator": denominator, "n_not_observable": 0}
    named = {"measure": RATE, "by_1": by, "value_1": part, "value": numerator / denominator}
    return cell(**(counts | named | more))


def hidden(by: str = "", part: str = "", **more: Any) -> dict[str, Any]:
    """A withheld cell, whose numbers the frame wrongly keeps."""
    return share(3, 17, by, part, status="protected", reason="secondary", n_not_observable=1, **more)


def frame() -> pl.DataFrame:
    """Logoped in full: 300 of 400 have the degree in time. Of audionom the total and one age."""
    pair: dict[str, Any] = {"by_2": "age", "value_2": "-21"}
    months: dict[str, Any] = {"measure": "months_start_to_degree_p50", "value": 36.5}
    general: dict[str, Any] = {"measure": "general_degree_share"}
    status: dict[str, Any] = {"measure": "status_1", "by_1": "status"}
    return table(
        share(300, 400),
        share(240, 300, "sex", "woman"),
        share(60, 100, "sex", "man"),
        share(100, 125, "age", "-21"),
        share(90, 120, "age", "22-24"),
        share(5, 10, "age", "30-34", value=None, reason="base_small"),
        share(10, 20, "age", "35-", value_low=0.375, value_high=0.625),
        share(80, 100, "sex", "woman", **pair),
        hidden("sex", "man", **pair),
        share(80, 100, "home_county", "12"),
        hidden("home_county", "10"),
        hidden("home_county", "13"),
        share(120, 150, "home_region", "Södra"),
        share(30, 40, cohort="2004"),
        share(36, 40, cohort="2005"),
        share(25, 30, "sex", "woman", cohort="2004"),
        share(18, 20, "sex", "woman", cohort="2005"),
        hidden(cohort="2006"),
        cell(cohort="2007", measure=RATE, value=None, numerator=None, denominator=None, n_not_observable=40,
             status="not_observable"),
        share(250, 250, **months),
        share(49, 400, **general),
        share(49, 400, "sex", "woman", **general),
        share(0, 400, "sex", "man", **general),
        share(225, 300, value_1="in_profession", **status),
        share(75, 300, value_1="unknown", **status),
        share(150, 200, profession="audionom"),
        share(50, 80, "age", "-21", profession="audionom"),
    )  # fmt: skip


def write(folder: Path, published: pl.DataFrame | None = None) -> Path:
    """The site of the two groups."""
    write_site(frame() if published is None else published, PROFESSIONS, RELEASE, folder)
    return folder


def told(script: Path) -> dict[str, Any]:
    """What a script hands over."""
    text = script.read_text(encoding="utf-8")
    return dict(json.loads(text[text.index(", ") + 2 : text.rindex(")")]))
