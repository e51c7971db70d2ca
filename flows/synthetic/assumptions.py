"""The named assumptions and the code lists, read once.

Belongs here: reading assumptions.toml and schemas/codes. No drawing.
"""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from flows.synthetic.calendar import day, term_index
from flows.synthetic.draws import I64

CODES: Final = Path(__file__).resolve().parents[2] / "schemas" / "codes"


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a code list."""
    with (CODES / f"{name}.csv").open(encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines))


@cache
def assumed() -> dict[str, Any]:
    """Return the contents of assumptions.toml."""
    return tomllib.loads(Path(__file__).with_name("assumptions.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Group:
    """One education and what is assumed about those who begin it."""

    id: str
    beginners: float
    opens: int
    spring: float
    women: float
    exam: tuple[float, float]
    late: float
    general: float
    licensed: float
    lag_days: tuple[int, int, int]
    licence_from: int
    licence_code: str
    employed: float
    profession: float
    ages: str
    terms: int
    ssyk1996: tuple[int, ...]
    ssyk2012: tuple[int, ...]
    sni2002: tuple[int, ...]
    sni2007: tuple[int, ...]
    sector: tuple[int, ...]
    institutions: tuple[str, ...]


def _codes(text: str) -> tuple[int, ...]:
    found = (part.split()[0] for part in text.split(";") if part)
    return tuple(int(code) for code in found if code.isdigit())


def _institutions(group: str) -> tuple[str, ...]:
    chosen = assumed()["institution_lists"].get(group)
    if chosen:
        return tuple(chosen)
    listed = next(row["larosaten"] for row in table("examen_larosate") if row["yrke_id"] == group)
    return tuple(name.replace("*", "") for name in listed.split(";"))


def _group(row: dict[str, str]) -> Group:
    said = assumed()["defaults"] | assumed()["groups"][row["yrke_id"]]
    return Group(
        id=row["yrke_id"],
        beginners=said["beginners"],
        opens=term_index(said["opens"]),
        spring=said["spring"],
        women=said["women"],
        exam=(said["exam"][0], said["exam"][1]),
        late=said["late"],
        general=said["general"],
        licensed=said["licensed"],
        lag_days=(said["lag_days"][0], said["lag_days"][1], said["lag_days"][2]),
        licence_from=day(said["licence_from"]),
        licence_code=row["hosp_kod"].split(";")[0],
        employed=said["employed"],
        profession=said["profession"],
        ages=said["ages"],
        terms=int(row["nominell_terminer"]),
        ssyk1996=_codes(row["malyrke_ssyk96"]),
        ssyk2012=_codes(row["malyrke_ssyk2012"]),
        sni2002=tuple(said["sni2002"]),
        sni2007=tuple(said["sni2007"]),
        sector=tuple(said["sector"]),
        institutions=_institutions(row["yrke_id"]),
    )


@cache
def groups() -> tuple[Group, ...]:
    """Return all groups, in the order of yrken.csv; a group's number is its place here."""
    return tuple(_group(row) for row in table("yrken"))


def number(group: str) -> int:
    """Return a group's number."""
    return next(place for place, each in enumerate(groups()) if each.id == group)


def nominal_terms(group: I64, start: I64) -> I64:
    """Return the nominal length of each study, by group and start term."""
    terms = np.array([each.terms for each in groups()])[group]
    # Tandhygienist was a two-year education until HT 2019.
    short = (group == number("tandhygienist")) & (start < term_index("HT2019"))
    return np.where(short, 4, terms)


@cache
def specialisations() -> tuple[str, ...]:
    """Return the paths of the nurses' advanced education; the midwife's is the last."""
    return tuple(assumed()["advanced"]["paths"])
