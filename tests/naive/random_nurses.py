"""Random nurses by licence: what happens before, at and after the first licence, often on an edge."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tests.naive.codes import income_thresholds
from tests.naive.delivery import Delivery
from tests.naive.drafting import (
    HOMES,
    INSTITUTIONS,
    STUDY_PLACES,
    Draft,
    add_application,
    add_degree,
    add_licence,
    add_optional_registers,
    add_registration,
    add_years,
    maybe,
    random_day,
)
from tests.naive.groups import group_from_list
from tests.naive.terms import first_day, last_day, term_index, term_year

# Few, so that the same cell is met by several persons; two that SUN 2000 does not tell apart.
SPECIALISATIONS = ("barn", "distrikt", "psykiatrisk", "anestesi", "kirurgisk")
SUN2020 = {
    "barn": "723i",
    "distrikt": "723h",
    "psykiatrisk": "723k",
    "anestesi": "723c",
    "kirurgisk": "723f",
}
SUN2000 = {
    "barn": "723d",
    "distrikt": "723g",
    "psykiatrisk": "723f",
    "anestesi": "723c",
    "kirurgisk": "723j",
}
ADVANCED = ("specialistsjukskoterska", "specialistsjukskoterska", "specialistsjukskoterska", "barnmorska")
OCCUPATIONS_OF = ("sjukskoterska", "sjukskoterska", "barnmorska")
IGNORED = ((1, 0), (0, 1), (1, 1))


def licence_day(rng: random.Random) -> date:
    """Mostly in the pilots' läsår, often on its edges and on a term's last day."""
    year = rng.choice([2000, 2000, 2000, 2007, 2007, 2007, rng.randint(1997, 2016)])
    begin, end = date(year, 7, 1), date(year + 1, 6, 30)
    if rng.random() < 0.4:
        return rng.choice([begin, end, end, date(year, 12, 31), date(year + 1, 1, 1)])
    return random_day(rng, begin, end)


def first_term_after(day: date) -> int:
    """The first term that ends after a day."""
    term = term_index(day.year, 2 if day.month >= 7 else 1)
    return term if last_day(term) > day else term + 1


def add_basic_education(draft: Draft, licensed_on: date) -> None:
    """Registrations and a degree before the licence, or after it, or none; sometimes of another group too."""
    rng = draft.rng
    start = draft.starts[0]
    if rng.random() < 0.7:
        for step in range(0, 6, 2):
            flags = rng.choice(IGNORED) if rng.random() < 0.04 else (0, None)
            add_registration(
                draft, start + step, "sjukskoterska", draft.study, rng.choice(INSTITUTIONS), *flags
            )
    if rng.random() < 0.85:
        before = licensed_on - timedelta(days=rng.choice([0, 1, 14, 30, 90, 400, -20, -300]))
        category = rng.choice(["yrkes", "yrkes", None])
        for day in rng.choice([[before], [before], [before, before], [before, before + timedelta(days=90)]]):
            add_degree(draft, day, "sjukskoterska", category, maybe(rng, 0.15, rng.choice(INSTITUTIONS)))
    if rng.random() < 0.1:
        other = rng.choice(["tandhygienist", "lakare"])
        day = licensed_on + timedelta(days=rng.randint(-900, 900))
        add_degree(draft, day, other, "yrkes", rng.choice(INSTITUTIONS))
        add_licence(draft, day + timedelta(days=40), {"tandhygienist": "TH", "lakare": "LK"}[other], None)


def named_specialisation(rng: random.Random, education: str) -> str | None:
    """What stands at a registration: one of a few, nothing, or something that is no specialisation."""
    if education == "barnmorska":
        return rng.choice(["barnmorska", None, "barn"])
    if rng.random() < 0.25:
        return None
    return rng.choice([*SPECIALISATIONS, *SPECIALISATIONS, "barnmorska", "intensiv"])


def degree_codes(rng: random.Random, specialisation: str) -> dict[str, str | None]:
    """A specialisation said in one of four ways, or in ways that disagree, or not at all."""
    way = rng.random()
    by_2020, by_2000 = SUN2020.get(specialisation, "723d"), SUN2000.get(specialisation, "723i")
    if way < 0.35:
        return {"Inriktning": specialisation}
    if way < 0.5:
        return {"SUN2020Inr": by_2020, "SUN2000Inr": maybe(rng, 0.5, by_2000)}
    if way < 0.7:
        return {"SUN2000Inr": by_2000, "SUN2020Inr": rng.choice([None, None, "723a"])}
    if way < 0.8:
        other = rng.choice(SPECIALISATIONS)
        return {"Inriktning": specialisation, "SUN2020Inr": SUN2020[other], "SUN2000Inr": SUN2000[other]}
    return {"Inriktning": rng.choice([None, "barnmorska"]), "SUN2000Inr": rng.choice([None, "723c", "723i"])}


def advanced_degree_day(rng: random.Random, education: str, term: int) -> date:
    """A date on an edge of the start, the deadline or a läsår, or one to four years after the start."""
    begin, day = first_day(term), timedelta(days=1)
    deadline = first_day(term + (3 if education == "barnmorska" else 2) + 6)
    year = term_year(term) + rng.choice([1, 1, 2, 3])
    edges = [begin, begin - day, deadline, deadline - day, date(year, 6, 30), date(year, 7, 1)]
    if rng.random() < 0.4:
        return rng.choice(edges)
    return random_day(rng, begin + timedelta(days=200), begin + timedelta(days=1500))


def add_advanced_degree(draft: Draft, education: str, term: int, registered: str | None) -> None:
    """A degree after a start, of its specialisation or another; sometimes two on the same day."""
    rng = draft.rng
    day = advanced_degree_day(rng, education, term)
    for _ in range(rng.choice([1, 1, 1, 1, 2])):
        mine = registered if registered in SPECIALISATIONS and rng.random() < 0.7 else None
        codes = degree_codes(rng, mine or rng.choice(SPECIALISATIONS))
        category = rng.choice(["yrkes", "yrkes", "yrkes", "yrkes", None, None, "generell"])
        add_degree(draft, day, education, category, rng.choice(INSTITUTIONS), **codes)
        day += timedelta(days=rng.choice([0, 0, 1, 300]))
    if rng.random() < 0.2:
        add_degree(draft, day, "magister", "generell", rng.choice(INSTITUTIONS))


def add_advanced_education(draft: Draft, licensed_on: date) -> None:
    """One start around or after the licence: ties, other specialisations, ignored rows, applications."""
    rng = draft.rng
    first = first_term_after(licensed_on)
    term = first + rng.choice([-3, -1, -1, 0, 0, 0, 1, 2, 3, 4, 6, 9, 13])
    education = rng.choice(ADVANCED)
    registered = named_specialisation(rng, education)
    flags = rng.choice(IGNORED) if rng.random() < 0.1 else (rng.choice([0, None]), rng.choice([0, None]))
    place, hskod = rng.choice(STUDY_PLACES), rng.choice(INSTITUTIONS)
    for step in range(rng.choice([1, 2, 2, 3])):
        also = registered if rng.random() < 0.9 else named_specialisation(rng, education)
        add_registration(draft, term + step, education, place, hskod, *flags, also)
    if rng.random() < 0.25:
        tied = rng.choice(ADVANCED)
        add_registration(draft, term, tied, place, hskod, 0, 0, named_specialisation(rng, tied))
    if rng.random() < 0.5:
        add_application(draft, term - rng.choice([0, 0, 0, 1, 2]), education)
    if rng.random() < 0.7:
        add_advanced_degree(draft, education, term, registered)
    if education == "barnmorska" and rng.random() < 0.5:
        add_licence(draft, first_day(term + 3) + timedelta(days=rng.randint(0, 120)), "BM", None)


def add_nurse(rng: random.Random, delivery: Delivery, lopnr: str) -> None:
    """All registers of one nurse."""
    licensed_on = licence_day(rng)
    home, study = rng.choice(HOMES), rng.choice(STUDY_PLACES)
    start = first_term_after(licensed_on) - 6
    born = licensed_on.year - rng.choice([21, 22, 24, 25, 29, 30, 34, 35, 50])
    draft = Draft(rng, lopnr, delivery, home, study, born, rng.choice([1, 2, 2]), [start])
    add_basic_education(draft, licensed_on)
    add_licence(draft, licensed_on, "SJ", None)
    if rng.random() < 0.1:
        add_licence(draft, licensed_on + timedelta(days=rng.choice([0, 1, 700])), "SJ", None)
    for _ in range(rng.choice([0, 1, 1, 1, 2, 3])):
        add_advanced_education(draft, licensed_on)
    if rng.random() < 0.3:
        term = first_term_after(licensed_on) + rng.choice([-1, 0, 1, 3, 5])
        add_application(draft, term, rng.choice([*ADVANCED, "sjukskoterska", None]))
    away = licensed_on.year + rng.choice([0, 1, 2, 3]) if rng.random() < 0.12 else None
    add_years(draft, [group_from_list(name) for name in OCCUPATIONS_OF], income_thresholds(), away)
    add_optional_registers(draft)


def add_nurses(rng: random.Random, delivery: Delivery, persons: int) -> None:
    """A number of nurses, beside whoever is there."""
    for number in range(1, persons + 1):
        add_nurse(rng, delivery, f"{90000 + number}")
