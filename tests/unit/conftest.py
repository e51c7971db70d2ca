"""What several files look at, made once: the site by licence, and a release to drill into."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drilling import drilled_release
from tests.licence_site import write


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def drilled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drilled_release(tmp_path_factory.mktemp("drilled"))
