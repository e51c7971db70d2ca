"""The browser, opened once for the tests of a file, and the site that it opens, made once.

Playwright keeps an event loop running in the process for as long as it is open, in which neither asyncio.run,
nor Dagster, nor another Playwright can start: it is closed before the next file's tests begin.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.drawn import CHROMIUM, Reader, chromium
from tests.browser.small_site import site_in

SITE = "VARDFLODE_SITE"
"""Names a folder with a site: it is looked at instead of the small one."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The only browser of a file's tests; no event loop is left when it is closed."""
    if not shutil.which(CHROMIUM):
        pytest.skip("no chromium to open the pages in")
    with chromium() as opened:
        yield opened
    asyncio.run(asyncio.sleep(0))


@pytest.fixture(scope="module")
def light(browser: Browser) -> Reader:
    return Reader(browser, color_scheme="light")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    given = os.environ.get(SITE)
    return Path(given).resolve() if given else site_in(tmp_path_factory.mktemp("release"))
