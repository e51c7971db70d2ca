"""One person in one group: who is in the cohort, the milestones, the breakdowns, the years after.

Answers are True, False or None: yes, no, unknown (R14). Unknown follows from dates covered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.naive.codes import (
    ABROAD,
    UNKNOWN,
    income_thresholds,
    municipalities,
    sni_groups,
    upper_secondary_groups,
)
from tests.naive.delivery import Delivery, Person, Row
from tests.naive.groups import HEALTH_SNI_GROUPS, Group
from tests.naive.terms import (
    add_months,
    first_day,
    is_autumn,
    lasar_end_year,
    term_index,
    term_year,
)

UPPER_SECONDARY_ORDER = (
    "science_technology",
    "social_business_humanities",
    "health_care",
    "other_vocational",
    "unknown_or_none",
)

Place = tuple[str, str]
UNKNOWN_PLACE: Place = (UNKNOWN, UNKNOWN)
ABROAD_PLACE: Place = (ABROAD, ABROAD)


@dataclass
class Lived:
    """One person in one group, whichever way the person entered it.

    `alternatives` names the alternatives of the sensitivity table that are in force; none: the released
    reading.
    """

    delivery: Delivery
    group: Group
    person: Person
    alternatives: frozenset[str] = field(default=frozenset(), kw_only=True)

    @property
    def entry_year(self) -> int:
        """The calendar year in which the person entered."""
        raise NotImplementedError

    @property
    def is_followed(self) -> bool | None:
        """The base of everything that + k counts."""
        raise NotImplementedError

    @property
    def anchor_day(self) -> date | None:
        """The day from whose year + k counts, for those followed."""
        raise NotImplementedError


@dataclass
class Life(Lived):
    """One person who entered one group's cohort by education."""

    start: int

    @property
    def is_followed(self) -> bool | None:
        """Licensed and graduated, or graduated (R57)."""
        return licensed_and_graduated(self)

    @property
    def anchor_day(self) -> date | None:
        """The licence, or the degree (R57)."""
        if licensed_and_graduated(self) is not True:
            return None
        from_degree = self.group.follow_from == "degree" or not self.group.has_licence
        return degree_date(self) if from_degree else licence_date(self)

    @property
    def entry_year(self) -> int:
        """The calendar year of the start term."""
        return term_year(self.start)

    @property
    def first_day(self) -> date:
        """The start term's first day."""
        return first_day(self.start)

    @property
    def nominal(self) -> int:
        """Nominal terms by start term."""
        return self.group.nominal_terms(self.start)

    @property
    def deadline_term(self) -> int:
        """start + nominal + 6."""
        return self.start + self.nominal + 6

    @property
    def deadline(self) -> date:
        """R26: graduated strictly before this day."""
        return first_day(self.deadline_term)


# --- Who is in the cohort (D2, R15–R18, R67) ---------------------------------------------------------


def row_term(row: Row) -> int:
    """The term of a registration."""
    return term_index(row["Ar"], row["Termin"])


def is_exchange(row: Row) -> bool:
    """R15."""
    return row.get("InresUtbytesStud") == 1


def is_contract(row: Row) -> bool:
    """D2, R68."""
    return row.get("Uppdrag") == 1


def is_ignored(row: Row) -> bool:
    """Exchange and contract rows are ignored everywhere alike."""
    return is_exchange(row) or is_contract(row)


def entry(delivery: Delivery, group: Group, person: Person) -> tuple[int, str] | None:
    """The start term, and the reason for leaving the person out (empty: kept); None: never began."""
    all_rows = [row for row in person.registrations if group.names(row.get("YProg"))]
    if not all_rows:
        return None
    kept_rows = [row for row in all_rows if not is_ignored(row)]
    if not kept_rows:
        first = min(row_term(row) for row in all_rows)
        if any(is_exchange(row) for row in all_rows):
            return first, "incoming_exchange"
        return first, "contract_education"
    start = min(row_term(row) for row in kept_rows)
    if is_reused_number(person):
        return start, "reused_number"
    if any(row["Examensdatum"] < first_day(start) for row in professional_degrees(group, person)):
        return start, "degree_before_start"
    if any(row["legitimationsdatum"] < first_day(start) for row in own_licences(group, person)):
        return start, "licence_before_start"
    return start, ""


