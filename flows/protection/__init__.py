"""Disclosure control: from what was counted to what may be published (docs/decisions/0007).

Belongs here: how published counts are protected. Does not belong here: counting (sql/), showing (reports)
and attacking (flows.attack). A preview, which is not published, has the simple rule of its own.
"""

from __future__ import annotations

from flows.protection.laying import Counted
from flows.protection.listed import printed_cells
from flows.protection.people import People, read_people
from flows.protection.policy import BASES, METHODS, Policy
from flows.protection.publishing import publish
from flows.protection.resting import rests_on
from flows.protection.simple import protect

__all__ = [
    "BASES",
    "METHODS",
    "Counted",
    "People",
    "Policy",
    "printed_cells",
    "protect",
    "publish",
    "read_people",
    "rests_on",
]
