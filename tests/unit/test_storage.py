"""Where Dagster keeps its runs: SQLite as the checkout comes, PostgreSQL where several work at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from tests import postgres

ROOT = Path(__file__).parents[2]


@dg.job
def nothing() -> None:
    """A run to be kept."""


def home(folder: Path, file: Path) -> str:
    """A DAGSTER_HOME with the file as its dagster.yaml."""
    folder.mkdir()
    shutil.copy(file, folder / "dagster.yaml")
    return str(folder)


def has_what_runs_without_hands_need(instance: dg.DagsterInstance) -> bool:
    """A dead run is found, begun again only if it died, and what skipped is not kept for ever."""
    settings = instance.get_settings("run_retries")
    assert instance.run_monitoring_enabled and instance.run_monitoring_max_runtime_seconds == 86400
    assert settings["enabled"] and not settings["retry_on_asset_or_op_failure"]
    assert not instance.telemetry_enabled
    return instance.run_retries_enabled


def test_the_checkouts_own_storage_is_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with dg.DagsterInstance.from_config(home(tmp_path / "home", ROOT / "dagster.yaml")) as instance:
        assert nothing.execute_in_process(instance=instance).success
        assert has_what_runs_without_hands_need(instance)
    assert list(tmp_path.rglob(".dagster/storage/**/*.db")), "beside dagster.yaml"


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Postgres]:
    if why := postgres.missing():
        pytest.skip(why)
    with postgres.server("hemligt") as running:
        yield running


def test_two_users_see_the_same_runs_in_postgresql(
    server: postgres.Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"HOST": "127.0.0.1", "PORT": server.port, "DATABASE": server.database}
    for name, value in (said | {"USER": postgres.OWNER, "PASSWORD": server.password}).items():
        monkeypatch.setenv(f"VARDFLODE_PG_{name}", str(value))
    monkeypatch.chdir(tmp_path)
    file = ROOT / "docs" / "dagster-postgresql.yaml"
    with (
        dg.DagsterInstance.from_config(home(tmp_path / "anna", file)) as anna,
        dg.DagsterInstance.from_config(home(tmp_path / "bo", file)) as bo,
    ):
        made = nothing.execute_in_process(instance=anna)
        assert [run.run_id for run in bo.get_runs()] == [made.run_id]
        assert len(bo.all_logs(made.run_id)) == len(anna.all_logs(made.run_id)) > 0
        bo.add_dynamic_partitions("releases", ["2026-1"])
        assert anna.get_dynamic_partitions("releases") == ["2026-1"]
        assert has_what_runs_without_hands_need(anna)
    assert not list(tmp_path.rglob("*.db")), "nothing is left in SQLite"


def test_the_two_files_differ_in_the_storage_alone() -> None:
    ours, theirs = ROOT / "dagster.yaml", ROOT / "docs" / "dagster-postgresql.yaml"
    sides = [file.read_text(encoding="utf-8").split("\nstorage:\n") for file in (ours, theirs)]
    rests = [side[1].partition("\n\n")[2] for side in sides]
    heads = [side[0].partition("telemetry:")[2] for side in sides]
    assert rests[0] == rests[1] and heads[0] == heads[1]