def is_reused_number(person: Person) -> bool:
    """R17: AterPNr = 1 in any year."""
    return any(row.get("AterPNr") == 1 for row in person.years.values())


def professional_degrees(group: Group, person: Person) -> list[Row]:
    """R21: Examenskod is g and ExaKategori is not `generell`."""
    return [
        row
        for row in person.degrees
        if group.names(row.get("Examenskod")) and row.get("ExaKategori") != "generell"
    ]


def own_licences(group: Group, person: Person) -> list[Row]:
    """R22: every licence in the group's codes; only `legitimationsdatum` is ever read."""
    return [row for row in person.licences if row["yrkeskod"] in group.licence_codes]


# --- Breakdowns (D10, R11, R16, R19, R20, R36, R37, R65, R74) ----------------------------------------


def background_row(life: Lived) -> Row | None:
    """R36: the entry year's LISA row, else the latest before, else the first after."""
    years = life.person.years
    if life.entry_year in years:
        return years[life.entry_year]
    before = [year for year in years if year < life.entry_year]
    if before:
        return years[max(before)]
    after = [year for year in years if year > life.entry_year]
    if after:
        return years[min(after)]
    return None


def sex(life: Lived) -> str:
    """R36."""
    row = background_row(life)
    kon = row.get("Kon") if row is not None else None
    if kon == 1:
        return "man"
    if kon == 2:
        return "woman"
    return UNKNOWN


def age(life: Lived) -> str:
    """R36: age on 31 December of the entry year, whatever the term."""
    row = background_row(life)
    born = row.get("FodelseAr") if row is not None else None
    if born is None:
        return UNKNOWN
    years = life.entry_year - born
    if years <= 21:
        return "-21"
    if years <= 24:
        return "22-24"
    if years <= 29:
        return "25-29"
    if years <= 34:
        return "30-34"
    return "35-"


def background(life: Lived) -> str:
    """R36."""
    row = background_row(life)
    code = row.get("UtlSvBakg") if row is not None else None
    if code in (11, 12):
        return "foreign"
    if code in (21, 22):
        return "swedish"
    return UNKNOWN


def upper_secondary(life: Life) -> str:
    """D4, R19, R20: the latest leaving year before the start; ties to the group named first."""
    latest_allowed = life.entry_year if is_autumn(life.start) else life.entry_year - 1
    rows = [row for row in life.person.upper_secondary if row["AvgAr"] <= latest_allowed]
    if not rows:
        return "unknown_or_none"
    latest = max(row["AvgAr"] for row in rows)
    groups = [upper_secondary_group(row) for row in rows if row["AvgAr"] == latest]
    return min(groups, key=UPPER_SECONDARY_ORDER.index)


def upper_secondary_group(row: Row) -> str:
    """R9, R19."""
    code, laroplan = row.get("StudieVagKod"), row.get("Laroplan")
    if code is None or laroplan is None:
        return "unknown_or_none"
    return upper_secondary_groups().get((laroplan, code[:2]), "unknown_or_none")


def earlier_degree(life: Life) -> str:
    """R21: any row in degrees before the start term's first day."""
    return "yes" if any(row["Examensdatum"] < life.first_day for row in life.person.degrees) else "no"


def start_row(life: Life) -> Row:
    """R16: the row lowest by (HsKod, ProgOrt), missing last."""
    rows = [
        row
        for row in life.person.registrations
        if life.group.names(row.get("YProg")) and not is_ignored(row) and row_term(row) == life.start
    ]

    def order(row: Row) -> tuple[bool, str, bool, str]:
        hskod, place = row.get("HsKod"), row.get("ProgOrt")
        return hskod is None, hskod or "", place is None, place or ""

    return min(rows, key=order)


def institution(life: Life) -> str:
    """R16."""
    return start_row(life).get("HsKod") or UNKNOWN


def degree_institution(life: Life) -> str:
    """R65, R74."""
    if graduated(life) is not True:
        return UNKNOWN
    day = degree_date(life)
    codes = [
        row.get("ExHsKod")
        for row in professional_degrees(life.group, life.person)
        if row["Examensdatum"] == day
    ]
    known = [code for code in codes if code is not None]
    return min(known) if known else UNKNOWN


