"""Deliveries that several end-to-end tests start from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.end_to_end.calling import small_delivery


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A delivery without a fault; tests spoil a copy."""
    return small_delivery(tmp_path_factory.mktemp("sound") / "delivery")


@pytest.fixture
def delivery(sound: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(sound, tmp_path / "leverans"))
