"""Which tables a preview builds, and which of them it need not fill.

Belongs here: the way from the measures asked for to the queries. Does not belong here: building them
(flows.preview) and what they say (sql/).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from flows.queries import Query, queries

WANTED = ("measures.cells", "measures.attrition")
MODEL = "education"
"""Only this model is previewed: the others rest on the same codes."""
OTHER_MODELS = ("measures.licence_cells",)
"""Tables of other models alone, whose measures stand in the headers of the tables that they read."""


def needed() -> list[str]:
    """The tables that the cells rest on, in order; the choices in force only."""
    return _behind(WANTED, lambda table: True)


def asked_for(measures: Collection[str]) -> list[Query]:
    """The queries of those tables, in order, for some measures only.

    Rows of other measures are left out where measures are declared. What only they rest on is built
    empty: a table that is read must be there.
    """
    conditions = {table: _condition(queries()[table], measures) for table in needed()}
    filled = set(_behind(WANTED, lambda table: conditions[table] != "false"))
    found = []
    for table, condition in conditions.items():
        query, where = queries()[table], condition if table in filled else "false"
        if where:
            query = replace(query, select=f"select * from ({query.select}) as asked where {where}")
        found.append(query)
    return found


def _condition(query: Query, measures: Collection[str]) -> str:
    """Which rows of a table are asked for, as SQL; empty for all of them."""
    declared = {m.name for m in query.measures if m.model == MODEL}
    if query.table in OTHER_MODELS or (query.measures and not declared & set(measures)):
        return "false"
    listed = ", ".join(f"'{name}'" for name in sorted(declared & set(measures)))
    return f"measure in ({listed})" if declared else ""


def _behind(wanted: Iterable[str], is_followed: Callable[[str], bool]) -> list[str]:
    """The wanted tables and those that they rest on, in order; not what rests on a table not followed."""
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        table = waiting.pop()
        if table not in found:
            found.add(table)
            waiting += queries()[table].reads & queries().keys() if is_followed(table) else ()
    return [table for table in queries() if table in found]
