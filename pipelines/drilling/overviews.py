"""The drill-down's first pages: every group in one table, every measure of a group, a definition.

Belongs here: what stands on them. Does not belong here: a single question (pipelines.drilling.answers).
"""

from __future__ import annotations

from typing import Any

import polars as pl

from flows.drill.asked import Asked
from flows.queries import DRILL, drill_queries
from pipelines.drilling.answers import shown_value
from pipelines.drilling.desk import Desk
from pipelines.drilling.questions import HEADLINE, MODELS
from pipelines.drilling.ready import READY
from pipelines.explaining import describe, described_names
from reports.drill.naming import measure_title
from reports.drill.pages import Grid, Link
from reports.site import address
from reports.words import window_text


def start(desk: Desk) -> dict[str, Any]:
    """Every group with its headline numbers, and what else there is."""
    words, language = desk.words["start"], desk.language
    window = desk.drill.cohorts("education")[0]
    rows, links = [], {}
    for number, group in enumerate(desk.drill.professions()):
        cells = _totals(desk, group, "education", window)
        shown = [_headline(desk, cells.get(measure), measure) for measure in HEADLINE]
        rows.append([desk.names[group], *shown])
        links[number] = f"group/{group}"
    columns = [words["group"], *(measure_title("education", m, language) for m in HEADLINE)]
    more = [Link(words["site"], f"site/{address('index', language)}")] if desk.has_site else []
    more += [Link(desk.words[name]["menu"], name, words[name]) for name in ("ask", "console", "publish")]
    more += [Link(desk.words["ready"][name], f"console?ready={name}", words["ready"]) for name in READY]
    grid = Grid(columns, rows, 1, words["caption"].format(window=window_text(window)), links)
    return {"groups": grid, "links": more}


def _headline(desk: Desk, cell: dict[str, Any] | None, measure: str) -> str:
    if cell is None:
        return ".."
    if measure == HEADLINE[0]:
        return desk.language.whole(cell["numerator"], "0")
    return desk.language.spoken(cell["value"])


def _totals(desk: Desk, group: str, model: str, cohort: str) -> dict[str, dict[str, Any]]:
    """The totals of a group in a cohort, as the release has them."""
    rows = desk.drill.totals.filter(
        (pl.col("profession") == group) & (pl.col("model") == model) & (pl.col("cohort") == cohort)
    )
    return {row["measure"]: row for row in rows.iter_rows(named=True)}


def group(desk: Desk, profession: str) -> dict[str, Any]:
    """Every measure of a group, model by model: total of the first cohort, with the way to its question."""
    parts = []
    for model in (m for m in MODELS if m in desk.drill.models(profession)):
        cohort = desk.drill.cohorts(model)[0]
        parts.append(
            {
                "model": model,
                "title": desk.words["models"][model],
                "table": _measures(desk, profession, model, cohort),
            }
        )
    return {"name": desk.names[profession], "parts": parts}


def _measures(desk: Desk, profession: str, model: str, cohort: str) -> Grid:
    words, language = desk.words, desk.language
    totals = _totals(desk, profession, model, cohort)
    rows, links = [], {}
    for number, measure in enumerate(desk.drill.measures(profession, model)):
        cell = totals.get(measure)
        title = measure_title(model, measure, language)
        if cell is None:
            rows.append([title, "..", "..", ".."])
        else:
            value = shown_value(desk, Asked(profession, model, cohort, measure), cell["value"])
            counts = [language.whole(cell[name], "0") for name in ("numerator", "denominator")]
            rows.append([title, *counts, value])
        links[number] = f"../ask?profession={profession}&model={model}&measure={measure}"
    columns = [words["group"]["measure"], words["ask"]["numerator"], words["ask"]["denominator"]]
    columns.append(words["ask"]["value_share"])
    return Grid(columns, rows, 1, words["group"]["caption"].format(cohort=window_text(cohort)), links)


def definition(desk: Desk, name: str) -> dict[str, Any] | None:
    """A table's or a measure's definition and SQL, with the way to what it reads; None when unknown."""
    if name in drill_queries():
        query = drill_queries()[name]
        title = query.title_sv if desk.language.code == "sv" else query.title
        said = {"rule": query.definition, "sql": query.select, "definition": query.question}
        file = f"sql/{DRILL}/{query.name}.sql"
        return {"title": title, "explanations": [said | {"file": file, "reads": _links(query.reads)}]}
    found = [one.as_dict() for one in describe(name, desk.language.code)]
    for one in found:
        one["reads"] = _links(one["reads"])
    return {"title": found[0]["title"], "explanations": found} if found else None


def _links(tables: Any) -> list[Link]:
    known = {*described_names(), *drill_queries()}
    return [Link(table, table if table in known else "") for table in sorted(tables)]
