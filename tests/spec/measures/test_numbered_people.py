"""measures.numbered_people: people with numbers in place of the values of their breakdowns."""

from __future__ import annotations

from tests.spec.lives import Lives


def test_the_numbers_lead_back_to_the_values(five_people: Lives) -> None:
    """Everybody stands once, under the values of measures.people."""
    values = {r["id"]: r["value"] for r in five_people.rows("select * from measures.breakdown_values")}
    numbered = {r["person"]: r for r in five_people.rows("select * from measures.numbered_people")}
    people = {r["person"]: r for r in five_people.rows("select * from measures.people")}
    assert len(numbered) == len(people) == 5
    for person, row in people.items():
        named = {name: values[numbered[person][name]] for name in row if name not in ("person", "profession")}
        assert named == {name: row[name] for name in named}
    assert values[numbered["Eva"]["home_county"]] == "abroad_or_dead"
