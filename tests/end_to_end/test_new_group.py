"""A new group never touches Python or SQL: one file of a test's own, from `profession new` to the report."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from flows.professions import load_professions
from tests.end_to_end.calling import call
from tests.end_to_end.naprapats import NEW_NAPRAPAT, deliver, naprapats, person
from tests.page_figures import figures_in

Capture = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[2]


def cells(release: Path, profession: str) -> dict[str, tuple[int, int]]:
    """The window's totals of the education model."""
    rows = pl.read_parquet(release / "internal" / "measures.parquet").filter(
        (pl.col("profession") == profession)
        & (pl.col("model") == "education")
        & (pl.col("cohort") == "2000-2010")
        & (pl.col("by_1") == "")
    )
    return {row[0]: row[1:] for row in rows.select("measure", "numerator", "denominator").iter_rows()}


def test_the_group_is_unknown_to_the_code_base() -> None:
    assert "naprapat" not in load_professions()
    for folder in ("schemas", "flows", "reports", "pipelines", "sql"):
        for path in (*(ROOT / folder).rglob("*.py"), *(ROOT / folder).rglob("*.sql")):
            assert "naprapat" not in path.read_text(encoding="utf-8").lower(), path


def test_a_group_that_leads_on_to_one_education_gets_its_curve(tmp_path: Path, capsys: Capture) -> None:
    """100 licensed in one läsår, 30 of them begin the education two years later."""
    people = [person(i, 2000, goes_on="masterterapi" if i <= 30 else "") for i in range(1, 101)]
    delivery, own = deliver(tmp_path / "leverans", people), tmp_path / "egna"
    led_to = ("--id", "terapi", "--name-sv", "Terapeut", "--name-en", "Therapist", "--terms", "2")
    more = ("--alias", "masterterapi", "--ssyk96", "3229", "--out", own)
    assert call(capsys, "profession", "new", *led_to, *more).code == 0
    leads = ("--leads-to", "terapi", "--profession-dir", own, "--out", own)
    assert call(capsys, "profession", "new", *NEW_NAPRAPAT, *leads).code == 0
    groups = ("--professions", "naprapat", "--profession-dir", own, "--licence-cohorts", "2003/04")
    done = call(capsys, "run", delivery, "--release", "vidare", *groups, "--out", tmp_path / "out")
    assert done.code == 0, done.err

    site = tmp_path / "out" / "vidare" / "published" / "site"
    page = (site / "naprapat.html").read_text(encoding="utf-8")
    assert "Vidare till terapeut" in page and ">Terapeut<" in page and ">terapi<" not in page
    figures = figures_in(site, "naprapat")
    (curve,) = [
        trace
        for trace in figures["figure-advanced_specialisation_2003"]["data"]
        if trace.get("line", {}).get("shape") == "hv"
    ]
    assert curve["y"][:3] == [0, 0, 0.3]


def test_a_new_group_runs_through_to_the_report(tmp_path: Path, capsys: Capture) -> None:
    delivery = deliver(
        tmp_path / "leverans",
        [
            *naprapats(1, 40),
            *naprapats(41, 10, occupation="9999"),
            *naprapats(51, 10, degree=False, licence=None),
            *naprapats(61, 30, programme="masterterapi", licence=None),
        ],
    )
    own = tmp_path / "egna"
    assert call(capsys, "profession", "new", *NEW_NAPRAPAT, "--leads-to", "terapi", "--out", own).code == 2
    led_to = ("--id", "terapi", "--name-sv", "Terapeut", "--name-en", "Therapist", "--terms", "2")
    more = ("--alias", "masterterapi", "--ssyk96", "3229", "--out", own)
    assert call(capsys, "profession", "new", *led_to, *more).code == 0
    leads = ("--leads-to", "terapi", "--note", "Egen anmärkning.", "--profession-dir", own, "--out", own)
    done = call(capsys, "profession", "new", *NEW_NAPRAPAT, *leads)
    assert done.code == 0, done.err

    out = tmp_path / "out"
    groups = ("--professions", "naprapat,terapi", "--profession-dir", own)
    done = call(capsys, "run", delivery, "--release", "ny", *groups, "--out", out)
    assert done.code == 0, done.err
    assert "UTKAST: Naprapat" in done.err

    found = cells(out / "ny", "naprapat")
    assert found["composition"] == (60, 60)
    assert found["exam_rate_to_date"] == (50, 60)
    assert found["licensed_share"] == (50, 50)
    assert found["in_profession_1"] == (40, 50)
    assert found["retention_3"] == (40, 50)
    assert cells(out / "ny", "terapi")["composition"] == (30, 30)
    assert "licensed_share" not in cells(out / "ny", "terapi")

    site = out / "ny" / "published" / "site"
    page = (site / "naprapat.html").read_text(encoding="utf-8")
    headline = re.findall(r"<strong>([^<]*)</strong><span>([^<]*)", page)
    assert [(number, label) for number, label in headline][:3] == [
        ("60", "började utbildningen"),
        ("50", "tog yrkesexamen"),
        ("50", "fick legitimation"),
    ]
    assert "UTKAST" in page and "Egen anmärkning." in page
    assert "Naprapat" in (site / "index.html").read_text(encoding="utf-8")
    assert (site / "terapi.html").is_file()
