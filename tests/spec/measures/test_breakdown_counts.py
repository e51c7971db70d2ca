"""measures.breakdown_counts: which sets of breakdowns are counted, and the counts."""

from __future__ import annotations

from typing import Any

from tests.spec.lives import Lives

SINGLES = [
    *("sex", "age", "background", "upper_secondary", "earlier_degree", "institution"),
    *("home_county", "home_region", "study_county", "study_region"),
]


def counted_rows(lives: Lives, measure: str, breakdowns: str) -> list[dict[str, Any]]:
    """The rows of a measure in a set of breakdowns."""
    rows = lives.rows(f"select * from measures.breakdown_counts where measure = '{measure}'")
    return [row for row in rows if sorted(row["breakdowns"].split()) == sorted(breakdowns.split())]


def test_which_sets(five_people: Lives) -> None:
    """Definitions 10, R12: singles, 53 pairs of the window, pairs with sex by year.

    R65: degree institution alone.
    """
    rows = five_people.rows("select distinct breakdowns from measures.breakdown_counts")
    sets = {frozenset(row["breakdowns"].split()) for row in rows}
    named = [*SINGLES, "cohort_year"]
    redundant = {frozenset(("home_county", "home_region")), frozenset(("study_county", "study_region"))}
    pairs = {frozenset((a, b)) for a in named for b in named if a < b} - redundant
    yearly = {frozenset(("sex", other, "cohort_year")) for other in SINGLES[1:]}
    degree = {frozenset(("degree_institution",)), frozenset(("degree_institution", "cohort_year"))}
    assert len(pairs) == 53
    assert sets == {frozenset(), *(frozenset((n,)) for n in named), *pairs, *yearly, *degree}


def test_counts(five_people: Lives) -> None:
    """Definitions 5: four of five graduated, three of the four licensed."""
    total = counted_rows(five_people, "exam_rate_to_date", "")
    assert [(r["numerator"], r["denominator"], r["n_not_observable"]) for r in total] == [(4, 5, 0)]
    total = counted_rows(five_people, "licensed_share", "")
    assert [(r["numerator"], r["denominator"], r["n_not_observable"]) for r in total] == [(3, 4, 0)]


def test_groups_add_up_to_the_total(five_people: Lives) -> None:
    """R37: every value has a group, unknown too, so each set of breakdowns holds everybody once."""
    for breakdowns in [*SINGLES, "cohort_year", "home_county study_county", "sex age cohort_year"]:
        rows = counted_rows(five_people, "exam_rate_to_date", breakdowns)
        assert (sum(r["numerator"] for r in rows), sum(r["denominator"] for r in rows)) == (4, 5), breakdowns


def test_quartiles(five_people: Lives) -> None:
    """R35, type 7: 23, 29, 30 and 35 months give 27.5, 29.5 and 31.25."""
    (row,) = counted_rows(five_people, "months_start_to_degree", "")
    assert list(row["quartiles"]) == [27.5, 29.5, 31.25]
