"""measures.breakdown_cells: the counts as cells of the window and of each year."""

from __future__ import annotations

import pytest

from tests.spec.lives import Lives

TABLE = "measures.cells"
"""Where the numbered cells have their names."""
Counts = tuple[int, int, int]
# (measure, cohort, by_1, by_2) → (value_1, value_2) → (numerator, denominator, n_not_observable)
EXPECTED: dict[tuple[str, str, str, str], dict[tuple[str, str], Counts]] = {
    ("exam_rate_to_date", "2000-2010", "", ""): {("", ""): (4, 5, 0)},
    ("exam_rate_to_date", "2000-2010", "age", ""): {
        ("-21", ""): (2, 2, 0),
        ("22-24", ""): (2, 2, 0),
        ("25-29", ""): (0, 1, 0),
    },
    ("exam_rate_to_date", "2000-2010", "sex", "age"): {
        ("woman", "-21"): (2, 2, 0),
        ("woman", "25-29"): (0, 1, 0),
        ("man", "22-24"): (2, 2, 0),
    },
    ("exam_rate_to_date", "2000-2010", "home_county", ""): {
        ("01", ""): (2, 2, 0),
        ("14", ""): (1, 2, 0),
        ("abroad_or_dead", ""): (1, 1, 0),
    },
    ("exam_rate_to_date", "2000-2010", "home_region", "study_county"): {
        ("Stockholm", "01"): (2, 2, 0),
        ("Västra", "14"): (1, 1, 0),
        ("Västra", "01"): (0, 1, 0),
        ("abroad_or_dead", "14"): (1, 1, 0),
    },
    # R10: cohort_year is a breakdown of the window; it stands last in a pair (R12).
    ("exam_rate_to_date", "2000-2010", "cohort_year", ""): {("2001", ""): (2, 3, 0), ("2004", ""): (2, 2, 0)},
    ("exam_rate_to_date", "2000-2010", "institution", "cohort_year"): {
        ("KI", "2001"): (1, 2, 0),
        ("GU", "2001"): (1, 1, 0),
        ("KI", "2004"): (1, 1, 0),
        ("GU", "2004"): (1, 1, 0),
    },
    ("exam_rate_to_date", "2001", "", ""): {("", ""): (2, 3, 0)},
    ("exam_rate_to_date", "2001", "sex", ""): {("woman", ""): (1, 2, 0), ("man", ""): (1, 1, 0)},
    ("exam_rate_to_date", "2001", "sex", "institution"): {
        ("woman", "KI"): (1, 2, 0),
        ("man", "GU"): (1, 1, 0),
    },
    # In one-year cohorts only pairs with sex.
    ("exam_rate_to_date", "2001", "age", "institution"): {},
    ("exam_rate_to_date", "2001", "cohort_year", ""): {},
    ("exam_rate_to_date", "2001", "sex", "cohort_year"): {},
    # R12: never paired with its own coarser form; each pair once, in the order of the list.
    ("exam_rate_to_date", "2000-2010", "home_county", "home_region"): {},
    ("exam_rate_to_date", "2000-2010", "age", "sex"): {},
    # R65: from graduation on, single.
    ("licensed_share", "2000-2010", "degree_institution", ""): {
        ("KI", ""): (2, 2, 0),
        ("GU", ""): (1, 1, 0),
        ("UU", ""): (0, 1, 0),
    },
    ("licensed_share", "2004", "degree_institution", ""): {("KI", ""): (1, 1, 0), ("UU", ""): (0, 1, 0)},
    ("licensed_share", "2000-2010", "degree_institution", "cohort_year"): {},
    ("licensed_share", "2000-2010", "sex", "degree_institution"): {},
    ("exam_rate_to_date", "2000-2010", "degree_institution", ""): {},
    # R63: of the cohort's total; single breakdowns and the total.
    ("composition", "2000-2010", "", ""): {("", ""): (5, 5, 0)},
    ("composition", "2000-2010", "sex", ""): {("woman", ""): (3, 5, 0), ("man", ""): (2, 5, 0)},
    ("composition", "2000-2010", "cohort_year", ""): {("2001", ""): (3, 5, 0), ("2004", ""): (2, 5, 0)},
    ("composition", "2001", "", ""): {("", ""): (3, 3, 0)},
    ("composition", "2001", "sex", ""): {("woman", ""): (2, 3, 0), ("man", ""): (1, 3, 0)},
    ("composition", "2000-2010", "sex", "age"): {},
    ("composition", "2001", "sex", "age"): {},
    ("composition", "2000-2010", "degree_institution", ""): {},
    # R13: a year that nobody started in has no cell.
    ("composition", "2002", "", ""): {},
}


def test_every_cell_of_months_has_its_quartiles(five_people: Lives) -> None:
    """The sets of measures.month_quartiles are those that measures.breakdown_counts adds up to."""
    numbered = """
        select c.*, s.measure like 'months_%' as is_months
        from measures.breakdown_cells as c inner join measures.series as s on c.series = s.id
    """
    rows = five_people.rows(f"select * from ({numbered}) where is_months and denominator > 0")
    assert len(rows) > 100
    assert [row for row in rows if row["quartiles"] is None] == []
    others = five_people.rows(f"select * from ({numbered}) where not is_months")
    assert [row for row in others if row["quartiles"] is not None] == []


@pytest.mark.parametrize("cell", EXPECTED, ids=" ".join)
def test_cells(five_people: Lives, cell: tuple[str, str, str, str]) -> None:
    """Definitions 10, R10–R13, R63, R65."""
    measure, cohort, by_1, by_2 = cell
    assert five_people.counts(TABLE, measure, cohort, by_1=by_1, by_2=by_2) == EXPECTED[cell]
