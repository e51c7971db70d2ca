"""staging.licences: the groups that a licence code belongs to."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, Person

PEOPLE = [
    Person("hygienist").licensed("TH", "2004-06-10"),
    Person("sjukgymnast").licensed("SG", "2006-01-31"),
    Person("fysioterapeut").licensed("FT", "2014-05-01", beslutsdatumFysioterapeut="2016-02-02"),
    Person("renamed").licensed("SG", "2006-01-31").licensed("FT", "2014-05-01"),
    Person("nurse").licensed("SJ", "2004-06-10"),
    Person("unknown code").licensed("XX", "2004-06-10"),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE, professions=("tandhygienist", "fysioterapeut")), "staging.licences")


def test_codes_belong_to_groups(lives: Lives) -> None:
    """R22: SG and FT are one group, and the decision on the new title is never the licence's date."""
    found = {
        (r["person"], r["profession"], r["licensed_on"]) for r in lives.rows("select * from staging.licences")
    }
    assert found == {
        ("hygienist", "tandhygienist", date(2004, 6, 10)),
        ("sjukgymnast", "fysioterapeut", date(2006, 1, 31)),
        ("fysioterapeut", "fysioterapeut", date(2014, 5, 1)),
        ("renamed", "fysioterapeut", date(2006, 1, 31)),
        ("renamed", "fysioterapeut", date(2014, 5, 1)),
    }
