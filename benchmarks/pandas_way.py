"""The education model's measures in straightforward pandas, to be measured beside the program.

    python -m benchmarks.pandas_way DELIVERY OUT.parquet

Belongs here: what an analyst would write for a delivery of `benchmarks.national_data`: every measure of
every group by every breakdown, one and two at a time, for the window and each year. Does not belong here:
the people (benchmarks.pandas_people); checks, hashes, rejected rows and all else that a run makes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pandas as pd  # type: ignore[import-untyped]  # the lock has no stubs of it

from benchmarks.pandas_people import WINDOW, first_day, people_of
from benchmarks.pandas_registers import CODES, DEGREES, LICENCES, TERMS
from flows.professions import load_professions

BREAKDOWNS = ["sex", "age", "background", "upper_secondary", "earlier_degree", "institution"]
BREAKDOWNS += ["home_county", "home_region", "study_county", "study_region", "cohort_year"]
COARSER = (("home_county", "home_region"), ("study_county", "study_region"))
SINGLES = [(), *((one,) for one in BREAKDOWNS)]
PAIRS = [pair for pair in combinations(BREAKDOWNS, 2) if pair not in COARSER]
PATHWAYS = ("stayed_home", "returned_home", "stayed_in_study", "moved_elsewhere", "abroad_or_dead", "unknown")
COUNTS = ["numerator", "denominator", "n_not_observable"]
Measure = tuple[str, bool, pd.Series, pd.Series]
"""Name, whether it is about graduates, who is asked, and the answer; each yes, no or not observable."""


def main() -> None:
    """Reads, counts and writes."""
    delivery, out = map(Path, sys.argv[1:])
    people = people_of(delivery)
    found = list(shares(people))
    found += [cells for measure in months(people) for cells in quartiles(people, *measure)]
    pd.concat(found, ignore_index=True).to_parquet(out, index=False)


def measures(people: pd.DataFrame) -> Iterator[Measure]:
    """Every share."""
    yield from of_studies(people)
    yield from of_graduates(people)
    yield "established", True, *established(people)
    for k in (1, 3):
        yield from of_work(people, k)
        yield from of_places(people, k)
    yield "stayed_1_to_3", True, people.followed & in_profession(people, 1), in_profession(people, 3)


def of_studies(people: pd.DataFrame) -> Iterator[Measure]:
    """The measures that are asked of everybody who started."""
    everybody = pd.Series(True, people.index)
    deadline = first_day(people.term + people.nominal + 6)
    in_time = people.issued_on < deadline
    yield "exam_rate_nominal_3", False, everybody, known(in_time, deadline <= next_day(DEGREES[1]))
    yield "exam_rate_to_date", False, everybody, people.graduated
    yield "earlier_registration_share", False, everybody, people.registered_before
    yield "continued_term_2", False, everybody, known(people.in_term_2, people.term + 1 <= TERMS[1])
    year_2 = first_day(people.term + 2)
    is_covered = (people.term + 2 <= TERMS[1]) & (year_2 <= next_day(DEGREES[1]))
    continued = people.in_year_2 | (people.issued_on < year_2)
    yield "continued_year_2", False, people.nominal > 2, known(continued, is_covered)


def of_graduates(people: pd.DataFrame) -> Iterator[Measure]:
    """The measures that are asked of everybody graduated, or of those whose group has a licence."""
    yield "general_degree_share", True, people.graduated, people.has_general
    asked = people.graduated & people.has_licence
    yield "licensed_share", True, asked, people.licensed
    within = people.profession.map({g: p.licensed_within_months for g, p in load_professions().items()})
    last = pd.Series(pd.NaT, people.index, dtype="datetime64[s]")
    for number in within.unique():
        last = last.where(within != number, people.issued_on + pd.DateOffset(months=number))
    answer = known(people.licensed_on <= last, last <= pd.Timestamp(LICENCES[1]))
    yield "licensed_within", True, asked, answer


def established(people: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Of the graduates who are resident and do not study: employed, with an income, never unemployed."""
    limits = pd.read_csv(CODES / "inkomstgrans.csv").set_index("year").sek
    income = people.established_ForvErs * 100
    is_enough = income > people.established_year.map(limits)
    never = people.established_days_unemployed == 0
    answer = people.established_employed & is_enough & never
    is_known = people.established_employed.notna() & income.notna()
    asked = people.graduated & people.established_resident & ~people.established_is_studying.eq(True)
    return asked, known(answer, is_known)


def in_profession(people: pd.DataFrame, k: int) -> pd.Series:
    """Resident, employed and in an occupation of the group; known of nobody in years without its codes."""
    at_work = people[f"resident_{k}"] & people[f"employed_{k}"]
    # Who may be employed or not is no "no", whatever the occupation: the status is unknown too (R28, R59).
    return known(at_work & people[f"own_occupation_{k}"], people[f"can_see_{k}"] & at_work.notna())


def of_work(people: pd.DataFrame, k: int) -> Iterator[Measure]:
    """Each link's base is the link before it."""
    resident, employed = people[f"resident_{k}"], people[f"employed_{k}"]
    yield f"resident_{k}", True, people.followed, resident
    yield f"employed_{k}", True, people.followed & resident, employed
    own = known(people[f"own_occupation_{k}"], people[f"can_see_{k}"])
    yield f"in_profession_{k}", True, people.followed & resident & employed, own
    yield f"retention_{k}", True, people.followed, in_profession(people, k)


