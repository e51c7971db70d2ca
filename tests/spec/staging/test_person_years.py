"""staging.person_years: which variable of LISA is read in which year."""

from __future__ import annotations

from typing import Any

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, starter

STATUS: list[tuple[int, dict[str, int], bool | None]] = [
    (1992, {"SyssStatG": 1}, True),
    (1993, {"SyssStatG": 1}, True),
    (1993, {"SyssStatG": 1, "SyssStat": 6}, False),
    (1994, {"SyssStatG": 1}, None),
    (2003, {"SyssStat": 1}, True),
    (2003, {"SyssStat": 1, "SyssStatJ": 6}, False),
    (2003, {"SyssStat": 6, "SyssStatJ": 1}, True),
    (2002, {"SyssStat": 1, "SyssStatJ": 6}, True),
    (2004, {"SyssStat": 1}, None),
    (2010, {"SyssStatJ": 5}, False),
    (2011, {"SyssStatJ": 1}, True),
    (2011, {"SyssStatJ": 1, "SyssStat11": 5}, False),
    (2012, {"SyssStatJ": 1}, None),
    (2018, {"SyssStat11": 1, "SyssStat19": 6}, True),
    (2019, {"SyssStat11": 1}, None),
    (2019, {"SyssStat11": 6, "SyssStat19": 1}, True),
    (2021, {"SyssStat19": 1, "BAS": 6}, True),
    (2021, {"BAS": 1}, None),
    (2022, {"SyssStat19": 1}, None),
    (2022, {"BAS": 1}, True),
    (2024, {"BAS": 2}, False),
]
OCCUPATION: list[tuple[int, dict[str, Any], str | None]] = [
    (2000, {"Ssyk4": "3225"}, None),
    (2001, {"Ssyk4": "3225"}, "3225"),
    (2009, {"Ssyk4": "3225", "Ssyk4_J16": "1111"}, "3225"),
    (2010, {"Ssyk4": "3225", "Ssyk4_J16": "1111"}, "1111"),
    (2010, {"Ssyk4": "3225"}, "3225"),
    (2013, {"Ssyk4": "3225", "Ssyk4_J16": "1111", "Ssyk4_2012": "3250"}, "1111"),
    (2013, {"Ssyk4_2012": "3250", "Ssyk4_2012_J16": "3250"}, None),
    (2014, {"Ssyk4": "3225", "Ssyk4_J16": "3225"}, None),
    (2014, {"Ssyk4_2012": "3250"}, "3250"),
    (2014, {"Ssyk4_2012": "3250", "Ssyk4_2012_J16": "1512"}, "1512"),
    (2012, {"Ssyk4": "3225", "SsykStatus_J16": 6}, None),
    (2012, {"Ssyk4_J16": "3225", "SsykStatus_J16": 6}, None),
    (2015, {"Ssyk4_2012": "3250", "SsykStatus_J16": 6}, None),
    (2015, {"Ssyk4_2012": "3250", "SsykStatus_J16": 1}, "3250"),
    (2015, {"Ssyk4_2012": "3250", "SsykStatus_J16": 5}, "3250"),
    (2015, {"Ssyk4_2012": "3250", "SsykStatus_J16": 13}, "3250"),
    (2015, {"Ssyk4_2012": "****"}, None),
]
INDUSTRY: list[tuple[int, dict[str, Any], str | None]] = [
    (2001, {"AstSNI2002": "85130"}, None),
    (2002, {"AstSNI2002": "85130"}, "85130"),
    (2006, {"AstSNI2007": "86230"}, None),
    (2007, {"AstSNI2002": "85130"}, None),
    (2007, {"AstSNI2002": "85130", "AstSNI2007": "86904"}, "86904"),
    (2010, {"AstSNI2002": "85130", "AstSNI2007": "86904"}, "86904"),
]
OTHER: list[tuple[str, dict[str, Any], Any]] = [
    ("sex", {"Kon": 1}, "man"),
    ("sex", {"Kon": None}, None),
    ("background", {"UtlSvBakg": 11}, "foreign"),
    ("background", {"UtlSvBakg": 12}, "foreign"),
    ("background", {"UtlSvBakg": 21}, "swedish"),
    ("background", {"UtlSvBakg": 22}, "swedish"),
    ("background", {"UtlSvBakg": None}, None),
    ("is_studying", {"HSDelt": 0}, False),
    ("is_studying", {"HSDelt": 1}, True),
    ("is_studying", {"HSDelt": 2}, True),
    ("is_studying", {"HSDelt": 3}, True),
    ("is_studying", {}, False),
    ("income_sek", {"ForvErs": 2419}, 241_900),
    ("income_sek", {}, None),
    ("has_unemployment", {}, False),
    ("has_unemployment", {"ALosDag": 0, "ADelDag": 0, "AStuDag": 0, "ASysDag": 0}, False),
    ("has_unemployment", {"ALosDag": 1}, True),
    ("has_unemployment", {"ADelDag": 1}, True),
    ("has_unemployment", {"AStuDag": 1}, True),
    ("has_unemployment", {"ASysDag": 1}, True),
    ("is_reused_number", {"AterPNr": 1}, True),
    ("is_reused_number", {"AterPNr": 0}, False),
    ("is_reused_number", {}, False),
    ("work_municipality", {"AstKommun": "9999"}, "9999"),
    ("work_municipality", {"AstKommun": "180"}, "0180"),
    ("work_municipality", {"AstKommun": "9876"}, None),
]
YEARLY = [*STATUS, *OCCUPATION, *INDUSTRY]


