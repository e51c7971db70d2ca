"""Whether an analyst's own SQL may be run: one select, known tables, known functions, nothing else.

What is not on the lists of allowed.toml is refused, also what nobody has thought of yet. Belongs here: the
walk through DuckDB's own parse. Does not belong here: running it (flows.drill.console).
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from schemas.faults import Fault, UserError, fault

PEOPLE = "counted_people"

ALLOWED = tomllib.loads((Path(__file__).parent / "allowed.toml").read_text(encoding="utf-8"))
FUNCTIONS = frozenset(ALLOWED["functions"])
EXPRESSIONS = frozenset(ALLOWED["expressions"])
NODES = frozenset({*ALLOWED["nodes"], None})
MOST_CHARACTERS = 10_000


def judged(tree: dict[str, Any], tables: Collection[str]) -> None:
    """UserError with everything in a parsed text that is not allowed.

    tables: the names that may be read, as `name` or `schema.name`.
    """
    if tree.get("error") or len(tree.get("statements", [])) != 1:
        problem = (
            tree.get("error_message", "") if tree.get("error") else f"{len(tree['statements'])} x select"
        )
        raise fault("sql_not_select", problem=problem)
    known = {*tables, *_own_names(tree)}
    found: dict[str, Fault] = {}
    for node in _nodes(tree):
        for one in _faults(node, known, tables):
            found.setdefault(one.text("en"), one)
    if found:
        raise UserError(list(found.values()))


def names_in(tree: dict[str, Any]) -> set[str]:
    """Every name that could be a column: parts of references, and columns of USING."""
    names: set[str] = set()
    for node in _nodes(tree):
        if node.get("class") == "COLUMN_REF":
            names.update(str(part).lower() for part in node["column_names"])
        names.update(str(column).lower() for column in node.get("using_columns", ()))
    return names


def reads(tree: dict[str, Any], table: str) -> bool:
    """Whether a table is read anywhere."""
    return any(
        node.get("type") == "BASE_TABLE" and str(node["table_name"]).lower() == table for node in _nodes(tree)
    )


def _faults(node: dict[str, Any], known: Collection[str], tables: Collection[str]) -> Iterator[Fault]:
    kind, form = node.get("class"), node.get("type")
    if "function_name" in node and (node["function_name"] not in FUNCTIONS or node.get("schema")):
        yield Fault("sql_function", {"value": node["function_name"], "allowed": sorted(FUNCTIONS)})
    elif form == "BASE_TABLE" and (_name(node) not in known or node.get("at_clause")):
        yield Fault("sql_table", {"value": _name(node), "allowed": sorted(tables)})
    elif (kind is not None and kind not in EXPRESSIONS) or (kind is None and form not in (*NODES, None)):
        yield Fault("sql_form", {"value": form or kind})


def _name(node: dict[str, Any]) -> str:
    """A table as it is written, in lower case; with a catalogue it is never a known one."""
    parts = (node.get("catalog_name"), node.get("schema_name"), node["table_name"])
    return ".".join(str(part).lower() for part in parts if part)


def _own_names(tree: dict[str, Any]) -> set[str]:
    """Names that the text gives to selects of its own (WITH)."""
    return {
        str(entry["key"]).lower()
        for node in _nodes(tree)
        for entry in (node.get("cte_map") or {}).get("map", ())
    }


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for child in tree.values():
            yield from _nodes(child)
    elif isinstance(tree, list):
        for child in tree:
            yield from _nodes(child)
