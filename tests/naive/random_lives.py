"""Random lives that meet the corner cases often; small enough that every cell can be read by hand."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tests.naive.codes import income_thresholds
from tests.naive.delivery import Delivery
from tests.naive.drafting import (
    HOMES,
    INSTITUTIONS,
    PILOTS,
    STUDY_PLACES,
    Draft,
    add_degree,
    add_licence,
    add_optional_registers,
    add_registration,
    add_years,
    maybe,
    random_day,
)
from tests.naive.groups import Group, group_from_list
from tests.naive.random_nurses import add_nurses
from tests.naive.terms import add_months, first_day, term_index
from tests.naive.writing import write_delivery

__all__ = ["EDUCATIONS", "PILOTS", "all_groups", "pilot_groups", "random_delivery", "write_delivery"]

EDUCATIONS = (*PILOTS, "barnmorska", "specialistsjukskoterska", "lakare")
OTHER_PROGRAMMES = ("lakare", "barnmorska", "ZZ99", "okänt program")


def pilot_groups() -> list[Group]:
    """The four groups of the base model, from the code lists alone."""
    return [group_from_list(name) for name in PILOTS]


def all_groups() -> list[Group]:
    """Every group that random lives enter, from the code lists alone."""
    return [group_from_list(name) for name in EDUCATIONS]


# --- What is covered ---------------------------------------------------------------------------------

FULL_COVERS: dict[str, list[Any]] = {
    "registrations": ["HT1993", "HT2024"],
    "degrees": [date(1993, 7, 1), date(2025, 6, 30)],
    "upper_secondary": [1985, 2025],
    "licences": [date(1960, 1, 1), date(2025, 12, 31)],
    "individuals": [1999, 2024],
}


def random_covers(rng: random.Random) -> dict[str, list[Any]]:
    """Half of them generous with at most one narrow register, the others narrow anywhere."""
    covers = {register: list(span) for register, span in FULL_COVERS.items()}
    narrow = narrow_covers(rng)
    if rng.random() < 0.5:
        register = rng.choice([None, "licences", *FULL_COVERS])
        narrow = {name: span for name, span in narrow.items() if name == register}
    covers.update(narrow)
    for register in ("degrees", "licences", "upper_secondary", "individuals"):
        if rng.random() < 0.04:
            del covers[register]
    if rng.random() < 0.5:
        begin = rng.choice(["VT2007", "VT2007", "HT1999", "HT2007", "VT2008", "HT2008"])
        covers["applications"] = [begin, rng.choice(["HT2024", "HT2024", "VT2024", "VT2011", "HT2010"])]
    if rng.random() < 0.5:
        covers["migration"] = [date(1999, 1, 1), date(2024, 12, 31)]
    if rng.random() < 0.5:
        covers["deaths"] = [date(1999, 1, 1), date(2024, 12, 31)]
    return covers


def narrow_covers(rng: random.Random) -> dict[str, list[Any]]:
    """Beginnings inside the window; ends on, just before and just after a deadline."""
    deadline = first_day(term_index(rng.randint(2001, 2009), 2) + rng.choice([10, 12]))
    mature = first_day(term_index(rng.randint(2002, 2010), 2) + rng.choice([10, 12, 12]))
    mature = mature.replace(year=mature.year + 1 + rng.choice([0, 1, 3]))
    day = timedelta(days=1)
    return {
        "registrations": [
            rng.choice(["HT1993", "VT1996", "HT1999", "VT2001", "HT2003"]),
            rng.choice(["HT2024", "VT2024", "HT2012", "VT2011", "HT2008", "HT2007"]),
        ],
        "degrees": [
            rng.choice([date(1993, 7, 1), date(1993, 7, 1), date(2001, 1, 1), date(2002, 7, 2)]),
            rng.choice(
                [
                    date(2025, 6, 30),
                    date(2015, 12, 31),
                    date(2012, 6, 30),
                    date(2012, 6, 29),
                    date(2008, 12, 31),
                    deadline - day,
                    deadline - 2 * day,
                    deadline,
                    mature - day,
                    mature - 2 * day,
                ]
            ),
        ],
        "upper_secondary": [1985, rng.choice([2025, 2012])],
        "licences": [
            rng.choice([date(1960, 1, 1), date(1960, 1, 1), date(2005, 1, 1)]),
            rng.choice(
                [date(2025, 12, 31), date(2014, 6, 30), date(2012, 12, 30), mature - day, mature - 2 * day]
            ),
        ],
        "individuals": [rng.choice([1990, 1999, 2003]), rng.choice([2024, 2020, 2014, 2011])],
    }


# --- One person --------------------------------------------------------------------------------------


def add_studies(draft: Draft, group: Group, start: int) -> None:
    """Registrations around a start: doubles, gaps, other programmes, exchange and contract terms."""
    rng = draft.rng
    flags: tuple[int | None, int | None] = (rng.choice([0, None]), rng.choice([0, None]))
    fate = rng.random()
    if fate < 0.04:
        flags = (1, flags[1])
    elif fate < 0.07:
        flags = (flags[0], 1)
    elif fate < 0.09:
        flags = (1, 1)
    hskod = maybe(rng, 0.06, rng.choice(INSTITUTIONS))
    place = maybe(rng, 0.06, draft.study if rng.random() < 0.9 else "9999")
    add_registration(draft, start, group.id, place, hskod, *flags)
    if rng.random() < 0.3:
        add_registration(
            draft,
            start,
            group.id,
            maybe(rng, 0.2, rng.choice(STUDY_PLACES)),
            maybe(rng, 0.2, rng.choice(INSTITUTIONS)),
            *flags,
        )
    if rng.random() < 0.12:
        ignored = rng.choice([(1, 0), (0, 1), (1, 1)])
        add_registration(
            draft,
            start - rng.choice([1, 2, 4]),
            group.id,
            rng.choice(STUDY_PLACES),
            rng.choice(INSTITUTIONS),
            *ignored,
        )
        add_registration(draft, start, group.id, "0114", "AAA", *ignored)
    for step in range(1, rng.choice([1, 2, 3, 6, 8])):
        if rng.random() < 0.8:
            add_registration(
                draft,
                start + step,
                group.id,
                place,
                hskod,
                1 if rng.random() < 0.05 else flags[0],
                1 if rng.random() < 0.05 else flags[1],
            )
    if rng.random() < 0.25:
        other = rng.choice([*OTHER_PROGRAMMES, None, *PILOTS])
        add_registration(
            draft,
            start - rng.choice([0, 1, 2, 5]),
            other,
            draft.study,
            hskod,
            rng.choice([0, 0, 1]),
            rng.choice([0, 0, 1]),
        )
    if rng.random() < 0.3:
        last = start + group.nominal_terms(start) + rng.choice([4, 5, 5, 5, 6])
        add_registration(
            draft,
            last,
            rng.choice([group.id, *OTHER_PROGRAMMES, None]),
            place,
            hskod,
            rng.choice([0, 0, 1]),
            rng.choice([0, 0, 1]),
        )


def degree_day(rng: random.Random, group: Group, start: int) -> date:
    """A degree date, often one on an edge."""
    begin = first_day(start)
    deadline = first_day(start + group.nominal_terms(start) + 6)
    second_year = first_day(start + 2)
    end = first_day(start + group.nominal_terms(start))
    edges = [
        begin,
        begin - timedelta(days=1),
        deadline,
        deadline - timedelta(days=1),
        deadline + timedelta(days=1),
        second_year,
        second_year - timedelta(days=1),
        date(end.year, 6, 30),
        date(end.year, 7, 1),
        date(end.year, 12, 31),
        date(end.year + 1, 1, 1),
        date(2004, 2, 29),
        date(2008, 2, 29),
        date(2008, 8, 31),
    ]
    if rng.random() < 0.45:
        return rng.choice(edges)
    return random_day(rng, end - timedelta(days=200), end + timedelta(days=900))


def add_degrees(draft: Draft, group: Group, start: int) -> date | None:
    """Professional and general degrees, doubles, earlier ones; the professional date."""
    rng = draft.rng
    day = None
    if rng.random() < 0.8:
        day = degree_day(rng, group, start)
        add_degree(
            draft,
            day,
            group.id,
            rng.choice(["yrkes", "yrkes", None]),
            maybe(rng, 0.1, rng.choice(INSTITUTIONS)),
        )
        if rng.random() < 0.15:
            add_degree(
                draft,
                day + timedelta(days=rng.choice([0, 0, 1, 400])),
                group.id,
                "yrkes",
                maybe(rng, 0.2, rng.choice(INSTITUTIONS)),
            )
    if rng.random() < 0.35:
        near = day or random_day(rng, first_day(start) - timedelta(days=900), first_day(start + 14))
        general = rng.choice(
            [
                near,
                near,
                first_day(start),
                first_day(start) - timedelta(days=1),
                first_day(start + group.nominal_terms(start) + 6),
            ]
        )
        add_degree(
            draft,
            general,
            rng.choice([group.id, "kandidatexamen", "magister", None]),
            "generell",
            rng.choice(INSTITUTIONS),
        )
    if rng.random() < 0.15:
        other = random_day(rng, first_day(start) - timedelta(days=1200), first_day(start + 14))
        add_degree(
            draft, other, rng.choice(["lakare", "X1"]), rng.choice(["yrkes", None]), rng.choice(INSTITUTIONS)
        )
    return day


def add_licences(draft: Draft, group: Group, start: int, degree: date | None) -> date | None:
    """Licences before, at and after the degree; two codes; conversions of title."""
    rng = draft.rng
    if not group.has_licence:
        return None
    if rng.random() < (0.08 if degree is not None else 0.85):
        return None
    anchor = degree or random_day(rng, first_day(start), first_day(start + 14))
    limit = add_months(anchor, group.licensed_within_months)
    day = rng.choice(
        [
            anchor,
            anchor + timedelta(days=rng.randint(1, 200)),
            anchor + timedelta(days=rng.randint(1, 200)),
            anchor + timedelta(days=rng.randint(-200, 900)),
            anchor - timedelta(days=rng.randint(1, 60)),
            limit,
            limit + timedelta(days=1),
            limit - timedelta(days=1),
            date(anchor.year, 12, 31),
            date(anchor.year + 1, 1, 1),
        ]
    )
    if rng.random() < 0.03:
        day = rng.choice([first_day(start), first_day(start) - timedelta(days=1)])
    codes = sorted(group.licence_codes)
    code = codes[0]
    converted = None
    if group.id == "fysioterapeut":
        code = rng.choice(codes)
        converted = rng.choice([None, date(2014, 1, 1), day - timedelta(days=1500)]) if code == "FT" else None
        if code == "SG" and rng.random() < 0.5:
            add_licence(draft, date(2014, 1, 1), "FT", date(2014, 1, 1))
    add_licence(draft, day, code, converted)
    if rng.random() < 0.1:
        add_licence(draft, day + timedelta(days=rng.choice([1, 700])), code, None)
    if rng.random() < 0.1:
        add_licence(draft, day - timedelta(days=300), rng.choice(["BM", "LK"]), None)
    return day


def add_upper_secondary(draft: Draft) -> None:
    """Leaving records around the start: ties, unknown codes, later records."""
    rng = draft.rng
    if "upper_secondary" not in draft.delivery.covers:
        return
    first, last = draft.delivery.covers["upper_secondary"]
    year = draft.starts[0] // 2 - rng.choice([0, 0, 1, 1, 2, 3, 8])
    for _ in range(rng.choice([0, 1, 1, 1, 2, 2, 3])):
        laroplan, codes = rng.choice(
            [
                ("Gy2000", ["NV", "SP", "OP", "BF", "IV", "TE", "EK"]),
                ("Gy2011", ["NA", "SA", "VO", "BF", "IM", "XX"]),
                ("Lgy70", ["NV"]),
                (None, ["NV"]),
            ]
        )
        leaving = year + rng.choice([0, 0, 0, 1, -1])
        if first <= leaving <= last:
            code = rng.choice(codes) + rng.choice(["", "2", "FOT"])
            draft.add(
                "upper_secondary",
                {
                    "AvgAr": leaving,
                    "StudieVagKod": maybe(rng, 0.05, code),
                    "Laroplan": laroplan,
                    "betygstyp": rng.choice(["A", None]),
                    "Betygspoang": rng.choice([None, 15.5, 17.25, 20.0]),
                },
            )


# --- The delivery -------------------------------------------------------------------------------------


def random_start(rng: random.Random) -> int:
    """A start term, mostly 2000 to 2010, HT more often than VT."""
    year = rng.choice([1998, 1999, *range(2000, 2011), *range(2000, 2011), 2011, 2012])
    return term_index(year, rng.choice([2, 2, 1]))


def lopnr_of(number: int, text_keys: bool) -> str:
    """LopNr is text: `7` and `007` are two persons, and some deliveries have letters."""
    if not text_keys:
        return str(10000 + number)
    return [f"{number}", f"0{number - 1}", f"P-{number}"][number % 3]


def add_person(
    rng: random.Random, delivery: Delivery, lopnr: str, groups: Sequence[Group], thresholds: dict[int, int]
) -> None:
    """All registers of one person."""
    pilots = [group for group in groups if group.id in PILOTS]
    mine = rng.sample(pilots, rng.choice([1, 1, 1, 2, 2, 3]))
    if rng.random() < 0.25:
        mine[0] = rng.choice([group for group in groups if group not in pilots])
    starts = sorted(random_start(rng) for _ in mine)
    home, study = rng.choice(HOMES), rng.choice(STUDY_PLACES)
    draft = Draft(
        rng,
        lopnr,
        delivery,
        home,
        rng.choice([study, study, home]),
        starts[0] // 2 - rng.choice([18, 19, 21, 22, 24, 25, 29, 30, 34, 35, 50]),
        rng.choice([1, 2, 2]),
        starts,
    )
    away: int | None = None
    for group, start in zip(mine, starts, strict=True):
        add_studies(draft, group, start)
        degree = add_degrees(draft, group, start)
        licence = add_licences(draft, group, start, degree)
        if licence is not None and rng.random() < 0.12:
            away = licence.year + rng.choice([0, 1, 2, 3])
    add_upper_secondary(draft)
    add_years(draft, mine, thresholds, away)
    add_optional_registers(draft)


def random_delivery(seed: int, persons: int = 150) -> Delivery:
    """A delivery drawn from one seed, the same on every machine."""
    rng = random.Random(seed)
    delivery = Delivery(id=f"random-{seed}", covers=random_covers(rng))
    delivery.registers = {register: [] for register in delivery.covers}
    groups, text_keys = all_groups(), seed % 2 == 1
    for number in range(1, persons + 1):
        add_person(rng, delivery, lopnr_of(number, text_keys), groups, income_thresholds())
    add_nurses(random.Random(f"nurses {seed}"), delivery, persons // 2)
    if "upper_secondary" in delivery.covers and rng.random() < 0.5:
        delivery.registers["upper_secondary"].append(
            {"LopNr": "ingen", "AvgAr": 2001, "StudieVagKod": "NV", "Laroplan": "Gy2000"}
        )
    for register in list(delivery.covers):
        if not delivery.registers[register]:
            del delivery.covers[register], delivery.registers[register]
    return delivery
