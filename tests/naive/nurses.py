"""One person by first licence in a base profession, on the way into the educations it leads to (D3).

Belongs here: the milestones and breakdowns of the licence model. Does not belong here: cells.
Answers are True, False or None for unknown (R14).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from tests.naive import life as lives
from tests.naive.codes import (
    SPECIALISATIONS_BY_SUN2000,
    UNKNOWN,
    specialisations,
    specialisations_by_sun2020,
)
from tests.naive.delivery import Row
from tests.naive.groups import Group
from tests.naive.life import UNKNOWN_PLACE, Lived, Place
from tests.naive.terms import (
    first_day,
    lasar_end_year,
    lasar_of_term,
    last_day,
    term_index,
    term_year,
)

SPECIALIST_NURSE = "specialistsjukskoterska"
Answer = bool | None


class Start(NamedTuple):
    """A start on an advanced education, its specialisation resolved."""

    term: int
    education: str
    specialisation: str

    @property
    def first_day(self) -> date:
        """The term's first day."""
        return first_day(self.term)


@dataclass
class Nurse(Lived):
    """One person by the first licence in the base group, and the educations that it leads to."""

    licensed_on: date
    advanced: tuple[Group, ...]

    @property
    def entry_year(self) -> int:
        """The calendar year of the licence: age and background are read there (R36)."""
        return self.licensed_on.year

    @property
    def lasar(self) -> int:
        """The first year of the licence's läsår."""
        return lasar_end_year(self.licensed_on) - 1

    @property
    def first_term(self) -> int:
        """R49: the first term that ends strictly after the licence date."""
        term = term_index(self.licensed_on.year, 2 if self.licensed_on.month >= 7 else 1)
        return term if last_day(term) > self.licensed_on else term + 1

    def education(self, name: str) -> Group:
        """The group of an education's id."""
        return next(group for group in self.advanced if group.id == name)


# --- Specialisation (R50) ----------------------------------------------------------------------------


def registered_specialisation(education: Group, row: Row) -> str:
    """Inriktning only; an education that has no specialisations is its own."""
    if education.id != SPECIALIST_NURSE:
        return education.id
    named = row.get("Inriktning")
    return named if named in specialisations() else UNKNOWN


def degree_specialisation(education: Group, row: Row) -> str:
    """Inriktning, else SUN2020Inr, else SUN2000Inr where it names exactly one."""
    if education.id != SPECIALIST_NURSE:
        return education.id
    named = row.get("Inriktning")
    if named in specialisations():
        return str(named)
    by_2020 = specialisations_by_sun2020().get(row.get("SUN2020Inr") or "")
    if by_2020 is not None:
        return by_2020
    return SPECIALISATIONS_BY_SUN2000.get(row.get("SUN2000Inr") or "", UNKNOWN)


def known_first(specialisation: str) -> tuple[bool, str]:
    """R49: known before unknown, then alphabetical."""
    return specialisation == UNKNOWN, specialisation


class Degree(NamedTuple):
    """A degree of an advanced education."""

    day: date
    specialisation: str


def degrees_after(nurse: Nurse, education: Group, day: date) -> list[Degree]:
    """Degrees of an education on or after a day, in order; the same day known specialisations first."""
    found = [
        Degree(row["Examensdatum"], degree_specialisation(education, row))
        for row in lives.professional_degrees(education, nurse.person)
        if row["Examensdatum"] >= day
    ]
    return sorted(found, key=lambda degree: (degree.day, *known_first(degree.specialisation)))


def resolved(nurse: Nurse, education: Group, term: int, specialisation: str) -> str:
    """R50: unknown at registration takes that of the first later degree, whatever it is."""
    if specialisation != UNKNOWN:
        return specialisation
    later = degrees_after(nurse, education, first_day(term))
    return later[0].specialisation if later else UNKNOWN


# --- Applied and started (R49, R54) ------------------------------------------------------------------


def is_start_known(nurse: Nurse) -> bool:
    """R54: the first term after the licence is covered by registrations."""
    return nurse.delivery.covers_term_of("registrations", nurse.first_term)


def registered_starts(nurse: Nurse) -> list[tuple[int, Group, str]]:
    """Term, education and registered specialisation of every registration after the licence."""
    return [
        (lives.row_term(row), education, registered_specialisation(education, row))
        for education in nurse.advanced
        for row in nurse.person.registrations
        if education.names(row.get("YProg"))
        and not lives.is_ignored(row)
        and lives.row_term(row) >= nurse.first_term
    ]


def first_start(nurse: Nurse) -> Start | None:
    """R49: over all educations; a tie by education, known specialisation, alphabet."""
    found = registered_starts(nurse)
    if not found:
        return None
    term, education, named = min(found, key=lambda one: (one[0], one[1].id, *known_first(one[2])))
    return Start(term, education.id, resolved(nurse, education, term, named))


def starts_by_specialisation(nurse: Nurse) -> dict[str, Start]:
    """D3: the first start per specialisation, every registration resolved on its own."""
    found: dict[str, Start] = {}
    for term, education, named in registered_starts(nurse):
        start = Start(term, education.id, resolved(nurse, education, term, named))
        earlier = found.get(start.specialisation)
        if earlier is None or (start.term, start.education) < (earlier.term, earlier.education):
            found[start.specialisation] = start
    return found


