"""staging.emigrations: when a person left the country."""

from __future__ import annotations

from datetime import date

from tests.spec.conftest import CountCase
from tests.spec.lives import nurse, nurses

TABLE = "staging.emigrations"
# In the migration register rows of people in no cohort are set aside (R58), so these are nurses.
PEOPLE = [
    nurse("left").row("migration", PostTyp="Utv", Datum="2002-05-05"),
    nurse("came").row("migration", PostTyp="Inv", Datum="2002-05-05"),
    nurse("left and came back")
    .row("migration", PostTyp="Utv", Datum="2002-05-05")
    .row("migration", PostTyp="Inv", Datum="2004-05-05"),
    nurse("of another kind").row("migration", PostTyp="Utr", Datum="2002-05-05"),
    nurse("day unknown").row("migration", PostTyp="Utv", Datum="2002-00-00"),
    nurse("outside covers").row("migration", PostTyp="Utv", Datum="1998-12-31"),
]


def test_emigrations(count_case: CountCase) -> None:
    """R5: an unknown kind and a date that cannot be read are rejected; R7: so are rows outside covers."""
    counted = count_case(nurses(PEOPLE), TABLE)
    day = date(2002, 5, 5)
    assert counted.of(TABLE, "emigrated_on") == {"left": day, "left and came back": day}
    reasons = counted.rows("select LopNr as person, reason from raw.rejected where register = 'migration'")
    assert {row["person"]: row["reason"] for row in reasons} == {
        "of another kind": "unknown_code",
        "day unknown": "unparsable_date",
        "outside covers": "out_of_range",
    }


def test_twice(count_case: CountCase) -> None:
    """Every emigration is a row; the exact duplicate is not (R8)."""
    person = nurse("twice")
    for day in ("2002-05-05", "2006-05-05", "2006-05-05"):
        person.row("migration", PostTyp="Utv", Datum=day)
    rows = count_case(nurses([person]), TABLE).rows(f"select emigrated_on from {TABLE} order by 1")
    assert [row["emigrated_on"] for row in rows] == [date(2002, 5, 5), date(2006, 5, 5)]


def test_not_delivered(count_case: CountCase) -> None:
    """R2: an empty table."""
    counted = count_case(nurses([nurse("x")], without=("migration",)), TABLE)
    assert counted.of(TABLE, "emigrated_on") == {}
