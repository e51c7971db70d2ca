"""`vardflode explain`: where a number is defined, in words, in SQL and in use.

Belongs here: finding a query or measure by name. Does not belong here: the definitions,
which stand in the headers of sql/ and, in Swedish, in reports/texts/sv.toml.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.queries import Measure, Query, measures, queries
from reports.words import swedish, words_of_measure

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Explanation:
    """A query, or a measure of some models and the query that counts it."""

    name: str
    query: Query
    measures: tuple[Measure, ...]
    words: dict[str, str]
    used_by: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The explanation as JSON."""
        return {
            "name": self.name,
            **self.words,
            "models": [m.model for m in self.measures],
            "question": self.query.question,
            "rule": self.query.definition,
            "file": self._file,
            "table": self.query.table,
            "reads": sorted(self.query.reads),
            "used_by": list(self.used_by),
            "sql": self.query.select,
        }

    @property
    def _file(self) -> str:
        return self.query.path.relative_to(ROOT).as_posix()

    def lines(self, language: str) -> Iterator[str]:
        """The explanation as text."""
        labels = {
            "sv": ("Definition", "Regel", "Fil", "Läser", "Används av", "SQL", "Modell"),
            "en": ("Definition", "Rule", "File", "Reads", "Used by", "SQL", "Model"),
        }[language]
        yield f"{self.name} – {self.words['title']}"
        if self.measures:
            yield f"{labels[6]}: {', '.join(m.model for m in self.measures)}"
        yield f"{labels[0]}: {self.words['definition']}"
        yield f"{labels[1]}: {self.query.definition}"
        yield f"{labels[2]}: {self._file}"
        yield f"{labels[3]}: {', '.join(sorted(self.query.reads))}"
        yield f"{labels[4]}: {', '.join(self.used_by) or '–'}"
        yield f"{labels[5]}:"
        yield self.query.select


def described_names() -> list[str]:
    """Every name that can be explained: tables, then measures as they are published."""
    return [*queries(), *sorted({name for m in measures().values() for name in m.published})]


def describe(name: str, language: str) -> list[Explanation]:
    """What there is under a name: a table (milestones.licensed or licensed), or a measure.

    A measure that two SQL files count, each for its model, has an explanation for each; none when
    the name is unknown.
    """
    by_query: dict[str, list[Measure]] = {}
    for measure in measures().values():
        if name == measure.name or name in measure.published:
            by_query.setdefault(measure.query, []).append(measure)
    if by_query:
        return [_explain(name, queries()[table], tuple(found), language) for table, found in by_query.items()]
    found = [q for q in queries().values() if name in (q.table, q.name)]
    return [_explain(found[0].table, found[0], (), language)] if found else []


def nearest(name: str) -> list[str]:
    """The known names most like the given one."""
    return difflib.get_close_matches(name, described_names(), n=5, cutoff=0.3)


def _explain(name: str, query: Query, found: tuple[Measure, ...], language: str) -> Explanation:
    if found and language == "sv":
        words = words_of_measure(swedish(), found[0].model, name, found[0].published[0])
    elif found:
        words = {"title": name, "definition": found[0].definition}
    else:
        words = {"title": query.title_sv if language == "sv" else query.title, "definition": query.question}
    used_by = tuple(q.table for q in queries().values() if query.table in q.reads)
    return Explanation(name, query, found, words, used_by)
