"""Disclosure control: from cells to what may be published.

Belongs here: which values are withheld and why. Does not belong here: counting (sql/) and
showing (reports). For now there is one simple rule; full disclosure control replaces it.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from flows.protection.beside import protect_attrition, protect_curves
from flows.protection.simple import protect

__all__ = ["Published", "protect", "published"]


@dataclass(frozen=True)
class Published:
    """What pages may be made of: cells, curves, sensitivity and attrition, each with its status.

    No frame is safe as a table by itself: pages hide more before they print (reports.guard).
    """

    cells: pl.DataFrame
    curves: pl.DataFrame
    sensitivity: pl.DataFrame
    attrition: pl.DataFrame


def published(
    cells: pl.DataFrame,
    curves: pl.DataFrame,
    sensitivity: pl.DataFrame,
    attrition: pl.DataFrame,
    *,
    smallest: int,
) -> Published:
    """Every table of a release as it may be shown, under one rule."""
    return Published(
        cells=protect(cells, smallest=smallest),
        curves=protect_curves(curves, smallest=smallest),
        sensitivity=protect(sensitivity, smallest=smallest),
        attrition=protect_attrition(attrition, smallest=smallest),
    )
