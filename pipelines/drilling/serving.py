"""Opening the drill-down on this computer: the release's folder, the port, the browser.

Belongs here: what must be in order before anything is shown. Does not belong here: pages.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from pipelines.drilling.app import drill_app
from pipelines.drilling.desk import open_desk
from pipelines.finding import release_at
from pipelines.purging import purged
from pipelines.settings import Settings
from schemas.faults import UserError, fault

HOST = "127.0.0.1"
WAREHOUSE = Path("internal") / "warehouse.duckdb"


def folder_to_drill(given: Path, settings: Settings) -> Path:
    """The folder of a release that has its internal part; UserError says what is missing."""
    try:
        folder = release_at(given, settings)
    except UserError:
        for place in (given, Path(settings.public) / given):
            if (place / "site").is_dir():
                raise fault("drill_public", folder=place) from None
        raise
    if gone := purged(folder):
        raise UserError([gone])
    if not (folder / WAREHOUSE).is_file():
        raise fault("drill_no_internal", folder=folder, file=WAREHOUSE)
    return folder


def listening(port: int) -> socket.socket:
    """A socket on this computer's own address; UserError when the port is taken. 0 takes a free one."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere the option would let another program take the port
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOST, port))
        found.listen()
    except OSError as error:
        found.close()
        raise fault("drill_port", value=port) from error
    return found


def serve(folder: Path, port: int, language: str, talk: Callable[..., None], *, browser: bool) -> None:
    """Shows the release until it is interrupted."""
    with listening(port) as listener:
        number = listener.getsockname()[1]
        talk("drill_opening", folder=folder)
        desk = open_desk(folder, language)
        token = secrets.token_urlsafe(32)
        address = f"http://{HOST}:{number}/{token}/"
        app = drill_app(desk, token, [f"{HOST}:{number}", f"localhost:{number}"])
        # Without access log: the address holds the token.
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", server_header=False, proxy_headers=False
        )
        try:
            with _shown(address, browser):
                talk("drill_open", address=address)
                uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:
            talk("drill_closed")
        finally:
            desk.close()


@contextmanager
def _shown(address: str, browser: bool) -> Iterator[None]:
    """Opens the browser by a page that only its owner can read: others see what programs are called with."""
    if not browser:
        yield
        return
    folder = Path(tempfile.mkdtemp(prefix="vardflode-drill-"))
    try:
        page = folder / "open.html"
        page.touch(0o600)
        page.write_text(
            f'<!doctype html><meta name="referrer" content="no-referrer">'
            f'<meta http-equiv="refresh" content="0;url={address}">',
            encoding="utf-8",
        )
        webbrowser.open(page.as_uri())
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
