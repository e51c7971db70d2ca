"""The main measures of the education model in straightforward pandas, to be measured beside the program.

    python -m benchmarks.pandas_way DELIVERY OUT.parquet

Belongs here: what an analyst would write for a delivery of `benchmarks.national_data`: four measures of
every group, by sex, age, background and institution, one and two at a time, for the window and each year.
Does not belong here: checks, hashes, rejected rows and everything else that a run makes.
"""

from __future__ import annotations

import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd  # type: ignore[import-untyped]  # the lock has no stubs of it

from flows.professions import load_professions

LISA, WINDOW = "P1105_LopNr_PersonNr", (2000, 2010)
CODES = {"TH": "tandhygienist", "SSK": "sjukskoterska", "LAK": "lakare"}
STATUS = ((1993, "SyssStat"), (2003, "SyssStatJ"), (2011, "SyssStat11"), (2019, "SyssStat19"), (2022, "BAS"))
CUTS = ("sex", "age", "background", "institution")
KEY = ["person", "profession"]


def main() -> None:
    """Reads, counts and writes."""
    delivery, out = map(Path, sys.argv[1:])
    people = cohort(delivery)
    people = followed(delivery, people)
    cells(people).to_parquet(out, index=False)


def codes(kind: str) -> pd.DataFrame:
    """code, profession, of programmes, licences or occupations."""
    rows = []
    for group in load_professions().values():
        listed = (group.id, *group.aliases) if kind == "programme" else getattr(group, kind)
        rows += [(code, group.id) for code in listed]
    return pd.DataFrame(rows, columns=["code", "profession"])


def registrations(delivery: Path) -> pd.DataFrame:
    """Sound registrations on a group's programme."""
    found = pd.concat(pd.read_parquet(file) for file in sorted(delivery.glob("Hreg_Reg_*.parquet")))
    found = found.dropna(subset=["LopNr"]).drop_duplicates()
    found["term"] = 2 * found.Ar + (found.Termin == 2)
    found = found[found.Termin.isin([1, 2]) & found.term.between(2 * 1993 + 1, 2 * 2024 + 1)]
    found["YProg"] = found.YProg.replace(CODES)
    found = found.merge(codes("programme"), left_on="YProg", right_on="code")
    found["HsKod"] = found.HsKod.where(found.HsKod.str.len() <= 40)  # what is longer is no name
    return found.rename(columns={"LopNr": "person", "HsKod": "institution"})


def degrees(delivery: Path) -> pd.DataFrame:
    """Degrees of the groups, never general ones."""
    found = pd.read_parquet(delivery / "degrees.parquet")
    found = found.rename(columns={"PersonLopNr": "person", "ExDatum": "issued_on"})
    found = found.dropna(subset=["person", "issued_on"]).drop_duplicates()
    found = found[found.issued_on.astype("datetime64[s]").between("1993-07-01", "2025-06-30")]
    found["issued_on"] = found.issued_on.astype("datetime64[s]")
    found["Examenskod"] = found.Examenskod.replace(CODES)
    found = found[found.ExaKategori != "generell"]
    return found.merge(codes("programme"), left_on="Examenskod", right_on="code")


def licences(delivery: Path) -> pd.DataFrame:
    """The first licence of every person and group."""
    found = pd.read_parquet(delivery / "licences.parquet").rename(columns={"LopNr": "person"})
    found = found.dropna(subset=["person", "legitimationsdatum"]).drop_duplicates()
    found = found.merge(codes("licence_codes"), left_on="yrkeskod", right_on="code")
    found["licensed_on"] = found.legitimationsdatum.astype("datetime64[s]")
    return found.groupby(KEY, as_index=False).licensed_on.min()


def cohort(delivery: Path) -> pd.DataFrame:
    """Everybody who started in the window, with degree and licence."""
    rows = registrations(delivery)
    exchange, contract = rows.InresUtbytesStud == 1, rows.get("Uppdrag", pd.Series(0, rows.index)) == 1
    own = rows[~(exchange | contract)].sort_values(["term", "institution", "ProgOrt"])
    start = own.drop_duplicates(KEY)[[*KEY, "term", "institution"]]
    start["year"] = start.term // 2
    start = start[start.year.between(*WINDOW)]
    month = (start.term % 2).map({0: 1, 1: 7})
    start["start_on"] = pd.to_datetime({"year": start.year, "month": month, "day": 1}).astype("datetime64[s]")
    issued, licensed = degrees(delivery), licences(delivery)
    start = start.merge(issued.groupby(KEY, as_index=False).issued_on.min(), on=KEY, how="left")
    start = start.merge(licensed, on=KEY, how="left")
    start = start[~(start.issued_on < start.start_on) & ~(start.licensed_on < start.start_on)]
    start["graduated"] = start.issued_on.notna()
    groups = load_professions()
    start["has_licence"] = start.profession.map({g: bool(p.licence_codes) for g, p in groups.items()})
    follows = start.profession.map({g: p.follow_from for g, p in groups.items()})
    start["licensed"] = start.graduated & start.licensed_on.notna()
    start["followed"] = start.graduated & (start.licensed | ~start.has_licence)
    counted = start.licensed_on.where(follows != "degree", start.issued_on)
    start["next_year"] = counted.dt.year + 1
    return start


