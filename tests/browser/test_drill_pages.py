"""The drill-down in a real browser: axe-core finds nothing, nothing is complained of, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from pipelines.drilling.app import drill_app
from pipelines.drilling.desk import open_desk
from tests.browser import drawn
from tests.browser.drawn import ASKS, Reader
from tests.drilling import ADDRESS, HOST, TOKEN, client_of, drilled_release

NURSE = "ask?profession=sjukskoterska&measure=retention_1"
PAGES = (
    "",
    "group/sjukskoterska",
    f"{NURSE}&by_1=sex&by_2=age",
    "definition/retention_1",
    "console",
    "publish",
)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drilled_release(tmp_path_factory.mktemp("drilled"))


@pytest.fixture(scope="module", params=["sv", "en"])
def reader(request: pytest.FixtureRequest, release: Path, browser: Browser) -> Iterator[Reader]:
    """A window in which the drill-down's address is answered without a server."""
    desk = open_desk(release, request.param)
    client = client_of(drill_app(desk, TOKEN, [HOST]))

    def answer(route: Route) -> None:
        found = client.get(route.request.url.removeprefix(ADDRESS))
        route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.content)

    opened = Reader(browser, color_scheme="light")
    opened.page.route(f"{ADDRESS}/**", answer)
    yield opened
    desk.close()


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_and_nothing_is_complained_of(reader: Reader, page: str) -> None:
    reader.heard.complaints.clear()
    reader.page.goto(f"{ADDRESS}/{TOKEN}/{page}", wait_until="load")
    reader.settle()
    reader.page.evaluate(ASKS)
    assert reader.heard.complaints == []
    assert drawn.axe(reader) + drawn.contrast(reader) == []
