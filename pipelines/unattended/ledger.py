"""What has become of each delivery: checked, approved for a run, run. Kept for as long as `out` is.

Belongs here: those three notes, each written whole, by the hash of the delivery's content and not by its
folder's name. Does not belong here: Dagster's own history, which is cleared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.durable import write_whole
from pipelines.locking import locked
from pipelines.placing import target_of
from pipelines.unattended.arriving import Arrival, look
from schemas.faults import UserError, fault

FOLDER = ".deliveries"
CHECKED, APPROVED, RUN = "checked.json", "approved.json", "run.json"
Note = Mapping[str, str | bool]


@dataclass(frozen=True)
class Ledger:
    """The notes of every delivery, in `out`."""

    out: Path
    public: Path

    def note(self, content: str, kind: str) -> Note | None:
        """One note of a delivery; None when it has not come so far."""
        try:
            said: dict[str, str | bool] = json.loads(self._file(content, kind).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise fault("manifest_unreadable", file=self._file(content, kind), problem=error) from error
        return said

    def checked(self, arrival: Arrival, *, passed: bool) -> None:
        """A check has ended; a later check of the same delivery replaces an earlier."""
        said: Note = {"folder": arrival.folder.name, "snapshot": arrival.snapshot, "passed": passed}
        self._write(arrival.content or "", CHECKED, said)

    def approve(self, folder: Path, by: str, release: str) -> Note:
        """Somebody lets a checked delivery be run; UserError when it is not checked as it now stands."""
        found = look(folder) if folder.is_dir() else None
        if found is None or found.content is None or found.missing:
            raise UserError(list(found.missing)) if found else fault("delivery_folder_missing", folder=folder)
        target_of(self.out, release, replace=False, public=self.public)
        checked = self.note(found.content, CHECKED)
        if checked is None or checked["snapshot"] != found.snapshot:
            raise fault("delivery_not_checked", folder=folder)
        if not checked["passed"]:
            raise fault("delivery_check_failed", folder=folder)
        if run := self.note(found.content, RUN):
            raise fault("delivery_run_already", folder=folder, release=run["release"])
        self._write(found.content, APPROVED, {"folder": folder.name, "by": by, "release": release})
        return self.note(found.content, APPROVED) or {}

    def begin(self, content: str, release: str, run: str) -> None:
        """A run begins, for the only time: a second one is refused, unless it is the same tried again."""
        with locked(self.out / FOLDER, content):
            said = self.note(content, RUN)
            if said is not None and said["run"] != run:
                raise fault("delivery_run_already", folder=content[:12], release=said["release"])
            if said is None:
                self._write(content, RUN, {"release": release, "run": run})

    def _file(self, content: str, kind: str) -> Path:
        return self.out / FOLDER / content / kind

    def _write(self, content: str, kind: str, said: Note) -> None:
        file = self._file(content, kind)
        file.parent.mkdir(parents=True, exist_ok=True)
        when = datetime.now(UTC).isoformat(timespec="seconds")
        write_whole(file, json.dumps({**said, "on": when}, ensure_ascii=False) + "\n")
