"""A release's list of changes: what it holds, for people and machines, and that it is always the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.versioning import said_of
from schemas.faults import UserError
from tests.releasing import cell, make_release


def listed(folder: Path) -> dict[str, Any]:
    """changes.json."""
    found: dict[str, Any] = json.loads((folder / "published/changes.json").read_text(encoding="utf-8"))
    return found


def text_of(folder: Path, language: str) -> str:
    """The list for people."""
    return (folder / f"published/changes.{language}.md").read_text(encoding="utf-8")


def test_the_first_release_is_1_0_0(tmp_path: Path) -> None:
    first = make_release(tmp_path, "2026-1", cell())
    assert (listed(first)["version"], listed(first)["earlier"]) == ("1.0.0", None)
    assert "Den första omgången" in text_of(first, "sv")
    assert "The first release" in text_of(first, "en")


def test_a_correction_with_new_values_is_1_1_0_and_says_what_and_why(tmp_path: Path) -> None:
    first = make_release(tmp_path, "2026-1", cell(), cell(measure="resident_1"))
    second = make_release(
        tmp_path,
        "2026-1-1.1.0",
        cell(numerator=65, value=0.8125),
        cell(measure="resident_1"),
        earlier=first,
        code_version="0.1.0+new",
    )
    said = listed(second)
    assert (said["version"], said["level"], said["causes"]) == ("1.1.0", "minor", ["code", "protection"])
    assert {name: said["earlier"][name] for name in ("release", "version")} == {
        "release": "2026-1",
        "version": "1.0.0",
    }
    assert said["counts"]["new_values"] == said["counts"]["unchanged"] == 1
    assert [(row["profession"], row["measure"]) for row in said["changes"]] == [("logoped", "retention_1")]
    page = text_of(second, "sv")
    assert page.startswith("# Omgång 2026-1-1.1.0, version 1.1.0")
    assert "| Logoped | " in page and "| 1 | 0 | 0 |" in page
    assert "Kod: code_version 0.1.0+abc → 0.1.0+new" in page
    named = "| Logopedist | In the profession after 1 year, of everyone licensed (education) | 1 | 0 | 0 |"
    assert named in text_of(second, "en")


def test_the_release_that_it_is_protected_against_is_a_cause(tmp_path: Path) -> None:
    first = make_release(tmp_path, "a", cell())
    second = make_release(tmp_path, "b", cell(numerator=65), earlier=first)
    third = make_release(tmp_path, "c", cell(numerator=65), earlier=first)
    assert listed(second)["causes"] == ["protection"]
    assert "Skydd: earlier.release – → a" in text_of(second, "sv")
    assert listed(second)["made_from"]["earlier"] == listed(third)["made_from"]["earlier"]


def test_what_is_gone_is_named_in_both_languages(tmp_path: Path) -> None:
    first = make_release(tmp_path, "a", cell(), cell(measure="status_1"), cell(profession="optiker"))
    second = make_release(tmp_path, "b", cell(), earlier=first)
    assert listed(second)["version"] == "2.0.0"
    for language, words in (("sv", "gruppen profession = optiker"), ("en", "the group profession = optiker")):
        assert words in text_of(second, language)
        assert "measure = status_1" in text_of(second, language)


def test_the_version_goes_on_from_the_public_folder_as_from_the_releases_own(tmp_path: Path) -> None:
    first = make_release(tmp_path / "out", "a", cell())
    public = tmp_path / "public" / "a"
    public.parent.mkdir()
    (first / "published").rename(public)
    second = make_release(tmp_path / "out", "b", cell(), earlier=public)
    third = make_release(tmp_path / "out", "c", cell(numerator=2), earlier=second)
    assert [listed(release)["version"] for release in (second, third)] == ["1.0.1", "1.1.0"]


def test_an_earlier_release_without_a_list_counts_as_1_0_0(tmp_path: Path) -> None:
    first = make_release(tmp_path, "a", cell())
    (first / "published/changes.json").unlink()
    assert listed(make_release(tmp_path, "b", cell(), earlier=first))["version"] == "1.0.1"


@pytest.mark.parametrize("text", ["{", "[]", "{}"])
def test_an_earlier_release_that_cannot_be_read_is_a_fault(tmp_path: Path, text: str) -> None:
    first = make_release(tmp_path, "a", cell())
    (first / "published/changes.json").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"changes\.json"):
        said_of(first)
    with pytest.raises(UserError, match="published nothing"):
        said_of(tmp_path / "nothing")


def test_the_same_releases_give_the_same_bytes(tmp_path: Path) -> None:
    rows = [cell(), *(cell(measure=f"m_{i}", numerator=i) for i in range(30))]
    first = make_release(tmp_path, "a", *rows[:20])
    lists = []
    for out in ("one", "two"):
        turned = rows if out == "one" else rows[::-1]
        published = make_release(tmp_path / out, "b", *turned, earlier=first) / "published"
        lists.append({p.name: p.read_bytes() for p in published.glob("changes.*")})
    assert lists[0] == lists[1]
    assert len(lists[0]) == 3


def test_a_long_list_is_cut_on_the_page_and_whole_for_machines(tmp_path: Path) -> None:
    first = make_release(tmp_path, "a", *(cell(measure=f"m_{i}") for i in range(130)))
    second = make_release(tmp_path, "b", cell(measure="m_0"), earlier=first)
    assert len(listed(second)["removed"]) == 129
    assert "Ytterligare 29 står i changes.json." in text_of(second, "sv")


def test_nothing_published_has_no_list(tmp_path: Path) -> None:
    from pipelines.versioning import write_changes

    write_changes(tmp_path, None, {})
    assert list(tmp_path.iterdir()) == []