def started(nurse: Nurse) -> Answer:
    """Unknown when the first term after the licence is not covered, whatever was registered later."""
    return first_start(nurse) is not None if is_start_known(nurse) else None


def first_application(nurse: Nurse) -> int | None:
    """R54: the term of the first row for an advanced education in a term ending after the licence."""
    terms = [
        lives.row_term(row)
        for education in nurse.advanced
        for row in nurse.person.applications
        if education.names(row.get("YProg")) and lives.row_term(row) >= nurse.first_term
    ]
    return min(terms) if terms else None


def applied_by(nurse: Nurse, years: int | None = None) -> Answer:
    """Applied at all, or by a number of läsår after the licence's."""
    if not nurse.delivery.covers_term_of("applications", nurse.first_term):
        return None
    term = first_application(nurse)
    return term is not None and (years is None or lasar_of_term(term) - nurse.lasar <= years)


# --- Graduated (R23, R51) ----------------------------------------------------------------------------


class Study(NamedTuple):
    """What a measure of the started is asked about: the overall start, or that of one specialisation.

    `begun` is the answer to "started"; the start is there only when it is yes.
    """

    begun: Answer
    start: Start | None
    specialisation: str | None


def overall_study(nurse: Nurse) -> Study:
    """The first start over all educations; any specialisation of degree counts."""
    begun = started(nurse)
    return Study(begun, first_start(nurse) if begun else None, None)


def study_of(nurse: Nurse, specialisation: str) -> Study:
    """The first start of one specialisation."""
    if not is_start_known(nurse):
        return Study(None, None, specialisation)
    start = starts_by_specialisation(nurse).get(specialisation)
    return Study(start is not None, start, specialisation)


def degree_of(nurse: Nurse, study: Study) -> Degree | None:
    """R51: the first degree of the education; per specialisation only of that one or unknown."""
    if study.start is None:
        return None
    for degree in degrees_after(nurse, nurse.education(study.start.education), study.start.first_day):
        if study.specialisation is None or degree.specialisation in (study.specialisation, UNKNOWN):
            return degree
    return None


def graduated(nurse: Nurse, study: Study) -> Answer:
    """R23, for someone who started: unknown when the start's first day is outside covers.degrees."""
    assert study.start is not None
    if not nurse.delivery.covers_date("degrees", study.start.first_day):
        return None
    return degree_of(nurse, study) is not None


def graduated_of_all(nurse: Nurse, study: Study) -> Answer:
    """The base of what hangs on graduation: not started is a no, unknown stays unknown."""
    return graduated(nurse, study) if study.begun else study.begun


def graduated_by_deadline(nurse: Nurse, study: Study) -> Answer:
    """R26, R51: before the first day of term (start + nominal + 6)."""
    assert study.start is not None
    nominal = nurse.education(study.start.education).nominal_terms(study.start.term)
    deadline = first_day(study.start.term + nominal + 6)
    if graduated(nurse, study) is None:
        return None
    if not nurse.delivery.covers_until("degrees", deadline - timedelta(days=1)):
        return None
    degree = degree_of(nurse, study)
    return degree is not None and degree.day < deadline


def graduated_within(nurse: Nurse, study: Study, years: int) -> Answer:
    """R71: by the läsår of the start + a number; unknown when its 30 June is not covered."""
    assert study.start is not None
    begun = lasar_of_term(study.start.term)
    if graduated(nurse, study) is None:
        return None
    if not nurse.delivery.covers_until("degrees", date(begun + years + 1, 6, 30)):
        return None
    degree = degree_of(nurse, study)
    return degree is not None and lasar_end_year(degree.day) - 1 <= begun + years


# --- Points and breakdowns (R36, R37, R48, R74) ------------------------------------------------------


def licence_point(nurse: Nurse) -> Place | None:
    """31 December of the licence year."""
    return lives.residence(nurse, nurse.entry_year)


def start_point(nurse: Nurse, study: Study) -> Place | None:
    """31 December of the start term's calendar year."""
    return None if study.start is None else lives.residence(nurse, term_year(study.start.term))


def degree_point(nurse: Nurse, study: Study, years_after: int = 0) -> Place | None:
    """31 December of the degree year, or some years after it."""
    if graduated_of_all(nurse, study) is not True:
        return None
    degree = degree_of(nurse, study)
    assert degree is not None
    return lives.residence(nurse, degree.day.year + years_after)


def breakdown_values(nurse: Nurse) -> dict[str, str]:
    """R48: the breakdowns that are a person's, not a start's."""
    place = licence_point(nurse) or UNKNOWN_PLACE
    return {
        "": "",
        "sex": lives.sex(nurse),
        "age": lives.age(nurse),
        "background": lives.background(nurse),
        "licence_county": place[0],
        "licence_region": place[1],
        "degree_county": (degree_point(nurse, overall_study(nurse)) or UNKNOWN_PLACE)[0],
    }
