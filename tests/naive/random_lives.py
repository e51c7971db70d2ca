"""Random lives that meet the corner cases often; small enough that every cell can be read by hand."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.naive.codes import income_thresholds
from tests.naive.delivery import Delivery, Row
from tests.naive.groups import Group, group_from_list
from tests.naive.terms import (
    add_months,
    first_day,
    is_autumn,
    parse_term,
    term_index,
    term_year,
)
from tests.naive.writing import write_delivery

__all__ = ["PILOTS", "pilot_groups", "random_delivery", "write_delivery"]

PILOTS = ("arbetsterapeut", "fysioterapeut", "tandhygienist", "sjukskoterska")
OTHER_PROGRAMMES = ("lakare", "barnmorska", "ZZ99", "okänt program")
INSTITUTIONS = ("KI", "GU", "UMÅ")
HOMES = ("0180", "0380", "1917", "0331", "0330", "1315", "1380", "1382", "1384", "1480", "2480")
STUDY_PLACES = ("0180", "0380", "1382", "1480", "2480")
SNI2002 = ("85111", "85122", "85130", "85143", "85311", "85323", "85144", "52310", "99999")
SNI2007 = ("86211", "86230", "86904", "86905", "87301", "88101", "47730", "12345", "84123")
OTHER_OCCUPATIONS = ("2312", "5132", "9999", "1512", "2232", "2235")


def pilot_groups() -> list[Group]:
    """The four groups of the base model, from the code lists alone."""
    return [group_from_list(name) for name in PILOTS]


def random_day(rng: random.Random, first: date, last: date) -> date:
    """Any day of an interval."""
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))


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
        covers["applications"] = ["VT2007", "HT2024"]
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
            rng.choice(["HT1993", "VT1996", "HT1999", "HT2003"]),
            rng.choice(["HT2024", "VT2024", "HT2012", "VT2011", "HT2008"]),
        ],
        "degrees": [
            rng.choice([date(1993, 7, 1), date(1993, 7, 1), date(2001, 1, 1), date(2002, 7, 2)]),
            rng.choice(
                [
                    date(2025, 6, 30),
                    date(2015, 12, 31),
                    date(2012, 6, 30),
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
            "ProgOrt": place,
            "InresUtbytesStud": exchange,
            "Uppdrag": contract,
            "Dist": draft.rng.choice([0, 1, None]),
        },
    )


def maybe(rng: random.Random, chance: float, value: Any) -> Any:
    """The value, or None with a small chance."""
    return None if rng.random() < chance else value


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


def add_degree(draft: Draft, day: date, code: str | None, category: str | None, hskod: str | None) -> None:
    """A degree, when its date is covered."""
    if draft.delivery.covers_date("degrees", day):
        draft.add(
            "degrees", {"ExHsKod": hskod, "Examenskod": code, "Examensdatum": day, "ExaKategori": category}
        )


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
        row["SsykStatus_J16"] = rng.choice([None, 1, 1, 1, 2, 4, 6, 13])
        row["SsykAr_J16"] = rng.choice([None, year, year - 1])
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


def add_optional_registers(draft: Draft) -> None:
    """Applications, moves and deaths: no measure of this model reads them."""
    rng = draft.rng
    if "applications" in draft.delivery.covers and rng.random() < 0.3:
        draft.add(
            "applications",
            {
                "Ar": rng.randint(2007, 2012),
                "Termin": rng.choice([1, 2]),
                "YProg": rng.choice(PILOTS),
                "prioritet": rng.choice([1, 2]),
                "behorig": rng.choice([0, 1]),
                "antagen": rng.choice([0, 1]),
                "HsKod": rng.choice(INSTITUTIONS),
            },
        )
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
    mine = rng.sample(list(groups), rng.choice([1, 1, 1, 2, 2, 3]))
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
    groups, text_keys = pilot_groups(), seed % 2 == 1
    for number in range(1, persons + 1):
        add_person(rng, delivery, lopnr_of(number, text_keys), groups, income_thresholds())
    if "upper_secondary" in delivery.covers and rng.random() < 0.5:
        delivery.registers["upper_secondary"].append(
            {"LopNr": "ingen", "AvgAr": 2001, "StudieVagKod": "NV", "Laroplan": "Gy2000"}
        )
    for register in list(delivery.covers):
        if not delivery.registers[register]:
            del delivery.covers[register], delivery.registers[register]
    return delivery
