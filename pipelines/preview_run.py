"""`vardflode profession preview` and `diff`: from the call to what is printed.

Belongs here: settings, groups and the order. Does not belong here: getting rows
(pipelines.previewing), what is said (pipelines.preview_result, profession_diff) and how
(pipelines.preview_text, council).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from flows.professions import (
    Profession,
    load_professions,
    parse_profession,
    together_faults,
)
from pipelines.failing import as_user_error
from pipelines.options import merged
from pipelines.output import Output
from pipelines.preview_result import HEADLINE, preview_payload
from pipelines.preview_text import preview_lines
from pipelines.previewing import Asked, prepared
from pipelines.profession_diff import diff_lines, diff_payload
from pipelines.settings import Settings
from schemas.faults import Fault, UserError, fault


def run_preview(said: Output, name: str, place: Path, page: Path | None, flags: Mapping[str, Any]) -> None:
    """Prints the preview of a group; writes the council's page when it is asked for."""
    settings = _settings(flags)
    known = load_professions([Path(folder) for folder in settings.profession_dirs])
    if name not in known:  # nor `all`: one group is previewed at a time
        raise fault("profession_unknown", value=name, allowed=sorted(known))
    if page is not None and page.is_dir():
        raise fault("not_writable", file=page, problem=os.strerror(errno.EISDIR))
    group = known[name]
    asked = _asked(settings, place, known, group)
    said.drafts([group])
    try:
        with prepared(asked, said.talk) as rows:
            counted = rows.count(asked, group, said.talk, HEADLINE)
            said.payload = preview_payload(asked, rows, counted, settings.policy.smallest)
            if page is not None:
                from pipelines.council import write_council_page  # noqa: PLC0415  # half a second

                write_council_page(said.payload, counted.cells, rows.delivery, settings.policy.smallest, page)
                said.talk("page_written", file=page)
    except Exception as error:
        raise as_user_error(error) from error
    said.lines(preview_lines(said.payload, said.language))


def run_diff(said: Output, file: Path, place: Path, flags: Mapping[str, Any]) -> None:
    """Prints what the file changes in the group of its id: keys, then cells."""
    settings = _settings(flags)
    known = load_professions([Path(folder) for folder in settings.profession_dirs])
    if not file.is_file():
        raise fault("diff_file_missing", file=file)
    faults: list[Fault] = []
    after = parse_profession(file, faults)
    if after is None:
        raise UserError(faults)
    if after.id not in known:
        raise fault("diff_unknown", file=file, value=after.id, allowed=sorted(known))
    if apart := together_faults({**known, after.id: after}, {after.id: file}):
        raise UserError(apart)
    asked = _asked(settings, place, known, known[after.id], after)
    try:
        with prepared(asked, said.talk) as rows:
            cells = [rows.count(asked, version, said.talk).cells for version in asked.versions]
    except Exception as error:
        raise as_user_error(error) from error
    said.payload = diff_payload(asked, cells[0], cells[1], rows.delivery.id)
    said.lines(diff_lines(said.payload, said.language))


def _settings(flags: Mapping[str, Any]) -> Settings:
    given = dict(flags)
    folders = tuple(str(folder) for folder in given.pop("profession_dirs"))
    return merged(given.pop("settings_file"), profession_dirs=folders, **given)


def _asked(settings: Settings, place: Path, known: Mapping[str, Profession], *versions: Profession) -> Asked:
    return Asked(place, versions, known, replace(settings, professions=()).scope())
