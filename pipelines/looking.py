"""The commands that only look: a definition, the profession groups.

Belongs here: their arguments and what they print. Does not belong here: finding it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from pipelines.options import common, output
from schemas.faults import fault


@click.command()
@click.argument("name", required=False)
@common
def explain(name: str | None, language: str | None, as_json: bool) -> None:
    """A milestone's or a measure's definition, SQL and use."""
    from pipelines.explaining import describe, described_names, nearest  # noqa: PLC0415  # --help must answer at once

    said = output(language, as_json)
    if name is None:
        said.payload = {"names": described_names()}
        said.lines(described_names())
        return
    found = describe(name, said.language)
    if not found:
        raise fault("name_unknown", value=name, allowed=nearest(name))
    said.payload = found[0].as_dict() if len(found) == 1 else {"explanations": [f.as_dict() for f in found]}
    for one in found:
        said.lines(one.lines(said.language))


@click.group()
@click.option("--lang", "language", type=click.Choice(["sv", "en"]), default=None, expose_value=False)
def profession() -> None:
    """Profession groups."""


@profession.command("list")
@click.option("--profession-dir", "profession_dirs", multiple=True, type=click.Path(path_type=Path))
@common
def profession_list(profession_dirs: Sequence[Path], language: str | None, as_json: bool) -> None:
    """Every group with its status."""
    from flows.professions import load_professions  # noqa: PLC0415  # --help must answer at once

    said = output(language, as_json)
    groups = load_professions(profession_dirs).values()
    said.payload = {"professions": [{"id": p.id, "name_sv": p.name_sv, "status": p.status} for p in groups]}
    said.lines(f"{p.id:26}{p.status:8}{p.name_en if said.language == 'en' else p.name_sv}" for p in groups)


@profession.command("show")
@click.argument("name")
@click.option("--profession-dir", "profession_dirs", multiple=True, type=click.Path(path_type=Path))
@common
def profession_show(name: str, profession_dirs: Sequence[Path], language: str | None, as_json: bool) -> None:
    """One group's codes and lengths."""
    from flows.code_lists import CODE_LISTS, named  # noqa: PLC0415  # --help must answer at once
    from flows.professions import described, load_professions, select_professions  # noqa: PLC0415  # the same

    said = output(language, as_json)
    group = select_professions(load_professions(profession_dirs), [name])[0]
    shown = described(group)
    said.payload = shown | {"code_names": {key: named(key, getattr(group, key)) for key in CODE_LISTS}}
    said.lines(f"{key:24}{_flat(value)}" for key, value in shown.items() if key not in CODE_LISTS)
    said.lines(f"{key:24}{_flat(named(key, getattr(group, key)))}" for key in CODE_LISTS)


def _flat(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_flat(part) for part in value) or "–"
    if isinstance(value, dict):
        return " ".join(f"{key} {part}" for key, part in value.items())
    return str(value)
