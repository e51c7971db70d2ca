"""milestones.cohort_specialisations: the specialisations that a cohort is asked about."""

from __future__ import annotations

from tests.spec.conftest import CountCase
from tests.spec.lives import MIDWIFE, SPECIALIST, Lives, advanced, nurse, nurses

TABLE = "milestones.cohort_specialisations"


def asked(lives: Lives) -> dict[int, set[str]]:
    """First year of the läsår → specialisations."""
    found: dict[int, set[str]] = {}
    for row in lives.rows(f"select * from {TABLE}"):
        assert row["profession"] == "sjukskoterska"
        assert row["specialisation"] not in found.setdefault(row["lasar"], set())
        found[row["lasar"]].add(row["specialisation"])
    return found


def test_those_with_a_start_in_the_cohort(count_case: CountCase) -> None:
    """R51: a later start counts too, a degree or an application alone does not; unknown is one (R50)."""
    people = [
        advanced("one"),
        advanced("the same again").registered(SPECIALIST, "HT2010", Inriktning="aldre"),
        advanced("unknown", specialisation=None),
        advanced("unknown – by the degree", specialisation=None).degree(
            SPECIALIST, "2004-06-10", Inriktning="distrikt"
        ),
        nurse("degree without a start").degree(SPECIALIST, "2004-06-10", Inriktning="barn"),
        advanced("start before the licence", "HT2000", "operation"),
        nurse("2007/08", "2007-07-10").registered(MIDWIFE, "HT2009"),
        nurse("2001/02", "2001-07-10").registered(SPECIALIST, "HT2009", Inriktning="medicinsk"),
    ]
    assert asked(count_case(nurses(people), TABLE)) == {
        2000: {"", "anestesi", "aldre", "unknown", "distrikt"},
        2007: {"", MIDWIFE},
    }


def test_a_cohort_without_starts(count_case: CountCase) -> None:
    """All of them together are always asked about."""
    assert asked(count_case(nurses([nurse("never")]), TABLE)) == {2000: {""}}


def test_whose_first_term_is_not_covered(count_case: CountCase) -> None:
    """R51, R54: one is seen to start, though not known to start first; asked about, and not observable."""
    covers = {"registrations": ["HT2001", "HT2024"]}
    assert asked(count_case(nurses([advanced("seen later")], covers=covers), TABLE)) == {
        2000: {"", "anestesi"}
    }
