"""`vardflode doctor`: its arguments and what it prints.

Belongs here: arguments, layout, the exit code. Does not belong here: the checks (pipelines.doctor).
"""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.options import common, output
from schemas.faults import catalogue, fault, filled


@click.command()
@click.option("--settings", "settings_file", type=click.Path(path_type=Path))
@click.option("--out")
@click.option("--public")
@common
def doctor(
    *, settings_file: Path | None, out: str | None, public: str | None, language: str | None, as_json: bool
) -> None:
    """Whether everything that a run needs is in order."""
    from pipelines.doctor import examine  # noqa: PLC0415  # --help must answer at once

    said = output(language, as_json)
    found = examine(settings_file, out, public)
    levels = catalogue(said.language)["levels"]
    told = [(one, filled(said.language, "doctor", one.key, one.fields)) for one in found]
    said.lines(f"{levels[one.level]:9}{text}" for one, text in told)
    said.payload = {"checks": [{"name": one.name, "level": one.level, "text": text} for one, text in told]}
    wrong = sum(one.level == "fault" for one in found)
    if wrong:
        raise fault("doctor_found", number=wrong)
    said.talk("doctor_done", number=sum(one.level == "warning" for one in found))
