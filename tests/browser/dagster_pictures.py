"""Pictures for docs/korhandbok.md: Dagster at an agency with one small delivery, and the site it led to.

`make screenshots`. Belongs here: setting that up in a temporary folder, and taking them. Does not belong
here: judging them. All persons in it are made up.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
from playwright.sync_api import Browser, sync_playwright

from tests.agency import set_up, started
from tests.arriving import seal
from tests.browser.drawn import CHROMIUM
from tests.end_to_end.calling import small_delivery

WIDTH, HEIGHT = 1280, 800
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
PLACE = "/locations/pipelines.definitions"
SECONDS = 300


def runs(folder: Path) -> dict[str, str]:
    """An agency that has received, checked, run and approved a delivery; page → where it is in Dagster."""
    from pipelines.definitions import defs

    delivery = seal(small_delivery(folder / "leveranser" / "2026-06"))
    small_delivery(folder / "leveranser" / "2029-06")  # no checksums yet: the inbox waits for them
    said = {"delivery": str(delivery), "release": "2026-1"}
    steps: dict[str, dict[str, Any]] = {
        "check": {"ops": {"check_delivery": {"config": {"delivery": str(delivery)}}}},
        "approve_check": {"ops": {"let_run": {"config": said | {"by": "Anna Ek"}}}},
        "release": {"resources": {"work": {"config": said | {"replace": False}}}},
    }
    found = {}
    with dg.DagsterInstance.from_config(os.environ["DAGSTER_HOME"]) as instance:
        for job, config in steps.items():
            made = defs.resolve_job_def(job).execute_in_process(run_config=config | QUIET, instance=instance)
            found[job] = f"/runs/{made.run_id}"
    return {
        "dagster-kontroll": found["check"],
        "dagster-omgang": found["release"],
        "dagster-godkann": f"{PLACE}/jobs/approve/playground",
        "dagster-graf": f"{PLACE}/asset-groups/release/lineage",
        "dagster-jobb": f"{PLACE}/jobs",
        "dagster-inkorg": f"{PLACE}/sensors/inbox",  # last: by then it has looked
    }


@contextmanager
def running(environment: Mapping[str, str], log: Path) -> Iterator[str]:
    """Dagster as `make dagster` starts it, sensors and all, for as long as the block; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call = ["dev", "-m", "pipelines.definitions", "-h", "127.0.0.1", "-p", str(port)]
    address = f"http://127.0.0.1:{port}"
    with started("dagster", *call, environment=environment, log=log):
        for _ in range(SECONDS):
            try:
                urllib.request.urlopen(f"{address}/server_info", timeout=5).close()  # noqa: S310  # our own
                break
            except OSError:
                time.sleep(1)
        yield address


def shoot(
    browser: Browser,
    address: str,
    file: Path,
    waits_for: str = "",
    size: tuple[int, int] = (WIDTH, HEIGHT),
) -> None:
    """One picture, of so much of the page; errors that the page shows are errors here."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.set_default_timeout(SECONDS * 1000)
    page.goto(address)
    if waits_for:
        page.wait_for_load_state("networkidle")
        page.get_by_text(waits_for).first.wait_for()
        if size[0] > WIDTH:
            page.get_by_text("Hide navigation").click()
            page.reload()  # the graph is fitted to the page when it is opened
            page.get_by_text(waits_for).first.wait_for()
        page.wait_for_timeout(4000)
        assert not page.get_by_text("Error loading").count(), f"{address}: Dagster shows an error"
    page.screenshot(path=file)
    page.close()


WAITS_FOR = {
    "dagster-kontroll": "RUN_SUCCESS",
    "dagster-omgang": "RUN_SUCCESS",
    "dagster-inkorg": "0 runs requested",
    "dagster-godkann": "Launch",
    "dagster-graf": "remade",
    "dagster-jobb": "approve_check",
}
SIZES = {"dagster-inkorg": (WIDTH, 560), "dagster-graf": (1740, 960)}
"""Of those that are not of the usual size; the graph is wide, and its names small."""


def take(pictures: Path) -> None:
    """All of them, into a folder."""
    pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        environment = set_up(place, "[schedule]\nfirst_publication = 2026-12-01")
        os.environ |= environment
        pages = runs(place)
        site = place / "out" / "2026-1" / "published" / "site"
        with running(environment, place / "log") as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for name, page in pages.items():
                file, size = pictures / f"{name}.png", SIZES.get(name, (WIDTH, HEIGHT))
                shoot(browser, address + page, file, WAITS_FOR[name], size)
            for name in ("index", "tandhygienist"):
                shoot(browser, (site / f"{name}.html").as_uri(), pictures / f"sidan-{name}.png")


if __name__ == "__main__":
    take(Path(sys.argv[1]))
