"""What a run says while it works, in Dagster's log of it: the words that the command line says on stderr.

Belongs here: from a line of the catalogue to the log. Does not belong here: why a step failed
(pipelines.causes), and word to people (pipelines.unattended.telling).
"""

from __future__ import annotations

from collections.abc import Callable

import dagster as dg

from schemas.faults import say

LANGUAGE = "sv"
WARNED_OF = ("swept",)
"""Lines that whoever looks for warnings must find: an earlier run died."""


def talk_to(log: dg.DagsterLogManager | None) -> Callable[..., None]:
    """Says a line of the catalogue to a run's log; to nobody where a run has none."""

    def talk(key: str, **fields: object) -> None:
        if log is not None:
            (log.warning if key in WARNED_OF else log.info)(say(LANGUAGE, key, **fields))

    return talk
