"""A code belongs to an edition: what each means there, what is refused, and what is suggested instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.code_lists import CODE_LISTS, family_of, named, near
from flows.professions import HOME, load_professions, parse_profession
from schemas.faults import LANGUAGES, Fault

TEXT = (HOME / "barnmorska.toml").read_text(encoding="utf-8").replace('id = "barnmorska"', 'id = "egen"')


def faults_of(folder: Path, *changes: tuple[str, str]) -> list[Fault]:
    """What is wrong with barnmorska.toml after the changes."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "egen.toml").write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    assert (parse_profession(folder / "egen.toml", faults) is None) == bool(faults)
    return faults


def test_a_code_has_the_name_of_its_edition() -> None:
    assert named("sun2000", ["723h"]) == ["723h Sjuksköterskeutbildning, barnmorskeverksamhet"]
    assert named("sun2020", ["723h"]) == ["723h Specialistsjuksköterskeutbildning, distriktssköterska"]
    assert named("sun2000", ["724c"]) == ["724c Tandhygienistutbildning"]
    assert "specialiteter" in named("sun2020", ["724c"])[0]
    assert named("ssyk96", ["2222"]) != named("ssyk2012", ["2222"])


def test_every_code_of_every_file_has_a_name() -> None:
    for group in load_professions().values():
        for key in CODE_LISTS:
            assert all(" " in text for text in named(key, getattr(group, key))), group.id


@pytest.mark.parametrize(
    ("key", "given", "expected"),
    [
        ("ssyk2012", "Dietist", "2282 Dietister"),
        ("ssyk2012", "dietister", "2282 Dietister"),
        ("ssyk2012", "2283b", "2283 Audionomer och logopeder"),
        ("ssyk96", "322", "3228 Receptarier"),
        ("sun2020", "726F", "726f Naprapatutbildning"),
        ("sun2020", "naprapat", "726f Naprapatutbildning"),
        ("licence_codes", "naprapat", "NA Naprapat"),
        ("licence_codes", "na", "NA Naprapat"),
    ],
)
def test_near_matches_of_codes_and_names(key: str, given: str, expected: str) -> None:
    found = near(key, given)
    assert expected in found
    assert len(found) <= 5


def test_nothing_near() -> None:
    assert near("ssyk96", "xyzzy") == []


@pytest.mark.parametrize(
    "key", ["sun", "SUN", "sun2000inr", "SUN2020Inr", "ssyk", "Ssyk4", "ssyk_2012", "sun_codes"]
)
def test_keys_that_name_a_classification(key: str) -> None:
    assert family_of(key) == key[:3].lower().replace("ssy", "ssyk")


@pytest.mark.parametrize("key", ["namn", "ssyk2025", "sun1990", "sni2007"])
def test_other_keys(key: str) -> None:
    assert family_of(key) is None


@pytest.mark.parametrize(
    "change",
    [
        ("[codes]", '[codes]\nsun = ["723h"]'),
        ("[codes]", '[codes]\nsun2000inr = ["723h"]'),
        ("[codes]", '[codes]\nsun = "723h"'),
        ("aliases = []", 'aliases = []\nsun2000inr = ["723h"]'),
        ("aliases = []", 'aliases = []\nSUN2020Inr = "723h"'),
        ("aliases = []", 'aliases = []\nsun2000 = ["723h"]'),
    ],
)
def test_a_code_without_its_edition_is_refused_with_its_meanings(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    (fault,) = faults_of(tmp_path, change)
    assert fault.key == "code_without_edition"
    for language in LANGUAGES:
        text = fault.text(language)
        assert str(tmp_path / "egen.toml") in text
        assert "sun2000, sun2020" in text
        assert "SUN 2000: Sjuksköterskeutbildning, barnmorskeverksamhet" in text
        assert "SUN 2020: Specialistsjuksköterskeutbildning, distriktssköterska" in text


def test_an_occupation_without_its_edition(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, ("[codes]", '[codes]\nssyk = ["2231", 9999]'))
    text = fault.text("en")
    assert "2231 (SSYK 96: Barnmorskor, SSYK 2012: Operationssjuksköterskor)" in text
    assert "9999 (SSYK 96: –, SSYK 2012: –)" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_under_the_wrong_edition_is_shown_the_right_one(tmp_path: Path, language: str) -> None:
    (fault,) = faults_of(tmp_path, ('ssyk2012 = ["2222"]', 'ssyk2012 = ["3226"]'))
    assert fault.key == "code_of_other_edition"
    text = fault.text(language)
    assert "SSYK 96 (Sjukgymnaster m.fl.)" in text
    assert "2272 Sjukgymnaster" in text
    assert "schemas/codes/ssyk2012_halso.csv" in text


def test_a_code_of_neither_edition_gets_near_matches(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, ('sun2020 = ["723n"]', 'sun2020 = ["723nn"]'))
    assert fault.key == "code_unknown"
    assert "723n Barnmorskeutbildning" in fault.text("sv")
    (fault,) = faults_of(tmp_path, ('licence_codes = ["BM"]', 'licence_codes = ["??"]'))
    assert "AP, AT" in fault.text("sv"), "nothing is near: the whole list"


def test_a_code_of_both_editions_is_not_refused(tmp_path: Path) -> None:
    """Only a person can see that 723h in SUN 2020 is not midwives; `show` prints the name."""
    assert faults_of(tmp_path, ('sun2020 = ["723n"]', 'sun2020 = ["723h"]')) == []


def test_every_fault_of_a_file_at_once(tmp_path: Path) -> None:
    faults = faults_of(
        tmp_path,
        ('status = "ready"', 'status = "klar"'),
        ('name_en = "Midwife"', "name_en = 3"),
        ('ssyk96 = ["2231"]', 'ssyk96 = ["2273", "0000"]'),
        ("[codes]", '[codes]\nsun = ["723h"]'),
        ("terms = 3", "terms = 0"),
    )
    assert sorted(fault.key for fault in faults) == [
        "code_of_other_edition",
        "code_unknown",
        "code_without_edition",
        "nominal_wrong",
        "profession_code_unknown",
        "profession_type_wrong",
    ]
