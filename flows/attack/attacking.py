"""The attack on a release: one programme per group, and one for the registers' rows.

Belongs here: the order of the steps. Does not belong here: the steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from flows.attack import beside
from flows.attack.cells import KEY
from flows.attack.chain import chain
from flows.attack.choices import choices
from flows.attack.counts import counts_of
from flows.attack.earlier import DIFFERENCE, differences, windows, with_earlier
from flows.attack.findings import BELOW, BROKEN, NARROW, NO_SUM, WIDTHS, Findings, together
from flows.attack.naming import TOGETHER, named, reasons, wholes
from flows.attack.overlaps import institutions
from flows.attack.places import places
from flows.attack.published import cells_of
from flows.attack.questions import Question, Seen, question_of
from flows.attack.shares import shares
from flows.attack.sums import complete, sums
from flows.attack.system import EXACT, Bools, Bounds, Ints, System, propagated, system_of
from flows.attack.widths import Settled, settle
from flows.attack.witness import bear_witness
from flows.processes import in_processes

MANY = 150_000
"""From so many counts on, groups are attacked in processes of their own."""
SHOWN = 200
"""So many contradictions of one group are named; the rest follow from the same."""


def attack(
    tables: Mapping[str, pl.DataFrame],
    earlier: Mapping[str, pl.DataFrame] | None = None,
    *,
    counties: Mapping[str, str] | None = None,
) -> Findings:
    """What the tables of a release, and of an earlier one, give away.

    tables, earlier   by name, columns as schemas.published_tables.COLUMNS; a table that is missing is
                      not published
    counties          institution → the county of all its study places, where the attacker knows it of
                      every institution there
    The attacker knows every definition (definitions sections 2–12) and the method of protection, and
    nothing that is not published.
    """
    before = dict(groups_of(earlier)) if earlier is not None else {}
    asked = [(name, counts, before.get(name), counties or {}) for name, counts in groups_of(tables)]
    asked.append(("", beside.quality(tables), None, {}))
    if sum(counts.height for _, counts, *_ in asked) < MANY:
        return together([_attacked(*one) for one in asked])
    return together(in_processes(_attacked, asked))


def groups_of(tables: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every group by name with its counts."""
    cells = cells_of(tables)
    for name in cells["profession"].unique().sort():
        mine = cells.filter(pl.col("profession") == name)
        parts = [counts_of(mine), beside.attrition(tables, name), beside.curves(tables, name)]
        yield name, pl.concat(parts, how="vertical_relaxed")


def _attacked(
    profession: str, counts: pl.DataFrame, before: pl.DataFrame | None, counties: Mapping[str, str]
) -> Findings:
    given = counts if before is None else with_earlier(counts, before)
    system = system_for(given, counties)
    apart = _apart(profession, system, counts, before)
    bounds = propagated(system, *(system.counts[name].to_numpy() for name in ("low", "high")))
    question = question_of(system.counts, bounds)
    crossed = bounds.low > bounds.high + EXACT
    narrow = question.is_open & ~crossed & ~question.is_met(bounds.low, bounds.high)
    by_itself = _broken(profession, system, np.flatnonzero(narrow), bounds, question)
    seen = Seen.of(bounds.low.size)
    if bounds.contradictions.size or crossed.any():
        settled = Settled.nothing(int((question.is_open & ~narrow).sum()))
        wrong = _no_sum(profession, system, bounds, np.flatnonzero(crossed))
    else:
        left = Question(question.is_open & ~narrow, question.width, question.reach)
        settled = settle(system, bounds, bear_witness(system, bounds, left, seen), seen)
        wrong = _by_programme(profession, system, question, settled)
    examined, too_narrow = int(question.is_open.sum()), int(narrow.sum())
    return Findings(
        prints=system.counts["published"].count(),
        examined=examined,
        by_propagation=too_narrow,
        by_points=examined - too_narrow - settled.by_programme - settled.unexamined,
        by_programme=settled.by_programme,
        unexamined=settled.unexamined,
        broken=pl.concat([pl.DataFrame(schema=BROKEN), by_itself, wrong, apart]),
        widths=_widths(system, question, bounds, seen, narrow, settled.broken),
    )


