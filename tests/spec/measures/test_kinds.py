"""measures.kinds: people with the same states are of one kind."""

from __future__ import annotations

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, graduate, starter


def test_same_states_same_kind(count_case: CountCase) -> None:
    """Two who are counted alike are one kind in every family; who left is another."""
    people = [
        graduate("one").resident(2000, 2006, SyssStatJ=1, Ssyk4="3225"),
        graduate("other").resident(2000, 2006, SyssStatJ=1, Ssyk4="3225"),
        starter("left").resident(2000),
    ]
    lives = count_case(Case(people), "measures.kinds")
    rows = lives.rows("select * from measures.kinds where model = 'education'")
    kinds = {(r["person"], r["family"]): r["kind"] for r in rows}
    assert kinds["one", "degree"] == kinds["other", "degree"] != kinds["left", "degree"]
    assert kinds["one", "after"] == kinds["other", "after"] != kinds["left", "after"]
    assert len({kind for (person, _), kind in kinds.items() if person == "one"}) == len(
        {family for person, family in kinds if person == "one"}
    )
