"""One more person: the published numbers, and up to base − 1 people more, fit every relation.

Belongs here: showing it, numerically, for as many counts as possible without a programme. Does not belong
here: who those people are (flows.attack.people).

The point that is printed is tried first (what is withheld is filled in by a programme). Where it fits, a
person who keeps every relation may be added up to base − 1 times; every count the person is in then has a
range at least that wide. Nothing is believed: people who break a relation or a bound are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
import polars as pl
from scipy import sparse

from flows.attack.lives import Life, lives
from flows.attack.moves import moves
from flows.attack.nearest import nearest_point
from flows.attack.people import Cell, Key, Known, Person, cells
from flows.attack.questions import Question, Seen
from flows.attack.swaps import swap
from flows.attack.system import EXACT, NOBODY, Bounds, Floats, Ints, System

TOGETHER = 256
"""So many people are tried at once: their matrix stays below a few hundred megabytes."""
Tried = tuple[sparse.csc_matrix, Floats, Floats]
MOST = 100.0
"""As often as anybody need be added."""
MODELS = ("education", "licensed")


class Cast:
    """Who is tried: people with lives, as ids of the counts they are in."""

    def __init__(self, model: str, counts: pl.DataFrame) -> None:
        """The people and lives of one model of a group; counts with their id."""
        self.known = Known.of(model, counts)
        has_licence = not counts.filter(pl.col("measure") == "licensed_share").is_empty()
        self.lives = list(lives(has_licence=has_licence, aside=self.known.aside))
        self.states = sorted({state for life in self.lives for state in life.states})
        self.places = {state: place for place, state in enumerate(self.states)}
        self.tables: dict[Cell, Ints] = {}

    def entries(self) -> Iterator[tuple[Ints, Floats]]:
        """By person tried, the counts that change and by how much."""
        yield from self._left_out()
        people = self.known.people()
        for life in self.lives:
            mine = self._places(life)
            for person in people:
                yield self._entries(person, life, mine)
            for person in self.known.travellers() if life.is_away else ():
                yield self._entries(person, life, mine)
        if self.known.window:
            mine = self._places(self.lives[0])
            for person in self.known.movers():
                yield self._entries(person, self.lives[0], mine)

    def _places(self, life: Life) -> Ints:
        return np.array([self.places[state] for state in life.states], dtype=np.int64)

    def _table(self, cell: Cell) -> Ints:
        """By state, the id of its count in the cell, or NOBODY."""
        if cell not in self.tables:
            ids, head = self.known.ids, (self.known.model, cell[0])
            found = [ids.get((*head, measure, *cell[1:], count), NOBODY) for measure, count in self.states]
            self.tables[cell] = np.array(found, dtype=np.int64)
        return self.tables[cell]

    def _entries(self, person: Person, life: Life, states: Ints) -> tuple[Ints, Floats]:
        ids = np.unique([self._table(cell)[states] for cell in cells(person, self.known.window)])
        ids = ids[ids != NOBODY]
        found: dict[int, float] = {}
        for key, weight in self._others(person, life):
            one = self.known.ids.get(key)
            if one is not None:
                found[one] = found.get(one, 0.0) + weight if key[2].startswith("net_") else weight
        more = np.array(list(found), dtype=np.int64)
        return np.concatenate([ids, more]), np.concatenate(
            [np.ones(ids.size), np.array(list(found.values()))]
        )

    def _others(self, person: Person, life: Life) -> Iterator[tuple[Key, float]]:
        model, window = self.known.model, self.known.window
        if model == "education":
            yield from moves(person, life, model, window)
        step = "started" if model == "education" else "followed"
        if model == "education" or life.is_followed is not False:
            for cohort in (window, person.values["year"]):
                for one in ("candidates", step):
                    yield (model, cohort, "attrition", "step", one, "reason", "", "yes"), 1.0

    def _left_out(self) -> Iterator[tuple[Ints, Floats]]:
        """People who are counted as left out, or beside the flow, or arrived from nobody knows where."""
        ids, window = self.known.ids, self.known.window
        for key in [key for key in ids if key[2].startswith("arrivals_") and key[-1] == "unseen"]:
            cohorts = {key[1], window} if key[3] == "region" else {key[1]}
            found = np.array(
                [ids[one] for cohort in cohorts if (one := (key[0], cohort, *key[2:])) in ids], dtype=np.int64
            )
            yield found, np.ones(found.size)
        for key in [key for key in ids if key[2] == "attrition" and key[4] in ("excluded", "quality")]:
            if key[0] != self.known.model or key[1] == window:
                continue
            steps = [key[3:]] + [("step", "candidates", "reason", "", "yes")] * (key[4] == "excluded")
            keys = [(key[0], cohort, "attrition", *step) for cohort in (window, key[1]) for step in steps]
            found = np.array([ids[one] for one in keys if one in ids], dtype=np.int64)
            yield found, np.ones(found.size)


def bear_witness(system: System, bounds: Bounds, question: Question, seen: Seen) -> None:
    """Adds a point near the printed one, and that point with people added or taken away, to what was seen."""
    if not (question.is_open & (question.width > 0)).any():
        return
    point = nearest_point(system, bounds)
    if point is None:
        return
    seen.add(np.arange(point.size), point)
    seen.point = point
    rest = _rest_of_rows(system)
    tried: list[Tried] = []
    for model in MODELS:
        entries = Cast(model, system.counts).entries()
        while some := list(islice(entries, TOGETHER)):
            tried.append(
                _try(system, bounds, seen, point, sparse.csc_matrix(rest @ _columns(some, point.size)))
            )
    people = sparse.hstack([one[0] for one in tried], format="csc")
    up, down = (np.concatenate([one[part] for one in tried]) for part in (1, 2))
    swap(system, bounds, question, seen, point, people, up, down)


def _columns(some: Sequence[tuple[Ints, Floats]], size: int) -> sparse.csc_matrix:
    lengths = [ids.size for ids, _ in some]
    ids, weights = (np.concatenate([one[part] for one in some]) for part in (0, 1))
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return sparse.csc_matrix((weights, ids, starts), shape=(size, len(some)))


def _rest_of_rows(system: System) -> sparse.csr_matrix:
    """Identity, and each count `no` as its row's den − yes: whoever is in a row is in no other cell of it."""
    is_states = np.array([name == "states" for name in system.relations])
    states = sparse.csr_matrix(system.matrix[np.flatnonzero(is_states)])
    size = system.counts.height
    if not states.shape[0]:
        return sparse.identity(size, format="csr")
    names = system.counts["count"].to_numpy()
    no = np.array(
        [
            int(ids[names[ids] == "no"][0]) if (names[ids] == "no").any() else -1
            for ids in np.split(states.indices, states.indptr[1:-1])
        ]
    )
    to_no = sparse.csr_matrix(
        (np.ones((no >= 0).sum()), (no[no >= 0], np.flatnonzero(no >= 0))), shape=(size, no.size)
    )
    is_rest = np.zeros(size, dtype=bool)
    is_rest[no[no >= 0]] = True
    others = sparse.diags((~is_rest).astype(np.float64))
    return sparse.csr_matrix(others + to_no @ states @ others)