def breakdown_values(life: Life) -> dict[str, str]:
    """Every breakdown of D10, in its order, and degree_institution last."""
    home = home_point(life) or UNKNOWN_PLACE
    study = study_point(life)
    return {
        "sex": sex(life),
        "age": age(life),
        "background": background(life),
        "upper_secondary": upper_secondary(life),
        "earlier_degree": earlier_degree(life),
        "institution": institution(life),
        "home_county": home[0],
        "home_region": home[1],
        "study_county": study[0],
        "study_region": study[1],
        "cohort_year": str(life.entry_year),
        "degree_institution": degree_institution(life),
    }


# --- Milestones (D4, R21–R26) ------------------------------------------------------------------------


def degree_date(life: Life) -> date | None:
    """The first degree of the group's kind on or after the start term's first day."""
    days = [
        row["Examensdatum"]
        for row in professional_degrees(life.group, life.person)
        if row["Examensdatum"] >= life.first_day
    ]
    return min(days) if days else None


def graduated(life: Life) -> bool | None:
    """R23: unknown if the start's first day is outside covers.degrees."""
    if not life.delivery.covers_date("degrees", life.first_day):
        return None
    return degree_date(life) is not None


def graduated_by_deadline(life: Life) -> bool | None:
    """R26: observable when degrees reach the day before the deadline, by dates and not by outcome."""
    if graduated(life) is None:
        return None
    if not life.delivery.covers_until("degrees", life.deadline - timedelta(days=1)):
        return None
    day = degree_date(life)
    return day is not None and day < life.deadline


def has_general_degree(life: Life) -> bool:
    """R21: ExaKategori generell, whatever the Examenskod, on or after the start's first day.

    In the alternative only one issued in the professional degree's läsår counts.
    """
    days = [
        row["Examensdatum"]
        for row in life.person.degrees
        if row.get("ExaKategori") == "generell" and row["Examensdatum"] >= life.first_day
    ]
    professional = degree_date(life)
    if "same_lasar" in life.alternatives and professional is not None:
        days = [day for day in days if lasar_end_year(day) == lasar_end_year(professional)]
    return bool(days)


def first_licence(group: Group, person: Person) -> date | None:
    """R22: the earliest legitimationsdatum over the group's codes."""
    days = [row["legitimationsdatum"] for row in own_licences(group, person)]
    return min(days) if days else None


def licence_date(life: Lived) -> date | None:
    """R22."""
    return first_licence(life.group, life.person)


def licensed_after_degree(life: Life) -> bool | None:
    """R24: for a graduate; unknown when the degree date is outside covers.licences."""
    day = degree_date(life)
    assert day is not None
    if not life.delivery.covers_date("licences", day):
        return None
    return licence_date(life) is not None


def licensed_and_graduated(life: Life) -> bool | None:
    """The base of everything after the licence (R14, R57)."""
    done = graduated(life)
    if done is not True:
        return done
    if not life.group.has_licence:
        return True
    return licensed_after_degree(life)


def licensed_within_observable(life: Life) -> bool:
    """R73: for a graduate, both the degree date and degree + w inside covers.licences."""
    day = degree_date(life)
    assert day is not None
    limit = add_months(day, life.group.licensed_within_months)
    return life.delivery.covers_date("licences", day) and life.delivery.covers_date("licences", limit)


def licensed_within(life: Life) -> bool:
    """R62, R73: a licence before the degree is within."""
    day, licence = degree_date(life), licence_date(life)
    assert day is not None
    return licence is not None and licence <= add_months(day, life.group.licensed_within_months)


def registered_for_group(life: Life, term: int) -> bool:
    """R55: own registration for g, any institution."""
    return any(
        life.group.names(row.get("YProg")) and not is_ignored(row) and row_term(row) == term
        for row in life.person.registrations
    )


def registered_anywhere(life: Life, term: int) -> bool:
    """R60, R68: any programme; a row without YProg is not a programme."""
    return any(
        row.get("YProg") is not None and not is_ignored(row) and row_term(row) == term
        for row in life.person.registrations
    )


def registered_elsewhere_before(life: Life) -> bool:
    """R64, R68."""
    return any(
        row.get("YProg") is not None
        and not life.group.names(row["YProg"])
        and not is_ignored(row)
        and row_term(row) < life.start
        for row in life.person.registrations
    )


