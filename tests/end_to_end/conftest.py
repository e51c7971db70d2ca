"""Deliveries that several end-to-end tests start from."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.calling import small_delivery


@pytest.fixture(scope="session", autouse=True)
def unattacked() -> Iterator[None]:
    """Releases made in this process are not attacked: that takes minutes, and they are many.

    Those that tests make in a process of their own are, and so is tests/unit/test_attack.py.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.release.audit_of", lambda *_: {"passed": True, "broken": 0})
        yield


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A delivery without a fault; tests spoil a copy."""
    return small_delivery(tmp_path_factory.mktemp("sound") / "delivery")


@pytest.fixture
def delivery(sound: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(sound, tmp_path / "leverans"))
