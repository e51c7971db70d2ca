"""Upper-secondary leaving records and applications: what comes before the start.

Belongs here: the two registers of the years before higher education.
"""

import numpy as np
import polars as pl

from flows.synthetic.assumptions import assumed, groups
from flows.synthetic.calendar import FIRST_TERM, NEVER, term_index
from flows.synthetic.draws import I64, U64, Bools, below, choose, uniform
from flows.synthetic.lives import Lives
from flows.synthetic.people import Kind
from flows.synthetic.places import institutions


def pick(names: list[str], place: I64) -> pl.Series:
    """Return the name at each place, as text."""
    return pl.Series(names, dtype=pl.String).gather(pl.Series(place))


def upper_secondary(lives: Lives) -> pl.DataFrame:
    """Return the leaving records, 1985 to 2025."""
    people, said = lives.people, assumed()["school"]
    key = people.key
    foreign, raised_here = people.background == 11, people.arrived - people.birth < 17
    share = np.where(foreign, said["has_record_foreign"], said["has_record"])
    has = (people.kind != Kind.EXCHANGE) & raised_here & (uniform(key, "record") < share)
    age = 18 + choose(uniform(key, "leaving age"), said["leaving_age"])
    # Nobody leaves school after beginning higher education for the first time.
    year = np.minimum(people.birth + age, people.term // 2 - (people.term % 2 == 0))
    again = has & (uniform(key, "second record") < said["second_record"])
    later = year + 1 + below(uniform(key, "second when"), 12)
    first, second = np.flatnonzero(has), np.flatnonzero(again)
    person = np.concatenate([first, second])
    years = np.concatenate([year[first], later[second]])
    keys = np.concatenate([key[first], ~key[second]])
    inside = (years >= 1985) & (years <= 2025)
    return _records(people.number[person][inside], keys[inside], years[inside])


def _records(number: I64, key: U64, year: I64) -> pl.DataFrame:
    said = assumed()["school"]
    codes: list[str] = []
    chosen = np.zeros(len(key), dtype=np.int64)
    era = np.select([year >= said["gy2011_from"], year >= said["gy2000_from"]], [0, 1], 2)
    for place, name in enumerate(("gy2011", "gy2000", "older")):
        those = era == place
        chosen[those] = len(codes) + choose(uniform(key[those], "programme"), list(said[name].values()))
        codes += list(said[name])
    track = below(uniform(key, "track"), 4)
    low, high = said["mark"]
    mark = np.round(low + (high - low) * (1 - (1 - uniform(key, "mark")) ** 0.7), 2)
    frame = pl.DataFrame({"LopNr": number, "AvgAr": year})
    return frame.with_columns(
        StudieVagKod=pick(codes, chosen) + pick(["000", "003", "01", "FSK"], track),
        Laroplan=pick(["Gy2011", "Gy2000", "Lgy70"], era),
        betygstyp=pick(["SLUT", "SAML"], np.asarray(uniform(key, "kind") < 0.06, dtype=np.int64)),
        Betygspoang=pl.when(pl.Series(uniform(key, "no mark") < 0.03)).then(None).otherwise(pl.Series(mark)),
    ).sort("AvgAr", "LopNr", maintain_order=True)


def applications(lives: Lives) -> pl.DataFrame:
    """Return applications of those who began, tried before or only tried, VT 2007 to HT 2024."""
    studies, said = lives.studies, assumed()["applications"]
    ordinary = ~np.isin(lives.people.kind[studies.person], [Kind.EXCHANGE, Kind.CONTRACT])
    begun = studies.where(ordinary)
    number, key = lives.people.number[begun.person], begun.key
    rank = np.where(uniform(key, "rank") < said["first_choice"], 1, 2)
    eligible = uniform(key, "eligible") >= said["not_eligible"]
    parts = [_rows(number, begun.start, begun.group, rank, eligible | True, True, begun.institution)]
    tried = uniform(key, "tried") < said["failed_before"]
    earlier = begun.start - 1 - below(uniform(key, "tried when"), 3)
    # An earlier try for an advanced education could precede the licence, so only base educations have one.
    tried &= (begun.path < 0) & (earlier >= FIRST_TERM)
    once = np.ones(len(key), dtype=np.int64)
    parts.append(_rows(number, earlier, begun.group, once, eligible, False, begun.institution).filter(tried))
    side = (uniform(key, "side") < said["side_choice"]) & (begun.path < 0)
    other = np.floor(uniform(key, "side group") * len(groups())).astype(np.int64)
    other = np.where(np.isin(other, _advanced_groups()), begun.group, other)
    parts.append(_rows(number, begun.start, other, rank + 1, eligible, False, begun.institution).filter(side))
    parts.append(_only_applied(lives))
    first = 2 * pl.col("Ar") + pl.col("Termin") - 1 >= term_index("VT2007")
    return pl.concat(parts).filter(first, pl.col("Ar") <= 2024).sort(pl.all(), maintain_order=True)


def _advanced_groups() -> list[int]:
    return [place for place, each in enumerate(groups()) if each.beginners == 0]


def _only_applied(lives: Lives) -> pl.DataFrame:
    who = lives.never_started
    key = lives.people.key[who]
    start = 2 * 2007 + below(uniform(key, "only when"), 36)
    licensed = lives.careers[0].counted_from[who]
    after = (start // 2 > licensed) & (licensed < NEVER)
    who, key, start = who[after], key[after], start[after]
    advanced = np.array(_advanced_groups())
    group = advanced[choose(uniform(key, "only group"), [1] * len(advanced))]
    place = np.zeros(len(who), dtype=np.int64) + institutions()[0].index("GU")
    return _rows(lives.people.number[who], start, group, start * 0 + 1, start > 0, False, place)


def _rows(
    number: I64, term: I64, group: I64, rank: I64, eligible: Bools, admitted: bool, institution: I64
) -> pl.DataFrame:
    frame = pl.DataFrame({"LopNr": number, "Ar": term // 2, "Termin": 1 + term % 2})
    return frame.with_columns(
        YProg=pick([each.id for each in groups()], group),
        prioritet=pl.Series(rank.astype(np.int64)),
        behorig=pl.Series(eligible.astype(np.int64)),
        antagen=pl.Series(np.full(len(number), int(admitted))),
        HsKod=pick(list(institutions()[0]), institution),
    )
