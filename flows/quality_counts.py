"""What became of the registers' rows, as one frame: the counts of the quality declaration before protection.

Belongs here: definitions section 12 as rows. Does not belong here: counting (schemas.reading,
flows.warehouse) and protecting (flows.protection).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from flows.warehouse import RegisterCounts
from schemas.contract import Contract, contracts

SHAPE = {"register": pl.String, "step": pl.String, "reason": pl.String, "rows": pl.Int64}
ENDS = ("accepted", "duplicates", "set_aside", "rejected")
"""The steps that add up to `read`; `blanked` and `restored` count values in rows that were read."""


def quality_counts(counts: Mapping[str, RegisterCounts]) -> pl.DataFrame:
    """One row per register, step and reason, of the registers delivered.

    Columns: register; step (read, accepted, duplicates, set_aside, rejected, blanked, restored); reason: why
    rejected, the column of blanked and restored, else empty; rows (of blanked and restored: values).
    Per register read = accepted + duplicates + set_aside + the sum of rejected. Every reason for which the
    contract can reject a row has its row, with 0 where there was none, so that no row tells by being absent.
    Source: what reading and loading counted. ValueError names a register whose rows do not add up.
    """
    lost = sorted(one.register for one in counts.values() if not one.adds_up)
    if lost:
        raise ValueError(f"rows read are not rows accounted for: {', '.join(lost)}")
    rows = [row for name in contracts() if name in counts for row in _rows(counts[name])]
    return pl.DataFrame(rows, schema=SHAPE, orient="row")


def _rows(counts: RegisterCounts) -> Iterator[tuple[str, str, str, int]]:
    if not counts.delivered:
        return
    for step in ("read", "accepted", "duplicates", "set_aside"):
        yield counts.register, step, "", getattr(counts, step)
    contract = contracts()[counts.register]
    possible = {
        "rejected": (reasons(contract), counts.rejected),
        "blanked": (_may_be_blanked(contract), counts.blanked),
        "restored": (_may_be_restored(contract), counts.restored),
    }
    for step, (names, found) in possible.items():
        for name in sorted(names | set(found)):
            yield counts.register, step, name, found.get(name, 0)


def reasons(contract: Contract) -> set[str]:
    """Every reason for which a row of the register can be rejected (rulings R1, R5)."""
    found = {column.bad_value for column in contract.columns if column.bad_value} | {"out_of_range"}
    if any(c.key and (c.bad_value == "text_in_number" or c.name == "Termin") for c in contract.columns):
        found.add("missing_value")
    return found


def _may_be_blanked(contract: Contract) -> set[str]:
    """Columns in which a bad value becomes missing and the row stays."""
    return {
        c.name
        for c in contract.columns
        if not c.bad_value and c.name not in contract.dated_by and c.kind != "text"
    }


def _may_be_restored(contract: Contract) -> set[str]:
    """Columns of fixed width with a code that begins with a zero (R4)."""
    return {c.name for c in contract.columns if c.width and any(code[:1] == "0" for code in c.codes)}
