"""measures.advanced_graduates: county and specialisation of each advanced degree (R53, R74)."""

from __future__ import annotations

from datetime import date

from tests.spec.conftest import CountCase
from tests.spec.lives import SPECIALIST, advanced, nurse, nurses

TABLE = "measures.advanced_graduates"
PEOPLE = [
    advanced("graduated", specialisation="anestesi")
    .degree(SPECIALIST, "2004-06-10", Inriktning="barn")
    .resident(2004, Kommun="1480"),
    advanced("degree unknown", specialisation="anestesi").degree(SPECIALIST, "2004-06-10"),
    advanced("no degree"),
    nurse("never started"),
]


def test_who_graduated_where(count_case: CountCase) -> None:
    """The degree's own specialisation, else the start's; not resident is a place (R43)."""
    rows = count_case(nurses(PEOPLE), TABLE).rows(f"select * from {TABLE}")
    found = {r["person"]: (r["degree_county"], r["specialisation"], r["is_graduated"]) for r in rows}
    assert found == {
        "graduated": ("14", "barn", True),
        "degree unknown": ("abroad_or_dead", "anestesi", True),
    }


def test_degrees_not_covered(count_case: CountCase) -> None:
    """R74: whose graduation is not observable is kept, without a specialisation that counts."""
    case = nurses([advanced("unseen")], covers={"degrees": [date(2010, 1, 1), date(2025, 6, 30)]})
    rows = count_case(case, TABLE).rows(f"select * from {TABLE}")
    assert [(r["person"], r["degree_county"], r["is_graduated"]) for r in rows] == [
        ("unseen", "unknown", None)
    ]
