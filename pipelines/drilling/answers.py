"""Answers put into words: tables, figures, and where each number comes from.

Belongs here: from what is counted to what reports.drill renders. Does not belong here: requests
(pipelines.drilling.app) and layout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from flows.drill.asked import Asked
from flows.drill.console import Answer
from flows.drill.counting import Counted
from flows.queries import queries
from pipelines.drilling.desk import Desk
from reports.drill.figures import Bar, bars_figure, drawable
from reports.drill.naming import breakdown_title, measure_definition, measure_title, value_order, value_title
from reports.drill.pages import Grid, Link, Origin
from reports.words import window_text

SHOWN_ROWS = 2000
"""The most rows of an answer on a page; a browser gets slow long before the counting does."""


def answered(desk: Desk, counted: Counted) -> dict[str, Any]:
    """The parts of a page that show an answer: table, figure or number, note, origin."""
    asked, words = counted.asked, desk.words["ask"]
    is_share = asked.quartile == 0
    cells = counted.cells
    shown = in_order(desk, asked, cells).head(SHOWN_ROWS)
    note = words["cut" if cells.height > SHOWN_ROWS else "note"].format(
        rows=desk.language.whole(cells.height), milliseconds=counted.milliseconds, shown=SHOWN_ROWS
    )
    bars = turned([bar_of(desk, asked, row) for row in shown.iter_rows(named=True)])
    first = cells.row(0, named=True) if cells.height == 1 else None
    return {
        "table": table_of(desk, asked, shown),
        "figure": bars_figure(bars, is_share, desk.language) if drawable(bars) else None,
        "headline": first
        and (
            bars[0].label + (" %" if is_share else ""),
            words["of"].format(denominator=desk.language.whole(first["denominator"])),
        ),
        "note": note,
        "origin": origin_of(desk, counted),
    }


def in_order(desk: Desk, asked: Asked, cells: pl.DataFrame) -> pl.DataFrame:
    """The cells as a reader expects them: by the order of the words, else by name; unknown last."""
    keys = []
    for name, by in (("value_1", asked.by_1), ("value_2", asked.by_2)):
        places = {value: value_order(by, value, desk.language) for value in cells[name].unique()}
        keys.append(pl.col(name).replace_strict(places, return_dtype=pl.String))
    return cells.sort(*keys)


def bar_of(desk: Desk, asked: Asked, row: Mapping[str, Any]) -> Bar:
    """A cell as a bar; one without a value has none and says two dots."""
    pairs = ((asked.by_1, row["value_1"]), (asked.by_2, row["value_2"]))
    names = [value_title(by, value, desk.language) for by, value in pairs if by]
    label = shown_value(desk, asked, row["value"])
    return Bar(names[0] if names else "", names[1] if len(names) > 1 else "", row["value"], label)


def turned(bars: Sequence[Bar]) -> Sequence[Bar]:
    """The bars with the breakdown of fewer values as the series."""
    if len({bar.series for bar in bars}) <= len({bar.row for bar in bars}):
        return bars
    return [replace(bar, row=bar.series, series=bar.row) for bar in bars]


def shown_value(desk: Desk, asked: Asked, value: float | None) -> str:
    """A share in per cent, or months."""
    if asked.quartile:
        return desk.language.decimal(value)
    return desk.language.spoken(value)


def table_of(desk: Desk, asked: Asked, cells: pl.DataFrame) -> Grid:
    """The cells as a table that is ready to print."""
    words, cuts = desk.words["ask"], [by for by in (asked.by_1, asked.by_2) if by]
    counts = ("numerator", "denominator", "n_not_observable")
    value = words["value_months" if asked.quartile else "value_share"]
    columns = [breakdown_title(by, desk.language) for by in cuts] or [words["cohort"]]
    columns += [words["numerator"], words["denominator"], value, words["n_not_observable"], words["status"]]
    rows = []
    for row in cells.iter_rows(named=True):
        pairs = ((asked.by_1, row["value_1"]), (asked.by_2, row["value_2"]))
        heads = [value_title(by, v, desk.language) for by, v in pairs if by] or [window_text(asked.cohort)]
        numbers = [desk.language.whole(row[name], "0") for name in counts]
        status = desk.words["statuses"][row["status"]]
        rows.append([*heads, *numbers[:2], shown_value(desk, asked, row["value"]), numbers[2], status])
    title = measure_title(asked.model, asked.measure, desk.language)
    caption = words["caption"].format(title=title, cohort=window_text(asked.cohort))
    return Grid(columns, rows, max(1, len(cuts)), caption, words=frozenset([len(columns) - 1]))


def origin_of(desk: Desk, counted: Counted) -> Origin:
    """The definition and the SQL behind an answer."""
    asked = counted.asked
    measure = asked.declared
    query = queries()[measure.query] if measure else desk.drill.sql
    return Origin(
        measure_definition(asked.model, asked.measure, desk.language),
        query.definition,
        Link(query.table, f"definition/{query.table}"),
        counted.sql,
        [(name, repr(value)) for name, value in counted.parameters.items()],
    )


def answer_table(desk: Desk, answer: Answer) -> Grid:
    """The rows of an analyst's own select, as they are."""
    rows = [["" if value is None else str(value) for value in row] for row in answer.rows.iter_rows()]
    words = frozenset(n for n, kind in enumerate(answer.rows.dtypes) if not kind.is_numeric())
    return Grid(answer.rows.columns, rows, 0, desk.words["console"]["caption"], words=words)
