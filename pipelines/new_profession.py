"""`vardflode profession new`: a group's file from flags, the catalogue or questions; written whole.

Belongs here: gathering values, judging the file that they make, putting it in place. Does not belong
here: the questions (pipelines.asking) and how the file is written (flows.catalogue).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.catalogue import from_catalogue, profession_text, read_terms
from flows.professions import Profession, judge_profession, load_professions, together_faults
from pipelines.asking import NEEDED, Ask, ask_for
from schemas.faults import Fault, UserError, fault

FLAGS = {"id": "--id", "name_sv": "--name-sv", "name_en": "--name-en", "nominal": "--terms"}


@dataclass(frozen=True)
class Written:
    """The file that was written, and the group in it."""

    file: Path
    profession: Profession


def write_new(
    given: Mapping[str, Any],
    *,
    catalogue_id: str | None,
    folder: Path,
    profession_dirs: Sequence[Path],
    overwrite: bool,
    language: str,
    ask: Ask | None,
) -> Written:
    """Writes <folder>/<id>.toml; UserError carries everything that is wrong, and nothing is written.

    given: values by key of the file, as flags give them. ask: how to ask for what is missing; None
    where there is nobody to ask.
    """
    faults: list[Fault] = []
    values = _gathered(given, catalogue_id, faults)
    if not faults and ask is not None and any(not values.get(key) for key in NEEDED):
        values = ask_for({k: v for k, v in values.items() if v or k not in NEEDED}, folder, language, ask)
    said = ["nominal"] if faults else []
    faults += [
        Fault("flag_missing", {"value": FLAGS[key]})
        for key in NEEDED
        if not values.get(key) and key not in said
    ]
    file = folder / f"{values.get('id') or 'id'}.toml"
    if file.exists() and not overwrite:
        faults.append(Fault("profession_file_exists", {"file": file}))
    profession = _judged(values, file, profession_dirs, faults)
    place_text(profession_text(values), file)
    return Written(file, profession)


def _gathered(given: Mapping[str, Any], catalogue_id: str | None, faults: list[Fault]) -> dict[str, Any]:
    """The catalogue's values, overridden by the flags that were given."""
    flags = {key: value for key, value in given.items() if value not in (None, (), [])}
    if "nominal" in flags:
        flags["nominal"] = read_terms(flags["nominal"], faults)
    values: dict[str, Any] = {}
    try:
        values = from_catalogue(catalogue_id) if catalogue_id else {}
    except UserError as error:
        faults += error.faults
    if flags.get("id", catalogue_id) != catalogue_id:
        values.pop("aliases", None)  # they are the other group's
    return values | flags


def _judged(
    values: Mapping[str, Any], file: Path, profession_dirs: Sequence[Path], known_faults: list[Fault]
) -> Profession:
    """The group as the program will read it; UserError when it would be refused, alone or with the others."""
    faults: list[Fault] = []
    profession = judge_profession(profession_text(values), file, faults)
    unsaid = [f for f in faults if f.key != "profession_key_missing"]
    if known_faults or unsaid or profession is None:
        raise UserError([*known_faults, *unsaid])
    known = load_professions(profession_dirs) | {profession.id: profession}
    if apart := together_faults(known, {profession.id: file}):
        raise UserError(apart)
    return profession


def place_text(text: str, file: Path) -> None:
    """The file is there whole or not at all."""
    growing = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        growing.write_bytes(text.encode("utf-8", "replace"))
        growing.replace(file)
    except OSError as error:
        raise fault("not_writable", file=file, problem=error.strerror or error) from error
    finally:
        growing.unlink(missing_ok=True)