def system_for(counts: pl.DataFrame, counties: Mapping[str, str] | None = None) -> System:
    """The system of every relation between the counts (columns as counts_of gives them)."""
    relations = [*sums(counts), *chain(counts), *places(counts), *beside.beside(counts), *choices(counts)]
    relations += [*windows(counts), *shares(counts)]
    relations += institutions(counts, counties or {})
    return system_of(*complete(pl.concat(relations, how="vertical_relaxed"), counts))


def _apart(
    profession: str, system: System, counts: pl.DataFrame, before: pl.DataFrame | None
) -> pl.DataFrame:
    """What an earlier release minus this one gives away by itself."""
    if before is None:
        return pl.DataFrame(schema=BROKEN)
    found = system.counts.select(*KEY, "id").join(differences(counts, before), on=KEY)
    ids = found["id"].to_numpy().astype(np.int64)
    number = np.full(system.counts.height, np.nan)
    number[ids] = found["apart"].to_numpy()
    why = [DIFFERENCE] * ids.size
    return named(profession, system, ids, low=number, high=number, kind=BELOW, why=why)


def _kinds(question: Question, ids: Ints) -> list[str]:
    return [NARROW if np.isneginf(question.reach[one]) else BELOW for one in ids]


def _broken(profession: str, system: System, ids: Ints, bounds: Bounds, question: Question) -> pl.DataFrame:
    why = reasons(system, bounds, ids)
    return named(
        profession, system, ids, low=bounds.low, high=bounds.high, kind=_kinds(question, ids), why=why
    )


def _by_programme(profession: str, system: System, question: Question, settled: Settled) -> pl.DataFrame:
    ids, lost = settled.broken, settled.infeasible[:SHOWN]
    kinds, why = _kinds(question, ids), [TOGETHER] * ids.size
    narrow = named(profession, system, ids, low=settled.low, high=settled.high, kind=kinds, why=why)
    nowhere = named(profession, system, lost, low=None, high=None, kind=NO_SUM, why=[TOGETHER] * lost.size)
    return pl.concat([narrow, nowhere])


def _no_sum(profession: str, system: System, bounds: Bounds, crossed: Ints) -> pl.DataFrame:
    """Prints that contradict each other: the whole of every sum that cannot be, else the counts."""
    rows = bounds.contradictions[:SHOWN]
    ids = wholes(system, rows) if rows.size else crossed[:SHOWN]
    why = [system.relations[row] for row in rows] if rows.size else reasons(system, bounds, ids)
    return named(profession, system, ids, low=None, high=None, kind=NO_SUM, why=why)


def _widths(
    system: System,
    question: Question,
    bounds: Bounds,
    seen: Seen,
    narrow: Bools,
    broken: Ints,
) -> pl.DataFrame:
    """By method, how many counts were in question and the smallest range: at least as wide as it was seen.

    A count that turned out to be nobody, or five or more, was in question and has no range: it is not small.
    """
    room = np.where(narrow, bounds.high - bounds.low, seen.high - seen.low)
    is_no_small = question.is_left(seen.low, seen.high) & ~narrow
    is_no_small[broken] = False
    room[is_no_small] = np.nan
    asked = np.flatnonzero(question.is_open)
    found = (
        system.counts[asked]
        .select("method")
        .with_columns(room=pl.Series(np.where(np.isneginf(room), np.nan, room)[asked]).fill_nan(None))
    )
    return (
        found.group_by("method")
        .agg(examined=pl.len().cast(pl.Int64), smallest=pl.col("room").min())
        .select(pl.col(name).cast(kind) for name, kind in WIDTHS.items())
    )
