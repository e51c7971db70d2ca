"""The people of the education model in straightforward pandas: who they are, and what became of them.

Belongs here: one row for each person and group, as docs/definitions.md and docs/rulings.md have it. Does
not belong here: the registers' rows (benchmarks.pandas_registers), the measures (benchmarks.pandas_way).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd  # type: ignore[import-untyped]  # the lock has no stubs of it

from benchmarks import pandas_registers as registers
from flows.professions import load_professions

KEY = ["person", "profession"]
WINDOW = (2000, 2010)
SCHOOLS = ["science_technology", "social_business_humanities", "health_care", "other_vocational"]
SCHOOLS += ["unknown_or_none"]
BACKGROUNDS = {11: "foreign", 12: "foreign", 21: "swedish", 22: "swedish"}


def people_of(delivery: Path) -> pd.DataFrame:
    """Everybody who started in the window, with everything that the measures and the breakdowns need."""
    registered, issued = registers.registrations(delivery), registers.degrees(delivery)
    people = started(registered)
    people = with_degree_and_licence(people, issued, registers.licences(delivery))
    rows = registers.lisa(delivery, people.person)
    people = people[~people.person.isin(rows.person[rows.AterPNr == 1])].reset_index(drop=True)
    people = with_studies(people, registered, issued)
    people = with_school(people, registers.upper_secondary(delivery))
    people = with_demographics(people, rows)
    return with_work(with_home(people, rows), rows)


def first_day(term: pd.Series) -> pd.Series:
    """1 January of a spring term, 1 July of an autumn term."""
    parts = pd.DataFrame({"year": term // 2, "month": 1 + 6 * (term % 2), "day": 1})
    return pd.to_datetime(parts).astype("datetime64[s]")


def is_among(asked: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """Whether each of the asked stands among the rows, by the columns of the asked."""
    keys = list(asked.columns)
    found = asked.merge(rows[keys].drop_duplicates(), on=keys, how="left", indicator="side")
    return (found.side == "both").set_axis(asked.index)


def started(registered: pd.DataFrame) -> pd.DataFrame:
    """The first registration for each group, when it is in the window."""
    rows = registered.merge(registers.codes("programme"), on="code")
    rows = rows.sort_values(["term", "institution", "place"])  # what is missing comes last
    start = rows.drop_duplicates(KEY)[[*KEY, "term", "institution", "place"]]
    start["year"] = start.term // 2
    start = start[start.year.between(*WINDOW)].assign(start_on=first_day(start.term))
    start = start.merge(registers.municipalities(), left_on="place", right_on="code", how="left")
    start["study_county"] = start.county.fillna("unknown")
    start["study_region"] = start.region.fillna("unknown")
    start["institution"] = start.institution.fillna("unknown")
    start["cohort_year"] = start.year.astype(str)
    return start.drop(columns=["place", "code", "county", "region"])


def with_degree_and_licence(people: pd.DataFrame, issued: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """Adds the group's first degree and licence, and leaves out who had either before the start."""
    own = issued[~issued.is_general].merge(registers.codes("programme"), on="code")
    own = own.sort_values(["issued_on", "degree_institution"]).drop_duplicates(KEY)
    people = people.merge(own[[*KEY, "issued_on", "degree_institution"]], on=KEY, how="left")
    people = people.merge(given, on=KEY, how="left")
    people = people[~(people.issued_on < people.start_on) & ~(people.licensed_on < people.start_on)]
    people["degree_institution"] = people.degree_institution.fillna("unknown")
    groups = load_professions()
    people["has_licence"] = people.profession.map({g: bool(p.licence_codes) for g, p in groups.items()})
    # The degrees cover every start and the licences every degree: neither is ever not observable.
    people["graduated"] = people.issued_on.notna()
    people["licensed"] = people.graduated & people.licensed_on.notna()
    people["followed"] = people.graduated & (people.licensed | ~people.has_licence)
    follows = people.profession.map({g: p.follow_from for g, p in groups.items()})
    counted = people.licensed_on.where(follows == "licence", people.issued_on)
    people["base_year"] = counted.dt.year.astype("Int64")
    return people


def with_studies(people: pd.DataFrame, registered: pd.DataFrame, issued: pd.DataFrame) -> pd.DataFrame:
    """Adds what was studied before the start and after it, and the programme's length."""
    groups = load_professions()
    starts = zip(people.profession, people.term, strict=True)
    people["nominal"] = [groups[group].nominal_terms(term) for group, term in starts]
    rows = registered.dropna(subset=["code"]).merge(registers.codes("programme"), on="code", how="left")
    for name, later in (("in_term_2", 1), ("in_year_2", 2)):
        asked = people[[*KEY, "term"]].assign(term=people.term + later)
        people[name] = is_among(asked, rows)
    before = people[[*KEY, "term"]].merge(rows, on="person", suffixes=("", "_other"))
    before = before[(before.term_other < before.term) & (before.profession_other != before.profession)]
    people["registered_before"] = is_among(people[KEY], before)
    first = issued.groupby("person").issued_on.min()
    last_general = issued[issued.is_general].groupby("person").issued_on.max()
    has_earlier = people.person.map(first) < people.start_on
    people["earlier_degree"] = has_earlier.map({True: "yes", False: "no"})
    people["has_general"] = people.person.map(last_general) >= people.start_on
    return people


