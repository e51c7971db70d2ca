"""Approval: what refuses it, that it is whole or not at all, and that an approved release never changes."""

from __future__ import annotations

import getpass
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipelines import approving
from pipelines.approving import approve
from pipelines.manifest import read_manifest, sha256
from pipelines.placing import put_in_place, target_of
from pipelines.public_folder import live_release, make_live
from schemas.faults import UserError
from tests.releasing import cell, make_release, table, write_manifest

Patch = pytest.MonkeyPatch


@pytest.fixture
def public(tmp_path: Path) -> Path:
    return tmp_path / "public"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def refused(folder: Path, public: Path) -> list[str]:
    """Keys of what refuses an approval; nothing has become public by it."""
    before = sorted(public.rglob("*")) if public.exists() else []
    with pytest.raises(UserError) as caught:
        approve(folder, public, "Anna")
    assert caught.value.exit_code == 2
    assert (sorted(public.rglob("*")) if public.exists() else []) == before
    return [fault.key for fault in caught.value.faults]


def test_an_approved_release_is_public_whole_and_live(out: Path, public: Path) -> None:
    folder = make_release(out, "2026-1", cell())
    approval = approve(folder, public, "Anna")
    assert (public / "live").is_symlink()
    assert (public / "live").readlink() == Path("2026-1"), "relative, so that the folder can be moved"
    copied = {p.relative_to(public / "2026-1").as_posix() for p in (public / "2026-1").rglob("*")}
    published = {p.relative_to(folder / "published").as_posix() for p in (folder / "published").rglob("*")}
    assert copied == published | {"approval.json"}
    said = json.loads((public / "live" / "approval.json").read_text(encoding="utf-8"))
    assert said == json.loads((folder / "approval.json").read_text(encoding="utf-8")) == vars(approval)
    assert said["manifest_sha256"] == sha256(folder / "manifest.json")
    assert (said["approved_by"], said["version"]) == ("Anna", "1.0.0")
    assert sorted(path.name for path in public.iterdir()) == ["2026-1", "live"]


def test_whoever_is_logged_in_approves_when_nobody_is_named(
    out: Path, public: Path, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "bo")
    assert approve(make_release(out, "a", cell()), public, None).approved_by == "bo"

    def nobody() -> str:
        raise OSError("no such account")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert approve(make_release(out, "b", cell(), earlier=public / "a"), public, None).approved_by == "–"


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"rehearsal": True}, "approve_rehearsal"),
        ({"audit": {"passed": False}}, "approve_audit"),
        ({"audit": None}, "approve_audit"),
        ({"release": "another"}, "approve_renamed"),
    ],
)
def test_what_the_manifest_says_can_refuse(
    out: Path, public: Path, changed: dict[str, Any], key: str
) -> None:
    assert refused(make_release(out, "2026-1", cell(), **changed), public) == [key]


