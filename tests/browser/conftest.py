"""The browser, and the site that it opens: each once for all tests that a worker runs here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.drawn import CHROMIUM, Reader, chromium
from tests.browser.small_site import site_in

SITE = "VARDFLODE_SITE"
"""Names a folder with a site: it is looked at instead of the small one."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).is_file():
        pytest.skip("no chromium to open the pages in")
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def light(browser: Browser) -> Reader:
    return Reader(browser, color_scheme="light")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    given = os.environ.get(SITE)
    return Path(given).resolve() if given else site_in(tmp_path_factory.mktemp("release"))
