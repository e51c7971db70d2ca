"""A release to drill into: random lives, counted as in a release, with a manifest.

Belongs here: what the tests of the drill-down start from. Does not belong here: expectations.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from tests.naive.random_lives import random_delivery
from tests.naive.writing import write_delivery
from tests.support import run_delivery

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from pipelines.drilling.guard import Guard

GROUPS = ("sjukskoterska", "tandhygienist", "barnmorska", "specialistsjukskoterska")
TOKEN = "t0ken"
HOST = "127.0.0.1:8710"
ADDRESS = f"http://{HOST}"


def drilled_release(folder: Path) -> Path:
    """A release folder with its internal part."""
    write_delivery(random_delivery(3, persons=400), folder / "delivery", "clean")
    release = run_delivery(folder / "delivery", professions=list(GROUPS))
    names = {group: {"name_sv": group.title(), "name_en": group.upper()} for group in GROUPS}
    said = {"release": "2026-1", "professions": names}
    (release / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    return release


def client_of(app: Guard) -> TestClient:
    """A browser's stand-in, at the address that the drill-down has."""
    with warnings.catch_warnings():
        # Starlette asks for httpx2, which the lock does not have; httpx serves as well.
        warnings.simplefilter("ignore")
        from starlette.testclient import TestClient

    return TestClient(app, base_url=ADDRESS, headers={"host": HOST})
