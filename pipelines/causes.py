"""Why a step failed, in words that a mail may carry: Dagster shows them, and messages are made of them.

Belongs here: from an error to a few sentences, and back out of Dagster's record of it. Does not belong
here: the words (schemas/messages) and sending them (pipelines.unattended.mailing).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import dagster as dg

from pipelines.failing import UnexpectedError, as_user_error, is_fault
from schemas.faults import Fault, UserError


class Recorded(Protocol):
    """An error as Dagster keeps it, with the error behind it."""

    @property
    def cls_name(self) -> str | None:
        """The exception's class."""

    @property
    def message(self) -> str:
        """Class and text."""

    @property
    def cause(self) -> Recorded | None:
        """What it was raised from."""

    @property
    def context(self) -> Recorded | None:
        """What was being handled."""


LANGUAGE = "sv"
COUNTED = ("number", "rows", "row", "years", "broken", "found", "bytes")
"""Fields of faults that tell of rows; a mail has none of them, the program's own message has."""
HIDDEN = "…"


@contextmanager
def in_words() -> Iterator[None]:
    """An error that people can do something about becomes a failure that says what; no other quotes data."""
    try:
        yield
    except (dg.Failure, UnexpectedError):
        raise
    except BaseException as error:
        if not is_fault(error):
            raise
        known = as_user_error(error)
        if not isinstance(known, UserError):
            raise UnexpectedError(error) from None
        raise dg.Failure("\n".join(map(told, known.faults)), allow_retries=False) from known


def told(fault: Fault) -> str:
    """A fault's text without a number of rows or where they stand."""
    return Fault(fault.key, {name: _told(name, value) for name, value in fault.fields.items()}).text(LANGUAGE)


def _told(name: str, value: object) -> object:
    if name in COUNTED:
        return HIDDEN
    if callable(value):  # words of a check, which count rows
        words: Callable[[str], str] = value
        return lambda language: re.sub(r"\d+", HIDDEN, words(language))
    return value


def first_cause(error: Recorded | None) -> str | None:
    """What in_words said of an error that Dagster has recorded; None when nothing did."""
    while error is not None:
        if error.cls_name == "Failure":
            return error.message.strip().partition("Failure: ")[2] or error.message.strip()
        error = error.cause or error.context
    return None