def of_places(people: pd.DataFrame, k: int) -> Iterator[Measure]:
    """Home, place of study and where each lives later, by county."""
    home, study, later = people.home_county, people.study_county, people[f"county_{k}"]
    is_seen = (study != "unknown") & (later != "unknown")
    yield f"stayed_in_study_county_{k}", True, people.followed, known(later == study, is_seen)
    from_here = known(home != "abroad_or_dead", home != "unknown")
    left = from_here & known(home != study, (home != "unknown") & (study != "unknown"))
    yield f"returned_home_{k}", True, people.followed & left, known(later == home, later != "unknown")
    pathway = pd.Series("moved_elsewhere", people.index)
    pathway = pathway.mask(later == study, "stayed_in_study").mask(later == home, "returned_home")
    pathway = pathway.mask((home == study) & (study == later), "stayed_home")
    pathway = pathway.mask((home == "unknown") | (study == "unknown") | (later == "unknown"), "unknown")
    pathway = pathway.mask(later == "abroad_or_dead", "abroad_or_dead")
    is_followed_home = people.home_seen & people[f"resident_{k}"].notna()
    for name in PATHWAYS:
        yield f"pathway_{name}_{k}", True, people.followed, known(pathway == name, is_followed_home)


def known(answer: pd.Series, is_known: pd.Series) -> pd.Series:
    """The answer where it is known, else not observable."""
    return answer.astype("boolean").where(is_known.fillna(False).astype(bool))


def next_day(day: str) -> pd.Timestamp:
    """The day after."""
    return pd.Timestamp(day) + pd.Timedelta(days=1)


def months(people: pd.DataFrame) -> Iterator[tuple[str, pd.Series, pd.Series]]:
    """Name, who has both dates, and the calendar months between them."""
    number = {name: 12 * day.dt.year + day.dt.month for name, day in people.filter(like="_on").items()}
    taken = number["issued_on"] - number["start_on"]
    yield "months_start_to_degree", people.graduated, taken
    taken = number["licensed_on"] - number["issued_on"]
    yield "months_degree_to_licence", people.licensed, taken


def sets(is_about_graduates: bool) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Every set of breakdowns, and whether by year: for each year, pairs have sex in them."""
    later = [("degree_institution",)] if is_about_graduates else []
    yield from ((cut, False) for cut in [*SINGLES, *PAIRS, *later])
    with_sex = [pair for pair in PAIRS if pair[0] == "sex"]
    yield from ((cut, True) for cut in [*SINGLES, *with_sex, *later] if "cohort_year" not in cut)


def stacked(people: pd.DataFrame, is_about_graduates: bool) -> pd.DataFrame:
    """Every measure's people under one another: all who are asked, or perhaps asked."""
    found = []
    for name, is_about, base, numerator in measures(people):
        if is_about != is_about_graduates:
            continue
        asked, answer = base.astype("boolean"), numerator.astype("boolean")
        is_counted = asked.fillna(False) & answer.notna()
        rows = people[["profession", "year", *BREAKDOWNS, "degree_institution"]].assign(
            measure=name,
            numerator=(is_counted & answer.fillna(False)).astype(int),
            denominator=is_counted.astype(int),
            n_not_observable=(~is_counted).astype(int),
        )
        found.append(rows[asked.fillna(True)])
    return pd.concat(found, ignore_index=True)


def shares(people: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The cells of all shares: everybody in a base is in its denominator or not observable."""
    for is_about_graduates in (False, True):
        rows = stacked(people, is_about_graduates)
        for cut, is_yearly in sets(is_about_graduates):
            keys = ["profession", "measure", *(["year"] if is_yearly else []), *cut]
            counted = rows.groupby(keys, as_index=False)[COUNTS].sum()
            counted["value"] = counted.numerator / counted.denominator.where(counted.denominator > 0)
            yield named(counted, counted.measure, cut, is_yearly)


def quartiles(people: pd.DataFrame, name: str, asked: pd.Series, taken: pd.Series) -> Iterator[pd.DataFrame]:
    """The cells of a number of months: three quartiles of those with both dates."""
    rows = people.assign(months=taken)[asked]
    for cut, is_yearly in sets(is_about_graduates=True):
        keys = ["profession", *(["year"] if is_yearly else []), *cut]
        groups = rows.groupby(keys).months
        for percent in (25, 50, 75):
            counted = pd.DataFrame({"value": groups.quantile(percent / 100), "numerator": groups.count()})
            counted = counted.reset_index()
            counted["denominator"], counted["n_not_observable"] = counted.numerator, 0
            yield named(counted, f"{name}_p{percent}", cut, is_yearly)


def named(
    counted: pd.DataFrame, name: str | pd.Series, cut: tuple[str, ...], is_yearly: bool
) -> pd.DataFrame:
    """The columns of measures.parquet."""
    cohort = counted.year.astype(str) if is_yearly else "-".join(map(str, WINDOW))
    cells = counted[["profession", *COUNTS, "value"]].assign(measure=name, cohort=cohort)
    for place, variable in enumerate((*cut, "", "")[:2], start=1):
        cells[f"by_{place}"] = variable
        cells[f"value_{place}"] = counted[variable] if variable else ""
    return cells


if __name__ == "__main__":
    main()