def test_a_manifest_that_does_not_say_is_no_yes(out: Path, public: Path) -> None:
    folder = make_release(out, "2026-1", cell())
    said = read_manifest(folder)
    for name in ("rehearsal", "audit", "version"):
        said.pop(name)
    (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    assert refused(folder, public) == ["approve_rehearsal", "approve_audit", "approve_unversioned"]
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    assert refused(folder, public) == ["manifest_unreadable"]


def tamper(folder: Path, how: str) -> None:
    """Does to a release what nobody should."""
    site = folder / "published" / "site"
    if how == "changed":
        (site / "index.html").write_text("annat", encoding="utf-8")
    elif how == "gone":
        (site / "index.html").unlink()
    elif how == "added":
        (site / "mer.html").write_text("mer", encoding="utf-8")
    elif how == "link":
        (folder / "hemligt").mkdir()
        (site / "extra").symlink_to(folder / "hemligt")
    else:
        (folder / "internal" / "measures.parquet").write_bytes(b"x")


@pytest.mark.parametrize("how", ["changed", "gone", "added", "link", "internal"])
def test_a_release_that_somebody_changed_is_refused(out: Path, public: Path, how: str) -> None:
    folder = make_release(out, "2026-1", cell(), internal=table(cell()))
    tamper(folder, how)
    assert refused(folder, public) == ["approve_changed"]


def test_a_release_without_anything_published_is_refused(out: Path, public: Path) -> None:
    folder = make_release(out, "2026-1", cell())
    shutil.rmtree(folder / "published" / "site")
    write_manifest(folder, read_manifest(folder))
    assert refused(folder, public) == ["approve_unversioned"]


def test_an_approved_release_is_not_approved_again_and_not_replaced(out: Path, public: Path) -> None:
    folder = make_release(out, "2026-1", cell())
    approve(folder, public, "Anna")
    assert refused(folder, public) == ["approve_already"]
    for call in (
        lambda: target_of(out, "2026-1", replace=True),
        lambda: put_in_place(out / "new", folder, replace=True),
    ):
        with pytest.raises(UserError) as caught:
            call()
        assert caught.value.faults[0].key == "release_approved"
        assert "2026-1-1.1.0" in caught.value.faults[0].text("sv")


def test_the_name_of_a_public_release_is_taken_even_where_its_own_folder_is_gone(
    out: Path, public: Path
) -> None:
    folder = make_release(out, "2026-1", cell())
    approve(folder, public, "Anna")
    shutil.rmtree(folder)
    with pytest.raises(UserError):
        target_of(out, "2026-1", replace=False, public=public)
    again = make_release(out, "2026-1", cell(numerator=1))
    assert refused(again, public) == ["approve_taken"]


@pytest.mark.parametrize("name", ["live", "live.txt"])
def test_the_public_folders_own_names_are_refused(out: Path, public: Path, name: str) -> None:
    assert refused(make_release(out, name, cell()), public) == ["approve_name"]


def test_a_release_made_before_another_became_public_is_refused(out: Path, public: Path) -> None:
    first, second = make_release(out, "a", cell()), make_release(out, "b", cell(numerator=9))
    approve(first, public, "Anna")
    assert refused(second, public) == ["approve_stale"], "its protection does not know of the live one"
    shutil.rmtree(second)
    second = make_release(out, "b", cell(numerator=9), earlier=public / "live")
    assert approve(second, public, "Anna").version == "1.1.0"
    assert live_release(public) == public.resolve() / "b"


def test_an_earlier_release_that_has_been_made_again_is_another(out: Path, public: Path) -> None:
    first = make_release(out, "a", cell())
    second = make_release(out, "b", cell(), earlier=first)
    shutil.rmtree(first)
    approve(make_release(out, "a", cell(numerator=1)), public, "Anna")
    assert refused(second, public) == ["approve_stale"]


# ---------------------------------------------------------------- killed midway


@pytest.mark.parametrize("step", ["_record", "make_live", "copytree"])
def test_a_killed_approval_shows_nothing_half_and_is_finished_by_the_same_call(
    out: Path, public: Path, monkeypatch: Patch, step: str
) -> None:
    approve(make_release(out, "a", cell()), public, "Anna")
    folder = make_release(out, "b", cell(numerator=1), earlier=public / "live")
    owner: Any = shutil if step == "copytree" else approving
    right = getattr(owner, step)

    def killed(place: Path, *others: Any, **more: Any) -> None:
        if step == "_record" and place != folder:
            right(place, *others, **more)
            return
        if step == "copytree":
            (Path(others[0]) / "half").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(owner, step, killed)
        with pytest.raises(KeyboardInterrupt):
            approve(folder, public, "Anna")
    assert not (folder / "approval.json").exists()
    assert live_release(public) == public.resolve() / ("b" if step == "_record" else "a")
    assert {path.name for path in public.iterdir()} <= {"a", "b", "live"}
    if (public / "b").exists():
        assert (public / "b" / "approval.json").is_file()
        with pytest.raises(UserError):
            target_of(out, "b", replace=True, public=public)
    begun = json.loads(path.read_text("utf-8")) if (path := public / "b" / "approval.json").exists() else None
    done = approve(folder, public, "Bo")
    assert live_release(public) == public.resolve() / "b"
    assert begun in (None, vars(done)), "who began it is who approved it"
    assert refused(folder, public) == ["approve_already"]


def test_a_copy_that_does_not_arrive_as_it_was_is_refused(
    out: Path, public: Path, monkeypatch: Patch
) -> None:
    right = shutil.copytree

    def bad(source: Any, target: Any, *others: Any, **more: Any) -> None:
        right(source, target, *others, **more)
        if (page := Path(target) / "site" / "index.html").exists():
            page.write_text("bitröta", encoding="utf-8")

    monkeypatch.setattr(shutil, "copytree", bad)
    with pytest.raises(UserError) as caught:
        approve(make_release(out, "a", cell()), public, "Anna")
    assert [fault.key for fault in caught.value.faults] == ["approve_changed"]
    assert list(public.iterdir()) == []


# ---------------------------------------------------------------- live


def test_where_links_are_not_allowed_a_file_names_the_live_release(public: Path, monkeypatch: Patch) -> None:
    public.mkdir()
    assert live_release(public) is None

    def denied(*_: Any, **__: Any) -> None:
        raise OSError("a required privilege is not held by the client")

    make_live(public, "a")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "symlink_to", denied)
        make_live(public, "b")
    assert sorted(path.name for path in public.iterdir()) == ["live.txt"]
    assert live_release(public) == public / "b"
    make_live(public, "c")
    assert [path.name for path in public.iterdir()] == ["live"]
