"""A SQL file of ours in Spark's words, or what of it nobody has looked into.

Belongs here: which constructs mean the same in both engines, which are put in other words. Does not
belong here: running anything. A construct that stands in neither list is refused, for much of SQL is
understood by both and counted differently (docs/decisions/0014).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

import sqlglot
from sqlglot import exp

from flows.queries import Query
from schemas.faults import Fault

FROM, TO = "duckdb", "spark"

OF_A_SELECT = """
    Alias Boolean Column CTE DataType Distinct From Group GroupingSets Identifier Join Literal Null Order
    Ordered Paren Qualify Select Star Subquery Table TableAlias Tuple Union Values Var Where With
"""
OPERATORS = """
    Add And Between Case Cast Div DPipe EQ GT GTE If In IntDiv Interval Is LT LTE Mod Mul Neg NEQ Not
    NullSafeEQ NullSafeNEQ Or Sub
"""
OF_A_ROW = "Array Coalesce DateFromParts Greatest Least Left Month Nullif RegexpLike Right Struct Year"
OF_ROWS = """
    ArgMin ArrayAgg ArraySort Count Explode Filter Grouping LogicalAnd LogicalOr Max Min RowNumber Sum Window
"""
ALIKE = frozenset(f"{OF_A_SELECT} {OPERATORS} {OF_A_ROW} {OF_ROWS}".split())
"""sqlglot's names of what was seen to count alike in both engines, NULL too, within LIMITS."""

OTHER_WORDS: dict[str, Callable[[list[exp.Expr]], exp.Expr]] = {
    "quantile_cont": lambda given: exp.func("percentile", *given),
    "list_extract": lambda given: exp.func("element_at", *given),
    "to_months": lambda given: exp.func("make_ym_interval", exp.Literal.number(0), *given),
}
"""DuckDB's function → the same in Spark, of the same arguments."""

TYPES = {"SMALLINT", "INT", "BIGINT", "DOUBLE", "TEXT"}
UNITS = {"DAY", "YEAR"}


def _is_number(node: exp.Expr | None) -> bool:
    """A number written out, not zero: dividing by zero is NULL in one engine, an error in the other."""
    return isinstance(node, exp.Literal) and not node.is_string and float(node.name) != 0


def _no_argument(*names: str) -> Callable[[exp.Expr], bool]:
    return lambda node: not any(node.args.get(name) for name in names)


def _is_double(node: exp.Expr | None) -> bool:
    return isinstance(node, exp.Cast) and node.to.is_type("double")


def _is_interval(node: exp.Expr) -> bool:
    return isinstance(node.this, exp.Literal) and node.text("unit").upper() in UNITS


LIMITS: dict[str, Callable[[exp.Expr], bool]] = {
    # A list has no order until it is sorted.
    "ArrayAgg": lambda node: isinstance(node.parent, exp.ArraySort) and isinstance(node.this, exp.Column),
    "ArraySort": lambda node: isinstance(node.this, exp.ArrayAgg),
    "Cast": lambda node: isinstance(node, exp.Cast) and node.to.sql(FROM) in TYPES,
    "Distinct": _no_argument("on"),
    "Div": lambda node: _is_double(node.this),
    "IntDiv": lambda node: _is_number(node.expression),
    "Interval": _is_interval,
    "Join": _no_argument("method"),
    "Mod": lambda node: _is_number(node.expression),
    "PercentileCont": lambda node: isinstance(node.expression, exp.Array),
    "Star": _no_argument("except_", "except", "replace", "rename"),
    "Union": _no_argument("by_name"),
    "Window": _no_argument("spec"),
}
"""What must hold of a construct for it to count alike."""


@cache
def translated(sql: str) -> str:
    """The select in Spark's words; ValueError when some of it is not known to count alike."""
    tree = _parsed(sql)
    if found := sorted(set(_unknown(tree))):
        raise ValueError(f"not known to count alike on Spark: {found}")
    return tree.transform(_in_other_words).sql(
        dialect=TO, comments=False, unsupported_level=sqlglot.ErrorLevel.RAISE
    )


def not_alike(sql: str) -> list[str]:
    """What of a select is not known to count alike, as it stands there."""
    return sorted(set(_unknown(_parsed(sql))))


def faults_of(queries: Iterable[Query]) -> list[Fault]:
    """A fault for every SQL file that Spark may not be asked to run."""
    return [
        Fault("sql_not_alike", {"file": f"sql/{query.layer}/{query.name}.sql", "found": found})
        for query in queries
        if (found := not_alike(query.select))
    ]


@cache
def _parsed(sql: str) -> exp.Expr:
    return sqlglot.parse_one(sql, read=FROM)


def _unknown(tree: exp.Expr) -> Iterator[str]:
    for node in tree.walk():
        name = type(node).__name__
        known = name in ALIKE or _function(node) in OTHER_WORDS
        if not known or (name in LIMITS and not LIMITS[name](node)):
            yield node.sql(dialect=FROM, comments=False)


def _function(node: exp.Expr) -> str:
    """DuckDB's name of a function that sqlglot does not know, or knows by another name."""
    if isinstance(node, exp.PercentileCont):
        return "quantile_cont"
    return node.name.lower() if isinstance(node, exp.Anonymous) else ""


def _in_other_words(node: exp.Expr) -> exp.Expr:
    name = _function(node)
    if name not in OTHER_WORDS:
        return node
    given = node.expressions if isinstance(node, exp.Anonymous) else [node.this, node.expression]
    return OTHER_WORDS[name](given)
