"""A table as a cube, for the formats that are cubes: PX and JSON-stat.

Belongs here: which place in the cube each row has. Does not belong here: how a format writes a place that
no row has; it is never a zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import polars as pl

from reports.files.dimensions import Dimension, dimensions
from reports.files.labels import Labels
from reports.files.signs import with_codes
from reports.files.table import TableFile
from reports.language import SWEDISH

PLACE = "place"
"""The column that holds a row's place: the last dimension turns fastest; a row's numbers follow it."""


@dataclass(frozen=True)
class Cube:
    """A table's dimensions and its rows in their places, sorted.

    rows  place, the numbers, and `<number>_why` of each
    """

    file: TableFile
    dimensions: tuple[Dimension, ...]
    rows: pl.DataFrame

    @property
    def size(self) -> list[int]:
        """How many values each dimension has, and how many numbers a place has."""
        return [*(len(one.codes) for one in self.dimensions), len(self.file.numbers)]

    @property
    def places(self) -> int:
        """Places for rows, taken or not."""
        return prod(self.size[:-1])


def cube(file: TableFile) -> Cube:
    """The table as a cube; ValueError when two rows have one place, so that a number would be lost."""
    # The order of values does not depend on the language.
    found = dimensions(file, Labels(SWEDISH, file.professions))
    rows = with_codes(file).with_columns(pl.lit(0, pl.Int64).alias(PLACE))
    for dimension in found:
        columns = list(dimension.kind.columns)
        known = pl.DataFrame(dimension.tuples, schema=dict.fromkeys(columns, pl.String), orient="row")
        known = known.with_row_index("index").with_columns(pl.col("index").cast(pl.Int64))
        rows = rows.with_columns(pl.col(columns).cast(pl.String).fill_null(""))
        rows = rows.join(known, on=columns, how="left", maintain_order="left")
        rows = rows.with_columns(pl.col(PLACE) * len(dimension.codes) + pl.col("index")).drop("index")
    if rows[PLACE].n_unique() < rows.height:
        raise ValueError(f"{file.name}: two rows have one place in the cube")
    numbers = [name for number in file.numbers for name in (number, f"{number}_why")]
    return Cube(file, found, rows.select(PLACE, *numbers).sort(PLACE))
