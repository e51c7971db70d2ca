"""The licence model (D3): cohorts by läsår of the first licence, followed into the advanced educations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from tests.naive import life as lives
from tests.naive import nurses
from tests.naive.cells import Cells, Key, Leg, Tally, matrix_cells, share
from tests.naive.codes import UNKNOWN
from tests.naive.delivery import Delivery, Person, persons_of
from tests.naive.groups import Group
from tests.naive.measures import Answer, Judgement
from tests.naive.nurses import Nurse, Study
from tests.naive.terms import lasar_end_year, lasar_label, lasar_of_term

MODEL_LICENCE = "licence"
PILOT_LASAR = ("2000/01", "2007/08")
CUTS = (
    ("", ""),
    ("sex", ""),
    ("age", ""),
    ("background", ""),
    ("licence_county", ""),
    ("licence_region", ""),
    ("sex", "age"),
)

# A measure's question to one nurse: about the overall start, or that of one specialisation.
StudyJudge = Callable[[Nurse, Study], Judgement]


# --- Cohorts -----------------------------------------------------------------------------------------


def lasar_of_first_licence(group: Group, person: Person) -> int | None:
    """The first year of the läsår of the first licence."""
    day = lives.first_licence(group, person)
    return None if day is None else lasar_end_year(day) - 1


def licence_cohorts(
    delivery: Delivery,
    base_group: Group,
    advanced_groups: Iterable[Group],
    lasar_labels: Iterable[str] = PILOT_LASAR,
) -> dict[str, list[Nurse]]:
    """Label → everybody in the cohort; only reused numbers are left out (R48)."""
    advanced = tuple(advanced_groups)
    found: dict[str, list[Nurse]] = {label: [] for label in lasar_labels}
    for person in persons_of(delivery):
        day = lives.first_licence(base_group, person)
        if day is None or lives.is_reused_number(person):
            continue
        nurse = Nurse(delivery, base_group, person, day, advanced)
        if lasar_label(nurse.lasar) in found:
            found[lasar_label(nurse.lasar)].append(nurse)
    return found


# --- Questions ---------------------------------------------------------------------------------------


def applied_share(nurse: Nurse) -> Judgement:
    """Applied / cohort."""
    answer = nurses.applied_by(nurse)
    return answer if answer is None else True, answer


def started_share(nurse: Nurse, study: Study) -> Judgement:
    """Started, or started that specialisation / cohort observable."""
    return None if study.begun is None else True, study.begun


def started_by(nurse: Nurse, study: Study, years: int) -> Judgement:
    """R52: started by k läsår after the licence's / cohort observable."""
    if study.begun is None:
        return None, None
    start = study.start
    return True, start is not None and lasar_of_term(start.term) - nurse.lasar <= years


def exam_rate_nominal_3(nurse: Nurse, study: Study) -> Judgement:
    """Graduated before the deadline / started."""
    return study.begun, nurses.graduated_by_deadline(nurse, study) if study.begun else None


def exam_rate_to_date(nurse: Nurse, study: Study) -> Judgement:
    """Graduated by the end of the data / started."""
    return study.begun, nurses.graduated(nurse, study) if study.begun else None


def graduated_by(nurse: Nurse, study: Study, years: int) -> Judgement:
    """R71: graduated by the start's läsår + k / started."""
    return study.begun, nurses.graduated_within(nurse, study, years) if study.begun else None


def established(nurse: Nurse, study: Study) -> Judgement:
    """Section 6 after the advanced degree / graduated."""
    base = nurses.graduated_of_all(nurse, study)
    if base is not True:
        return base, None
    degree = nurses.degree_of(nurse, study)
    assert degree is not None
    return lives.established_after(nurse, degree.day)


BY_SPECIALISATION: tuple[tuple[str, StudyJudge], ...] = (
    ("started_share", started_share),
    ("exam_rate_nominal_3", exam_rate_nominal_3),
    ("exam_rate_to_date", exam_rate_to_date),
    ("established", established),
)


# --- Cells -------------------------------------------------------------------------------------------


class Counter:
    """The tallies of one cohort."""

    def __init__(self, profession: str, cohort: str) -> None:
        self.profession, self.cohort = profession, cohort
        self.tallies: dict[Key, Tally] = {}

    def key(self, measure: str, *cut: str) -> Key:
        """A cell's name."""
        return Key(self.profession, MODEL_LICENCE, self.cohort, measure, *cut)

    def count(self, judgement: Judgement, measure: str, *cut: str) -> None:
        """One person towards one cell; a base of no makes none."""
        if judgement[0] is not False:
            self.tallies.setdefault(self.key(measure, *cut), Tally()).count(judgement)

    def cells(self) -> Cells:
        """No maturity in this model."""
        return {key: share(tally) for key, tally in self.tallies.items()}


def specialisations_of(members: list[Nurse]) -> list[str]:
    """R51: those with at least one start in the cohort, in any covered term."""
    return sorted({name for nurse in members for name in nurses.starts_by_specialisation(nurse)})


def years_followed(last_lasar: int | None, cohort_lasar: int) -> range:
    """k = 0 … the last full läsår − the cohort's; none when there is none."""
    return range(0) if last_lasar is None else range(last_lasar - cohort_lasar + 1)


def last_lasar_of_degrees(delivery: Delivery) -> int | None:
    """The last läsår whose 30 June is covered by degrees (R71)."""
    if "degrees" not in delivery.covers:
        return None
    last = delivery.covers["degrees"][1]
    whole = last.month > 6 or (last.month, last.day) == (6, 30)
    return int(last.year) - (1 if whole else 2)


