"""Spark itself: a Java machine beside this one, what it may write and say, and its end.

Belongs here: starting, asking and stopping it. Does not belong here: what it is asked (flows.spark.engine).
Rows of persons pass through it: whatever it writes lies in one folder, which is removed with it, and it
logs nothing. Python's part of Spark is used to start it and to hand SQL over, and no more.
"""

from __future__ import annotations

import importlib.util
import os
import re
import secrets
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from schemas.faults import Fault, UserError, fault

JAVA = 17
"""The oldest Java that Spark 4 runs on."""
PATIENCE = 30
"""Seconds that Java is given to end by itself."""

SILENT_AND_ALIKE = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.eventLog.enabled": "false",
    "spark.log.level": "OFF",
    "spark.executor.syncLogLevel.enabled": "true",
    "spark.hadoop.fs.permissions.umask-mode": "077",
    # No Hive, and so no Derby: the names of tables live as long as the session.
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.session.timeZone": "UTC",
    # An overflow or a text in a number stops the run, as in DuckDB, and is not NULL.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
}
"""What holds whatever the machine's own spark-defaults.conf says."""

LOOPBACK = "127.0.0.1"


def missing() -> list[Fault]:
    """What must be installed before Spark can be used, if anything."""
    faults = []
    if importlib.util.find_spec("pyspark") is None:
        faults.append(Fault("spark_not_installed", {"file": "requirements-spark.lock"}))
    found = java_version()
    if found is None or found < JAVA:
        faults.append(Fault("java_missing", {"version": found or "–", "least": JAVA}))
    return faults


def java_version() -> int | None:
    """The Java that Spark would be started with; None when there is none."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else "java"
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr
    except (OSError, subprocess.CalledProcessError):
        return None
    match = re.search(r'version "(\d+)', said)
    return int(match[1]) if match else None


class Machine:
    """A running Spark: SQL in, and tables as Parquet files in folders of their own."""

    def __init__(self, folder: Path, master: str) -> None:
        """Starts it; UserError when it cannot be started, or when the master does not answer."""
        self.folder = folder
        for name in ("given", "tables", "spill", "temporary"):
            (folder / name).mkdir(parents=True)
        try:
            with _surroundings(master):
                self._gateway = _started(folder, master)
                self._session = self._opened(master)
        except Exception as error:
            self.stop()
            raise fault("spark_not_started", master=master, problem=kind_of(error)) from None

    def _opened(self, master: str) -> Any:
        builder = self._gateway.jvm.org.apache.spark.sql.SparkSession.builder().appName("vardflode")
        if master.startswith("local"):
            # Ports on this machine are open to everybody on it; whoever knows no secret gets nothing.
            for name, value in {
                "spark.driver.host": LOOPBACK,
                "spark.driver.bindAddress": LOOPBACK,
                "spark.authenticate": "true",
                "spark.authenticate.secret": secrets.token_hex(32),
            }.items():
                builder = builder.config(name, value)
        return builder.getOrCreate()

    def ask(self, sql: str) -> None:
        """Carries out a statement; UserError tells what kind of thing went wrong, and quotes no row."""
        try:
            self._session.sql(sql)
        except Exception as error:
            raise fault("spark_failed", problem=kind_of(error), folder=self.folder) from None

    def give(self, table: str, folder: Path) -> None:
        """Parquet files under a table's name."""
        self._session.catalog().createTable(table, str(folder), "parquet")

    def files_of(self, table: str) -> list[Path]:
        """The Parquet files of a table that it has built."""
        layer, name = table.split(".")
        return sorted((self.folder / "tables" / f"{layer}.db" / name).glob("*.parquet"))

    def stop(self) -> None:
        """Ends Java and removes all that it has written."""
        gateway = self.__dict__.pop("_gateway", None)
        if gateway is not None:
            with suppress(Exception):  # it may be gone already
                self._session.stop()
            with suppress(Exception):
                gateway.shutdown()
            _end(gateway.proc)
        shutil.rmtree(self.folder, ignore_errors=True)


def _started(folder: Path, master: str) -> Any:
    """Java with Spark in it, which says nothing and ends when this process does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it speaks of pandas, which is not used
        from pyspark.java_gateway import launch_gateway  # noqa: PLC0415  # an extra that few install

    options = f"-Djava.io.tmpdir={_quoted(folder / 'temporary')} -XX:-UsePerfData"
    settings = SILENT_AND_ALIKE | {
        "spark.master": master,
        "spark.driver.extraJavaOptions": options,
        "spark.local.dir": str(folder / "spill"),
        "spark.sql.warehouse.dir": str(folder / "tables"),
    }
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return launch_gateway(_Settings(settings), quiet)


class _Settings:
    """Settings in the form in which Spark asks for them."""

    def __init__(self, settings: dict[str, str]) -> None:
        self._settings = settings

    def getAll(self) -> list[tuple[str, str]]:  # noqa: N802  # Spark's word
        return list(self._settings.items())


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)


@contextmanager
def _surroundings(master: str) -> Iterator[None]:
    """The environment that Java is started in; it is as before afterwards."""
    there = {"LC_ALL": "C.UTF-8"} if os.name == "posix" else {}  # or å in a folder's name is lost
    # Spark looks for data sources written in Python, and starts it for that: there are none.
    there["PYSPARK_PYTHON"] = there["PYSPARK_DRIVER_PYTHON"] = "no-python"
    if master.startswith("local"):
        there["SPARK_LOCAL_IP"] = LOOPBACK  # or it asks the network for its own name
    before = {name: os.environ.get(name) for name in there}
    os.environ.update(there)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()  # Java's sign that nobody needs it
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def kind_of(error: BaseException) -> str:
    """Spark's name of what went wrong; its message may quote a row and is left out."""
    if isinstance(error, UserError):
        return error.faults[0].text("en")
    cause = getattr(error, "java_exception", None)
    if cause is None:
        return type(error).__name__
    with suppress(Exception):  # only Spark's own errors have a name
        return str(cause.getCondition())
    with suppress(Exception):
        return str(cause.getClass().getSimpleName())
    return type(error).__name__
