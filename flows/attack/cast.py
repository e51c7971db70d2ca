"""Who is tried as one more person: people with lives, as the counts that they are in.

Belongs here: putting people (flows.attack.people) and lives (flows.attack.lives) together. Does not belong
here: whether anybody fits (flows.attack.witness).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl

from flows.attack.asked import holds, in_count
from flows.attack.facts import UNKNOWN
from flows.attack.lives import Life, lives
from flows.attack.moves import moves
from flows.attack.people import Cell, Key, Known, Person, Spot, cells
from flows.attack.system import NOBODY, Floats, Ints

LIVES = 6
"""So many lives are tried on one person before the next."""


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
        self.keys = list(self.known.ids)
        self.bases = self.known.people()[::-1]
        self.holding: dict[tuple[str, str], list[Life]] = {}

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

    def asked_for(self, unmet: Ints, turn: int) -> Iterator[tuple[Ints, Floats]]:
        """One more try for each count: with the turn's person, and the turn's of the lives that hold it."""
        for one in unmet:
            key = self.keys[int(one)]
            fitting = self._lives_with(key) if key[0] == self.known.model else []
            if not fitting:
                continue
            base = self.bases[(turn // min(len(fitting), LIVES)) % len(self.bases)]
            person, life = in_count(base, key, self.known.spots), fitting[turn % len(fitting)]
            if person is not None:
                yield self._entries(person, life, self._places(life))

    def _lives_with(self, key: Key) -> list[Life]:
        kind = (key[2], key[-1])
        if kind not in self.holding:
            self.holding[kind] = [life for life in self.lives if holds(life, key)]
        return self.holding[kind]

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
        if life.unseen:
            nowhere = Spot(UNKNOWN, UNKNOWN)
            person = (
                replace(person, home=nowhere) if life.unseen == "home" else replace(person, study=nowhere)
            )
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
