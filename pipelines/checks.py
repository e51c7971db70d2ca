"""The gate's results as Dagster asset checks, each with a human name and what to do next.

Belongs here: the translation from CheckResult to AssetCheckResult. Does not belong here:
the checks (schemas.expectations).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import dagster as dg

from pipelines.release import Release
from schemas.contract import contracts
from schemas.expectations import CheckResult, check_keys, words_of_checks

SMALLEST = 5
"""A count below this is not told: what Dagster keeps is read by more people than the release is."""


def shown(count: int) -> int | str:
    """A count of rows as Dagster may have it."""
    return count if count == 0 or count >= SMALLEST else f"1–{SMALLEST - 1}"


def row_count(rows: int | None) -> dict[str, int]:
    """Dagster's own entry for a table's rows, which takes a number or nothing."""
    return {"dagster/row_count": rows} if rows is not None and shown(rows) == rows else {}


def _remedy(result: CheckResult) -> str:
    counted = str(result.unexpected)
    return re.sub(rf"\b{counted}\b", str(shown(result.unexpected)), result.remedy("sv"))


def check_specs() -> list[dg.AssetCheckSpec]:
    """One asset check per register and check key; the columns of a register share it."""
    words = words_of_checks("sv")
    return [
        dg.AssetCheckSpec(
            name=key,
            asset=dg.AssetKey(["raw", contract.register]),
            description=words[key]["title"],
        )
        for contract in contracts().values()
        for key in check_keys(contract)
    ]


def check_results(work: Release) -> Iterator[dg.AssetCheckResult]:
    """Runs the gate; its results, also when one blocks (the error follows them)."""
    found: dict[tuple[str, str], list[CheckResult]] = defaultdict(list)
    for result in work.run_gate():
        found[result.register, result.key].append(result)
    for contract in contracts().values():
        for key in check_keys(contract):
            yield _result(contract.register, key, found.get((contract.register, key), []))
    work.stop_if_blocked()


def _result(register: str, key: str, results: list[CheckResult]) -> dg.AssetCheckResult:
    failed = [r for r in results if not r.passed]
    blocks = any(r.blocking for r in failed)
    return dg.AssetCheckResult(
        check_name=key,
        asset_key=dg.AssetKey(["raw", register]),
        passed=not failed,
        severity=dg.AssetCheckSeverity.ERROR if blocks else dg.AssetCheckSeverity.WARN,
        metadata={
            "delivered": bool(results),
            "unexpected": shown(sum(r.unexpected for r in failed)),
            "columns": ", ".join(r.column for r in failed if r.column),
            "next": " ".join(_remedy(r) for r in failed[:3]),
        },
    )