def with_school(people: pd.DataFrame, left: pd.DataFrame) -> pd.DataFrame:
    """Adds the latest leaving record before the start; of two the same year, the group named first."""
    rows = people[[*KEY, "term"]].merge(left, on="person")
    # The year of an autumn term, the year before a spring term.
    rows = rows[rows.AvgAr <= (rows.term - 1) // 2]
    rows["place"] = rows.upper_secondary.map(SCHOOLS.index)
    rows = rows.sort_values(["AvgAr", "place"], ascending=[False, True]).drop_duplicates(KEY)
    people = people.merge(rows[[*KEY, "upper_secondary"]], on=KEY, how="left")
    people["upper_secondary"] = people.upper_secondary.fillna("unknown_or_none")
    return people


def with_demographics(people: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Adds sex, age and background, by one LISA year: the start's, else the latest before, else the first."""
    sound = rows[rows.resident.notna()]
    years = people[[*KEY, "year"]].merge(sound[["person", "Ar"]], on="person")
    years["before"] = years.Ar.where(years.Ar <= years.year)
    nearest = years.groupby(KEY, as_index=False).agg(before=("before", "max"), first=("Ar", "min"))
    nearest["Ar"] = nearest.before.fillna(nearest["first"]).astype("int64")
    about = nearest.merge(sound[["person", "Ar", "Kon", "FodelseAr", "UtlSvBakg"]], on=["person", "Ar"])
    people = people.merge(about.drop(columns=["before", "first", "Ar"]), on=KEY, how="left")
    people["sex"] = people.Kon.map({1: "man", 2: "woman"}).fillna("unknown")
    ages = pd.cut(people.year - people.FodelseAr, [-999, 21, 24, 29, 34, 999])
    ages = ages.cat.rename_categories(["-21", "22-24", "25-29", "30-34", "35-"])
    people["age"] = ages.astype("object").fillna("unknown")
    people["background"] = people.UtlSvBakg.map(BACKGROUNDS).fillna("unknown")
    return people


def in_year(people: pd.DataFrame, rows: pd.DataFrame, year: pd.Series) -> pd.DataFrame:
    """What LISA says of each in a year. Who has no row is not resident, in a year that is covered."""
    asked = people[KEY].assign(Ar=year.astype("Int64"))
    found = asked.merge(rows, on=["person", "Ar"], how="left", indicator="side")
    has_no_row = (found.side == "left_only") & found.Ar.between(*registers.YEARS)
    found["resident"] = found.resident.mask(has_no_row.fillna(False), False)
    for place in ("county", "region"):
        found[place] = found[place].mask(found.resident.eq(False).fillna(False), "abroad_or_dead")
        found[place] = found[place].fillna("unknown")
    return found.set_index(people.index)


def with_home(people: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Adds where each lived the year before the start."""
    home = in_year(people, rows, people.year - 1)
    return people.assign(home_county=home.county, home_region=home.region, home_seen=home.resident.notna())


def with_work(people: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Adds residence, employment and occupation at +1 and +3, and what establishment needs."""
    for k in (1, 3):
        year = people.base_year + k
        found = in_year(people, rows, year)
        people[f"resident_{k}"] = found.resident
        people[f"employed_{k}"] = found.employed
        people[f"own_occupation_{k}"], people[f"can_see_{k}"] = occupations(found)
        people[f"county_{k}"] = found.county
    # The end year of the degree's läsår is the next one for a degree of July to December.
    end_year = people.issued_on.dt.year + (people.issued_on.dt.month >= 7)
    people["established_year"] = (end_year + 1).astype("Int64")
    found = in_year(people, rows, people.established_year)
    for name in ("resident", "employed", "is_studying", "days_unemployed", "ForvErs"):
        people[f"established_{name}"] = found[name]
    return people


def occupations(found: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Whether the occupation is the group's, and whether the group's occupations can be seen that year."""
    is_new = found.Ar.ge(2014).fillna(False).astype(bool)
    asked = found[["profession", "occupation"]].rename(columns={"occupation": "code"})
    asked["edition"] = is_new.map({True: "ssyk2012", False: "ssyk96"})
    own = pd.concat(registers.codes(edition).assign(edition=edition) for edition in ("ssyk96", "ssyk2012"))
    is_own = is_among(asked, own).astype("boolean").where(found.occupation.notna())
    can_see = is_among(asked[["profession", "edition"]], own) & found.Ar.ge(2001).fillna(False)
    return is_own, can_see.astype(bool)
