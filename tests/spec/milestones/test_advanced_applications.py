"""milestones.advanced_applications: the first application after the licence."""

from __future__ import annotations

from tests.spec.conftest import CountCase
from tests.spec.lives import MIDWIFE, SPECIALIST, nurse, nurses, term

TABLE = "milestones.advanced_applications"
L = "2007-07-10"
PEOPLE = [
    nurse("first of several", L)
    .applied(MIDWIFE, "VT2009")
    .applied(SPECIALIST, "HT2008")
    .applied(MIDWIFE, "HT2010"),
    nurse("second choice – not eligible – not admitted", L).applied(SPECIALIST, "VT2008", choice=7),
    nurse("same autumn as the licence", L).applied(SPECIALIST, "HT2007"),
    nurse("before and after", "2008-02-01").applied(SPECIALIST, "HT2007").applied(SPECIALIST, "HT2009"),
    nurse("before only", "2008-02-01").applied(SPECIALIST, "HT2007"),
    nurse("licence on 30 June – that spring", "2008-06-30").applied(SPECIALIST, "VT2008"),
    nurse("licence on 30 June – autumn", "2008-06-30").applied(SPECIALIST, "HT2008"),
    nurse("licence on 31 December – that autumn", "2007-12-31").applied(SPECIALIST, "HT2007"),
    nurse("licence on 31 December – spring", "2007-12-31").applied(SPECIALIST, "VT2008"),
    nurse("to another programme", L).applied("lakare", "HT2008"),
    nurse("to become a nurse", L).applied("sjukskoterska", "HT2008"),
    nurse("never", L),
]


def test_first_application(count_case: CountCase) -> None:
    """R54: any row for an advanced education in a term that ends after the licence; läsår by its autumn."""
    counted = count_case(nurses(PEOPLE), TABLE)
    assert counted.of(TABLE, "applied_term", "applied_lasar") == {
        "first of several": (term("HT2008"), 2008),
        "second choice – not eligible – not admitted": (term("VT2008"), 2007),
        "same autumn as the licence": (term("HT2007"), 2007),
        "before and after": (term("HT2009"), 2009),
        "licence on 30 June – autumn": (term("HT2008"), 2008),
        "licence on 31 December – spring": (term("VT2008"), 2007),
    }


def test_applications_not_delivered(count_case: CountCase) -> None:
    """R2: nobody is seen to apply."""
    counted = count_case(nurses([nurse("x", L)], without=("applications",)), TABLE)
    assert counted.of(TABLE, "applied_term") == {}
