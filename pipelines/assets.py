"""The assets: one per register, one per SQL file, and what a release writes.

Belongs here: the graph and its descriptions. Does not belong here: what a step does
(pipelines.release); an asset calls one method and reports counts, never rows of persons.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dagster as dg

from flows.queries import Query, behind, queries
from pipelines.causes import in_words
from pipelines.checks import check_results, check_specs, row_count, shown
from pipelines.release import CELLS, Release
from schemas.contract import Contract, contracts

OWNERS = ["team:vardflode"]
Work = dg.ResourceParam[Release]
FIRST = {"dagster/priority": "1"}
"""The measures, and what they rest on, come before what only protection needs."""


def raw_key(register: str) -> dg.AssetKey:
    """The asset of a register's accepted rows."""
    return dg.AssetKey(["raw", register])


def _raw_spec(contract: Contract) -> dg.AssetSpec:
    columns = [
        dg.TableColumn(
            c.name, c.kind, description=c.title_sv, constraints=dg.TableColumnConstraints(nullable=not c.key)
        )
        for c in contract.columns
    ]
    return dg.AssetSpec(
        raw_key(contract.register),
        group_name="raw",
        kinds={"polars", "duckdb"},
        owners=OWNERS,
        description=f"{contract.title_sv}. {contract.title_en}. {contract.source}.",
        metadata={"dagster/column_schema": dg.TableSchema(columns)},
    )


@dg.multi_asset(
    name="raw",
    specs=[_raw_spec(c) for c in contracts().values()],
    check_specs=check_specs(),
    description="Reads every register under its contract, then runs the gate on all of them.",
)
def raw(work: Work) -> Iterator[Any]:
    """The accepted rows of every register; the gate's results as asset checks."""
    for register in contracts():
        with in_words():
            counts = work.read(register)
        yield dg.MaterializeResult(
            raw_key(register),
            metadata={
                **row_count(counts.accepted),
                "rows_read": shown(counts.read),
                "duplicates": shown(counts.duplicates),
                "set_aside": shown(counts.set_aside),
                "rejected": dg.MetadataValue.json({k: shown(n) for k, n in counts.rejected.items()}),
                "blanked": dg.MetadataValue.json({k: shown(n) for k, n in counts.blanked.items()}),
            },
        )
    with in_words():
        yield from check_results(work)


def sql_asset(query: Query) -> dg.AssetsDefinition:
    """The asset of one SQL file; its dependencies are the tables that the file reads."""

    @dg.asset(
        key=dg.AssetKey([query.layer, query.name]),
        deps=[dg.AssetKey(t.split(".")) for t in sorted(query.reads) if not _is_given(t)],
        group_name=query.layer,
        kinds={"sql", "duckdb"},
        owners=OWNERS,
        op_tags=FIRST if query.table in behind(CELLS) else {},
        description=f"**{query.title_sv}** ({query.title}). {query.question}\n\n{query.definition}",
        metadata={
            "sql": dg.MetadataValue.md(f"```sql\n{query.select}\n```"),
            "file": f"sql/{query.layer}/{query.name}.sql",
        },
    )
    def build(work: Work) -> dg.MaterializeResult[None]:
        with in_words():
            rows = work.build(query.table)
        columns = [dg.TableColumn(name, kind) for name, kind in work.warehouse.columns(query.table)]
        schema = dg.TableSchema(columns)
        return dg.MaterializeResult(metadata={**row_count(rows), "dagster/column_schema": schema})

    return build


def _is_given(table: str) -> bool:
    """Tables that no asset builds: settings and code lists, and the rejected rows beside raw."""
    return table.startswith("reference.") or table == "raw.rejected"


MEASURE_FILES = [
    dg.AssetKey(["measures", name])
    for name in (
        *("cells", "persons", "attrition", "sensitivity", "spells"),
        *("states_of_kinds", "kinds", "alike", "answers", "moves", "people", "licence_people"),
    )
]
ATTACKED = dg.AssetKey(["release", "attacked"])


@dg.asset(
    key_prefix="release",
    group_name="release",
    deps=[dg.AssetKey(CELLS.split("."))],
    kinds={"parquet"},
    owners=OWNERS,
    op_tags=FIRST,
)
def measures(work: Work) -> dg.MaterializeResult[None]:
    """internal/measures.parquet: every cell before protection."""
    with in_words():
        return dg.MaterializeResult(metadata=row_count(work.write_measures()))


@dg.asset(
    key_prefix="release",
    group_name="release",
    deps=[*MEASURE_FILES, measures],
    kinds={"parquet"},
    owners=OWNERS,
)
def internal(work: Work) -> dg.MaterializeResult[None]:
    """The other internal/*.parquet: persons, attrition, sensitivity and curves, before protection."""
    with in_words():
        return dg.MaterializeResult(
            metadata={name: shown(rows) for name, rows in work.write_internal().items()}
        )


@dg.asset(key_prefix="release", group_name="release", deps=[internal], kinds={"polars"}, owners=OWNERS)
def protected(work: Work) -> dg.MaterializeResult[None]:
    """published/site/tables: every published table, protected."""
    with in_words():
        tables = work.protect()
    return dg.MaterializeResult(metadata={name: table.height for name, table in tables.items()})


@dg.multi_asset(
    name="attacked",
    specs=[
        dg.AssetSpec(
            ATTACKED,
            deps=[protected],
            group_name="release",
            kinds={"highs"},
            owners=OWNERS,
            description="The attacker's view of the published tables: what each count can be.",
        )
    ],
    check_specs=[
        dg.AssetCheckSpec(
            name="audit",
            asset=ATTACKED,
            description="No count can be bounded more narrowly than the policy allows.",
        )
    ],
)
def attacked(work: Work) -> Iterator[Any]:
    """What the attacker finds; a release that is opened ends here."""
    with in_words():
        found = work.attack()
    yield dg.MaterializeResult(ATTACKED, metadata=dict(found))
    yield dg.AssetCheckResult(
        check_name="audit",
        asset_key=ATTACKED,
        passed=found["passed"],
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={**found, "next": "" if found["passed"] else "vardflode audit"},
    )
    with in_words():
        work.stop_if_open()


@dg.asset(key_prefix="release", group_name="release", deps=[ATTACKED], kinds={"html"}, owners=OWNERS)
def site(work: Work) -> dg.MaterializeResult[None]:
    """published/site: one page per group, from protected cells only."""
    with in_words():
        pages = [p for p in work.report() if p.suffix == ".html"]
    target = work.target / "published" / "site" / "index.html" if work.target else pages[0]
    return dg.MaterializeResult(
        metadata={"pages": len(pages), "report": dg.MetadataValue.path(str(target.absolute()))}
    )


@dg.asset(key_prefix="release", group_name="release", deps=[site], kinds={"json"}, owners=OWNERS)
def in_place(work: Work) -> dg.MaterializeResult[None]:
    """manifest.json, and the whole release put in place in one step."""
    with in_words():
        folder = work.finish()
    return dg.MaterializeResult(metadata={"folder": dg.MetadataValue.path(str(folder.absolute()))})


def all_assets() -> list[dg.AssetsDefinition]:
    """Every asset of the code location."""
    return [raw, *map(sql_asset, queries().values()), measures, internal, protected, attacked, site, in_place]