def continued_year_2_observable(life: Life) -> bool:
    """R55, R69."""
    term = life.start + 2
    day_before = first_day(term) - timedelta(days=1)
    return (
        life.delivery.covers_term(term)
        and life.delivery.covers_date("degrees", life.first_day)
        and life.delivery.covers_date("degrees", day_before)
    )


def continued_year_2(life: Life) -> bool:
    """R55: registered in start + 2, or graduated before its first day."""
    day = degree_date(life)
    if day is not None and day < first_day(life.start + 2):
        return True
    return registered_for_group(life, life.start + 2)


# --- The years after (R5, R27–R32, R43, R59, R66, R75) -----------------------------------------------


def anchor_year(life: Lived) -> int | None:
    """The year from which +k counts; in the alternative, the end year of the anchor's läsår."""
    day = life.anchor_day
    if day is None:
        return None
    return lasar_end_year(day) if "lasar" in life.alternatives else day.year


def year_observed(life: Lived, year: int) -> bool:
    """Covered, and not only a rejected row that year (R5, R75)."""
    if not life.delivery.covers_year(year):
        return False
    return year in life.person.years or year not in life.person.rejected_years


def resident(life: Lived, year: int) -> bool | None:
    """R43: a LISA row exists."""
    if not year_observed(life, year):
        return None
    return year in life.person.years


STATUS_VARIABLES = (
    ("BAS", 2022, 9999),
    ("SyssStat19", 2019, 2021),
    ("SyssStat11", 2011, 2018),
    ("SyssStatJ", 2003, 2011),
    ("SyssStat", 1993, 2003),
    ("SyssStatG", 0, 1993),
)


def employed_in_row(row: Row, year: int) -> bool | None:
    """R27: the newest variable whose years contain the year and that is filled; R28: none → unknown."""
    for variable, first, last in STATUS_VARIABLES:
        if first <= year <= last and row.get(variable) is not None:
            return bool(row[variable] == 1)
    return None


def employed(life: Lived, year: int) -> bool | None:
    """Gainfully employed in November; a non-resident is not."""
    there = resident(life, year)
    if there is not True:
        return there
    return employed_in_row(life.person.years[year], year)


def occupation_code(row: Row, year: int) -> str | None:
    """R29, R66."""
    if year >= 2010 and row.get("SsykStatus_J16") == 6:
        return None
    if year >= 2014:
        return row.get("Ssyk4_2012_J16") or row.get("Ssyk4_2012")
    if year >= 2010 and row.get("Ssyk4_J16") is not None:
        return str(row["Ssyk4_J16"])
    return row.get("Ssyk4")


def occupation_observable(group: Group, year: int) -> bool:
    """D7: nothing before 2001, nothing in an edition where the group has no code."""
    if year < 2001:
        return False
    return bool(group.ssyk2012) if year >= 2014 else bool(group.ssyk96)


def has_occupation(life: Lived, year: int) -> bool | None:
    """For a year with a row: occupation in the group's set."""
    if not occupation_observable(life.group, year):
        return None
    code = occupation_code(life.person.years[year], year)
    if code is None:
        return None
    return code in (life.group.ssyk2012 if year >= 2014 else life.group.ssyk96)


def has_workplace(life: Lived, year: int) -> bool | None:
    """R30, R75: for a year with a row: the workplace's SNI in health, dental, care or the group's own."""
    row = life.person.years[year]
    if year < 2002:
        return None
    edition = "2007" if year >= 2007 else "2002"
    code = row.get(f"AstSNI{edition}")
    if code is None:
        return None
    return sni_groups(edition).get(code) in HEALTH_SNI_GROUPS | life.group.sni_groups


def target_observable(group: Group, year: int, target: str) -> bool:
    """Whether a target set can be seen at all in a year; if not, it is unknown for everybody."""
    if target == "occupation":
        return occupation_observable(group, year)
    if target == "workplace":
        return year >= 2002
    return year >= 2002 and occupation_observable(group, year)