def case_name(*parts: object) -> str:
    """The person's number; a comma would part the columns of the file."""
    return " ".join(map(str, parts)).replace(",", "")


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    people = [starter(case_name(year, said)).resident(year, **said) for year, said, _ in YEARLY]
    people += [starter(case_name(column, said)).resident(2008, **said) for column, said, _ in OTHER]
    return count_case(Case(people, covers={"individuals": [1990, 2024]}), "staging.person_years")


@pytest.mark.parametrize(("year", "said", "expected"), STATUS)
def test_employment(lives: Lives, year: int, said: dict[str, int], expected: bool | None) -> None:
    """R27: the newest variable whose years contain the year and that is filled; 1 is employed."""
    assert lives.of("staging.person_years", "is_employed")[case_name(year, said)] is expected


@pytest.mark.parametrize(("year", "said", "expected"), OCCUPATION)
def test_occupation(lives: Lives, year: int, said: dict[str, Any], expected: str | None) -> None:
    """R29, R66: SSYK 96 from 2001 to 2013, SSYK 2012 from 2014; a filled J16 first.

    SsykStatus 6 is missing.
    """
    assert lives.of("staging.person_years", "occupation")[case_name(year, said)] == expected


@pytest.mark.parametrize(("year", "said", "expected"), INDUSTRY)
def test_industry(lives: Lives, year: int, said: dict[str, Any], expected: str | None) -> None:
    """R30, R75: none before 2002; the edition of 2002 to 2006, of 2007 from 2007, never the other one."""
    assert lives.of("staging.person_years", "industry")[case_name(year, said)] == expected


@pytest.mark.parametrize(("column", "said", "expected"), OTHER)
def test_other_columns(lives: Lives, column: str, said: dict[str, Any], expected: object) -> None:
    """R36 background; R32 studies, income and days; R17 reused; R5 workplace (9999 is abroad)."""
    assert lives.of("staging.person_years", column)[case_name(column, said)] == expected


def test_november_job_and_its_year(count_case: CountCase) -> None:
    """R27, R29: SsykStatus_J16 and SsykAr_J16 are read from 2010, when they begin."""
    said = {"SsykStatus_J16": 3, "SsykAr_J16": 2008}
    people = [starter("2009").resident(2009, **said), starter("2010").resident(2010, **said)]
    counted = count_case(Case(people), "staging.person_years")
    assert counted.of("staging.person_years", "occupation_status", "occupation_year") == {
        "2009": (None, None),
        "2010": (3, 2008),
    }
