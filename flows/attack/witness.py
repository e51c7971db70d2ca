"""One more person: the published numbers, and up to base − 1 people more, fit every relation.

Belongs here: showing it, numerically, for as many counts as possible without a programme. Does not belong
here: who those people are (flows.attack.people).

It starts from a point with room for more people (flows.attack.roomy), which is the printed one where that
fits. A person who keeps every relation may be added to it up to base − 1 times; every count the person is in
then has a range at least that wide. Nothing is believed: people who break a relation or a bound are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
import polars as pl
from scipy import sparse

from flows.attack.cast import Cast
from flows.attack.cells import kind_of
from flows.attack.lifting import Lifting, lift, without_nobody
from flows.attack.questions import Question, Seen
from flows.attack.roomy import Room, tied
from flows.attack.swaps import swap, wanted
from flows.attack.system import EXACT, Bools, Bounds, Floats, Ints, System, rest_of_rows

TOGETHER = 256
"""So many people are tried at once: their matrix stays below a few hundred megabytes."""
Tried = tuple[sparse.csc_matrix, Floats]
POINTS, FEW, GAIN = 8, 10, 0.1
"""So many points at most; none for so few counts, nor after one that settled too small a share of them.

The rest is left to programmes.
"""
DEARER, DEAREST = 30.0, 1e5
"""So much more it costs each time to raise a count that was in somebody's way, and so much at most."""
CROWDED = 0.25
"""A group of few people is one where so large a share of its counts is left after everybody has been tried.

What is nobody is found first then, and the rest is lifted together.
"""
TURNS = 6
"""So often somebody is asked for each count that is left."""
MOST = 100.0
"""As often as anybody need be added."""
MODELS = ("education", "licensed")


def bear_witness(system: System, bounds: Bounds, question: Question, seen: Seen) -> Question:
    """Adds points with room, and each with people added or taken away, to what was seen.

    Result: the question without counts that turned out to be nobody.

    Where a point had to raise a count, fewer can be added to it; the next point rather raises others. Where
    one person's room is enough (a cell key), prints do not add up, every point raises most of them, and
    programmes that move many counts at once are quicker.
    """
    if not (question.is_open & (question.width > 1)).any():
        return question
    casts = [Cast(model, system.counts) for model in MODELS]
    dear = 10.0 ** (3 - _cuts(system))
    before, room = np.inf, Room(system, bounds, question.widest)
    for time in range(POINTS):
        left = int(question.is_left(seen.low, seen.high).sum())
        is_worth = not time or (left > FEW and left < before * (1 - GAIN))
        point = room.point(dear) if is_worth else None
        if point is None:
            return question
        before = left
        seen.add(np.arange(point.size), point)
        seen.point = point
        in_the_way = _with_people(system, bounds, question, seen, point, casts, time)
        if not time and _is_crowded(question, seen):
            lifting = Lifting(system, bounds)
            question = without_nobody(lifting, bounds, question, seen)
            lift(lifting, bounds, question, seen)
            return question
        if not in_the_way.size:
            return question
        dear[in_the_way] = np.minimum(dear[in_the_way] * DEARER, DEAREST)
    return question


def _is_crowded(question: Question, seen: Seen) -> bool:
    """Whether so much is left that people who are asked for one by one take too long."""
    return bool(question.is_left(seen.low, seen.high).sum() > CROWDED * question.is_open.sum())


def _with_people(
    system: System,
    bounds: Bounds,
    question: Question,
    seen: Seen,
    point: Floats,
    casts: list[Cast],
    time: int,
) -> Ints:
    """The point with people: the first time everybody, then those whom the counts left ask for; and swaps.

    Result: the counts without room that keep people from being added where somebody is still asked for.
    """
    rest = rest_of_rows(system)
    tried = [
        _try(system, bounds, seen, point, sparse.csc_matrix(rest @ _columns(some, system.counts.height)))
        for some in _some_at_once(_who(question, seen, _beside_raised(system, bounds, point), casts, time))
    ]
    if not tried:
        return np.array([], dtype=np.int64)
    people = sparse.hstack([one[0] for one in tried], format="csc")
    up = np.concatenate([up for _, up in tried])
    del tried  # as large as the people themselves
    swap(system, bounds, question, seen, point, people, up)
    unmet = np.flatnonzero(question.is_left(seen.low, seen.high))
    asked = abs(people[:, wanted(sparse.csr_matrix(people)[unmet], up, question.widest)])
    is_tight = bounds.high - point < question.widest - EXACT
    return np.flatnonzero(is_tight & (np.asarray(asked.sum(axis=1)).ravel() > 0))


def _who(
    question: Question, seen: Seen, beside: Bools, casts: list[Cast], time: int
) -> Iterator[Iterator[tuple[Ints, Floats]]]:
    """Everybody the first time, then turn by turn those asked for by what is left until then."""
    yield from () if time else (cast.entries() for cast in casts)
    if _is_crowded(question, seen):
        return
    for turn in range(time * TURNS, (time + 1) * TURNS):
        unmet = question.is_left(seen.low, seen.high)
        for cast in casts if unmet.any() else ():
            yield cast.asked_for(np.flatnonzero(unmet | beside), turn)


def _some_at_once(kinds: Iterator[Iterator[tuple[Ints, Floats]]]) -> Iterator[list[tuple[Ints, Floats]]]:
    for entries in kinds:
        while some := list(islice(entries, TOGETHER)):
            yield some


def _cuts(system: System) -> Floats:
    """By how many breakdowns a count is cut, start years among them: 0 to 3. Fewer, more people are in it."""
    is_cut = [pl.col("by_1") != "", pl.col("by_2") != "", kind_of(pl.col("cohort")) == "year"]
    return system.counts.select(pl.sum_horizontal(is_cut).cast(pl.Float64)).to_series().to_numpy()


def _beside_raised(system: System, bounds: Bounds, point: Floats) -> Bools:
    """Counts that may make room in a row where the point had to raise a printed count."""
    printed = system.counts["published"].cast(pl.Float64).fill_null(np.inf).to_numpy()
    return tied(system, point > printed + EXACT) & (point - bounds.low >= 1)


def _columns(some: Sequence[tuple[Ints, Floats]], size: int) -> sparse.csc_matrix:
    lengths = [ids.size for ids, _ in some]
    ids, weights = (np.concatenate([one[part] for one in some]) for part in (0, 1))
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return sparse.csc_matrix((weights, ids, starts), shape=(size, len(some)))


def _try(system: System, bounds: Bounds, seen: Seen, point: Floats, people: sparse.csc_matrix) -> Tried:
    """Each person who keeps every relation, added and taken away as often as every bound allows.

    Result: those people, and how often they may be added.
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
    # Weights are small whole numbers, which half the memory holds as exactly.
    return sparse.csc_matrix(people[:, np.flatnonzero(fits)], dtype=np.float32), oftens[0]