def in_target(life: Lived, year: int, target: str) -> bool | None:
    """For an employed person: in the target set `occupation`, `workplace` or `either`."""
    if not target_observable(life.group, year, target):
        return None
    if target == "occupation":
        return has_occupation(life, year)
    if target == "workplace":
        return has_workplace(life, year)
    answers = [has_occupation(life, year), has_workplace(life, year)]
    if True in answers:
        return True
    if None in answers:
        return None
    return False


def in_profession(life: Lived, year: int, target: str = "occupation") -> bool | None:
    """R30: not resident or not employed is a no; a year that cannot be seen is unknown for everybody."""
    if not target_observable(life.group, year, target):
        return None
    at_work = employed(life, year)
    if at_work is not True:
        return at_work
    return in_target(life, year, target)


def is_studying(row: Row) -> bool:
    """R32d: HSDelt 1, 2 or 3; missing = no."""
    return row.get("HSDelt") in (1, 2, 3)


def status_category(life: Lived, year: int) -> str:
    """R59, for a year that is covered."""
    if year not in life.person.years:
        return UNKNOWN if year in life.person.rejected_years else ABROAD
    row = life.person.years[year]
    at_work = employed_in_row(row, year)
    if at_work is None:
        return UNKNOWN
    if at_work:
        occupation = has_occupation(life, year)
        if occupation is None:
            return UNKNOWN
        if occupation:
            return "in_profession"
        return "other_health_work" if has_workplace(life, year) else "other_work"
    return "studying" if is_studying(row) else "not_employed"


def fate_observable(life: Life) -> bool:
    """R60: as exam_rate_nominal_3, and registrations reach the last term before the deadline."""
    return graduated_by_deadline(life) is not None and life.delivery.covers_term(life.deadline_term - 1)


def fate_category(life: Life) -> str:
    """R60."""
    if graduated_by_deadline(life):
        return "graduated"
    if any(life.first_day <= row["Examensdatum"] < life.deadline for row in life.person.degrees):
        return "other_degree"
    if registered_anywhere(life, life.deadline_term - 1):
        return "registered"
    return "left"


def established(life: Life) -> tuple[bool | None, bool | None]:
    """Section 6: base and numerator."""
    done = graduated(life)
    if done is not True:
        return done, None
    day = degree_date(life)
    assert day is not None
    return established_after(life, day)


def established_after(life: Lived, day: date) -> tuple[bool | None, bool | None]:
    """Section 6, R32: base and numerator for someone graduated on a day."""
    year = lasar_end_year(day) + (0 if "lasar_end_year" in life.alternatives else 1)
    there = resident(life, year)
    if there is not True:
        return there, None
    row = life.person.years[year]
    if is_studying(row):
        return False, None
    at_work, income = employed_in_row(row, year), row.get("ForvErs")
    if at_work is None or income is None:
        return True, None
    days = sum(row.get(name) or 0 for name in ("ALosDag", "ADelDag", "AStuDag", "ASysDag"))
    return True, at_work and income * 100 > income_thresholds()[year] and days == 0


# --- Points (D9, R5, R37, R39, R42–R44, R61) ---------------------------------------------------------


def place_of(code: str | None) -> Place:
    """A municipality in today's county and region; missing or unlisted is `unknown`."""
    if code is None:
        return UNKNOWN_PLACE
    return municipalities().get(code, UNKNOWN_PLACE)


def residence(life: Lived, year: int) -> Place | None:
    """Home on 31 December; None = not observable."""
    there = resident(life, year)
    if there is None:
        return None
    if not there:
        return ABROAD_PLACE
    return place_of(life.person.years[year].get("Kommun"))


def home_point(life: Life) -> Place | None:
    """The year before the start year."""
    return residence(life, life.entry_year - 1)


def study_point(life: Life) -> Place:
    """The study place of the start row; 9999 or unknown is `unknown`."""
    return place_of(start_row(life).get("ProgOrt"))


def after_point(life: Lived, k: int) -> Place | None:
    """Residence in anchor year + k."""
    year = anchor_year(life)
    return None if year is None else residence(life, year + k)


def work_point(life: Lived, k: int) -> Place:
    """R61: the workplace's municipality, for someone employed that year."""
    year = anchor_year(life)
    assert year is not None
    code = life.person.years[year + k].get("AstKommun")
    return ABROAD_PLACE if code == "9999" else place_of(code)
