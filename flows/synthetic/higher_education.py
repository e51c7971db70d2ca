"""The higher-education register: registrations and degrees, written down without dirt.

Belongs here: two clean frames. Applications stand in school.py.
"""

import numpy as np
import polars as pl

from flows.synthetic.assumptions import assumed, groups, number, specialisations, table
from flows.synthetic.calendar import FIRST_TERM, LAST_TERM, NO_DAY, year_of
from flows.synthetic.draws import I64, U64, Bools, choose, mix, uniform
from flows.synthetic.elsewhere import GENERAL_DEGREE, NO_DEGREE, Elsewhere, general_degrees
from flows.synthetic.lives import Lives
from flows.synthetic.people import Kind
from flows.synthetic.places import institutions, sweden
from flows.synthetic.school import pick
from flows.synthetic.studies import Studies

_REGISTRATIONS = [
    "LopNr",
    "Ar",
    "Termin",
    "HsKod",
    "YProg",
    "Inriktning",
    "ProgOrt",
    "InresUtbytesStud",
    "Uppdrag",
    "Dist",
]


def as_date(days: I64) -> pl.Series:
    """Return day numbers as dates."""
    return pl.Series(days.astype(np.int32)).cast(pl.Date)


def missing(values: pl.Series, where: Bools) -> pl.Series:
    """Return the values with some of them missing."""
    return values.zip_with(pl.Series(~where), pl.Series([None], dtype=values.dtype))


def registrations(lives: Lives) -> pl.DataFrame:
    """Return the registrations, one row per person, term, programme and institution."""
    studies = lives.studies
    study, term = studies.terms()
    inside = term <= LAST_TERM
    study, term = study[inside], term[inside]
    changed = term >= studies.change[study]
    place = np.where(changed, studies.second_institution[study], studies.institution[study])
    both = (term == studies.change[study]) & (
        uniform(studies.key[study], "both places") < assumed()["studies"]["two_places_in_term"]
    )
    parts = [_registered(lives, study, term, place)]
    parts.append(_registered(lives, study[both], term[both], studies.institution[study[both]]))
    early = uniform(studies.key, "exchange first") < assumed()["beside"]["exchange_first"]
    early &= (
        (studies.path < 0)
        & (studies.start - 4 >= FIRST_TERM)
        & (lives.people.kind[studies.person] == Kind.BEGINNER)
    )
    visit = np.flatnonzero(early)
    visits = _registered(lives, visit, studies.start[visit] - 4, studies.second_institution[visit])
    parts.append(visits.with_columns(InresUtbytesStud=pl.lit(1, pl.Int64)))
    parts += [_other(lives, part) for part in (lives.before, lives.after)]
    return pl.concat(parts).select(_REGISTRATIONS).sort("Ar", "Termin", "LopNr", maintain_order=True)


