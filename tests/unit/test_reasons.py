"""Why two releases differ: each of data, definitions, code and protection is told from the others."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from pipelines.changes_text import why_lines
from pipelines.reasons import causes, facts, not_recorded, public_facts, reasons
from schemas.faults import LANGUAGES
from tests.releasing import MANIFEST


def changed(path: str, value: Any) -> dict[str, Any]:
    """The manifest with one thing otherwise."""
    manifest = copy.deepcopy(MANIFEST)
    *places, last = path.split("/")
    inner = manifest
    for place in places:
        inner = inner[place]
    inner[last] = value
    return manifest


@pytest.mark.parametrize(
    ("path", "value", "cause", "name"),
    [
        ("delivery", "2026-09", "data", "delivery"),
        ("delivery_toml", "ab", "data", "delivery_toml"),
        ("inputs/degrees/files/degrees.csv/sha256", "bc", "data", "inputs.degrees"),
        ("inputs/deaths", {"files": {}}, "data", "inputs.deaths"),
        ("settings/window", "2000-2012", "definitions", "settings.window"),
        ("settings/choices/target_set", "either", "definitions", "settings.choices.target_set"),
        ("settings/choices/new_choice", "x", "definitions", "settings.choices.new_choice"),
        ("professions/logoped/ssyk2012", ["2267"], "definitions", "professions.logoped.ssyk2012"),
        ("professions/optiker", {"id": "optiker", "x": 1}, "definitions", "professions.optiker"),
        ("code_version", "0.1.0+abd", "code", "code_version"),
        ("settings/protection/base", 3, "protection", "settings.protection.base"),
        ("secret", "cd", "protection", "secret"),
        ("earlier/tables", "de", "protection", "earlier.tables"),
        ("rehearsal", True, "protection", "rehearsal"),
    ],
)
def test_each_thing_that_differs_has_its_cause(path: str, value: Any, cause: str, name: str) -> None:
    found = reasons(facts(MANIFEST), facts(changed(path, value)))
    assert [(reason.cause, reason.name) for reason in found] == [(cause, name)]


def test_files_of_other_names_with_the_same_bytes_are_the_same_data() -> None:
    renamed = changed("inputs/degrees/files", {"x.csv": {"sha256": "bb", "rows": 3}})
    assert reasons(facts(MANIFEST), facts(renamed)) == []


def test_what_only_one_manifest_records_is_not_judged() -> None:
    old = {name: said for name, said in MANIFEST.items() if name != "secret"}
    assert reasons(facts(old), facts(MANIFEST)) == []
    assert not_recorded(facts(old), facts(MANIFEST)) == ["secret"]


def test_several_causes_stand_in_order_and_are_not_separable() -> None:
    other = changed("secret", "x") | {"code_version": "2"}
    found = reasons(facts(MANIFEST), facts(other))
    assert causes(found) == ["code", "protection"]
    for language, words in zip(LANGUAGES, ("går inte att säga", "cannot be said"), strict=True):
        lines = list(why_lines([vars(reason) for reason in found], language))
        assert words in lines[-1]
        assert any("0.1.0+abc → 2" in line for line in lines)


def test_what_is_published_has_no_fingerprint_of_the_secret() -> None:
    assert "f1ngerprint" not in str(public_facts(MANIFEST))
    assert {"secret", "delivery_toml", "earlier"} & set(public_facts(MANIFEST)) == set()
