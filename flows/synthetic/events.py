"""Licences, migration and deaths, written down without dirt.

Belongs here: one clean frame per register of dated events.
"""

from typing import Final

import numpy as np
import polars as pl

from flows.synthetic.assumptions import assumed, groups, number
from flows.synthetic.calendar import NO_DAY, day, first_day
from flows.synthetic.draws import I64, Bools, below, choose, uniform
from flows.synthetic.higher_education import as_date, missing
from flows.synthetic.lives import Lives
from flows.synthetic.people import Kind
from flows.synthetic.school import pick

_FT_FROM: Final = day("2014-01-01")


def licences(lives: Lives) -> pl.DataFrame:
    """Return the licences, 1960 to 2025, with sjukgymnaster who became fysioterapeuter in 2014 to 2016."""
    people, studies = lives.people, lives.studies
    done = studies.where(studies.licence_day < NO_DAY)
    own = np.flatnonzero(people.kind >= Kind.ABROAD)
    nurse = np.full(len(own), number("sjukskoterska"))
    person = np.concatenate([done.person, own])
    group = np.concatenate([done.group, nurse])
    days = np.concatenate([done.licence_day, lives.licence_day_of_entry(own)])
    key = people.key[person]
    renamed = (group == number("fysioterapeut")) & (days < _FT_FROM)
    converts = renamed & (uniform(key, "converts") < 0.6)
    when = _FT_FROM + below(uniform(key, "converts when"), 1095)
    two_rows = converts & (uniform(key, "two rows") < 0.5)
    codes = [each.licence_code for each in groups()] + ["SG"]
    first = pl.DataFrame({"LopNr": people.number[person]}).with_columns(
        yrkeskod=pick(codes, np.where(renamed, len(groups()), group)),
        legitimationsdatum=as_date(days),
        beslutsdatumFysioterapeut=missing(as_date(when), ~converts | two_rows),
        utbildningsland=_country(lives, person),
    )
    second = first.filter(pl.Series(two_rows)).with_columns(
        yrkeskod=pl.lit("FT"),
        legitimationsdatum=as_date(when[two_rows]),
        beslutsdatumFysioterapeut=as_date(when[two_rows]),
    )
    covered = pl.col("legitimationsdatum").is_between(pl.date(1960, 1, 1), pl.date(2025, 12, 31))
    return pl.concat([first, second]).filter(covered).sort(pl.all(), maintain_order=True)


def _country(lives: Lives, person: I64) -> pl.Series:
    said, people = assumed()["abroad"], lives.people
    there = choose(uniform(people.key[person], "country"), said["weights"])
    abroad = people.kind[person] == Kind.ABROAD
    return pick([*said["countries"], "Sverige"], np.where(abroad, there, len(said["countries"])))


def _in_year(lives: Lives, year: I64, name: str, those: Bools) -> tuple[I64, pl.Series]:
    who = np.flatnonzero(those & (year >= 1999) & (year <= 2024))
    inside = below(uniform(lives.people.key[who], name), 360)
    return lives.people.number[who], as_date(first_day(2 * year[who]) + inside)


def migration(lives: Lives) -> pl.DataFrame:
    """Return arrivals and departures, 1999 to 2024."""
    here = lives.presence
    foreign = lives.people.background == 11
    parts: list[pl.DataFrame] = []
    for name, year, those in (
        ("Inv", here.arrived, foreign),
        ("Utv", here.departed, foreign | True),
        ("Inv", here.returned, foreign | True),
    ):
        person, date = _in_year(lives, year, f"{name} {len(parts)}", those)
        parts.append(pl.DataFrame({"LopNr": person}).with_columns(PostTyp=pl.lit(name), Datum=date))
    return pl.concat(parts).sort("Datum", "LopNr", maintain_order=True)


def deaths(lives: Lives) -> pl.DataFrame:
    """Return the deaths of residents, 1999 to 2024."""
    here = lives.presence
    home = (here.arrived <= here.died) & ((here.departed > here.died) | (here.returned <= here.died))
    person, date = _in_year(lives, here.died, "died", home)
    return (
        pl.DataFrame({"LopNr": person})
        .with_columns(DodDatum=date)
        .sort("DodDatum", "LopNr", maintain_order=True)
    )
