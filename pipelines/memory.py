"""How much memory this process may have: where it is short, C and Rust libraries end it in their own words.

Belongs here: the limits that the shell or a service sets, and the least that will do. Does not belong here:
memory that runs out all the same (pipelines.failing).
"""

from __future__ import annotations

import sys

from schemas.faults import fault

LEAST = 4 * 2**30
"""Bytes: a check of a small delivery takes 3.5 GB of addresses, of which it uses a seventh."""
GIGABYTE = 2**30

if sys.platform == "win32":

    def memory_limit() -> int | None:
        """Bytes that this process may have; None without a limit."""
        return None
else:
    import resource

    def memory_limit() -> int | None:
        """Bytes that this process may have; None without a limit."""
        limits = [resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA)]
        return min((limit for limit in limits if limit != resource.RLIM_INFINITY), default=None)


def too_limited() -> dict[str, object]:
    """The limit and the least that will do, for the words, where the limit is below it; else nothing."""
    limit = memory_limit()
    if limit is None or limit >= LEAST:
        return {}
    return {"size": f"{limit / GIGABYTE:.1f}", "least": LEAST // GIGABYTE}


def must_be_allowed_memory() -> None:
    """UserError when this process may have too little."""
    if said := too_limited():
        raise fault("memory_limited", **said)
