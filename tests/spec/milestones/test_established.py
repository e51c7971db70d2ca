"""milestones.established: established on the labour market in the follow-up year f."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import SPECIALIST, Case, Lives, Person, advanced, nurses, starter

G = "tandhygienist"


def asked(name: str, **columns: object) -> Person:
    """Graduated in spring 2005, so f = 2006.

    Employed with 200 000 SEK (the threshold is 174 400) unless said.
    """
    said = {"SyssStatJ": 1, "ForvErs": 2000, **columns}
    return starter(name).degree(G, "2005-06-10").resident(2006, **said)


# is_asked, is_established
EXPECTED = {
    "established": (True, True),
    "exactly the threshold": (True, False),
    "100 SEK above the threshold": (True, True),
    "not employed": (True, False),
    "a day unemployed": (True, False),
    "a day unemployed part time": (True, False),
    "a day in a programme of studies": (True, False),
    "a day in a programme of work": (True, False),
    "no days at all": (True, True),
    "income missing": (True, None),
    "status missing": (True, None),
    "HSDelt 0": (True, True),
    "HSDelt 1": (False, True),
    "HSDelt 2": (False, True),
    "HSDelt 3": (False, True),
}
PEOPLE = [
    asked("established"),
    asked("exactly the threshold", ForvErs=1744),
    asked("100 SEK above the threshold", ForvErs=1745),
    asked("not employed", SyssStatJ=6),
    asked("a day unemployed", ALosDag=1),
    asked("a day unemployed part time", ADelDag=1),
    asked("a day in a programme of studies", AStuDag=1),
    asked("a day in a programme of work", ASysDag=1),
    asked("no days at all", ALosDag=0, ADelDag=0, AStuDag=0, ASysDag=0),
    asked("income missing", ForvErs=None),
    asked("status missing", SyssStatJ=None),
    *(asked(f"HSDelt {value}", HSDelt=value) for value in range(4)),
    asked("not resident").degree(G, "2003-06-10"),  # the first degree counts: f = 2004, no row
    starter("row rejected").degree(G, "2005-06-10").resident(2006, Kon=3),
    starter("not graduated").resident(2006, SyssStatJ=1, ForvErs=2000),
    starter("f after the covers").degree(G, "2023-07-01"),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "milestones.established")


@pytest.mark.parametrize("person", EXPECTED)
def test_established(lives: Lives, person: str) -> None:
    """R32: income above the threshold, no day of four kinds, missing days 0, status and income known."""
    is_asked, is_established = EXPECTED[person]
    found = lives.of("milestones.established", "is_asked", "is_established")[person]
    assert found[0] is is_asked
    if is_asked:
        assert found[1] is is_established


def test_who_is_asked(lives: Lives) -> None:
    """Definitions 6: graduated, resident in f, f observable; R5: a rejected row is not an absence."""
    found = lives.of("milestones.established", "is_asked")
    assert found["not resident"] is False
    assert found["row rejected"] is None
    assert found["f after the covers"] is None
    assert found.get("not graduated", False) is False


def test_follow_up_year(count_case: CountCase) -> None:
    """R32 f: a degree on 30 June 2005 gives f = 2006, on 1 July 2005 f = 2007."""
    days = {
        "2004-07-01": 2006,
        "2005-06-30": 2006,
        "2005-07-01": 2007,
        "2005-12-31": 2007,
        "2006-01-01": 2007,
    }
    counted = count_case(Case([starter(day).degree(G, day) for day in days]), "milestones.established")
    assert counted.of("milestones.established", "year") == days


def test_published_thresholds(count_case: CountCase) -> None:
    """R32 a: 241 900 SEK in 2018, 253 300 in 2020, 260 300 in 2021; each exactly, and 100 SEK above."""
    people = []
    for year, hundreds, status in (
        (2018, 2419, "SyssStat11"),
        (2020, 2533, "SyssStat19"),
        (2021, 2603, "SyssStat19"),
    ):
        for more in (0, 1):
            person = starter(f"{year} + {more}").degree(G, f"{year - 1}-01-10")
            people.append(person.resident(year, ForvErs=hundreds + more, **{status: 1}))
    counted = count_case(Case(people), "milestones.established")
    assert counted.of("milestones.established", "is_established") == {
        "2018 + 0": False,
        "2018 + 1": True,
        "2020 + 0": False,
        "2020 + 1": True,
        "2021 + 0": False,
        "2021 + 1": True,
    }


def test_unknown_graduation_is_unknown(count_case: CountCase) -> None:
    """R14, R23: the start is before degrees begin."""
    covers = {"degrees": [date(2001, 7, 2), date(2025, 6, 30)]}
    counted = count_case(Case([asked("seen to graduate")], covers=covers), "milestones.established")
    assert counted.of("milestones.established", "is_asked") == {"seen to graduate": None}


def test_in_the_end_year_of_the_lasar(count_case: CountCase) -> None:
    """Definitions 3, 5 [A], choice established_year: f − 1; the threshold is that year's, 169 900 in 2005."""
    people = [
        starter("2005").degree(G, "2005-06-30").resident(2005, SyssStatJ=1, ForvErs=1700).resident(2006),
        starter("2006").degree(G, "2005-07-01").resident(2006, SyssStatJ=1, ForvErs=1700),
    ]
    counted = count_case(Case(people), "milestones.established")
    names = ("year", "is_asked", "is_established")
    variant = "established_year=lasar_end_year"
    assert counted.of("milestones.established", *names, variant=variant) == {
        "2005": (2005, True, True),
        "2006": (2006, True, False),  # 174 400 in 2006
    }
    assert counted.of("milestones.established", "year") == {"2005": 2006, "2006": 2007}


