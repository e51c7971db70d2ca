"""A release's database, opened for as long as something is copied out of it into a memory of its own.

Belongs here: which tables a memory is filled with, and that all are of one and the same release. Does not
belong here: what is asked of them (flows.drill.counting, flows.drill.console).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.drill.sealed import MEMORY, Sealed
from flows.queries import DRILL, drill_queries
from schemas.faults import fault

PEOPLE = {"people": "who", "breakdowns": "breakdown, who"}
ANSWERS = {
    "observations": "profession, model, measure, cohort_year, who",
    "answers": "variant, measure, alike",
    "alike": "profession, model, cohort_year, who",
}
"""The tables of a memory and how each is sorted, so that a question reads few rows."""


@dataclass(frozen=True)
class Group:
    """One group's people in memory, and by model what is counted person by person and what cuts it."""

    memory: Sealed
    measures: dict[str, list[str]]
    breakdowns: dict[str, list[str]]


class Source:
    """One file; it is closed again once a memory is filled, so that other programs may have it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen = self._marks()

    def _marks(self) -> tuple[int, ...]:
        """What tells one file from another that has been put in its place; empty where there is none."""
        if not self._file.is_file():
            return ()
        found = self._file.stat()
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns

    @contextmanager
    def opened(self, memory: str = MEMORY) -> Iterator[Sealed]:
        """A memory to be filled from the file; sealed, and the file closed, when the block ends."""
        if self._marks() != self._seen:
            raise fault("drill_changed", file=self._file)
        made = Sealed(memory)
        try:
            made.open(self._file)
            yield made
            made.let_go()
            made.seal()
        except BaseException:
            made.close()
            raise

    def people(self, professions: Sequence[str], *, are_judged: bool) -> Sealed:
        """People of some groups under numbers of their own; are_judged: with the answers about each."""
        with self.opened() as made:
            made.run(f"attach ':memory:' as {DRILL}")
            made.add_table(f"{DRILL}.chosen", pl.DataFrame({"profession": professions}))
            order = PEOPLE | ANSWERS if are_judged else PEOPLE
            made.build((drill_queries()[f"{DRILL}.{name}"] for name in order), order)
            made.run(f"create table {DRILL}.maturity as from measures.maturity")
            made.run(f"alter table {DRILL}.people drop column person")
        return made

    def group(self, profession: str) -> Group:
        """One group's people with the answers about each."""
        memory = self.people([profession], are_judged=True)
        measures = memory.frame(f"select distinct model, measure from {DRILL}.observations order by all")
        breakdowns = memory.frame(
            f"""
            select distinct p.model, b.breakdown
            from {DRILL}.breakdowns as b
            inner join {DRILL}.people as p on b.who = p.who
            order by all
            """
        )
        return Group(memory, _by_model(measures), _by_model(breakdowns))


def _by_model(rows: pl.DataFrame) -> dict[str, list[str]]:
    """Model → names, from rows of the two."""
    return dict(rows.group_by("model", maintain_order=True).agg(pl.all()).rows())
