"""measures.states: in which published counts a person stands, family by family."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, advanced, graduate, nurses, starter

TABLE = "measures.states"


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    people = [
        graduate("employed elsewhere").resident(2000, 2006, SyssStatJ=1, Ssyk4="9999"),
        starter("left").resident(2000),
    ]
    return count_case(Case(people), TABLE)


def states(lives: Lives, person: str, family: str) -> dict[str, str]:
    rows = lives.rows(
        f"select * from {TABLE} where person = '{person}' and family = '{family}' and model = 'education'"
    )
    return {r["measure"]: r["state"] for r in rows}


def test_yes_no_and_categories(lives: Lives) -> None:
    """R14: in the base and the numerator, in the base only; a status is its category (R59)."""
    found = states(lives, "employed elsewhere", "after")
    assert (found["resident_1"], found["employed_1"], found["in_profession_1"]) == ("yes", "yes", "no")
    assert (found["retention_1"], found["status_1"]) == ("no", "other_work")


def test_who_is_in_no_base_has_no_state(lives: Lives) -> None:
    assert states(lives, "left", "after") == {"exam_rate_to_date": "no"}
    assert states(lives, "left", "degree")["fate"] == "left"


def test_what_families_share_stands_in_each(lives: Lives) -> None:
    """The licence belongs to the family `degree`; what comes after it has it too."""
    for family in ("degree", "after"):
        assert states(lives, "employed elsewhere", family)["licensed_share"] == "yes"


def test_both_follow_up_years_are_one_family(lives: Lives) -> None:
    """Whoever stayed from the first to the third is told by both; the start is another family's."""
    found = states(lives, "employed elsewhere", "after")
    assert {"resident_1", "resident_3", "in_profession_1"} <= set(found)
    assert "exam_rate_nominal_3" not in found


def test_who_is_asked_after_a_licence(lives: Lives) -> None:
    """Those licensed in a year are asked after one year as after three (R30); no table prints it."""
    rows = lives.rows(f"select * from {TABLE} where model = 'licensed' and measure = 'asked'")
    assert [(r["person"], r["family"], r["state"]) for r in rows] == [("employed elsewhere", "after", "yes")]


def test_by_year_and_curve(count_case: CountCase) -> None:
    """years/seen_to/last_k and exit/event/last_k; a start in HT 2003 is 3 läsår after 2000/01."""
    lives = count_case(nurses([advanced("nurse", specialisation="barn")]), TABLE)
    rows = lives.rows(f"select * from {TABLE} where model = 'licence'")
    found = {(r["family"], r["measure"], r["part"]): r["state"] for r in rows}
    years, seen_to, last_k = found["years", "started_share_by_year", ""].split("/")
    assert (years, seen_to) == ("3", last_k)
    assert found["years", "curve_started", ""] == f"3/1/{last_k}"
    assert found["specialisations", "started_share", "barn"] == "yes"
