"""Disclosure control: from what was counted to what may be published (docs/decisions/0007).

Belongs here: how published counts are protected. Does not belong here: counting (sql/), showing (reports),
attacking (flows.attack), and previews, which are not published (flows.preview_protection).
"""

from __future__ import annotations

from flows.protection.laying import Counted
from flows.protection.listed import printed_cells
from flows.protection.people import People, read_people
from flows.protection.publishing import publish
from flows.protection.resting import rests_on

__all__ = [
    "Counted",
    "People",
    "printed_cells",
    "publish",
    "read_people",
    "rests_on",
]
