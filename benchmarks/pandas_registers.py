"""The registers of a delivery of `benchmarks.national_data` in straightforward pandas: their sound rows.

Belongs here: reading, and which rows count (docs/rulings.md, "Reading a delivery"). Does not belong here:
what the rows say of anybody (benchmarks.pandas_people).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd  # type: ignore[import-untyped]  # the lock has no stubs of it

from flows.professions import load_professions

CODES = Path(__file__).parent.parent / "schemas" / "codes"
PROGRAMMES = {"TH": "tandhygienist", "SSK": "sjukskoterska", "LAK": "lakare"}
# What the delivery covers, and below it what it calls a person, as its delivery.toml says.
TERMS, SCHOOL, YEARS = (2 * 1993 + 1, 2 * 2024 + 1), (1985, 2025), (1999, 2024)
DEGREES, LICENCES = ("1993-07-01", "2025-06-30"), ("1960-01-01", "2025-12-31")
LISA, DEGREE = "P1105_LopNr_PersonNr", "PersonLopNr"
NAME = r"\w[\w ./-]{0,39}"
"""What may be an institution's name; anything else is none."""
STATUS = {"SyssStat": (1993, 2003), "SyssStatJ": (2003, 2011), "SyssStat11": (2011, 2018)}
STATUS |= {"SyssStat19": (2019, 2021), "BAS": (2022, 9999)}
UNEMPLOYED = ["ALosDag", "ADelDag", "AStuDag", "ASysDag"]


def codes(kind: str) -> pd.DataFrame:
    """code, profession, of programmes, licences or occupations."""
    rows = []
    for group in load_professions().values():
        listed = (group.id, *group.aliases) if kind == "programme" else getattr(group, kind)
        rows += [(code, group.id) for code in listed]
    return pd.DataFrame(rows, columns=["code", "profession"])


def municipalities() -> pd.DataFrame:
    """code, county, region: today's municipalities, and Heby as it was numbered before 2007."""
    listed = pd.read_csv(CODES / "kommun_sjukvardsregion.csv", dtype=str)
    listed = listed.rename(columns={"kommun_kod": "code", "lan_kod": "county", "sjukvardsregion": "region"})
    heby = listed[listed.code == "0331"].assign(code="1917")
    return pd.concat([listed, heby])[["code", "county", "region"]]


def registrations(delivery: Path) -> pd.DataFrame:
    """Own registrations: incoming exchange and contract education are ignored everywhere."""
    found = pd.concat(pd.read_parquet(file) for file in sorted(delivery.glob("Hreg_Reg_*.parquet")))
    found = found.dropna(subset=["LopNr"]).astype({"LopNr": "int64"})
    found["term"] = 2 * found.Ar + (found.Termin == 2)
    found = found[found.Termin.isin([1, 2]) & found.term.between(*TERMS)]
    found = found[~((found.InresUtbytesStud == 1) | (found.Uppdrag == 1))]
    found["code"] = found.YProg.replace(PROGRAMMES)
    found["institution"] = found.HsKod.where(found.HsKod.str.fullmatch(NAME).eq(True))
    found["place"] = found.ProgOrt.where(found.ProgOrt.isin(municipalities().code))
    return found.rename(columns={"LopNr": "person"})[["person", "term", "code", "institution", "place"]]


def degrees(delivery: Path) -> pd.DataFrame:
    """Degrees of every kind."""
    found = pd.read_parquet(delivery / "degrees.parquet")
    found = found.rename(columns={DEGREE: "person", "ExDatum": "issued_on", "Examenskod": "code"})
    found = found.dropna(subset=["person", "issued_on"]).astype({"person": "int64"})
    found["issued_on"] = found.issued_on.astype("datetime64[s]")
    found = found[found.issued_on.between(*DEGREES)]
    found["is_general"] = found.ExaKategori == "generell"
    found["degree_institution"] = found.ExHsKod.where(found.ExHsKod.str.fullmatch(NAME).eq(True))
    return found[["person", "code", "issued_on", "is_general", "degree_institution"]]