def _try(system: System, bounds: Bounds, seen: Seen, point: Floats, people: sparse.csc_matrix) -> Tried:
    """Each person who keeps every relation, added and taken away as often as every bound allows.

    Result: those people, how often they may be added, and taken away.
    """
    people.eliminate_zeros()
    change = sparse.coo_matrix(system.matrix @ people)
    is_equal = system.is_equal[change.row]
    fits = np.ones(people.shape[1], dtype=bool)
    fits[change.col[is_equal & (np.abs(change.data) > EXACT)]] = False
    slack = system.matrix @ point
    entries = sparse.coo_matrix(people)
    oftens = []
    for sign in (1.0, -1.0):
        step = sign * entries.data
        room = np.where(
            step > 0,
            bounds.high[entries.row] - point[entries.row],
            point[entries.row] - bounds.low[entries.row],
        )
        often = np.full(people.shape[1], MOST)
        np.minimum.at(often, entries.col, room / np.abs(step))
        falls = ~is_equal & (sign * change.data < -EXACT)
        np.minimum.at(often, change.col[falls], slack[change.row[falls]] / np.abs(change.data[falls]))
        often = np.where(fits, np.maximum(often, 0.0), 0.0)
        there = point[entries.row] + often[entries.col] * step
        np.minimum.at(seen.low, entries.row, there)
        np.maximum.at(seen.high, entries.row, there)
        oftens.append(often[fits])
    return sparse.csc_matrix(people[:, np.flatnonzero(fits)]), oftens[0], oftens[1]
