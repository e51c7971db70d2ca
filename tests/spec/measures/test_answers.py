"""measures.answers: base and numerator under every alternative, once for all who are counted alike."""

from __future__ import annotations

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, graduate

PEOPLE = [
    graduate("a").resident(2006, SyssStatJ=1, Ssyk4="3225", AstSNI2002="80301"),
    graduate("b like a").resident(2006, SyssStatJ=1, Ssyk4="3225", AstSNI2002="80301"),
]


def test_answers_of_the_first(count_case: CountCase) -> None:
    """R30: in the profession by occupation, not by workplace; only the first of the two is answered for."""
    lives = count_case(Case(PEOPLE), "measures.answers")
    rows = lives.rows(
        """
        select a.person, a.numerator, w.target_set
        from measures.answers as a
        inner join reference.variants as w on a.variant = w.variant
        where
            a.model = 'education' and a.measure = 'retention_1'
            and (a.variant = '' or w.target_set <> 'occupation')
        """
    )
    assert {r["person"] for r in rows} == {"a"}
    assert {r["target_set"]: r["numerator"] for r in rows} == {
        "occupation": True,
        "workplace": False,
        "either": True,
    }
