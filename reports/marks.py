"""How a published row is marked: by which method, what its zero says, and why a number is not there.

Belongs here: what follows from status, reason and method. Does not belong here: the words (texts/) and
the tables that print them.
"""

from __future__ import annotations

from typing import Any, Protocol

from reports.language import Language
from reports.words import DASH

OK, PROTECTED, CANNOT = "ok", "protected", "not_applicable"
ROUNDING, CELL_KEY = "rounding", "cell_key"
INEXACT = (ROUNDING, "controlled_rounding", CELL_KEY)
"""Methods under which a printed count need not be the true one, nor a zero nobody."""
BASE = 5
"""The base of a method that does not say it."""


class Marked(Protocol):
    """Whatever has the marks of a published row."""

    @property
    def status(self) -> str:
        """ok, protected, not_observable, immature, not_applicable, or missing: no such row."""

    @property
    def reason(self) -> str:
        """Why a number is withheld; empty where none is."""

    @property
    def method(self) -> str:
        """The method of protection."""


def is_exact(method: str) -> bool:
    """True where a printed count is the true one."""
    return not method.startswith(INEXACT)


def zero(method: str) -> str:
    """How a zero is printed: a dash where it is exact."""
    return DASH if is_exact(method) else "0"


def off(method: str) -> int:
    """How far at most a printed count may lie from the true one."""
    if is_exact(method):
        return 0
    last = method.rpartition("_")[2]
    if not last.isdigit():
        return BASE - 1
    # rounding_5 is off by less than its base, cell_key_2 by as much as it says.
    return int(last) if method.startswith(CELL_KEY) else int(last) - 1


def why(row: Marked, language: Language) -> str:
    """The sentence that explains what is not shown, empty where nothing is missing."""
    reasons: dict[str, Any] = language.texts["reasons"]
    if row.status in (OK, PROTECTED):
        named = f"{row.reason}_rounded" if row.method.startswith(INEXACT[:2]) else row.reason
        found = next((name for name in (named, row.reason) if name in reasons), "")
        return str(reasons[found]) if found else "" if row.status == OK else str(reasons[PROTECTED])
    return str(reasons.get(row.status) or reasons["missing"])
