"""The education model, from lives to cells: cohorts, maturity, breakdowns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.naive import life as lives
from tests.naive.cells import Cell, Cells, Key, Leg, Tally, category_cells, matrix_cells, share
from tests.naive.codes import ABROAD, UNKNOWN
from tests.naive.delivery import Delivery, persons_of
from tests.naive.groups import Group
from tests.naive.life import Life, Lived
from tests.naive.measures import FATES, STATUSES, Answer, Maturity, cut_measures
from tests.naive.terms import first_day, term_index, term_year

MODEL = "education"
Window = tuple[int, int]


# --- Cohorts -----------------------------------------------------------------------------------------


@dataclass
class Cohort:
    """The window, or one calendar year of it (R10)."""

    label: str
    years: list[int]
    is_window: bool
    lives: list[Life] = field(default_factory=list)


def window_label(window: Window) -> str:
    """`2000-2010`."""
    return f"{window[0]}-{window[1]}"


def lives_of(delivery: Delivery, group: Group, window: Window) -> list[Life]:
    """Everybody in the group's window cohort."""
    found = []
    for person in persons_of(delivery):
        begun = lives.entry(delivery, group, person)
        if begun is None:
            continue
        start, reason = begun
        if reason == "" and window[0] <= term_year(start) <= window[1]:
            found.append(Life(delivery, group, person, start))
    return found


def cohorts_of(delivery: Delivery, group: Group, window: Window) -> list[Cohort]:
    """The window and each calendar year."""
    everyone = lives_of(delivery, group, window)
    years = list(range(window[0], window[1] + 1))
    found = [Cohort(window_label(window), years, True, everyone)]
    for year in years:
        found.append(Cohort(str(year), [year], False, [x for x in everyone if x.entry_year == year]))
    return found


# --- Maturity and status (D5, R13) -------------------------------------------------------------------


def maturity_day(group: Group, year: int, k: int) -> date:
    """First day of term (HT of the cohort year + nominal + 6), plus licence lag + k years."""
    autumn = term_index(year, 2)
    day = first_day(autumn + group.nominal_terms(autumn) + 6)
    return day.replace(year=day.year + group.licence_lag_years + k)


def is_mature_year(delivery: Delivery, group: Group, year: int, needs: Maturity) -> bool:
    """Every register the measure needs covers the day before (individuals: the year)."""
    day = maturity_day(group, year, needs.k)
    day_before = day - timedelta(days=1)
    if not delivery.covers_until("degrees", day_before):
        return False
    if needs.licences and group.has_licence and not delivery.covers_until("licences", day_before):
        return False
    if needs.individuals:
        return "individuals" in delivery.covers and bool(delivery.covers["individuals"][1] >= day_before.year)
    return True


def is_mature(delivery: Delivery, group: Group, cohort: Cohort, needs: Maturity | None) -> bool:
    """A window is mature when all its calendar years are, also the empty ones."""
    if needs is None:
        return True
    return all(is_mature_year(delivery, group, year, needs) for year in cohort.years)


def quantile(numbers: Iterable[int], q: float) -> float:
    """R35: type 7, linear interpolation."""
    ordered = sorted(numbers)
    position = (len(ordered) - 1) * q
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


# --- Breakdowns (D10, R12, R65) ----------------------------------------------------------------------

SINGLE = (
    "sex",
    "age",
    "background",
    "upper_secondary",
    "earlier_degree",
    "institution",
    "home_county",
    "home_region",
    "study_county",
    "study_region",
    "cohort_year",
)
NEVER_PAIRED = (("home_county", "home_region"), ("study_county", "study_region"))


def cuts(is_window: bool, from_graduated: bool) -> list[tuple[str, str]]:
    """The pairs (by_1, by_2) to cut by; the empty string is unused."""
    singles = [name for name in SINGLE if is_window or name != "cohort_year"]
    found = [("", "")]
    for name in singles:
        found.append((name, ""))
    for i, first in enumerate(singles):
        for second in singles[i + 1 :]:
            if (first, second) in NEVER_PAIRED:
                continue
            if is_window or first == "sex":
                found.append((first, second))
    if from_graduated:
        found.append(("degree_institution", ""))
    return found


# --- Cells -------------------------------------------------------------------------------------------


def cut_cells(delivery: Delivery, group: Group, cohort: Cohort, values: dict[str, dict[str, str]]) -> Cells:
    """Every measure that has all breakdowns."""
    cells: Cells = {}
    for measure in cut_measures(group):
        mature = is_mature(delivery, group, cohort, measure.maturity)
        tallies: dict[Key, Tally] = {}
        for life in cohort.lives:
            judgement = measure.judge(life)
            if judgement[0] is False:
                continue
            mine = values[life.person.lopnr]
            for by_1, by_2 in cuts(cohort.is_window, measure.from_graduated):
                key = Key(
                    group.id,
                    MODEL,
                    cohort.label,
                    measure.name,
                    by_1,
                    mine.get(by_1, ""),
                    by_2,
                    mine.get(by_2, ""),
                )
                tally = tallies.setdefault(key, Tally())
                tally.count(judgement)
                if measure.months is not None and judgement == (True, True):
                    tally.months.append(measure.months(life))
        for key, tally in tallies.items():
            cell = share(tally, mature)
            if measure.quantile is not None and tally.months:
                cell = cell._replace(value=float(quantile(tally.months, measure.quantile)))
            cells[key] = cell
    return cells


