"""An analyst's own SQL: run where no person stands, on tables of a release and on people in groups.

The select never meets a person: it is run in a memory of its own that holds the release's cells and,
where it reads counted_people, that table made for it: one row per combination of the columns it
names, with how many persons, none of fewer than five (flows.drill.groups). Belongs here: making
that table, limits. Does not belong here: which SQL is allowed (flows.drill.judging).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from flows.drill.counting import Drill
from flows.drill.groups import ALWAYS, MOST_COLUMNS, shown_groups
from flows.drill.judging import MOST_CHARACTERS, PEOPLE, judged, names_in, reads
from flows.drill.sealed import Parser
from schemas.faults import fault

SECONDS, ROWS, MEMORY = 10, 500, "2GB"
"""What one query may take, and how much of its answer is shown."""
READ = (
    *("measures.cells", "measures.sensitivity", "measures.attrition", "measures.maturity"),
    *("reference.cohorts", "reference.alternatives", "reference.measures"),
)
"""The release's tables without persons."""
LEVELS = ("municipality", "county", "region")


@dataclass(frozen=True)
class Answer:
    """Rows of an answer as they are shown; is_cut when there were more."""

    rows: pl.DataFrame
    is_cut: bool
    milliseconds: int


class Console:
    """Answers selects over the tables of a release that hold no person."""

    def __init__(self, drill: Drill) -> None:
        self._drill = drill
        self._parser = Parser()
        with drill.source.opened(MEMORY) as self._memory:
            for table in READ:
                self._memory.run(f"create schema if not exists memory.{table.partition('.')[0]}")
                self._memory.run(f"create table memory.{table} as from {table}")

    def close(self) -> None:
        """Gives the memory back."""
        self._memory.close()

    @cached_property
    def columns(self) -> list[str]:
        """What people may be grouped by."""
        return self._drill.all_breakdowns

    @cached_property
    def tables(self) -> dict[str, list[str]]:
        """Every table that may be read but for that of people, with its columns."""
        return {table: self._memory.frame(f"from {table} limit 0").columns for table in READ}

    def described(self) -> dict[str, list[str]]:
        """Every table that may be read, with its columns."""
        return {PEOPLE: [*ALWAYS, "persons", *self.columns]} | self.tables

    def answer(self, sql: str) -> Answer:
        """The answer to a select; UserError when it is not allowed, wrong, or takes too much."""
        begun = time.perf_counter()
        if len(sql) > MOST_CHARACTERS:
            raise fault("sql_too_long", value=len(sql), allowed=MOST_CHARACTERS)
        tree = self._parser.tree(sql)
        judged(tree, {PEOPLE, *self.tables})
        own = {PEOPLE: self._people(names_in(tree))} if reads(tree, PEOPLE) else {}
        limited = f"select * from ({self._parser.text(tree).strip().rstrip(';')}) limit {ROWS + 1}"
        found = self._memory.answer(limited, seconds=SECONDS, tables=own)
        spent = round(1000 * (time.perf_counter() - begun))
        return Answer(found.head(ROWS), found.height > ROWS, spent)

    def _people(self, named: set[str]) -> pl.DataFrame:
        """People in groups of the columns that a select names; UserError when they are too many.

        A place brings the county and region that it lies in, so that these cannot be compared with it.
        """
        columns = [name for name in self.columns if name in named]
        if len(columns) > MOST_COLUMNS:
            raise fault("sql_columns", value=columns, allowed=MOST_COLUMNS)
        around = {name for column in columns for name in _around(column)}
        wanted = [name for name in self.columns if name in {*columns, *around}]
        return shown_groups(self._drill.people_by(wanted), wanted)


def _around(column: str) -> list[str]:
    """The coarser levels of a place."""
    point, _, level = column.rpartition("_")
    return [f"{point}_{wider}" for wider in LEVELS[LEVELS.index(level) + 1 :]] if level in LEVELS else []