def compute_licence(
    delivery: Delivery,
    base_group: Group,
    advanced_groups: Iterable[Group],
    lasar_labels: Iterable[str] = PILOT_LASAR,
) -> Cells:
    """Every cell of the licence model."""
    cells: Cells = {}
    cohorts = licence_cohorts(delivery, base_group, advanced_groups, lasar_labels)
    for label, members in cohorts.items():
        if members:
            cells.update(cohort_cells(Counter(base_group.id, label), members))
    return cells


def cohort_cells(counter: Counter, members: list[Nurse]) -> Cells:
    """One cohort."""
    named = specialisations_of(members)
    for nurse in members:
        count_shares(counter, nurse, named)
        count_curves(counter, nurse, named)
    cells = counter.cells()
    for measure, leg in LEGS:
        cells.update(matrix_cells(counter.key(measure), [leg(nurse) for nurse in members]))
    cells.update(specialisation_share_cells(counter, members))
    return cells


def count_shares(counter: Counter, nurse: Nurse, named: list[str]) -> None:
    """Shares by a person's own breakdowns, and by specialisation."""
    values, overall = nurses.breakdown_values(nurse), nurses.overall_study(nurse)
    judgements = [("applied_share", applied_share(nurse))]
    judgements += [(measure, judge(nurse, overall)) for measure, judge in BY_SPECIALISATION]
    for measure, judgement in judgements:
        for by_1, by_2 in CUTS:
            counter.count(judgement, measure, by_1, values[by_1], by_2, values[by_2])
    counter.count(established(nurse, overall), "established", "degree_county", values["degree_county"])
    for name in named:
        study = nurses.study_of(nurse, name)
        for measure, judge in BY_SPECIALISATION:
            counter.count(judge(nurse, study), measure, "specialisation", name)


def count_curves(counter: Counter, nurse: Nurse, named: list[str]) -> None:
    """The three shares by year (R52, R71)."""
    delivery, overall = nurse.delivery, nurses.overall_study(nurse)
    for k in years_followed(delivery.last_lasar("applications"), nurse.lasar):
        answer = nurses.applied_by(nurse, k)
        judgement: Judgement = (None if answer is None else True, answer)
        counter.count(judgement, "applied_share_by_year", "years_since_licence", str(k))
    for k in years_followed(delivery.last_lasar("registrations"), nurse.lasar):
        cut = ("started_share_by_year", "years_since_licence", str(k))
        counter.count(started_by(nurse, overall, k), *cut)
        for name in named:
            study = nurses.study_of(nurse, name)
            counter.count(started_by(nurse, study, k), *cut, "specialisation", name)
    for k in years_followed(last_lasar_of_degrees(delivery), nurse.lasar):
        judgement = graduated_by(nurse, overall, k)
        counter.count(judgement, "graduated_share_by_year", "years_since_start", str(k))


# --- Matrices (R39–R41) ------------------------------------------------------------------------------


def licence_to_start(nurse: Nurse) -> Leg:
    """Base started."""
    study = nurses.overall_study(nurse)
    return study.begun, nurses.licence_point(nurse), nurses.start_point(nurse, study)


def to_degree(nurse: Nurse, origin: str) -> Leg:
    """Licence or start → degree; base graduated."""
    study = nurses.overall_study(nurse)
    begin = nurses.licence_point(nurse) if origin == "licence" else nurses.start_point(nurse, study)
    return nurses.graduated_of_all(nurse, study), begin, nurses.degree_point(nurse, study)


def degree_to_after_1(nurse: Nurse) -> Leg:
    """Base graduated; 31 December of the degree year + 1 (R48)."""
    study = nurses.overall_study(nurse)
    base = nurses.graduated_of_all(nurse, study)
    return base, nurses.degree_point(nurse, study), nurses.degree_point(nurse, study, 1)


LEGS: tuple[tuple[str, Callable[[Nurse], Leg]], ...] = (
    ("mobility_licence_to_start", licence_to_start),
    ("mobility_start_to_degree", partial(to_degree, origin="start")),
    ("mobility_licence_to_degree", partial(to_degree, origin="licence")),
    ("mobility_degree_to_after_1", degree_to_after_1),
)


# --- Most common specialisation (R53) ----------------------------------------------------------------


def graduates(members: list[Nurse]) -> Iterator[tuple[Answer, str, str]]:
    """Graduated, county at the degree, and the degree's specialisation, else the start's."""
    for nurse in members:
        study = nurses.overall_study(nurse)
        base = nurses.graduated_of_all(nurse, study)
        degree = nurses.degree_of(nurse, study) if base else None
        specialisation = degree.specialisation if degree is not None else UNKNOWN
        if specialisation == UNKNOWN and study.start is not None:
            specialisation = study.start.specialisation
        yield base, nurses.breakdown_values(nurse)["degree_county"], specialisation


def specialisation_share_cells(counter: Counter, members: list[Nurse]) -> Cells:
    """Of the graduates in each county, those of each specialisation; cells of nobody are not written."""
    unknown, of_county, of_cell = 0, dict[str, int](), dict[tuple[str, str], int]()
    for base, county, specialisation in graduates(members):
        if base is None:
            unknown += 1
        if base is True:
            of_county[county] = of_county.get(county, 0) + 1
            of_cell[county, specialisation] = of_cell.get((county, specialisation), 0) + 1
    cells: Cells = {}
    for (county, specialisation), n in of_cell.items():
        key = counter.key("specialisation_share", "degree_county", county, "specialisation", specialisation)
        cells[key] = share(Tally(n, of_county[county], unknown if county == UNKNOWN else 0))
    return cells
