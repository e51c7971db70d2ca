"""Every measure of D5 and D9 as a question to one life: in the base? in the numerator?

Each function returns (base, numerator), each True, False or None for unknown. R14 turns the pair into
a place in a cell: base no → not in the cell; base or numerator unknown → n_not_observable; else the
denominator. A numerator that is not asked for (base not yes) is None.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.naive import life as lives
from tests.naive.codes import ABROAD, UNKNOWN
from tests.naive.groups import Group
from tests.naive.life import Life, Lived
from tests.naive.terms import first_day, months_between

Answer = bool | None
Judgement = tuple[Answer, Answer]

PATHWAYS = ("stayed_home", "returned_home", "stayed_in_study", "moved_elsewhere", ABROAD, UNKNOWN)
STATUSES = (
    "in_profession",
    "other_health_work",
    "other_work",
    "studying",
    "not_employed",
    ABROAD,
    UNKNOWN,
)
FATES = ("graduated", "other_degree", "registered", "left")


@dataclass(frozen=True)
class Maturity:
    """What must be covered before a cell of a young cohort is mature (D5)."""

    licences: bool = False
    individuals: bool = False
    k: int = 0


@dataclass(frozen=True)
class Measure:
    """One measure: its question, and how its cells are made."""

    name: str
    judge: Callable[[Life], Judgement]
    maturity: Maturity | None = None
    from_graduated: bool = False
    months: Callable[[Life], int] | None = None
    quantile: float | None = None


# --- Shares ------------------------------------------------------------------------------------------


def exam_rate_nominal_3(life: Life) -> Judgement:
    """Graduated before the deadline / started and observable to that day (R26)."""
    return True, lives.graduated_by_deadline(life)


def exam_rate_to_date(life: Life) -> Judgement:
    """Graduated by the end of the data / started."""
    return True, lives.graduated(life)


def general_degree_share(life: Life) -> Judgement:
    """Graduated with also a general degree / graduated (R21)."""
    base = lives.graduated(life)
    return base, lives.has_general_degree(life) if base else None


def licensed_share(life: Life) -> Judgement:
    """Licensed / graduated (R24)."""
    base = lives.graduated(life)
    return base, lives.licensed_after_degree(life) if base else None


def licensed_within(life: Life) -> Judgement:
    """Licensed within w months of the degree / graduated with those months covered (R62, R73)."""
    base = lives.graduated(life)
    if base is not True:
        return base, None
    if not lives.licensed_within_observable(life):
        return None, None
    return True, lives.licensed_within(life)


def continued_term_2(life: Life) -> Judgement:
    """R55."""
    if not life.delivery.covers_term(life.start + 1):
        return None, None
    return True, lives.registered_for_group(life, life.start + 1)


def continued_year_2(life: Life) -> Judgement:
    """R55, R69: only where nominal terms > 2."""
    if life.nominal <= 2:
        return False, None
    if not lives.continued_year_2_observable(life):
        return None, None
    return True, lives.continued_year_2(life)


def earlier_registration_share(life: Life) -> Judgement:
    """R64."""
    return True, lives.registered_elsewhere_before(life)


def established(life: Life) -> Judgement:
    """Section 6."""
    return lives.established(life)


# --- +k ----------------------------------------------------------------------------------------------


def year_at(life: Lived, k: int) -> int:
    """Anchor year + k, for someone licensed and graduated."""
    year = lives.anchor_year(life)
    assert year is not None
    return year + k


def resident(life: Lived, k: int) -> Judgement:
    """Resident +k / licensed and graduated."""
    base = life.is_followed
    return base, lives.resident(life, year_at(life, k)) if base else None


def employed(life: Lived, k: int) -> Judgement:
    """Employed +k / resident +k (R28); in the alternative / licensed and graduated, not resident a no."""
    if "licensed" in life.alternatives:
        base = life.is_followed
        return base, lives.employed(life, year_at(life, k)) if base else None
    base, there = resident(life, k)
    if base is not True or there is not True:
        return there if base else base, None
    return True, lives.employed(life, year_at(life, k))


def in_profession(life: Lived, k: int, target: str = "occupation") -> Judgement:
    """In the profession +k / employed +k."""
    base, at_work = employed(life, k)
    if base is not True or at_work is not True:
        return at_work if base else base, None
    return True, lives.in_target(life, year_at(life, k), target)


def retention(life: Lived, k: int, target: str = "occupation") -> Judgement:
    """In the profession +k / licensed and graduated (R30)."""
    base = life.is_followed
    return base, lives.in_profession(life, year_at(life, k), target) if base else None


def stayed_1_to_3(life: Lived, target: str = "occupation") -> Judgement:
    """In the profession +3 / in the profession +1 (R30)."""
    base, first = retention(life, 1, target)
    if base is not True or first is not True:
        return first if base else base, None
    return True, lives.in_profession(life, year_at(life, 3), target)


# --- Months ------------------------------------------------------------------------------------------


def has_start_and_degree(life: Life) -> Judgement:
    """R34: everyone with both dates."""
    base = lives.graduated(life)
    return base, True if base else None


def has_degree_and_licence(life: Life) -> Judgement:
    """R34: everyone with both dates."""
    base = lives.licensed_and_graduated(life)
    return base, True if base else None


def months_start_to_degree(life: Life) -> int:
    """R33."""
    day = lives.degree_date(life)
    assert day is not None
    return months_between(first_day(life.start), day)


def months_degree_to_licence(life: Life) -> int:
    """R25, R33: may be negative."""
    degree, licence = lives.degree_date(life), lives.licence_date(life)
    assert degree is not None and licence is not None
    return months_between(degree, licence)


# --- Geography ---------------------------------------------------------------------------------------


def pathway_category(life: Life, k: int) -> str | None:
    """R44, by county; None = not observable, decided before the categories."""
    home, after = lives.home_point(life), lives.after_point(life, k)
    if home is None or after is None:
        return None
    h, s, a = home[0], lives.study_point(life)[0], after[0]
    if a == ABROAD:
        return ABROAD
    if UNKNOWN in (h, s, a):
        return UNKNOWN
    if h == s == a:
        return "stayed_home"
    if s != h and a == h:
        return "returned_home"
    if s != h and a == s:
        return "stayed_in_study"
    return "moved_elsewhere"


def pathway(life: Life, k: int, name: str) -> Judgement:
    """R44: one of six names over licensed and graduated."""
    base = lives.licensed_and_graduated(life)
    if base is not True:
        return base, None
    category = pathway_category(life, k)
    return True, None if category is None else category == name


def stayed_in_study_county(life: Life, k: int) -> Judgement:
    """R45: A = S, both known; abroad or dead is a no."""
    base = lives.licensed_and_graduated(life)
    if base is not True:
        return base, None
    after, study = lives.after_point(life, k), lives.study_point(life)
    if after is None or after[0] == UNKNOWN or study[0] == UNKNOWN:
        return None, None
    return True, after[0] == study[0]


def left_home(life: Life) -> Answer:
    """R45: H ≠ S, both known, H not abroad. Abroad is a no even if S is unknown."""
    home, study = lives.home_point(life), lives.study_point(life)
    if home is None:
        return None
    if home[0] == ABROAD:
        return False
    if home[0] == UNKNOWN or study[0] == UNKNOWN:
        return None
    return home[0] != study[0]


def returned_home(life: Life, k: int) -> Judgement:
    """R45: A = H / those who left. Who did not leave is not asked, whatever is known of the degree (R14)."""
    base, left = lives.licensed_and_graduated(life), left_home(life)
    if base is False or left is False:
        return False, None
    if base is None or left is None:
        return None, None
    after, home = lives.after_point(life, k), lives.home_point(life)
    assert home is not None
    if after is None or after[0] == UNKNOWN:
        return True, None
    return True, after[0] == home[0]


# --- The list ----------------------------------------------------------------------------------------


def cut_measures(group: Group) -> list[Measure]:
    """The measures with all breakdowns; those that cannot apply to a group are absent (R13, R57)."""
    degree_only = Maturity()
    found = [
        Measure("exam_rate_nominal_3", exam_rate_nominal_3),
        Measure("exam_rate_to_date", exam_rate_to_date, degree_only),
        Measure("general_degree_share", general_degree_share, degree_only, True),
        Measure("established", established, Maturity(individuals=True), True),
        Measure("continued_term_2", continued_term_2),
        Measure("continued_year_2", continued_year_2),
        Measure("earlier_registration_share", earlier_registration_share),
        Measure("stayed_1_to_3", stayed_1_to_3, Maturity(True, True, 3), True),
    ]
    if group.has_licence:
        found.append(Measure("licensed_share", licensed_share, Maturity(licences=True), True))
        found.append(Measure("licensed_within", licensed_within, Maturity(licences=True), True))
    for k in (1, 3):
        after = Maturity(True, True, k)
        found.append(Measure(f"resident_{k}", partial(resident, k=k), after, True))
        found.append(Measure(f"employed_{k}", partial(employed, k=k), after, True))
        found.append(Measure(f"in_profession_{k}", partial(in_profession, k=k), after, True))
        found.append(Measure(f"retention_{k}", partial(retention, k=k), after, True))
        found.append(
            Measure(f"stayed_in_study_county_{k}", partial(stayed_in_study_county, k=k), after, True)
        )
        found.append(Measure(f"returned_home_{k}", partial(returned_home, k=k), after, True))
        for name in PATHWAYS:
            found.append(Measure(f"pathway_{name}_{k}", partial(pathway, k=k, name=name), after, True))
    for percent in (25, 50, 75):
        share = percent / 100
        found.append(
            Measure(
                f"months_start_to_degree_p{percent}",
                has_start_and_degree,
                degree_only,
                True,
                months_start_to_degree,
                share,
            )
        )
        if group.has_licence:
            found.append(
                Measure(
                    f"months_degree_to_licence_p{percent}",
                    has_degree_and_licence,
                    Maturity(licences=True),
                    True,
                    months_degree_to_licence,
                    share,
                )
            )
    return found
