"""The 22 files and the list they come from: codes, lengths, notes, workplaces, waiting times."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from flows.professions import CARE_SNI_GROUPS, load_professions
from schemas.contract import read_code_list

KNOWN = load_professions()
HEADER, *LISTED = read_code_list("yrken")
ROWS = {row[0]: dict(zip(HEADER, row, strict=True)) for row in LISTED}
NURSES = {"sjukskoterska", "specialistsjukskoterska"}
LENGTHS = {"lakare": {"": 11, "HT2021": 12}, "tandhygienist": {"": 4, "HT2019": 6}}
"""Lengths that have changed; the list prints one of them."""


def codes(text: str) -> list[str]:
    """The codes of a cell: "(verify)" marks one that is not confirmed, "-" and "verify" are none."""
    found = [part.replace("(verify)", "").strip() for part in text.split(";")]
    return [code for code in found if code not in ("", "-", "verify")]


def notes(name: str) -> str:
    """A group's notes as one text."""
    return " ".join(KNOWN[name].notes)


def test_file_and_list_name_the_same_groups() -> None:
    assert set(KNOWN) == set(ROWS)
    assert len(KNOWN) == 22


@pytest.mark.parametrize("name", ROWS)
def test_every_code_is_that_of_the_list(name: str) -> None:
    group, row = KNOWN[name], ROWS[name]
    assert list(group.licence_codes) == codes(row["hosp_kod"])
    assert bool(group.licence_codes) == (row["legitimation"] == "1")
    assert list(group.sun2000) == codes(row["sun2000inr"])
    assert list(group.sun2020) == codes(row["sun2020inr"])
    assert list(group.ssyk96) == codes(row["malyrke_ssyk96"])
    assert list(group.ssyk2012) == codes(row["malyrke_ssyk2012"])


@pytest.mark.parametrize("name", ROWS)
def test_a_code_to_verify_makes_a_draft_and_the_notes_say_so(name: str) -> None:
    is_doubtful = any("verify" in cell for cell in ROWS[name].values())
    assert (KNOWN[name].status == "draft") == is_doubtful
    assert ("inte bekräftad" in notes(name)) == is_doubtful
    assert KNOWN[name].status == (
        "pilot" if re.search(r"pilot \d", ROWS[name]["anm"]) else KNOWN[name].status
    )


@pytest.mark.parametrize("name", ROWS)
def test_the_length_is_that_of_the_credits(name: str) -> None:
    group, row = KNOWN[name], ROWS[name]
    lengths = {n.start: n.terms for n in group.nominal}
    if name in LENGTHS:
        first, *later = sorted(lengths)
        assert lengths[first] == LENGTHS[name][""]
        assert {f"HT{start // 2}": lengths[start] for start in later} == {
            term: terms for term, terms in LENGTHS[name].items() if term
        }
    else:
        assert list(lengths.values()) == [int(row["nominell_terminer"])]
    assert int(row["nominell_terminer"]) in lengths.values()
    assert int(row["nominell_terminer"]) == int(row["hp"]) / 30


def test_the_nurse_leads_to_the_advanced_educations_and_nobody_else_does() -> None:
    assert {name: group.leads_to for name, group in KNOWN.items() if group.leads_to} == {
        "sjukskoterska": ("specialistsjukskoterska", "barnmorska")
    }


@pytest.mark.parametrize("edition", ["ssyk96", "ssyk2012"])
def test_an_occupation_code_in_two_files_stands_in_the_notes_of_both(edition: str) -> None:
    users: dict[str, set[str]] = defaultdict(set)
    for name, group in KNOWN.items():
        for code in getattr(group, edition):
            users[code].add(name)
    shared = {code: names for code, names in users.items() if len(names) > 1}
    assert shared, "the test has nothing to test"
    for code, names in shared.items():
        for name in names:
            mentioned = "yrkeskoder" in notes(name).lower() if names == NURSES else code in notes(name)
            assert mentioned, f"{name}: the notes do not say that {code} is shared with {names - {name}}"


@pytest.mark.parametrize("name", [name for name in ROWS if "very small" in ROWS[name]["anm"]])
def test_a_very_small_group_says_so(name: str) -> None:
    assert "Mycket liten grupp." in KNOWN[name].notes


@pytest.mark.parametrize(
    ("name", "words"),
    {
        "barnmorska": "90 högskolepoäng",
        "dietist": "sedan 2006",
        "fysioterapeut": "sjukgymnast 2014",
        "kurator": "sedan 2018 och legitimation sedan 2019",
        "lakare": "allmäntjänstgöring",
        "psykolog": "PTP",
        "psykoterapeut": "halvfart, sex terminer",
        "sjukhusfysiker": "alla fysiker",
        "sjukskoterska": "1511 och 1512",
        "specialistsjukskoterska": "75 högskolepoäng",
        "tandhygienist": "före HT 2019",
        "tandtekniker": "saknar legitimation",
    }.items(),
)
def test_what_the_list_says_stands_in_the_notes(name: str, words: str) -> None:
    assert words in notes(name)


@pytest.mark.parametrize("name", ROWS)
def test_the_notes_say_what_differs_between_the_sun_editions(name: str) -> None:
    group = KNOWN[name]
    if len(group.sun2000) == len(group.sun2020) == 1 and group.sun2000 != group.sun2020:
        meant = {row[0]: row[1:3] for row in read_code_list("sun_inriktning")[1:]}
        reused = meant[group.sun2000[0]][1]
        is_another = reused and not reused.lower().startswith("annan")
        assert group.sun2000[0] in notes(name) or not is_another


def test_workplaces() -> None:
    more = {name: set(group.sni_groups) - set(CARE_SNI_GROUPS) for name, group in KNOWN.items()}
    assert {name: added for name, added in more.items() if added} == {
        "apotekare": {"apotek"},
        "receptarie": {"apotek"},
        "optiker": {"optik"},
    }
    assert all(set(CARE_SNI_GROUPS) <= set(group.sni_groups) for group in KNOWN.values())


def test_waiting_times() -> None:
    lag = {name: group.licence_lag_years for name, group in KNOWN.items()}
    assert {name: years for name, years in lag.items() if years != 1} == {"psykolog": 2, "lakare": 4}
    within = {name: group.licensed_within_months for name, group in KNOWN.items()}
    assert {name: months for name, months in within.items() if months != 24} == {"lakare": 48, "psykolog": 36}
