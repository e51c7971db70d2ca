"""measures.states_of_kinds: what the people of a kind have in common."""

from __future__ import annotations

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, graduate, starter


def test_states_of_a_kind_are_those_of_its_people(count_case: CountCase) -> None:
    people = [graduate("one").resident(2000, 2006, SyssStatJ=1, Ssyk4="3225"), starter("left").resident(2000)]
    lives = count_case(Case(people), "measures.states_of_kinds")
    # Of every person: the kind's states and the person's own are the same ones.
    differing = lives.rows(
        """
        with own as (
            select k.person, s.measure, s.part, s.state, k.kind
            from measures.kinds as k
            inner join measures.states as s
                on k.person = s.person and k.profession = s.profession and k.model = s.model
                and k.family = s.family
        ),
        told as (
            select k.person, s.measure, s.part, s.state, k.kind
            from measures.kinds as k
            inner join measures.states_of_kinds as s on k.kind = s.kind
        )
        (select * from own except select * from told) union all (select * from told except select * from own)
        """
    )
    assert differing == []
    states = lives.rows(
        """
        select s.state from measures.kinds as k
        inner join measures.states_of_kinds as s on k.kind = s.kind
        where k.person = 'left' and k.family = 'degree' and s.measure = 'fate'
        """
    )
    assert [r["state"] for r in states] == ["left"]