def _registered(lives: Lives, study: I64, term: I64, institution: I64) -> pl.DataFrame:
    studies, said = lives.studies, assumed()["studies"]
    person, group, path = studies.person[study], studies.group[study], studies.path[study]
    key = mix(studies.key[study] ^ term.astype(np.uint64))
    _, first, second = institutions()
    campus = np.where(uniform(key, "campus") < said["other_campus"], second[institution], first[institution])
    unknown = uniform(studies.key[study], "unknown") < assumed()["advanced"]["unknown_at_start"]
    plain = (group != number("specialistsjukskoterska")) | unknown
    kind = lives.people.kind[person]
    frame = pl.DataFrame({"LopNr": lives.people.number[person], "Ar": term // 2, "Termin": 1 + term % 2})
    return frame.with_columns(
        HsKod=pick(list(institutions()[0]), institution),
        YProg=pick([each.id for each in groups()], group),
        Inriktning=missing(pick(list(specialisations()), np.maximum(path, 0)), plain),
        ProgOrt=missing(pick(list(sweden().codes), campus), uniform(key, "no place") < 0.002),
        InresUtbytesStud=pl.Series((kind == Kind.EXCHANGE).astype(np.int64)),
        Uppdrag=pl.Series((kind == Kind.CONTRACT).astype(np.int64)),
        Dist=pl.Series((uniform(studies.key[study], "distance") < said["distance"]).astype(np.int64)),
    ).select(_REGISTRATIONS)


def _other(lives: Lives, part: Elsewhere) -> pl.DataFrame:
    study, term = part.each_term()
    inside = (term >= FIRST_TERM) & (term <= LAST_TERM)
    study, term = study[inside], term[inside]
    codes = [code or None for code in assumed()["other_programmes"]["codes"]]
    place = part.institution[study]
    frame = pl.DataFrame(
        {"LopNr": lives.people.number[part.person[study]], "Ar": term // 2, "Termin": 1 + term % 2}
    )
    return frame.with_columns(
        HsKod=pick(list(institutions()[0]), place),
        YProg=pl.Series(codes, dtype=pl.String).gather(pl.Series(part.programme[study])),
        Inriktning=pl.lit(None, pl.String),
        ProgOrt=pick(list(sweden().codes), institutions()[1][place]),
        InresUtbytesStud=pl.lit(0, pl.Int64),
        Uppdrag=pl.lit(0, pl.Int64),
        Dist=pl.lit(0, pl.Int64),
    ).select(_REGISTRATIONS)


def degrees(lives: Lives) -> pl.DataFrame:
    """Return the degrees, professional and general, HT 1993 to VT 2025."""
    studies = lives.studies
    share = np.array([each.general for each in groups()])
    has, days = general_degrees(studies, share)
    taken = studies.where(has)
    parts = [_professional(lives, studies.where(studies.degree_day < NO_DAY))]
    final = np.where(taken.change <= taken.last, taken.second_institution, taken.institution)
    parts.append(_general(lives.people.number[taken.person], final, days[has], taken.key))
    for part in (lives.before, lives.after):
        parts.append(_earlier(lives, part))
    covered = pl.col("Examensdatum").is_between(pl.date(1993, 7, 1), pl.date(2025, 6, 30))
    return pl.concat(parts).filter(covered).sort(pl.all(), maintain_order=True)


def _professional(lives: Lives, done: Studies) -> pl.DataFrame:
    codes = table("yrken")
    listed = {row["inriktning_id"]: row for row in table("specssk_inriktning")}
    sun = {}
    for edition in ("sun2000inr", "sun2020inr"):
        own = [row[edition].split(";")[0].strip("-") or None for row in codes]
        paths = [
            listed[name][edition].split("/")[0] if name in listed else None for name in specialisations()
        ]
        sun[edition] = pl.Series(own + paths, dtype=pl.String)
    special = done.group == number("specialistsjukskoterska")
    row = np.where(special, len(codes) + done.path, done.group)
    final = np.where(done.change <= done.last, done.second_institution, done.institution)
    year = year_of(done.degree_day)
    frame = pl.DataFrame({"LopNr": lives.people.number[done.person]})
    return frame.with_columns(
        ExHsKod=pick(list(institutions()[0]), final),
        Examenskod=pick([each.id for each in groups()], done.group),
        Examensdatum=as_date(done.degree_day),
        ExaKategori=missing(pick(["yrkes"], done.group * 0), uniform(done.key, "no category") < 0.01),
        Inriktning=missing(
            pick(list(specialisations()), np.maximum(done.path, 0)),
            ~special | (uniform(done.key, "no path") < 0.08),
        ),
        SUN2000Inr=missing(sun["sun2000inr"].gather(pl.Series(row)), year > 2018),
        SUN2020Inr=missing(sun["sun2020inr"].gather(pl.Series(row)), year < 2019),
    )


def _general(person: I64, institution: I64, days: I64, key: U64) -> pl.DataFrame:
    kind = choose(uniform(key, "general kind"), [78, 12, 8, 2])
    return pl.DataFrame({"LopNr": person}).with_columns(
        ExHsKod=pick(list(institutions()[0]), institution),
        Examenskod=pick(["kandidat", "magister", "hogskole", "master"], kind),
        Examensdatum=as_date(days),
        ExaKategori=pl.lit("generell"),
        Inriktning=pl.lit(None, pl.String),
        SUN2000Inr=pl.lit(None, pl.String),
        SUN2020Inr=pl.lit(None, pl.String),
    )


def _earlier(lives: Lives, part: Elsewhere) -> pl.DataFrame:
    has = part.degree > NO_DEGREE
    person, general = part.person[has], part.degree[has] == GENERAL_DEGREE
    frame = _general(
        lives.people.number[person], part.institution[has], part.degree_day[has], lives.people.key[person]
    )
    codes = [code or "ovrig" for code in assumed()["other_programmes"]["codes"]]
    other = pick(codes, part.programme[has])
    return frame.with_columns(
        Examenskod=frame["Examenskod"].zip_with(pl.Series(general), other),
        ExaKategori=frame["ExaKategori"].zip_with(pl.Series(general), pl.Series(["yrkes"])),
    )
