"""measures.alike: who is counted like whom, under every way of counting."""

from __future__ import annotations

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, graduate

PEOPLE = [
    graduate("a in the profession").resident(2006, SyssStatJ=1, Ssyk4="3225", AstSNI2002="85130"),
    graduate("b the same").resident(2006, SyssStatJ=1, Ssyk4="3225", AstSNI2002="85130"),
    graduate("c by occupation only").resident(2006, SyssStatJ=1, Ssyk4="3225", AstSNI2002="80301"),
    graduate("d not employed").resident(2006, SyssStatJ=6),
]


def test_first_of_those_counted_alike(count_case: CountCase) -> None:
    """c differs from a and b under the alternative `workplace` only, and so is of a kind of its own."""
    lives = count_case(Case(PEOPLE), "measures.alike")
    rows = lives.rows("select person, alike from measures.alike where model = 'education'")
    assert {r["person"]: r["alike"][0] for r in rows} == {
        "a in the profession": "a",
        "b the same": "a",
        "c by occupation only": "c",
        "d not employed": "d",
    }
