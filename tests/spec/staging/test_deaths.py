"""staging.deaths: when a person died."""

from __future__ import annotations

from datetime import date

from tests.spec.conftest import CountCase
from tests.spec.lives import nurse, nurses

TABLE = "staging.deaths"
PEOPLE = [
    nurse("dead").row("deaths", DodDatum="2002-05-05"),
    nurse("dead twice over").row("deaths", DodDatum="20020505").row("deaths", DodDatum="20020505"),
    nurse("day missing").row("deaths", DodDatum=""),
    nurse("outside covers").row("deaths", DodDatum="2025-01-01"),
    nurse("alive"),
]


def test_deaths(count_case: CountCase) -> None:
    """R5: every date is a key; R7: rows outside covers; R8: an exact duplicate counts once."""
    counted = count_case(nurses(PEOPLE), TABLE)
    day = date(2002, 5, 5)
    assert counted.of(TABLE, "died_on") == {"dead": day, "dead twice over": day}
    reasons = counted.rows("select LopNr as person, reason from raw.rejected where register = 'deaths'")
    assert {row["person"]: row["reason"] for row in reasons} == {
        "day missing": "unparsable_date",
        "outside covers": "out_of_range",
    }


def test_not_delivered(count_case: CountCase) -> None:
    """R2: an empty table."""
    assert count_case(nurses([nurse("x")], without=("deaths",)), TABLE).of(TABLE, "died_on") == {}
