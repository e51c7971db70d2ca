"""`vardflode drill`: its arguments.

Belongs here: arguments. Does not belong here: what it does (pipelines.drilling.serving).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipelines.options import common, merged, output


@click.command()
@click.argument("release", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(min=0, max=65535), default=8710, show_default=True)
@click.option("--no-browser", is_flag=True)
@click.option("--settings", "settings_file", type=click.Path(path_type=Path))
@click.option("--out")
@common
def drill(
    *,
    release: Path,
    port: int,
    no_browser: bool,
    settings_file: Path | None,
    language: str | None,
    as_json: bool,
    **flags: Any,
) -> None:
    """Unprotected numbers of a release in a browser, inside the house."""
    from pipelines.drilling.serving import folder_to_drill, serve  # noqa: PLC0415  # --help must answer at once

    said = output(language, as_json)
    folder = folder_to_drill(release, merged(settings_file, **flags))
    serve(folder, port, said.language, said.talk, browser=not no_browser)
    said.payload = {"release": str(folder)}
