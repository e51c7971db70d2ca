"""The agency's secret, on which protection's chance rests.

Belongs here: reading it. Does not belong here: what is made of it (flows.protection); it is never written.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from schemas.faults import fault

SET_BY = "VARDFLODE_SECRET_FILE"
SHORTEST = 16
"""Bytes; what is shorter could be guessed."""


def secret() -> bytes | None:
    """The agency's secret, None when none is named; UserError when it is named and cannot serve."""
    named = os.environ.get(SET_BY)
    if not named:
        return None
    try:
        held = Path(named).read_bytes().strip()
    except OSError as error:
        raise fault("secret_unreadable", file=named) from error
    if len(held) < SHORTEST:
        raise fault("secret_too_short", file=named, bytes=len(held), least=SHORTEST)
    return held


def is_rehearsal() -> bool:
    """Whether no secret is named, so that the release cannot be approved."""
    return secret() is None


def secret_fingerprint() -> str | None:
    """Tells two secrets apart and gives neither away; None for a rehearsal."""
    held = secret()
    if held is None:
        return None
    # Slow to compute, so that a poor secret cannot be found by trying.
    return hashlib.scrypt(held, salt=b"vardflode", n=2**14, r=8, p=1, dklen=8).hex()
