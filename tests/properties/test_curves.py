"""The Aalen–Johansen curve of starts is the plain proportion, at every k (definitions section 3, R52).

Emigration and death compete only when the person never starts, and everyone of a läsår is censored
at the same k: so the estimate from measures.spells must be the value of started_share_by_year. It is
computed twice: here in whole fractions, and as a release does (flows.curves).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from flows.curves import curves
from flows.synthetic import write_delivery
from tests.spec.lives import MIDWIFE, SPECIALIST, Case, Person, advanced, counted, nurse, nurses
from tests.support import Counted, count

STARTED = 1
Curve = tuple[str, str, str]
"""Profession, cohort and specialisation ('' = all)."""


def aalen_johansen(spells: Iterable[tuple[int, int]], last_k: int) -> list[Fraction]:
    """The share with event 1 by k = 0 … last_k, from (exit, event), in whole fractions; 0 is censored."""
    ended = Counter(spells)
    at_risk, free, share = sum(ended.values()), Fraction(1), Fraction(0)
    shares = []
    for k in range(last_k + 1):
        here = {event: n for (exit_, event), n in ended.items() if exit_ == k}
        if at_risk:
            share += free * Fraction(here.get(STARTED, 0), at_risk)
            free *= 1 - Fraction(sum(n for event, n in here.items() if event), at_risk)
        at_risk -= sum(here.values())
        shares.append(share)
    return shares


def test_the_estimate_by_hand() -> None:
    """At 0 one of five starts (1/5); at 1 one starts and one dies of the four left: + 4/5 · 1/4 = 2/5.

    One is censored at 1; at 2 the only one left starts: 2/5 + 2/5 · 1 = 4/5.
    """
    spells = [(0, STARTED), (1, STARTED), (1, 3), (1, 0), (2, STARTED)]
    assert aalen_johansen(spells, 3) == [Fraction(1, 5), Fraction(2, 5), Fraction(4, 5), Fraction(4, 5)]


def plain_shares(lives: Counted) -> dict[Curve, list[tuple[int, int]]]:
    """Curve → (numerator, denominator) at k = 0, 1, … of started_share_by_year, where somebody is seen."""
    rows = lives.rows(
        """
        select * from measures.curve_cells
        where measure = 'started_share_by_year' and denominator > 0 order by cast(value_1 as integer)
        """
    )
    found: dict[Curve, list[tuple[int, int]]] = {}
    for row in rows:
        curve = found.setdefault((row["profession"], row["cohort"], row["value_2"]), [])
        assert int(row["value_1"]) == len(curve)
        curve.append((int(row["numerator"]), int(row["denominator"])))
    return found


def started_spells(lives: Counted) -> dict[Curve, list[tuple[int, int]]]:
    """Curve → (exit, event) of everyone on it."""
    found: dict[Curve, list[tuple[int, int]]] = {}
    for row in lives.rows("select * from measures.spells where curve = 'started'"):
        key = row["profession"], row["cohort"], row["specialisation"]
        found.setdefault(key, []).append((row["exit"], row["event"]))
    return found


def judge(lives: Counted) -> Counter[int]:
    """Fails where the two differ; how many spells ended in each way, so that a test may ask for them."""
    shares, spells = plain_shares(lives), started_spells(lives)
    assert shares.keys() == spells.keys()
    for key, points in shares.items():
        assert {denominator for _, denominator in points} == {len(spells[key])}, key
        estimate = aalen_johansen(spells[key], len(points) - 1)
        assert estimate == [Fraction(n, d) for n, d in points], key
        assert max(exit_ for exit_, _ in spells[key]) <= len(points) - 1, key
    judge_released(lives, shares)
    return Counter(event for curve in spells.values() for _, event in curve)


def judge_released(lives: Counted, shares: dict[Curve, list[tuple[int, int]]]) -> None:
    """The curve that a release holds: the same value, to rounding, in every läsår that it shows."""
    released = curves(lives.release.warehouse.frame("select * from measures.spells")).filter(
        (pl.col("curve") == "started") & (pl.col("cause") == "reached")
    )
    seen: Counter[Curve] = Counter()
    for row in released.iter_rows(named=True):
        key = row["profession"], row["cohort"], row["specialisation"]
        numerator, denominator = shares[key][row["k"]]
        assert row["incidence"] == pytest.approx(numerator / denominator, abs=1e-12), row
        seen[key] += 1
    assert seen == {key: len(points) for key, points in shares.items() if points[-1][1] > 0}


def emigrated(person: Person, *days: str) -> Person:
    """Emigrated on each of the days."""
    for day in days:
        person.row("migration", PostTyp="Utv", Datum=day)
    return person


ENDED = ["HT1993", "HT2005"]
"""Registrations that end with a lone HT 2005: k = 0 … 4 of 2000/01."""
CASES = {
    "nobody starts": nurses([nurse("a"), nurse("b")]),
    "everybody starts at once": nurses([advanced("a", "VT2001"), advanced("b", "VT2001")]),
    "the first of three competes": nurses(
        [emigrated(nurse("a"), "2001-02-02"), advanced("b", "HT2001"), advanced("c", "HT2002")]
    ),
    "death and start in one läsår": nurses(
        [nurse("a").row("deaths", DodDatum="2002-02-02"), advanced("b", "VT2002"), nurse("c")]
    ),
    "emigrated, came back and started": nurses(
        [
            emigrated(advanced("a"), "2001-05-05").row("migration", PostTyp="Inv", Datum="2002-05-05"),
            nurse("b"),
        ]
    ),
    "emigrated and started in a lone HT": nurses(
        [emigrated(advanced("a", "HT2005"), "2002-05-05"), advanced("b", "VT2005")],
        covers={"registrations": ENDED},
    ),
    "emigrated after the last whole läsår": nurses(
        [emigrated(nurse("a"), "2005-07-01"), advanced("b", "VT2005")], covers={"registrations": ENDED}
    ),
    "all gone before the last k": nurses([emigrated(nurse("a"), "2001-05-05"), advanced("b", "VT2001")]),
    "another specialisation competes with nothing": nurses(
        [emigrated(advanced("a", "HT2001", "barn"), "2003-03-03"), advanced("b"), nurse("c")]
    ),
    "first possible term not covered": nurses(
        [
            emigrated(advanced("a", licensed_on="2001-06-29"), "2002-05-05"),
            advanced("b", licensed_on="2001-06-30"),
            emigrated(nurse("c", "2001-06-30"), "2002-05-05"),
        ],
        covers={"registrations": ["HT2001", "HT2024"]},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_cases_by_hand(tmp_path: Path, name: str) -> None:
    with counted(CASES[name], ["measures.spells", "measures.curve_cells"], tmp_path) as lives:
        assert judge(lives)


def random_nurse(name: str, rng: random.Random) -> Person:
    """Licensed in 2000/01 or 2007/08; starts, emigrates and dies now and then, in any order."""
    first = date(rng.choice([2000, 2007]), 7, 1)

    def day(after: date, days: int) -> str:
        return (after + timedelta(days=rng.randrange(days))).isoformat()

    person = nurse(name, day(first, 365))
    for _ in range(rng.choice([0, 0, 1, 1, 2])):
        start = f"{rng.choice(['VT', 'HT'])}{first.year + rng.randrange(8)}"
        if rng.random() < 0.2:
            person.registered(MIDWIFE, start)
        else:
            person.registered(SPECIALIST, start, Inriktning=rng.choice(["barn", "anestesi", None]))
    for _ in range(rng.choice([0, 0, 1, 2])):
        emigrated(person, day(first, 3000))
    return person.row("deaths", DodDatum=day(first, 3000)) if rng.random() < 0.2 else person


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_nurses(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    people = [random_nurse(f"n{i}", rng) for i in range(150)]
    last = rng.choice(["HT2011", "VT2012", "HT2012"])
    first = rng.choice(["HT1993", "VT2001"])
    case: Case = nurses(people, covers={"registrations": [first, last]})
    with counted(case, ["measures.spells", "measures.curve_cells"], tmp_path) as lives:
        events = judge(lives)
    assert events.keys() == {0, 1, 2, 3}


def test_a_synthetic_delivery(tmp_path: Path) -> None:
    write_delivery(tmp_path / "delivery", seed=7, persons=4_000)
    events = judge(count(tmp_path / "delivery", tmp_path / "out"))
    assert events.keys() == {0, 1, 2, 3}
