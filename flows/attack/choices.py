"""The sensitivity table: other ways of counting, beside the one in force.

Belongs here: what they have to do with one another and with the other tables. Does not belong here: the
choices themselves (flows.choices).
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from flows.attack.cells import KEY
from flows.attack.chain import by_choice, in_cells
from flows.attack.published import CHOICE
from flows.attack.sums import parts_and_whole

SAME_BASE = """
{m}~missing_occupation~counted_as_no.all = {m}.all
{m}~missing_occupation~counted_as_yes.all = {m}.all
{m}~missing_occupation~counted_as_no.yes = {m}.yes
{m}~missing_occupation~counted_as_yes.no = {m}.no
{m}~occupation_status~november_only.all = {m}.all
{m}.yes >= {m}~occupation_status~november_only.yes
{m}~occupation_age~not_before_licence.all = {m}.all
{m}.yes >= {m}~occupation_age~not_before_licence.yes
{m}_either~target_set~either.all = {m}.all
{m}_workplace~target_set~workplace.all = {m}.all
"""
FOLLOWED = """
employed_{k}~employed_base~licensed.all = resident_{k}.all
employed_{k}~employed_base~licensed.yes = employed_{k}.yes
resident_{k}~follow_up_year~lasar.all = resident_{k}.all
retention_{k}~follow_up_year~lasar.all = resident_{k}.all
resident_{k}~follow_up_year~lasar.some = employed_{k}~follow_up_year~lasar.all
"""


def choices(counts: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The choice in force is counted as in the other tables; the others share bases with it (R30)."""
    aside = counts.filter(pl.col("measure").str.contains(CHOICE, literal=True))
    if aside.is_empty():
        return
    yield _in_force(aside, counts)
    names = [f"{name}_{k}" for name in ("in_profession", "retention") for k in (1, 3)]
    texts = [rule.format(m=name) for name in names for rule in SAME_BASE.split("\n")[1:-1]]
    texts += [rule.format(k=k) for k in (1, 3) for rule in FOLLOWED.split("\n")[1:-1]]
    yield by_choice(in_cells(texts, counts), counts)


def _in_force(aside: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """Per measure and choice, the alternative whose prints agree most often with the other tables'.

    What is withheld in one is in the other, since it is the same count.
    """
    split = aside.with_columns(whole="measure", parts=pl.col("measure").str.split(CHOICE)).with_columns(
        measure=pl.col("parts").list.get(0), choice=pl.col("parts").list.get(1)
    )
    both = split.join(counts.select(*KEY, other="published"), on=KEY)
    agrees = both.group_by("model", "measure", "choice", "whole").agg(
        pl.col("published").eq_missing(pl.col("other")).mean().alias("agreement")
    )
    best = agrees.sort("agreement", "whole", descending=True).unique(
        ["model", "measure", "choice"], keep="first", maintain_order=True
    )
    found = both.join(best, on=["model", "measure", "choice", "whole"], how="semi")
    return parts_and_whole(
        "choice in force",
        found.with_columns(bare="measure", measure="whole"),
        {"measure": pl.col("bare")},
        split=["choice"],
    )
