"""A person in the making, and the rows that random lives are put together from.

Belongs here: one row, or one person's years, of a register. Does not belong here: which life is lived.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.naive.delivery import Delivery, Row
from tests.naive.groups import Group
from tests.naive.terms import is_autumn, parse_term, term_index, term_year

PILOTS = ("arbetsterapeut", "fysioterapeut", "tandhygienist", "sjukskoterska")
INSTITUTIONS = ("KI", "GU", "UMÅ")
HOMES = ("0180", "0380", "1917", "0331", "0330", "1315", "1380", "1382", "1384", "1480", "2480")
STUDY_PLACES = ("0180", "0380", "1382", "1480", "2480")
SNI2002 = ("85111", "85122", "85130", "85143", "85311", "85323", "85144", "52310", "99999")
SNI2007 = ("86211", "86230", "86904", "86905", "87301", "88101", "47730", "12345", "84123")
OTHER_OCCUPATIONS = ("2312", "5132", "9999", "1512", "2232", "2235")


def random_day(rng: random.Random, first: date, last: date) -> date:
    """Any day of an interval."""
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))


@dataclass
class Draft:
    """A person in the making: stable facts, and the rows so far."""

    rng: random.Random
    lopnr: str
    delivery: Delivery
    home: str
    study: str
    born: int
    kon: int
    starts: list[int]

    def add(self, register: str, row: Row) -> None:
        """Adds a row when its register is delivered."""
        if register in self.delivery.covers:
            self.delivery.registers[register].append({"LopNr": self.lopnr} | row)


def add_registration(
    draft: Draft,
    term: int,
    programme: str | None,
    place: str | None,
    hskod: str | None,
    exchange: int | None = None,
    contract: int | None = None,
    specialisation: str | None = None,
) -> None:
    """A registration, when its term is covered."""
    first, last = (parse_term(label) for label in draft.delivery.covers["registrations"])
    if not first <= term <= last:
        return
    draft.add(
        "registrations",
        {
            "Ar": term_year(term),
            "Termin": 2 if is_autumn(term) else 1,
            "HsKod": hskod,
            "YProg": programme,
            "Inriktning": specialisation,
            "ProgOrt": place,
            "InresUtbytesStud": exchange,
            "Uppdrag": contract,
            "Dist": draft.rng.choice([0, 1, None]),
        },
    )


def maybe(rng: random.Random, chance: float, value: Any) -> Any:
    """The value, or None with a small chance."""
    return None if rng.random() < chance else value


def add_degree(
    draft: Draft, day: date, code: str | None, category: str | None, hskod: str | None, **more: str | None
) -> None:
    """A degree, when its date is covered."""
    if draft.delivery.covers_date("degrees", day):
        named = {"ExHsKod": hskod, "Examenskod": code, "Examensdatum": day, "ExaKategori": category}
        draft.add("degrees", named | more)


def add_licence(draft: Draft, day: date, code: str, converted: date | None) -> None:
    """A licence, when its date is covered."""
    if draft.delivery.covers_date("licences", day):
        draft.add(
            "licences",
            {
                "yrkeskod": code,
                "legitimationsdatum": day,
                "beslutsdatumFysioterapeut": converted,
                "utbildningsland": draft.rng.choice(["SE", None]),
            },
        )


def add_optional_registers(draft: Draft) -> None:
    """Applications, moves and deaths: no measure of the education model reads them."""
    rng = draft.rng
    if rng.random() < 0.3:
        add_application(draft, term_index(rng.randint(2007, 2012), rng.choice([1, 2])), rng.choice(PILOTS))
    if rng.random() < 0.15:
        draft.add(
            "migration",
            {
                "PostTyp": rng.choice(["Inv", "Utv"]),
                "Datum": random_day(rng, date(1999, 1, 1), date(2020, 12, 31)),
            },
        )
    if rng.random() < 0.05:
        draft.add("deaths", {"DodDatum": random_day(rng, date(2005, 1, 1), date(2020, 12, 31))})


# --- Years in LISA -----------------------------------------------------------------------------------


def add_status(rng: random.Random, row: Row, year: int, chance: float) -> None:
    """Status variables of the year, with overlaps that disagree and values outside their years."""
    spans = {
        "SyssStatG": (1990, 1993),
        "SyssStat": (1993, 2003),
        "SyssStatJ": (2003, 2011),
        "SyssStat11": (2011, 2018),
        "SyssStat19": (2019, 2021),
        "BAS": (2022, 9999),
    }
    for name, (first, last) in spans.items():
        if first <= year <= last:
            row[name] = maybe(rng, 0.1, 1 if rng.random() < chance else rng.choice([5, 6]))
        elif rng.random() < 0.06:
            row[name] = rng.choice([1, 6])
    if not any(row.get(name) for name, (first, last) in spans.items() if first <= year <= last):
        row[rng.choice(list(spans))] = rng.choice([1, 1, 6])


def add_occupation(rng: random.Random, row: Row, year: int, groups: list[Group]) -> None:
    """Occupation and workplace codes by edition, sometimes both editions, sometimes missing."""
    group = rng.choice(groups)
    old = [*sorted(group.ssyk96), *sorted(group.ssyk96), *OTHER_OCCUPATIONS]
    new = [*sorted(group.ssyk2012), *sorted(group.ssyk2012), *OTHER_OCCUPATIONS]
    if rng.random() < 0.6:
        old, new = sorted(group.ssyk96), sorted(group.ssyk2012)
    if year <= 2013 or rng.random() < 0.05:
        row["Ssyk4"] = maybe(rng, 0.15, rng.choice(old))
    if 2009 <= year <= 2014 and rng.random() < 0.6:
        row["Ssyk4_J16"] = maybe(rng, 0.3, rng.choice(old))
    if year >= 2014 or rng.random() < 0.05:
        row["Ssyk4_2012"] = maybe(rng, 0.15, rng.choice(new))
        row["Ssyk4_2012_J16"] = maybe(rng, 0.4, rng.choice(new))
    if year >= 2010 or rng.random() < 0.1:
        row["SsykStatus_J16"] = rng.choice([None, 1, 1, 1, 1, 2, 3, 4, 5, 6, 13])
        row["SsykAr_J16"] = rng.choice([None, year, year - 1, year - 2, year - 4])
    if 2002 <= year <= 2010 or rng.random() < 0.03:
        row["AstSNI2002"] = maybe(rng, 0.1, rng.choice(SNI2002))
    if year >= 2007 or rng.random() < 0.03:
        row["AstSNI2007"] = maybe(rng, 0.1, rng.choice(SNI2007))
    row["AstKommun"] = rng.choice([row["Kommun"], row["Kommun"], row["Kommun"], "9999", None, *STUDY_PLACES])


def random_income(rng: random.Random, threshold: int) -> int | None:
    """In hundreds of SEK; often just below, at and above the threshold."""
    exact = threshold // 100
    return rng.choice([None, 0, exact, exact + 1, exact - 1, exact + 500, exact + 900, exact + 900])


def add_years(draft: Draft, groups: list[Group], thresholds: dict[int, int], away_from: int | None) -> None:
    """One LISA row a year, with absences, moves, rejected rows and missing values."""
    rng, delivery = draft.rng, draft.delivery
    if "individuals" not in delivery.covers:
        return
    first, last = delivery.covers["individuals"]
    arrival = draft.starts[0] // 2 + rng.choice([-30, -30, -30, -30, 0, 1, -1])
    work = rng.choice([draft.home, draft.home, draft.study, draft.study, rng.choice(HOMES)])
    employed = rng.choice([0.5, 0.9, 0.97])
    background = rng.choice([11, 12, 21, 21, 22, 22, 22])
    reused = rng.randint(first, last) if rng.random() < 0.03 else None
    for year in range(first, last + 1):
        if rng.random() < 0.02:
            delivery.rejected_years.add((draft.lopnr, year))
            if rng.random() < 0.6:
                continue
        if year < arrival or rng.random() < 0.03:
            continue
        if away_from is not None and year >= away_from and rng.random() < 0.8:
            continue
        studying = draft.starts[0] // 2 <= year < draft.starts[0] // 2 + 3
        place = draft.home if year < draft.starts[0] // 2 else (draft.study if studying else work)
        row: Row = {
            "Ar": year,
            "Kon": maybe(rng, 0.03, draft.kon if rng.random() < 0.95 else 3 - draft.kon),
            "FodelseAr": maybe(rng, 0.03, draft.born if rng.random() < 0.9 else draft.born + 1),
            "Kommun": maybe(rng, 0.05, place if rng.random() < 0.9 else rng.choice(HOMES)),
            "UtlSvBakg": maybe(rng, 0.05, background),
        }
        add_status(rng, row, year, employed)
        add_occupation(rng, row, year, groups)
        row["SektorKod"] = rng.choice([None, 11, 13, 14])
        row["ForvErs"] = random_income(rng, thresholds[year])
        row["HSDelt"] = rng.choice([1, 2, 3, 3] if studying else [None, None, 0, 0, 0, 0, 1, 2, 3])
        for name in ("ALosDag", "ADelDag", "AStuDag", "ASysDag"):
            row[name] = rng.choice([None, 0, 0, 0, 0, 0, 0, 0, 1, 90])
        row["AterPNr"] = 1 if year == reused else rng.choice([None, 0])
        draft.add("individuals", row)


def add_application(draft: Draft, term: int, programme: str | None) -> None:
    """An application, when its term is covered; eligible, first choice and admitted or not."""
    rng = draft.rng
    if draft.delivery.covers_term_of("applications", term):
        draft.add(
            "applications",
            {
                "Ar": term_year(term),
                "Termin": 2 if is_autumn(term) else 1,
                "YProg": programme,
                "prioritet": rng.choice([1, 2]),
                "behorig": rng.choice([0, 1]),
                "antagen": rng.choice([0, 1]),
                "HsKod": rng.choice(INSTITUTIONS),
            },
        )