def test_after_the_advanced_degree(count_case: CountCase) -> None:
    """Definitions 3: the year after the läsår of the advanced degree, overall and per specialisation."""
    works = {"SyssStatJ": 1, "ForvErs": 2000}
    people = [
        advanced("30 June").degree(SPECIALIST, "2005-06-30").resident(2006, **works),
        advanced("1 July")
        .degree(SPECIALIST, "2005-07-01")
        .resident(2006, **works)
        .resident(2007, SyssStatJ=6),
        advanced("another first")
        .degree(SPECIALIST, "2004-06-10", Inriktning="barn")
        .degree(SPECIALIST, "2005-06-10", Inriktning="anestesi")
        .resident(2006, **works),
        advanced("no degree").resident(2006, **works),
    ]
    counted = count_case(nurses(people), "milestones.established")

    def found(specialisation: str) -> dict[str, tuple[int, bool | None]]:
        said = {"model": "licence", "specialisation": specialisation}
        return counted.of("milestones.established", "year", "is_asked", **said)

    assert found("") == {"30 June": (2006, True), "1 July": (2007, True), "another first": (2005, False)}
    assert found("anestesi") == {
        "30 June": (2006, True),
        "1 July": (2007, True),
        "another first": (2006, True),
    }
    said = {"model": "licence", "specialisation": "", "variant": "established_year=lasar_end_year"}
    assert counted.of("milestones.established", "year", **said) == {
        "30 June": 2005,
        "1 July": 2006,
        "another first": 2004,
    }


def test_unknown_advanced_degree_is_unknown(count_case: CountCase) -> None:
    """R14, R23: the start is before degrees begin."""
    covers = {"degrees": [date(2003, 7, 2), date(2025, 6, 30)]}
    person = advanced("x").degree(SPECIALIST, "2005-06-10").resident(2006, SyssStatJ=1, ForvErs=2000)
    counted = count_case(nurses([person], covers=covers), "milestones.established")
    said = {"model": "licence", "specialisation": ""}
    assert counted.of("milestones.established", "is_asked", **said) == {"x": None}