def composition_cells(group: Group, cohort: Cohort, values: dict[str, dict[str, str]]) -> Cells:
    """R63: started in the cell / started in the cohort."""
    counts: dict[tuple[str, str], int] = {}
    for life in cohort.lives:
        for by_1, by_2 in cuts(cohort.is_window, False):
            if by_2 == "":
                place = (by_1, values[life.person.lopnr].get(by_1, ""))
                counts[place] = counts.get(place, 0) + 1
    total = len(cohort.lives)
    return {
        Key(group.id, MODEL, cohort.label, "composition", by_1, value): Cell(n, total, 0, n / total, "ok")
        for (by_1, value), n in counts.items()
    }


def status_judgement(life: Lived, k: int) -> tuple[Answer, str]:
    """R59, R70: base with the year covered (None: n_not_observable), and the category."""
    base = life.is_followed
    if base is not True:
        return base, ""
    year = lives.anchor_year(life)
    assert year is not None
    if not life.delivery.covers_year(year + k):
        return None, ""
    return True, lives.status_category(life, year + k)


def fate_judgement(life: Life) -> tuple[Answer, str]:
    """R60."""
    if not lives.fate_observable(life):
        return None, ""
    return True, lives.fate_category(life)


def home_to_study(life: Life) -> Leg:
    """Base: all started."""
    return True, lives.home_point(life), lives.study_point(life)


def to_after(life: Life, origin: str, k: int) -> Leg:
    """Home or study → residence +k; base licensed and graduated."""
    start = lives.home_point(life) if origin == "home" else lives.study_point(life)
    return lives.licensed_and_graduated(life), start, lives.after_point(life, k)


def after_1_to_after_3(life: Life) -> Leg:
    """Base licensed and graduated."""
    return lives.licensed_and_graduated(life), lives.after_point(life, 1), lives.after_point(life, 3)


def study_to_work(life: Life, k: int) -> Leg:
    """R61: base licensed, graduated and employed +k."""
    base = lives.licensed_and_graduated(life)
    year = lives.anchor_year(life)
    if base is True and year is not None:
        base = lives.employed(life, year + k)
    target = lives.work_point(life, k) if base is True else None
    return base, lives.study_point(life), target


def arrival_cells(group: Group, cohort: Cohort, k: int, mature: bool) -> Cells:
    """R46: home → after_k per county and region; no rows for unknown and abroad_or_dead."""
    cells: Cells = {}
    for level, by in enumerate(("county", "region")):
        arrivals: dict[str, Tally] = {}
        departures: dict[str, Tally] = {}
        for life in cohort.lives:
            base, home, after = to_after(life, "home", k)
            if base is False:
                continue
            before = home[level] if home is not None else UNKNOWN
            now = after[level] if after is not None else UNKNOWN
            if now not in (UNKNOWN, ABROAD):
                came = None if before == UNKNOWN else before != now
                arrivals.setdefault(now, Tally()).count((True, came))
            if before not in (UNKNOWN, ABROAD):
                gone = None if now == UNKNOWN else now != before
                departures.setdefault(before, Tally()).count((True, gone))
        for place, tally in arrivals.items():
            cells[Key(group.id, MODEL, cohort.label, f"arrivals_{k}", by, place)] = share(tally, mature)
        for place, tally in departures.items():
            cells[Key(group.id, MODEL, cohort.label, f"departures_{k}", by, place)] = share(tally, mature)
            arrived = arrivals.get(place, Tally()).numerator
            net = Tally(arrived - tally.numerator, tally.denominator, tally.not_observable)
            cells[Key(group.id, MODEL, cohort.label, f"net_{k}", by, place)] = share(net, mature)
    return cells


def special_cells(delivery: Delivery, group: Group, cohort: Cohort) -> Cells:
    """Status, fate, matrices, arrivals: the measures with breakdowns of their own."""

    def whole(measure: str) -> Key:
        return Key(group.id, MODEL, cohort.label, measure)

    everyone = cohort.lives
    fates = [(lives.sex(life), *fate_judgement(life)) for life in everyone]
    cells = category_cells(whole("fate"), "fate", FATES, fates)
    cells.update(matrix_cells(whole("mobility_home_to_study"), [home_to_study(x) for x in everyone]))
    for k in (1, 3):
        mature = is_mature(delivery, group, cohort, Maturity(True, True, k))
        statuses = [(lives.sex(life), *status_judgement(life, k)) for life in everyone]
        cells.update(category_cells(whole(f"status_{k}"), "status", STATUSES, statuses, mature))
        for origin in ("home", "study"):
            legs = [to_after(life, origin, k) for life in everyone]
            cells.update(matrix_cells(whole(f"mobility_{origin}_to_after_{k}"), legs, mature))
        legs = [study_to_work(life, k) for life in everyone]
        cells.update(matrix_cells(whole(f"mobility_study_to_work_{k}"), legs, mature))
        cells.update(arrival_cells(group, cohort, k, mature))
    mature = is_mature(delivery, group, cohort, Maturity(True, True, 3))
    legs = [after_1_to_after_3(life) for life in everyone]
    cells.update(matrix_cells(whole("mobility_after_1_to_after_3"), legs, mature))
    return cells


def compute_measures(delivery: Delivery, groups: Iterable[Group], window: Window = (2000, 2010)) -> Cells:
    """Every cell of the education model."""
    cells: Cells = {}
    for group in groups:
        cohorts = cohorts_of(delivery, group, window)
        values = {life.person.lopnr: lives.breakdown_values(life) for life in cohorts[0].lives}
        for cohort in cohorts:
            if cohort.lives:
                cells.update(composition_cells(group, cohort, values))
                cells.update(cut_cells(delivery, group, cohort, values))
                cells.update(special_cells(delivery, group, cohort))
    return cells
