"""measures.moves: one row per person and matrix, with county and region of both ends."""

from __future__ import annotations

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, graduate, starter

ENDS = ("origin_county", "origin_region", "target_county", "target_region", "base")


def test_ends_of_one_person(count_case: CountCase) -> None:
    """Definitions 9: home in Kungsbacka (13, Västra), study in Stockholm, +1 in Göteborg."""
    person = graduate("traveller").resident(2000, Kommun="1384").resident(2006, Kommun="1480", SyssStatJ=1)
    lives = count_case(Case([person]), "measures.moves")
    rows = {r["measure"]: tuple(r[name] for name in ENDS) for r in lives.rows("select * from measures.moves")}
    assert rows["mobility_home_to_study"] == ("13", "Västra", "01", "Stockholm", True)
    assert rows["mobility_home_to_after_1"] == ("13", "Västra", "14", "Västra", True)
    assert rows["mobility_home_to_after_3"] == ("13", "Västra", "abroad_or_dead", "abroad_or_dead", True)


def test_one_row_however_many_cohorts(count_case: CountCase) -> None:
    """A person is in the window and in a year, and moves once; who is not in the base has no row."""
    lives = count_case(Case([starter("left").resident(2000)]), "measures.moves")
    rows = lives.rows("select * from measures.moves where model = 'education'")
    assert [r["measure"] for r in rows] == ["mobility_home_to_study"]
