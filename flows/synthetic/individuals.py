"""The labour-market register, one clean frame per year.

Belongs here: which variables a year has, and how a year's work is written in them.
"""

from typing import Final

import numpy as np
import polars as pl

from flows.synthetic.careers import WORK_ABROAD, Year
from flows.synthetic.draws import I64, uniform
from flows.synthetic.lives import Lives
from flows.synthetic.people import Kind
from flows.synthetic.places import sweden

# The variable that says who is employed, with its years; two of them share 2003 and 2011.
_STATUS: Final = (
    ("SyssStat", 1993, 2003),
    ("SyssStatJ", 2003, 2011),
    ("SyssStat11", 2011, 2018),
    ("SyssStat19", 2019, 2021),
    ("BAS", 2022, 9999),
)


def _codes(year: int) -> list[str]:
    """Return municipality codes as the year writes them: Heby and Knivsta changed."""
    changed = ({"0331": "1917"} if year < 2006 else {}) | ({"0330": "0380"} if year < 2002 else {})
    return [changed.get(code, code) for code in sweden().codes]


def _filled(values: I64) -> pl.Series:
    """Return whole numbers with 0 as missing."""
    series = pl.Series(values)
    return series.zip_with(series != 0, pl.Series([None], dtype=pl.Int64))


def _status(lives: Lives, seen: Year) -> dict[str, pl.Series]:
    key = lives.people.key[seen.person]
    without = np.where(seen.income > 300, 5, 6)
    status = np.where(seen.no_status, 0, np.where(seen.employed, 1, without))
    columns = {}
    names = [name for name, first, last in _STATUS if first <= seen.year <= last]
    for name in names:
        # In a shared year the older variable was measured in another way.
        other = (name != names[-1]) & (uniform(key, "older status") < 0.01)
        columns[name] = _filled(np.where(other & (status > 0), np.where(status == 1, 5, 1), status))
    return columns


def _occupations(seen: Year) -> dict[str, pl.Series]:
    if seen.year < 2001:
        return {}
    employees = _filled(np.where(seen.self_employed, 0, seen.occupation))
    everybody = _filled(seen.occupation)
    if seen.year < 2010:
        return {"Ssyk4": employees}
    found = np.where(seen.self_employed, 13, np.where(seen.occupation_year < seen.year, 4, 1))
    status = np.where(seen.employed, np.where(seen.occupation == 0, 6, found), 0)
    names = ("Ssyk4", "Ssyk4_J16") if seen.year < 2014 else ("Ssyk4_2012", "Ssyk4_2012_J16")
    return {
        names[0]: employees,
        names[1]: everybody,
        "SsykStatus_J16": _filled(status),
        "SsykAr_J16": _filled(np.where(seen.occupation > 0, seen.occupation_year, 0)),
    }


def individuals(lives: Lives, seen: Year) -> pl.DataFrame:
    """Return a year's rows: everybody aged 16 or more who lives in the country on 31 December."""
    people, person = lives.people, seen.person
    names = _codes(seen.year)
    towns = pl.Series(names, dtype=pl.String)
    work = np.select(
        [seen.work_place == WORK_ABROAD, seen.work_place < 0], [len(names), len(names) + 1], seen.work_place
    )
    workplaces = pl.Series([*names, "9999", None], dtype=pl.String)
    columns: dict[str, pl.Series] = {
        "LopNr": pl.Series(people.number[person]),
        "Ar": pl.Series(np.full(len(person), seen.year)),
        "Kon": pl.Series(people.sex[person]),
        "FodelseAr": pl.Series(people.birth[person]),
        "Kommun": towns.gather(pl.Series(seen.home)),
        "UtlSvBakg": pl.Series(people.background[person]),
    }
    columns |= _status(lives, seen) | _occupations(seen)
    columns["SektorKod"] = _filled(seen.sector)
    columns["AstKommun"] = workplaces.gather(pl.Series(work))
    if 2002 <= seen.year <= 2010:
        columns["AstSNI2002"] = _filled(seen.sni2002)
    if seen.year >= 2007:
        columns["AstSNI2007"] = _filled(seen.sni2007)
    income = pl.Series(seen.income)
    columns["ForvErs"] = income.zip_with(income >= 0, pl.Series([None], dtype=pl.Int64))
    columns["HSDelt"] = _filled(seen.studies)
    for name, days in zip(("ALosDag", "ADelDag", "AStuDag", "ASysDag"), seen.days, strict=True):
        columns[name] = pl.Series(days)
    columns["AterPNr"] = pl.Series((people.kind[person] == Kind.REUSED).astype(np.int64))
    return pl.DataFrame(columns)
