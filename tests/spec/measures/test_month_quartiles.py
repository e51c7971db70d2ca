"""measures.month_quartiles: quartiles of the months between milestones, in every set of breakdowns."""

from __future__ import annotations

from tests.spec.lives import Lives


def quartiles(lives: Lives, *values: str) -> list[float]:
    """The quartiles from start to degree of the cell with exactly these values."""
    rows = lives.rows(
        """
        select concat_ws(' ', a.value, b.value, y.value) as "values", q.quartiles
        from measures.month_quartiles as q
        inner join measures.series as s on q.series = s.id
        left join measures.breakdown_values as a on q.id_1 = a.id
        left join measures.breakdown_values as b on q.id_2 = b.id
        left join measures.breakdown_values as y on q.year_id = y.id
        where s.measure = 'months_start_to_degree'
        """
    )
    (found,) = [row["quartiles"] for row in rows if row["values"] == " ".join(values)]
    return list(found)


def test_quartiles(five_people: Lives) -> None:
    """R33–R35, type 7. Anna 23 months, Bo 35, Dan 30, Eva 29: all give 27.5, 29.5 and 31.25."""
    assert quartiles(five_people) == [27.5, 29.5, 31.25]
    assert quartiles(five_people, "woman") == [24.5, 26.0, 27.5]
    assert quartiles(five_people, "man", "22-24") == [31.25, 32.5, 33.75]
    assert quartiles(five_people, "man", "22-24", "2004") == [30.0, 30.0, 30.0]
    assert quartiles(five_people, "2001") == [26.0, 29.0, 32.0]