def licences(delivery: Path) -> pd.DataFrame:
    """The first licence of every person and group."""
    found = pd.read_parquet(delivery / "licences.parquet").rename(columns={"LopNr": "person"})
    found = found.dropna(subset=["person", "legitimationsdatum"]).astype({"person": "int64"})
    found["licensed_on"] = found.legitimationsdatum.astype("datetime64[s]")
    found = found[found.licensed_on.between(*LICENCES)]
    found = found.merge(codes("licence_codes"), left_on="yrkeskod", right_on="code")
    return found.groupby(["person", "profession"], as_index=False).licensed_on.min()


def upper_secondary(delivery: Path) -> pd.DataFrame:
    """Leaving records, each in one of the five groups."""
    found = pd.read_parquet(delivery / "upper_secondary.parquet").rename(columns={"LopNr": "person"})
    found = found.dropna(subset=["person"]).astype({"person": "int64"})
    found = found[found.AvgAr.between(*SCHOOL)].assign(kod=found.StudieVagKod.str[:2])
    listed = pd.read_csv(CODES / "gymnasieprogram.csv", dtype=str, keep_default_na=False)  # NA is a programme
    listed = listed.rename(columns={"laroplan": "Laroplan"})
    found = found.merge(listed[["Laroplan", "kod", "grupp"]], on=["Laroplan", "kod"], how="left")
    found["upper_secondary"] = found.grupp.fillna("unknown_or_none")
    return found[["person", "AvgAr", "upper_secondary"]]


def lisa(delivery: Path, persons: pd.Series) -> pd.DataFrame:
    """The persons' years in LISA; of a row with an unknown municipality only that it was there."""
    files = sorted(delivery.glob("individuals_*.parquet"))
    rows = pd.concat(_lisa_year(file, persons) for file in files)
    places = municipalities().rename(columns={"code": "Kommun"})
    rows = rows.merge(places, on="Kommun", how="left")
    is_refused = rows.county.isna() & rows.Kommun.notna()
    refused = rows.loc[is_refused, ["person", "Ar"]].drop_duplicates()
    sound = rows[~is_refused].drop_duplicates().assign(resident=True)
    # A refused row beside a sound one the same year: the sound one counts.
    years = pd.concat([sound, refused]).drop_duplicates(["person", "Ar"])
    return years.astype({"resident": "boolean"}).drop(columns="Kommun")


def _lisa_year(file: Path, persons: pd.Series) -> pd.DataFrame:
    """One year, with the columns of that year under names that do not change."""
    year = int(file.stem.split("_")[1])
    status = [name for name, (first, last) in reversed(STATUS.items()) if first <= year <= last]
    jobs = [] if year < 2001 else ["Ssyk4"] if year < 2010 else ["Ssyk4_J16", "Ssyk4"]
    jobs = ["Ssyk4_2012_J16", "Ssyk4_2012"] if year >= 2014 else jobs
    names = [LISA, "Ar", "Kon", "FodelseAr", "Kommun", "UtlSvBakg", "AterPNr", "ForvErs", "HSDelt"]
    names += UNEMPLOYED + status + jobs + (["SsykStatus_J16"] if year >= 2010 else [])
    rows = pd.read_parquet(file, columns=names).rename(columns={LISA: "person"})
    rows = rows[rows.person.isin(persons) & (rows.Ar == year)].astype({"person": "int64"})
    filled = rows[status].bfill(axis=1).iloc[:, 0]
    rows["employed"] = filled.eq(1).astype("boolean").where(filled.notna())
    rows["occupation"] = rows[jobs].bfill(axis=1).iloc[:, 0] if jobs else None
    if year >= 2010:
        rows["occupation"] = rows.occupation.where(rows.SsykStatus_J16 != 6)
    rows["occupation"] = rows.occupation.astype("Int64").astype("string")
    rows["is_studying"] = rows.HSDelt.isin([1, 2, 3])
    rows["days_unemployed"] = rows[UNEMPLOYED].fillna(0).sum(axis=1)
    rows["Kommun"] = rows.Kommun.astype("Int64").astype("string").str.zfill(4)
    return rows.drop(columns=[*status, *jobs, *UNEMPLOYED, "HSDelt"])
