"""The report to a supplier as a page, of a delivery with every fault: axe-core, colours, 400 %, paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pipelines.cli import run_command
from tests.browser import markup
from tests.browser.drawn import SCHEMES, Reader, Scheme
from tests.browser.every_page import faults_of
from tests.browser.markup import Markup
from tests.end_to_end.calling import small_delivery
from tests.spoiling import spoiled


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("report")
    now, earlier, out = spoiled(place / "now"), small_delivery(place / "earlier"), place / "out"
    call = ["delivery", "report", now, "--against", earlier, "--out", out]
    assert run_command([str(argument) for argument in call]) == 0
    (page,) = out.glob("*.html")
    return page


def test_nothing_is_wrong_with_its_text(report: Path) -> None:
    page = Markup(report.read_text(encoding="utf-8"))
    assert markup.outline(page) + markup.tables(page) + markup.policy(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_nothing_is_wrong_with_the_page(
    report: Path, browser: Browser, tmp_path: Path, scheme: Scheme
) -> None:
    assert faults_of(Reader(browser, color_scheme=scheme), report, scheme, tmp_path) == []
