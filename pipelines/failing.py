"""What an error means to a user, and what may be kept of one that means nothing to them.

Belongs here: telling errors apart, and taking the data out of them. Does not belong here: words
(schemas/messages) and exit codes (the command line).
A library's message may quote a row: of an unexpected error only its kind and where it arose are told.
"""

from __future__ import annotations

import errno
import functools
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from schemas.faults import INTERRUPTED, Fault, UserError

INTERRUPTS = ("KeyboardInterrupt", "DagsterExecutionInterruptedError", "InterruptException")
"""Python's, Dagster's and DuckDB's words for Ctrl-C; DuckDB also says it in a RuntimeError."""
DUCKDB_INTERRUPTED = "Query interrupted"
PANIC = "PanicException"
"""What a fault inside Polars is; no Exception, as Python's interrupts are none."""
FULL_MEMORY = ("memory allocation", "could not spawn thread", "can't start new thread", "std::bad_alloc")
"""Said by Polars, Python and DuckDB where there is no room for more, threads among it."""
FULL_DISK = ("No space left on device", "Disk quota exceeded", "Out of disk", "File too large")

P = ParamSpec("P")
T = TypeVar("T")


class UnexpectedError(Exception):
    """An error in the program: its kind and where it arose, without what it said."""

    def __init__(self, error: BaseException) -> None:
        """Takes from the error what quotes no data."""
        super().__init__(where_it_arose(error))
        self.kind = type(error).__name__


def where_it_arose(error: BaseException) -> str:
    """The traceback of an error and its causes, each with its kind in its message's place."""
    found = [
        "Traceback (most recent call last; messages are left out, for they may quote the delivery):\n"
        + "".join(traceback.format_tb(cause.__traceback__))
        + type(cause).__name__
        for cause in reversed(_causes(error))
    ]
    return "\n\n".join(found) + "\n"


def quoting_no_data(step: Callable[P, T]) -> Callable[P, T]:
    """A step of a release whose errors say nothing of the data: Dagster records what it is told."""

    @functools.wraps(step)
    def safe(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return step(*args, **kwargs)
        except UserError:
            raise
        except BaseException as error:
            if not is_fault(error):
                raise
            folder: Path | None = getattr(args[0], "folder", None) if args else None
            known = as_user_error(error, folder and folder.parent)
            raise known if isinstance(known, UserError) else UnexpectedError(error) from None

    return safe


def is_fault(error: BaseException) -> bool:
    """Whether something is wrong; else somebody has interrupted or ended the program."""
    return isinstance(error, Exception) or type(error).__name__ == PANIC


def as_user_error(error: BaseException, place: Path | None = None) -> Exception:
    """The UserError behind an error, or one made of it when the machine is at fault; else the error.

    place: the folder that was written to, for the message of a full disk.
    """
    for cause in _causes(error):
        if isinstance(cause, UserError):
            return cause
        if type(cause).__name__ in INTERRUPTS or str(cause) == DUCKDB_INTERRUPTED:
            return UserError([Fault("interrupted")], INTERRUPTED)
        found = _machine_fault(cause, place)
        if found is not None:
            return UserError([found])
    return error if isinstance(error, Exception) else UnexpectedError(error)


def _machine_fault(cause: BaseException, place: Path | None) -> Fault | None:
    """The fault of an error that says something of the machine: its disk, its memory, what we may write."""
    problem = str(cause).strip().partition("\n")[0]
    code = cause.errno if isinstance(cause, OSError) else None
    if code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or any(sign in str(cause) for sign in FULL_DISK):
        shown = place or getattr(cause, "filename", None) or "–"
        return Fault("disk_full", {"folder": shown, "problem": problem})
    if isinstance(cause, OSError) and code in (errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO):
        return Fault("not_writable", {"file": cause.filename or "–", "problem": cause.strerror})
    if (
        isinstance(cause, MemoryError)
        or type(cause).__name__ == "OutOfMemoryException"
        or code == errno.ENOMEM
        or any(sign in str(cause) for sign in FULL_MEMORY)
    ):
        return Fault("memory_full")
    return None


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    step: BaseException | None = error
    while step is not None and step not in found:
        found.append(step)
        step = step.__cause__ or step.__context__
    return found
