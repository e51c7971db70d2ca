"""Who there is: every person of the delivery, and what they are born with.

Belongs here: how many enter in each term and why, number, sex, birth, background.
A person is a place in a pool (why, group, term) and keeps it when the pools grow.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from flows.synthetic.assumptions import assumed, groups, number
from flows.synthetic.calendar import FIRST_TERM, LAST_TERM, NEVER
from flows.synthetic.draws import F64, I64, U64, Bools, below, choose, even, mix, salt, uniform

_ENTRY_BITS, _TERM_BITS, _SLOT_BITS = 18, 6, 5
_NUMBER_BITS: Final = np.uint64(0xFFFFFFFF)


class Kind(IntEnum):
    """Why a person stands in the registers."""

    BEGINNER = 0
    CHANGER = 1
    EXCHANGE = 2
    CONTRACT = 3
    REUSED = 4
    ALREADY = 5
    ABROAD = 6
    VETERAN = 7


@dataclass(frozen=True)
class People:
    """One place per person in every array."""

    key: U64
    number: I64
    kind: I64
    group: I64
    second_group: I64
    term: I64
    sex: I64
    birth: I64
    background: I64
    arrived: I64
    u_exam: F64
    u_profession: F64

    def where(self, kept: Bools) -> "People":
        """Return the kept persons."""
        return People(**{name: values[kept] for name, values in vars(self).items()})


@dataclass(frozen=True)
class _Pool:
    kind: Kind
    slot: int
    group: int
    second: int
    first_term: int
    weights: F64


def leaving_for_other(group: str) -> float:
    """Return how many of a group's beginners a läsår change to another group."""
    return float(sum(n for first, _, n in assumed()["changes"]["pairs"] if first == group))


def _coming_from_other(group: str) -> float:
    return float(sum(n for _, second, n in assumed()["changes"]["pairs"] if second == group))


def _by_term(group: int, beginners: float) -> F64:
    """Return the expected beginners of each covered term."""
    said = groups()[group]
    terms = np.arange(FIRST_TERM, LAST_TERM + 1)
    weights = beginners * np.where(terms % 2 == 1, 1 - said.spring, said.spring)
    return np.asarray(np.where(terms >= said.opens, weights, 0.0))


def _pools() -> list[_Pool]:
    beside, pools = assumed()["beside"], []
    for slot, each in enumerate(groups()):
        own = max(each.beginners - leaving_for_other(each.id) - _coming_from_other(each.id), 0.0)
        pools.append(_Pool(Kind.BEGINNER, slot, slot, -1, FIRST_TERM, _by_term(slot, own)))
        for kind in (Kind.EXCHANGE, Kind.CONTRACT, Kind.REUSED, Kind.ALREADY):
            share = beside[kind.name.lower()]
            pools.append(_Pool(kind, slot, slot, -1, FIRST_TERM, _by_term(slot, each.beginners * share)))
    for slot, (first, second, count) in enumerate(assumed()["changes"]["pairs"]):
        one = number(first)
        pools.append(_Pool(Kind.CHANGER, slot, one, number(second), FIRST_TERM, _by_term(one, count)))
    nurse = number("sjukskoterska")
    abroad = np.full(LAST_TERM - FIRST_TERM + 1, beside["nurses_abroad"] / 2)
    pools.append(_Pool(Kind.ABROAD, nurse, nurse, -1, FIRST_TERM, abroad))
    veterans = np.full(36, beside["veterans"] / 2)
    pools.append(_Pool(Kind.VETERAN, nurse, nurse, -1, 2 * 1979, veterans))
    return pools


