"""Who is at work, for the records that name somebody.

Belongs here: the name of the account. Does not belong here: what is recorded.
"""

from __future__ import annotations

import getpass

NOBODY = "–"


def user_name() -> str:
    """The account's name; a dash where there is none: a container, or Windows without USERNAME."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return NOBODY
