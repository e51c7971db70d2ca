"""A PostgreSQL of the tests' own: made in a temporary folder, started, stopped and removed.

Belongs here: the server. Does not belong here: what is put in it, and expectations.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

OWNER = "vardflode"
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
ODBC_DRIVER = "PostgreSQL Unicode"


@dataclass(frozen=True)
class Postgres:
    """A running server on this machine; whoever knows the password is let in."""

    port: int
    password: str
    database: str = "postgres"

    @property
    def odbc(self) -> str:
        """How it is reached through ODBC."""
        return (
            f"Driver={{{ODBC_DRIVER}}};Server=127.0.0.1;Port={self.port};Database={self.database};"
            f"UID={OWNER};PWD={self.password}"
        )

    @property
    def url(self) -> str:
        """How it is reached by libpq."""
        return f"postgresql://{OWNER}:{self.password}@127.0.0.1:{self.port}/{self.database}"


def missing() -> str:
    """Why there can be no server here, or nothing."""
    if not PROGRAMS:
        return "PostgreSQL is not installed (Debian: postgresql)"
    if os.name == "posix" and os.geteuid() == 0 and not shutil.which("setpriv"):
        return "PostgreSQL does not run as root, and setpriv is not installed to be someone else"
    return ""


def odbc_missing() -> str:
    """Why no server can be reached through ODBC here, or nothing."""
    listed = subprocess.run(["odbcinst", "-q", "-d"], capture_output=True, text=True, check=False).stdout \
        if shutil.which("odbcinst") else ""  # fmt: skip
    return "" if ODBC_DRIVER in listed else "no ODBC driver for PostgreSQL (Debian: unixodbc odbc-postgresql)"


@contextmanager
def server(password: str = "hemligt-lösen") -> Iterator[Postgres]:  # noqa: S107  # of a server that only the tests know
    """A server that lives as long as the block."""
    # Not the tests' own folder: under root that is closed to everybody else, and root may not serve.
    folder = Path(tempfile.mkdtemp(prefix="vardflode-postgres-"))
    port = _free_port()
    try:
        secret = folder / "password"
        secret.write_text(password, encoding="utf-8")
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody")
            shutil.chown(secret, "nobody")
        where = ["-D", folder / "data"]
        options = f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        _run(
            "initdb",
            *where,
            "-U",
            OWNER,
            "-A",
            "scram-sha-256",
            f"--pwfile={secret}",
            "-E",
            "UTF8",
            "--locale=C",
        )
        _run("pg_ctl", *where, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield Postgres(port, password)
        finally:
            _run("pg_ctl", *where, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, *arguments: object) -> None:
    command: Sequence[object] = [PROGRAMS[-1] / program, *arguments]
    if os.geteuid() == 0:
        command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
    subprocess.run(
        [str(part) for part in command],
        check=True,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
