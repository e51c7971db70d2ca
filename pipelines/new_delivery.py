"""`vardflode delivery new`: a delivery.toml proposed from a folder's files; written whole.

Belongs here: which files are looked at, and putting the file in place. Does not belong here: what it
says (flows.proposing).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from flows.proposing.proposal import Proposal, look, propose_delivery
from flows.proposing.writing import delivery_text
from pipelines.new_profession import place_text
from pipelines.private import scratch_folder
from schemas.faults import fault

NAME = "delivery.toml"


def write_new(folder: Path, *, replace: bool, language: str, talk: Callable[..., None]) -> Proposal:
    """Writes <folder>/delivery.toml; UserError when it is there already or no file is a register's."""
    file = folder / NAME
    if not folder.is_dir():
        raise fault("delivery_folder_missing", folder=folder)
    if file.exists() and not replace:
        raise fault("delivery_toml_exists", file=file)
    files = _files(folder)
    with scratch_folder() as scratch:
        found, unused = look(folder, files, scratch, talk)
    if not found:
        raise fault("no_register_recognised", folder=folder, files=[path.name for path in files] or "–")
    proposal = propose_delivery(folder, found, unused, _received(files))
    place_text(delivery_text(proposal, language), file)
    return proposal


def _files(folder: Path) -> list[Path]:
    """Every file below the folder but delivery.toml and hidden ones."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    own = (path for path in found if not any(part.startswith(".") for part in path.parts))
    return sorted(folder / path for path in own if path != Path(NAME))


def _received(files: Sequence[Path]) -> date:
    """The day of the newest file: a guess, asked about."""
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in files), UTC).date()


def proposal_lines(proposal: Proposal) -> list[str]:
    """Per register: its files and the time that their rows span."""
    spans = {name: f"{span.first} – {span.last}" for name, span in proposal.covers.items()}
    return [f"{name:17}{len(files):4}   {spans.get(name, '–')}" for name, files in proposal.files.items()]


def proposal_payload(proposal: Proposal, language: str) -> dict[str, object]:
    """The proposal as JSON."""
    return {
        "registers": {
            name: {
                "files": list(files),
                "covers": [str(proposal.covers[name].first), str(proposal.covers[name].last)]
                if name in proposal.covers
                else None,
                "pattern": proposal.patterns.get(name),
                "columns": proposal.columns.get(name, {}),
                "codes": proposal.codes.get(name, {}),
            }
            for name, files in proposal.files.items()
        },
        "unused": list(proposal.unused),
        "unsure": {question.place: question.text(language) for question in proposal.questions},
    }
