"""measures.series: the measures that are cut by breakdowns, numbered within each group."""

from __future__ import annotations

from tests.spec.lives import Lives


def test_every_measure_that_is_cut_has_a_number(five_people: Lives) -> None:
    """In the order of their names; status, fate and flows stand in cells of their own."""
    rows = five_people.rows("select * from measures.series order by id")
    assert [row["id"] for row in rows] == list(range(1, len(rows) + 1))
    names = [row["measure"] for row in rows]
    assert names == sorted(set(names))
    assert {"composition", "exam_rate_to_date", "months_start_to_degree", "retention_1"} <= set(names)
    assert not {"status_1", "fate", "arrivals_1", "mobility_home_to_study", "applied_share"} & set(names)


def test_how_each_is_cut(five_people: Lives) -> None:
    """Composition stands alone (R63); degree institution is for those who graduated (R65)."""
    rows = {row["measure"]: row for row in five_people.rows("select * from measures.series")}
    assert (rows["composition"]["breakdowns"], rows["licensed_share"]["breakdowns"]) == ("single", "all")
    found = (rows["exam_rate_to_date"]["from_graduation"], rows["licensed_share"]["from_graduation"])
    assert found == (False, True)
