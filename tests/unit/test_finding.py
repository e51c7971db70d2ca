"""Which release an argument means, and what a manifest says of secret and code."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import manifest, secret
from pipelines.approving import approve
from pipelines.finding import earlier_release, release_at
from pipelines.manifest import code_version, read_manifest
from pipelines.secret import secret_fingerprint
from pipelines.settings import Settings, load_settings
from schemas.faults import UserError
from tests.releasing import cell, make_release

Patch = pytest.MonkeyPatch


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(out=str(tmp_path / "out"), public=str(tmp_path / "public"))


def test_a_release_is_a_path_or_a_name(tmp_path: Path, settings: Settings) -> None:
    folder = make_release(tmp_path / "out", "a", cell())
    assert release_at(Path("a"), settings) == release_at(folder, settings) == folder
    with pytest.raises(UserError, match="there are: a"):
        release_at(Path("b"), settings)


def test_the_earlier_release_is_the_live_one_unless_another_is_named(
    tmp_path: Path, settings: Settings
) -> None:
    assert earlier_release(None, settings) is None
    first = make_release(tmp_path / "out", "a", cell())
    other = make_release(tmp_path / "out", "b", cell())
    public = tmp_path / "public"
    approve(first, public, "Anna")
    assert earlier_release(None, settings) == public.resolve() / "a"
    assert earlier_release(Path("a"), settings) == public / "a"
    assert earlier_release(Path("b"), settings) == earlier_release(other, settings) == other
    assert earlier_release(public / "live", Settings()) == public.resolve() / "a"
    with pytest.raises(UserError):
        earlier_release(Path("c"), settings)


def test_a_live_release_that_is_gone_is_told_before_anything_is_run(
    tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "live").symlink_to("gone")
    with pytest.raises(UserError) as caught:
        earlier_release(None, settings)
    assert caught.value.faults[0].key == "earlier_missing"


@pytest.mark.parametrize("text", ["{", "[1]", "3"])
def test_a_manifest_that_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(UserError):
        read_manifest(tmp_path)


def test_the_public_folder_can_be_set(tmp_path: Path) -> None:
    file = tmp_path / "vardflode.toml"
    file.write_text('[paths]\npublic = "ute"\n', encoding="utf-8")
    assert (load_settings(file).public, load_settings(file).out) == ("ute", "out")


def test_a_secret_has_a_fingerprint_and_a_rehearsal_none(tmp_path: Path, monkeypatch: Patch) -> None:
    monkeypatch.delenv(secret.SET_BY, raising=False)
    assert secret_fingerprint() is None
    found = []
    for text in ("hemligheten nummer 1", "hemligheten nummer 1", "hemligheten nummer 2"):
        (tmp_path / "secret").write_text(text, encoding="utf-8")
        monkeypatch.setenv(secret.SET_BY, str(tmp_path / "secret"))
        found.append(secret_fingerprint())
    assert found[0] == found[1] != found[2]
    assert "hemligheten" not in str(found)


def test_code_that_differs_from_its_commit_says_so(monkeypatch: Patch) -> None:
    for diff, ending in ((" a.py | 2 +-", ".changed"), ("", "+abc")):
        said = {"rev-parse": "abc\n", "diff": diff}
        monkeypatch.setattr(manifest, "_git", lambda command, *_, said=said: said[command])
        assert code_version().endswith(ending)
