"""The query log of a release: who asked what, and when; one line of JSON an answer.

Belongs here: writing it, for its owner's eyes only. Does not belong here: what is worth a line.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from pipelines.user import user_name
from schemas.faults import fault

LOG = "drill_log.jsonl"


class QueryLog:
    """internal/drill_log.jsonl; a line is on the disk before the answer that it is about leaves."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / LOG
        self._user = user_name()
        self._lock = Lock()

    def write(self, what: str, **details: Any) -> None:
        """One line; UserError when it cannot be written, and then nothing may be answered."""
        line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "who": self._user, "what": what}
        text = json.dumps(line | details, ensure_ascii=False, default=str) + "\n"
        try:
            with self._lock:
                file = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _NOFOLLOW, 0o600)
                try:
                    os.chmod(self.file, 0o600)  # noqa: PTH101  # a log from before may be open to others
                    os.write(file, text.encode())
                    os.fsync(file)
                finally:
                    os.close(file)
        except OSError as error:
            raise fault("drill_log", file=self.file, problem=error.strerror or error) from error


_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
"""A link in the log's place is refused, where the system can tell."""