def _members(pool: _Pool, seed: int, scale: float) -> tuple[U64, dict[str, I64]]:
    """Return who is in a pool; a larger scale only adds people at the end of each term."""
    terms = np.arange(len(pool.weights), dtype=np.int64)
    spread = even(terms, terms * 0, 0, seed, "size", int(pool.kind), pool.slot)
    counts = np.floor(pool.weights * scale + np.where(pool.weights > 0, spread, 0.0)).astype(np.int64)
    if counts.max(initial=0) >= 1 << _ENTRY_BITS:
        raise ValueError("persons is too large: choose at most 40 000 000")
    term = np.repeat(terms, counts)
    entry = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    place = np.full(len(term), (int(pool.kind) << _SLOT_BITS) | pool.slot, dtype=np.int64)
    ident = ((place << _TERM_BITS | term) << _ENTRY_BITS | entry).astype(np.uint64)
    fields = {
        "kind": np.full(len(term), int(pool.kind)),
        "group": np.full(len(term), pool.group),
        "second_group": np.full(len(term), pool.second),
        "term": term + pool.first_term,
        "entry": entry,
    }
    return ident, fields


def _numbers(ident: U64, seed: int) -> I64:
    """Return LopNr: different for different persons, and telling nothing about them."""
    x = (ident ^ salt(seed, "number")) & _NUMBER_BITS
    for factor in (0x9E3779B1, 0x85EBCA6B):
        # An odd factor and a shift can be undone, so no two persons share a number.
        x = (x * np.uint64(factor)) & _NUMBER_BITS
        x ^= x >> np.uint64(15)
    return x.astype(np.int64) + 1


def _ages(key: U64, group: I64, kind: I64) -> I64:
    tables, age = assumed()["ages"], np.zeros(len(key), dtype=np.int64)
    names = np.array([each.ages for each in groups()])[group]
    names = np.where(kind >= Kind.ABROAD, "at_licence", names)
    u, v = uniform(key, "age"), uniform(key, "age within")
    for name, rows in tables.items():
        those = names == name
        low, high, weight = np.array(rows).T
        row = choose(u[those], weight)
        age[those] = low[row] + np.floor(v[those] * (high[row] - low[row] + 1)).astype(np.int64)
    return age


def _arrivals(key: U64, kind: I64, background: I64, birth: I64, year: I64) -> I64:
    """Return the year of birth or immigration; exchange students are not registered as residents."""
    u = uniform(key, "arrival")
    came = birth + np.floor(u * (year - birth)).astype(np.int64)
    came = np.where(kind == Kind.ABROAD, year - 1 - below(u, 3), came)
    return np.where(kind == Kind.EXCHANGE, NEVER, np.where(background == 11, came, birth))


def population(seed: int, persons: int) -> People:
    """Return everybody who stands in the registers."""
    scale = persons / assumed()["scale"]["default_persons"]
    idents, parts = zip(*(_members(pool, seed, scale) for pool in _pools()), strict=True)
    ident = np.concatenate(idents)
    field = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    key = mix(ident ^ salt(seed, "person"))
    group, kind, term = field["group"], field["kind"], field["term"]
    u_sex, u_exam, u_profession = _even_within_pools(seed, kind, group, term, field["entry"])
    women = np.array([each.women for each in groups()])[group]
    year = term // 2
    birth = year - _ages(key, group, kind)
    background = np.array([11, 12, 21, 22])[
        choose(uniform(key, "background"), assumed()["background"]["weights"])
    ]
    background = np.where(kind == Kind.ABROAD, 11, background)
    return People(
        key=key,
        number=_numbers(ident, seed),
        kind=kind,
        group=group,
        second_group=field["second_group"],
        term=term,
        sex=np.where(u_sex < women, 2, 1),
        birth=birth,
        background=background,
        arrived=_arrivals(key, kind, background, birth, year),
        u_exam=u_exam,
        u_profession=u_profession,
    )


def _even_within_pools(seed: int, kind: I64, group: I64, term: I64, entry: I64) -> list[F64]:
    """Return the three draws that published shares hang on, spread evenly within each pool."""
    pool = kind * 32 + group
    start = np.array([uniform(salt(seed, "pool", each), dim)[0] for dim in range(3) for each in range(256)])
    draws = []
    for dimension in range(3):
        line = even(entry, term, dimension, seed)
        draws.append((line + start[dimension * 256 + pool]) % 1.0)
    return draws
