"""The site by licence, written once for all the files that look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.licence_site import write


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("site"))
