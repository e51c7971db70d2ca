"""Codes of working life: occupation by edition, workplace by edition, sector.

Belongs here: which code stands for a job. Whether somebody has the job is careers.py.
"""

from functools import cache
from typing import Final

import numpy as np

from flows.synthetic.assumptions import assumed, groups, specialisations, table
from flows.synthetic.draws import I64, U64, Bools, uniform

_WIDTH: Final = 100


def _spread(codes: list[int], weights: list[int] | None = None) -> I64:
    """Return the codes in a hundred places, as often as their weights say."""
    each = weights or [1] * len(codes)
    places = (np.arange(_WIDTH) + 0.5) / _WIDTH * sum(each)
    return np.array(codes)[np.searchsorted(np.cumsum(each), places, side="right")]


def _draw(lists: I64, row: I64, key: U64, *purpose: object) -> I64:
    place = np.floor(uniform(key, *purpose) * _WIDTH).astype(np.int64)
    return np.asarray(lists[row, place], dtype=np.int64)


@cache
def _targets(edition: int) -> I64:
    """Return the codes of each group's profession, then of each path of advanced education."""
    said, rows = assumed()["occupations"], []
    for group in groups():
        codes = list(group.ssyk2012 if edition == 2012 else group.ssyk1996)
        if group.id == "sjukskoterska":
            nurse = said[f"nurse_{edition}"]
            rows.append(_spread([int(code) for code in nurse], list(nurse.values())))
        else:
            rows.append(_spread(codes or [said["tandtekniker_1996"]]))
    listed = {row["inriktning_id"]: row["ssyk2012"].split(";") for row in table("specssk_inriktning")}
    for name in specialisations():
        new = [int(code) for code in listed.get(name, ["2222"])]
        old = [int(assumed()["advanced"]["paths"][name]["ssyk96"])]
        rows.append(_spread(new if edition == 2012 else old))
    return np.stack(rows)


@cache
def _others(edition: int) -> I64:
    said = assumed()["occupations"]
    return np.stack([_spread(said[f"other_{edition}"]), _spread(said[f"aide_{edition}"])])


def occupation(
    key: U64, group: I64, path: I64, years: I64, profession: Bools, graduate: Bools, year: int
) -> I64:
    """Return everybody's occupation code in the year's edition."""
    edition = 2012 if year >= 2014 else 1996
    row = np.where(path >= 0, len(groups()) + path, group)
    own = _draw(_targets(edition), row, key, "occupation", year // 4)
    nurse = next(place for place, each in enumerate(groups()) if each.id == "sjukskoterska")
    # Specialists outside their field mostly stay nurses.
    fallback = _draw(_targets(edition), np.full(len(key), nurse), key, "occupation", year // 4)
    stays = (path >= 0) & graduate & (uniform(key, "stays a nurse", year // 4) < 0.8)
    aide = ~graduate & (uniform(key, "aide") < assumed()["work"]["aide"])
    other = _draw(_others(edition), aide.astype(np.int64), key, "other occupation", year // 2)
    if edition == 2012:
        own = _physician(own, group, years)
    return np.where(profession, own, np.where(stays, fallback, other))


def _physician(code: I64, group: I64, years: I64) -> I64:
    """Return the code with physicians' own order: AT, then ST, then specialist."""
    doctor = group == next(place for place, each in enumerate(groups()) if each.id == "lakare")
    stage = np.select([years <= 0, years <= 6], [2213, 2212], 2211)
    return np.where(doctor & (code != 2219), stage, code)


@cache
def _workplaces(edition: int) -> I64:
    """Return the workplaces of each group, then health care, then all else."""
    said = assumed()["workplaces"]
    rows = [_spread(list(group.sni2002 if edition == 2002 else group.sni2007)) for group in groups()]
    return np.stack([*rows, _spread(said[f"health_{edition}"]), _spread(said[f"other_{edition}"])])


def workplace(key: U64, group: I64, profession: Bools, graduate: Bools, year: int) -> tuple[I64, I64]:
    """Return everybody's workplace in the two editions."""
    said = assumed()["work"]
    u = uniform(key, "health workplace", year // 2)
    health = u < np.where(graduate, said["other_health"], said["aide"])
    row = np.where(profession, group, len(groups()) + np.where(health, 0, 1))
    spell = year // 4
    return (
        _draw(_workplaces(2002), row, key, "industry", spell),
        _draw(_workplaces(2007), row, key, "industry", spell),
    )


def sector(key: U64, group: I64, profession: Bools) -> I64:
    """Return everybody's SektorKod."""
    lists = np.stack(
        [*(_spread(list(each.sector)) for each in groups()), _spread(assumed()["work"]["sector_other"])]
    )
    return _draw(lists, np.where(profession, group, len(groups())), key, "sector")
