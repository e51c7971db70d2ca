"""Finds the SQL files, reads their headers and derives what each reads: the graph of a release.

Belongs here: Query and everything known of it without running it. Does not belong here:
running it (flows.warehouse) and when (pipelines).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

SQL = Path(__file__).parent.parent / "sql"
LAYERS = ("raw", "reference", "staging", "spine", "milestones", "measures")
"""Left to right; a file reads its own layer or layers to its left."""

DRILL = "drill"
"""sql/drill: no layer of a release, since it is built when somebody looks (flows.drill)."""

HEADER_KEYS = {"title", "title_sv", "question", "definition", "measures", "is_view"}
MEASURE_KEYS = {
    "definition",
    "models",
    "needs",
    "matures_after",
    "follow_up_years",
    "from_graduation",
    "needs_licence",
    "breakdowns",
    "quartiles",
}
MODELS = ("education", "licence", "licensed")
"""Entry by education, entry by licence into advanced education, cohorts by licence year."""
FOLLOW_UP_NEEDS = ("degrees", "licences", "individuals")
QUARTILES = ("p25", "p50", "p75")


@dataclass(frozen=True)
class Measure:
    """One declared measure: where it stands in measures.cells and when it may be shown.

    name           as counted; `published` are its names in the result (quartiles have three)
    model          the model whose cohorts it is counted for; two models may share a name
    matures_after  k of definitions section 5 in years, None = it has a horizon of its own
    breakdowns     all, single, or none of the breakdowns of definitions section 10
    """

    name: str
    model: str
    definition: str
    query: str
    needs: tuple[str, ...]
    matures_after: int | None
    from_graduation: bool
    needs_licence: bool
    breakdowns: str
    quartiles: bool

    @property
    def published(self) -> tuple[str, ...]:
        """Names of the measure in measures.parquet."""
        return tuple(f"{self.name}_{q}" for q in QUARTILES) if self.quartiles else (self.name,)


@dataclass(frozen=True)
class Query:
    """One SQL file: table `<layer>.<name>`, its header, its select and the tables it reads.

    is_view: the rows are not stored but selected whenever they are read, where storing them takes longer.
    """

    layer: str
    name: str
    path: Path
    title: str
    title_sv: str
    question: str
    definition: str
    select: str
    reads: frozenset[str]
    measures: tuple[Measure, ...]
    is_view: bool = False

    @property
    def table(self) -> str:
        """Qualified name of the table it builds."""
        return f"{self.layer}.{self.name}"


@cache
def queries() -> dict[str, Query]:
    """Every query by table name, each after the ones it reads; ValueError on a faulty file."""
    found = {q.table: q for q in map(parse_query, _files(LAYERS))}
    for query in found.values():
        _check_layers(query, found)
    # Sorted throughout, so that two runs build in the same order, layer by layer.
    graph = {t: sorted(q.reads & found.keys()) for t, q in sorted(found.items())}
    order = sorted(TopologicalSorter(graph).static_order(), key=lambda t: LAYERS.index(found[t].layer))
    return {table: found[table] for table in order}


@cache
def drill_queries() -> dict[str, Query]:
    """The queries of the drill-down by table name."""
    return {q.table: q for q in map(parse_query, _files((DRILL,)))}


@cache
def behind(table: str) -> frozenset[str]:
    """The queries that a table rests on, and its own."""
    own = queries()[table].reads & queries().keys()
    return frozenset({table}).union(*map(behind, own))


def _files(layers: Iterable[str]) -> list[Path]:
    return sorted(path for layer in layers for path in (SQL / layer).glob("*.sql"))


def measures() -> dict[tuple[str, str], Measure]:
    """Every declared measure by model and name."""
    return {(m.model, m.name): m for q in queries().values() for m in q.measures}


def parse_query(path: Path) -> Query:
    """The query in a SQL file; its first comment is its TOML header."""
    text = path.read_text(encoding="utf-8")
    match = re.match(r"/\*\n(.*?)\n\*/\n", text, re.DOTALL)
    if match is None:
        raise ValueError(f"{path}: the file must begin with a TOML header in /* */")
    header = tomllib.loads(match[1])
    layer, name = path.parent.name, path.stem
    _refuse(header, HEADER_KEYS, path, "header")
    declared = [
        measure
        for key, entry in header.pop("measures", {}).items()
        for measure in _measures(key, entry, f"{layer}.{name}", path)
    ]
    return Query(
        layer=layer,
        name=name,
        path=path,
        select=text,
        reads=tables_read(text, path),
        measures=tuple(declared),
        **header,
    )


def tables_read(sql: str, path: Path) -> frozenset[str]:
    """Qualified names of the tables that a select reads, from DuckDB's own parser."""
    rows = _parser().execute("select json_serialize_sql(?)", [sql]).fetchall()
    tree = json.loads(rows[0][0])
    if tree.get("error"):
        raise ValueError(f"{path}: {tree.get('error_message', 'not a select')}")
    return frozenset(_base_tables(tree))


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    """A connection for parsing alone; opening one takes longer than parsing sixty files."""
    return duckdb.connect()


def _base_tables(node: Any) -> Iterable[str]:
    if isinstance(node, dict):
        if node.get("type") == "BASE_TABLE" and node.get("schema_name"):
            yield f"{node['schema_name']}.{node['table_name']}"
        for child in node.values():
            yield from _base_tables(child)
    elif isinstance(node, list):
        for child in node:
            yield from _base_tables(child)


def _measures(key: str, entry: dict[str, Any], table: str, path: Path) -> Iterable[Measure]:
    _refuse(entry, MEASURE_KEYS, path, f"measure {key}")
    years = entry.get("follow_up_years")
    models = entry.get("models", MODELS[:1])
    _refuse(dict.fromkeys(models), set(MODELS), path, f"models of measure {key}")
    for model, k in product(models, years or [None]):
        yield Measure(
            name=key if k is None else f"{key}_{k}",
            model=model,
            definition=entry["definition"],
            query=table,
            needs=tuple(entry.get("needs", FOLLOW_UP_NEEDS if years else ())),
            matures_after=entry.get("matures_after", k),
            from_graduation=entry.get("from_graduation", years is not None),
            needs_licence=entry.get("needs_licence", False),
            breakdowns=entry.get("breakdowns", "all"),
            quartiles=entry.get("quartiles", False),
        )


def _refuse(entry: dict[str, Any], allowed: set[str], path: Path, where: str) -> None:
    if unknown := sorted(set(entry) - allowed):
        raise ValueError(f"{path}: {where}: unknown keys {unknown}; allowed: {sorted(allowed)}")


def _check_layers(query: Query, found: dict[str, Query]) -> None:
    for table in query.reads:
        layer = table.split(".")[0]
        if layer not in LAYERS or LAYERS.index(layer) > LAYERS.index(query.layer):
            raise ValueError(f"{query.path}: reads {table}, which is not to the left of {query.layer}")
        if layer not in ("raw", "reference") and table not in found:
            raise ValueError(f"{query.path}: reads {table}, which no SQL file builds")


def measure_rows() -> pl.DataFrame:
    """The declared measures as rows of reference.measures."""
    return pl.DataFrame(
        [
            {
                "model": m.model,
                "measure": m.name,
                "breakdowns": m.breakdowns,
                "from_graduation": m.from_graduation,
                "matures_after": m.matures_after,
                "needs_degrees": "degrees" in m.needs,
                "needs_licences": "licences" in m.needs,
                "needs_individuals": "individuals" in m.needs,
            }
            for m in measures().values()
        ],
        schema_overrides={"matures_after": pl.Int32},
    )