def lisa(delivery: Path, persons: pd.Series) -> pd.DataFrame:
    """The cohorts' sound LISA rows, year by year."""
    found = []
    for file in sorted(delivery.glob("individuals_*.parquet")):
        year = int(file.stem.split("_")[1])
        status = next(name for first, name in reversed(STATUS) if first <= year)
        job = "Ssyk4_2012_J16" if year >= 2014 else "Ssyk4_J16" if year >= 2010 else "Ssyk4"
        older = job.removesuffix("_J16")
        names = [LISA, "Ar", "Kon", "FodelseAr", "Kommun", "UtlSvBakg", "AterPNr", status]
        names += [] if year < 2001 else sorted({job, older}) + (["SsykStatus_J16"] if year >= 2010 else [])
        rows = pd.read_parquet(file, columns=names)
        rows = rows[rows[LISA].isin(persons) & (rows.Ar == year) & (rows.Kommun != 9998)].drop_duplicates()
        rows["employed"] = (rows[status] == 1).where(rows[status].notna())
        if year >= 2001:
            rows["occupation"] = rows[job].fillna(rows[older])
        if year >= 2010:
            rows.loc[rows.SsykStatus_J16 == 6, "occupation"] = None
        found.append(rows.drop(columns=[status]))
    return pd.concat(found).rename(columns={LISA: "person"})


def followed(delivery: Path, people: pd.DataFrame) -> pd.DataFrame:
    """Adds what LISA says: the breakdowns, and the year after."""
    rows = lisa(delivery, people.person)
    people = people[~people.person.isin(rows.person[rows.AterPNr == 1])]
    years = people[[*KEY, "year"]].merge(rows[["person", "Ar"]], on="person")
    years["before"] = years.Ar.where(years.Ar <= years.year)
    nearest = years.groupby(KEY, as_index=False).agg(before=("before", "max"), first=("Ar", "min"))
    nearest["Ar"] = nearest.before.fillna(nearest["first"]).astype("int64")
    about = nearest.merge(rows[["person", "Ar", "Kon", "FodelseAr", "UtlSvBakg"]], on=["person", "Ar"])
    people = people.merge(about, on=KEY, how="left")
    people["sex"] = people.Kon.map({1: "man", 2: "woman"}).fillna("unknown")
    ages = pd.cut(people.year - people.FodelseAr, [-1, 21, 24, 29, 34, 999])
    ages = ages.cat.rename_categories(["-21", "22-24", "25-29", "30-34", "35-"])
    people["age"] = ages.astype("object").fillna("unknown")
    home = {11: "foreign", 12: "foreign", 21: "swedish", 22: "swedish"}
    people["background"] = people.UtlSvBakg.map(home).fillna("unknown")
    people["institution"] = people.institution.fillna("unknown")
    next_year = rows[["person", "Ar", "employed", "occupation"]].rename(columns={"Ar": "next_year"})
    next_year["resident"] = True
    people = people.drop(columns="Ar").merge(next_year, on=["person", "next_year"], how="left")
    covered = people.next_year.between(1999, 2024)
    people["resident"] = people.resident.eq(True).where(covered)
    people["employed"] = people.employed.where(people.resident.eq(True), False).where(covered)
    return in_profession(people)


def in_profession(people: pd.DataFrame) -> pd.DataFrame:
    """Adds whether the occupation of the year after is the group's."""
    old, new = codes("ssyk96"), codes("ssyk2012")
    is_new = people.next_year >= 2014
    own = {
        True: set(zip(new.profession, new.code, strict=True)),
        False: set(zip(old.profession, old.code, strict=True)),
    }
    known = {edition: {group for group, _ in pairs} for edition, pairs in own.items()}
    written = people.occupation.astype("Int64").astype("string")
    asked = [
        (group, code) in own[edition]
        for group, code, edition in zip(people.profession, written, is_new, strict=True)
    ]
    has_codes = [group in known[edition] for group, edition in zip(people.profession, is_new, strict=True)]
    people["in_profession"] = pd.Series(asked, people.index).where(written.notna())
    not_employed = people.employed.eq(False)
    people["in_profession"] = people.in_profession.where(people.employed.eq(True)).where(~not_employed, False)
    is_seen = pd.Series(has_codes, people.index) & (people.next_year >= 2001)
    people["in_profession"] = people.in_profession.where(is_seen)
    return people


def outcomes(people: pd.DataFrame) -> dict[str, tuple[Any, Any]]:
    """Measure → who is asked, and the answer: true, false or missing."""
    everybody = pd.Series(True, people.index)
    return {
        "exam_rate_to_date": (everybody, people.graduated),
        "licensed_share": (people.graduated & people.has_licence, people.licensed),
        "resident_1": (people.followed, people.resident),
        "retention_1": (people.followed, people.in_profession),
    }


def cells(people: pd.DataFrame) -> pd.DataFrame:
    """Numerator and denominator of every measure by every cut."""
    sets = [(), *((one,) for one in CUTS), *combinations(CUTS, 2)]
    found = []
    for measure, (asked, answer) in outcomes(people).items():
        rows = people[asked.to_numpy(bool)]
        known = answer[asked.to_numpy(bool)]
        rows = rows.assign(measure=measure, numerator=known.eq(True), denominator=known.notna())
        for cut in sets:
            for years in ([], ["year"]):
                if years and len(cut) == 2 and cut[0] != "sex":
                    continue
                keys = ["profession", "measure", *years, *cut]
                counted = rows.groupby(keys, as_index=False)[["numerator", "denominator"]].sum()
                found.append(_named(counted, cut, bool(years)))
    return pd.concat(found, ignore_index=True)


def _named(counted: pd.DataFrame, cut: tuple[str, ...], is_year: bool) -> pd.DataFrame:
    """The columns of measures.parquet."""
    cohort = counted.year.astype(str) if is_year else "-".join(map(str, WINDOW))
    named = counted[["profession", "measure", "numerator", "denominator"]].assign(cohort=cohort)
    for place, name in enumerate((*cut, "", "")[:2], start=1):
        named[f"by_{place}"] = name
        named[f"value_{place}"] = counted[name] if name else ""
    return named


if __name__ == "__main__":
    main()
