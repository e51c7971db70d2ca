"""measures.breakdown_counts: which sets of breakdowns are counted, and the counts."""

from __future__ import annotations

from typing import Any

from tests.spec.lives import Lives

OTHERS = [
    *("age", "background", "upper_secondary", "earlier_degree", "institution"),
    *("home_county", "home_region", "study_county", "study_region"),
]
REDUNDANT = {("home_county", "home_region"), ("study_county", "study_region")}


def counted_rows(lives: Lives, measure: str) -> list[dict[str, Any]]:
    """The rows of a measure with the names of their sets and the values in them."""
    return lives.rows(
        f"""
        select
            concat_ws(' ', a.breakdown, b.breakdown, y.breakdown) as breakdowns,
            concat_ws(' ', a.value, b.value, y.value) as "values",
            c.numerator, c.denominator, c.n_not_observable
        from measures.breakdown_counts as c
        inner join measures.series as s on c.series = s.id
        left join measures.breakdown_values as a on c.id_1 = a.id
        left join measures.breakdown_values as b on c.id_2 = b.id
        left join measures.breakdown_values as y on c.year_id = y.id
        where s.measure = '{measure}'
        """
    )


def test_which_sets(five_people: Lives) -> None:
    """Definitions 10, R12: sex by each other by year, the other pairs; R65: degree institution by year."""
    sets = {row["breakdowns"] for row in counted_rows(five_people, "exam_rate_to_date")}
    by_year = {f"sex {other} cohort_year" for other in OTHERS} | {"degree_institution cohort_year"}
    pairs = {(a, b) for i, a in enumerate(OTHERS) for b in OTHERS[i + 1 :]} - REDUNDANT
    assert len(pairs) == 34
    assert sets == by_year | {f"{a} {b}" for a, b in pairs}


def test_counts(five_people: Lives) -> None:
    """Definitions 5: of the women from 2001 who started at KI, Anna graduated and Cia did not."""
    rows = counted_rows(five_people, "exam_rate_to_date")
    found = {r["values"]: r for r in rows if r["breakdowns"] == "sex institution cohort_year"}
    assert {v: (r["numerator"], r["denominator"], r["n_not_observable"]) for v, r in found.items()} == {
        "woman KI 2001": (1, 2, 0),
        "man GU 2001": (1, 1, 0),
        "man KI 2004": (1, 1, 0),
        "woman GU 2004": (1, 1, 0),
    }


def test_every_set_holds_everybody_once(five_people: Lives) -> None:
    """R37: every value has a group, unknown too; four of five graduated, three of the four are licensed."""
    for measure, wanted in (("exam_rate_to_date", (4, 5)), ("licensed_share", (3, 4))):
        sums: dict[str, tuple[int, int]] = {}
        for row in counted_rows(five_people, measure):
            n, d = sums.get(row["breakdowns"], (0, 0))
            sums[row["breakdowns"]] = (n + row["numerator"], d + row["denominator"])
        assert len(sums) == 44
        assert set(sums.values()) == {wanted}, measure
