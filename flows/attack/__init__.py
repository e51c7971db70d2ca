"""The attacker: what a reader with all published tables, and time, can work out about a few persons.

Belongs here: reading what is published, the relations between published counts (from the definitions), and
the programme that says how far each small count is pinned down. Does not belong here: protecting. It knows
nothing of flows.protection, and reads nothing internal.
"""

from __future__ import annotations

from flows.attack.attacking import attack
from flows.attack.findings import Findings
from flows.attack.published import read_published

__all__ = ["Findings", "attack", "read_published"]
