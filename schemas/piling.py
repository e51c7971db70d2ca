"""Rows of small files put together until there are enough to judge.

Belongs here: which files' rows can be judged together. Does not belong here: judging them
(schemas.judging). To judge a batch takes a tenth of a second however few its rows are, and a register may
come in thousands of files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import polars as pl

from schemas.cleaning import Cleaned
from schemas.setting_aside import BATCH_ROWS, Sifted
from schemas.shaping import Shaped

Alike = tuple[tuple[str, ...], int | None, pl.Schema]


@dataclass
class Pile:
    """Rows of files that have the same columns and the same year in their names.

    rules: from those columns and that year to how the rows are cleaned.
    """

    rules: Callable[[tuple[str, ...], int | None], Cleaned]
    _alike: Alike | None = None
    _parts: list[Sifted] = field(default_factory=list)
    _cleaned: Cleaned | None = None

    def add(self, some: Sifted, shaped: Shaped) -> Iterator[tuple[Sifted, Cleaned]]:
        """Puts rows with their FILE on the pile; gives what must be judged before, or as it is enough."""
        alike = (shaped.given, shaped.year, some.rows.schema)
        if alike != self._alike:
            yield from self.rest()
            if self._alike is None or alike[:2] != self._alike[:2]:
                self._cleaned = self.rules(shaped.given, shaped.year)
            self._alike = alike
        self._parts.append(some)
        if sum(part.rows.height for part in self._parts) >= BATCH_ROWS:
            yield from self.rest()

    def rest(self) -> Iterator[tuple[Sifted, Cleaned]]:
        """What lies on the pile, if anything; it is empty then."""
        parts, self._parts = self._parts, []
        if parts and self._cleaned:
            asides = [part.aside for part in parts if part.aside.height]
            together = Sifted(
                pl.concat([part.rows for part in parts]),
                pl.concat(asides) if asides else pl.DataFrame(),
                pl.concat([part.noted for part in parts]),
            )
            yield together, self._cleaned
