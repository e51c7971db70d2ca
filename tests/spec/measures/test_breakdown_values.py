"""measures.breakdown_values: every breakdown and value that occurs, numbered in the order of the list."""

from __future__ import annotations

from tests.spec.lives import Lives

ORDER = [
    *("sex", "age", "background", "upper_secondary", "earlier_degree", "institution", "home_county"),
    *("home_region", "study_county", "study_region", "cohort_year", "degree_institution"),
]


def test_numbered_in_the_order_of_the_list(five_people: Lives) -> None:
    """Definitions 10, R12: the first variable of a pair has the lower number."""
    rows = five_people.rows("select * from measures.breakdown_values order by id")
    assert [row["id"] for row in rows] == list(range(1, len(rows) + 1))
    assert list(dict.fromkeys(row["breakdown"] for row in rows)) == ORDER


def test_values_that_occur(five_people: Lives) -> None:
    """The five people's own: two sexes, three ages, three homes, and Cia's degree institution unknown."""
    rows = five_people.rows("select * from measures.breakdown_values")
    values = {name: sorted(r["value"] for r in rows if r["breakdown"] == name) for name in ORDER}
    assert values["sex"] == ["man", "woman"]
    assert values["age"] == ["-21", "22-24", "25-29"]
    assert values["home_county"] == ["01", "14", "abroad_or_dead"]
    assert values["cohort_year"] == ["2001", "2004"]
    assert values["degree_institution"] == ["GU", "KI", "UU", "unknown"]
