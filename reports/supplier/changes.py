"""What has changed since the supplier's earlier delivery: registers, time, columns, codes, rows per period.

Belongs here: comparing two deliveries' facts. Does not belong here: what is wrong with one (findings).
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from reports.supplier.facts import DeliveryFacts, RegisterFacts
from reports.supplier.findings import SMALLEST, Finding, listed, said, spans
from schemas.contract import contracts
from schemas.delivery import term_label

CHANGED, FEWEST = 0.1, 50
"""A period has changed when its rows differ by a tenth; one of fewer rows is too small to say so."""


def changes(now: DeliveryFacts, earlier: DeliveryFacts) -> Iterator[Finding]:
    """Everything that is otherwise than it was."""
    for register in contracts():
        is_here = register in {*now.registers, *now.unread}
        was_here = register in {*earlier.registers, *earlier.unread}
        if is_here != was_here:
            yield said("changed", register, "register_new" if is_here else "register_gone")
        if register in now.registers and register in earlier.registers:
            yield from _of_register(register, now, earlier)
    moved = code_changes(now, earlier)
    for (register, column, status), rows in moved.group_by(
        "register", "column", "status", maintain_order=True
    ):
        yield said("changed", str(register), f"codes_{status}", column=column, codes=listed(rows["shown"]))


def _of_register(register: str, now: DeliveryFacts, earlier: DeliveryFacts) -> Iterator[Finding]:
    here, there = now.registers[register], earlier.registers[register]
    if (here.first, here.last) != (there.first, there.last):
        yield said("changed", register, "covers", covers=here.covers, earlier=there.covers)
    for key, one, other in (("columns_gone", there, here), ("columns_new", here, there)):
        names = [name for folded, name in one.columns.items() if folded not in other.columns]
        if names:
            yield said("changed", register, key, columns=listed(names))
    periods = [label for label, _, _, is_changed in period_rows(register, now, earlier) if is_changed]
    if periods:
        yield said("changed", register, "rows_changed", periods=spans(periods))


def period_rows(
    register: str, now: DeliveryFacts, earlier: DeliveryFacts | None
) -> list[tuple[str, int, int | None, bool]]:
    """(period, rows, rows earlier, whether they differ) of every period that either delivery has rows of.

    A period that only one of them covers has not changed: that is said of what the register covers.
    """
    there = earlier.registers.get(register) if earlier else None
    own, old = now.registers[register].by_period, there.by_period if there else {}
    is_term = contracts()[register].period == "term"
    found = []
    for period in sorted({*own, *old}):
        rows, was = own.get(period, 0), old.get(period, 0) if there else None
        label = term_label(period) if is_term else str(period)
        is_both = there is not None and _covers(there, label) and _covers(now.registers[register], label)
        differs = was is not None and max(rows, was) >= FEWEST and abs(rows - was) >= CHANGED * max(rows, was)
        found.append((label, rows, was, is_both and differs))
    return found


def _covers(facts: RegisterFacts, label: str) -> bool:
    """Whether a register covers a period; terms are compared by year and half."""
    return _place(facts.first) <= _place(label) <= _place(facts.last)


def _place(label: str) -> tuple[int, int]:
    if label[:2] in ("VT", "HT"):
        return int(label[2:]), int(label[:2] == "HT")
    return int(label[:4]), 0


def code_changes(now: DeliveryFacts, earlier: DeliveryFacts) -> pl.DataFrame:
    """register, column, code, rows, status (new or gone), and the code as its own delivery writes it.

    Only codes of several rows, in registers and columns that both deliveries have.
    """
    keys = ["register", "column", "code"]
    both = now.codes.select(keys[:2]).unique().join(earlier.codes.select(keys[:2]).unique(), on=keys[:2])
    parts = []
    for status, one, other in (("new", now, earlier), ("gone", earlier, now)):
        seen = one.codes.filter(pl.col("rows") >= SMALLEST).join(both, on=keys[:2], how="semi")
        moved = seen.join(other.codes, on=keys, how="anti")
        shown = [one.delivered_codes.get(key, key[2]) for key in moved.select(keys).iter_rows()]
        parts.append(
            moved.with_columns(pl.Series("shown", shown, dtype=pl.String), pl.lit(status).alias("status"))
        )
    return pl.concat(parts).sort("register", "column", "status", "code")
