"""The graph as Dagster shows it: layers, checks, metadata, offline and without telemetry."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest
import yaml  # type: ignore[import-untyped]  # no stubs in the lock for one line of reading

from flows.queries import queries
from pipelines.definitions import defs
from schemas.contract import contracts
from tests.end_to_end.calling import small_delivery

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> dg.ExecuteInProcessResult:
    """The job as the schedule or the web page would launch it."""
    folder = tmp_path_factory.mktemp("dagster")
    small_delivery(folder / "delivery")
    settings = folder / "vardflode.toml"
    settings.write_text(
        f'[run]\nprofessions = ["tandhygienist"]\n[paths]\nout = "{folder / "out"}"\n', encoding="utf-8"
    )
    config = {"delivery": str(folder / "delivery"), "release": "r", "settings": str(settings)}
    job = defs.resolve_job_def("release")
    return job.execute_in_process(
        run_config={
            "resources": {"work": {"config": config}},
            "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
        }
    )


def test_the_job_makes_the_release(result: dg.ExecuteInProcessResult) -> None:
    assert result.success
    event = result.asset_materializations_for_node("release__in_place")[0]
    folder = Path(str(event.metadata["folder"].value))
    assert (folder / "manifest.json").is_file()
    assert (folder / "published" / "site" / "index.html").is_file()


def test_one_asset_per_register_and_per_sql_file_grouped_by_layer() -> None:
    graph = defs.resolve_asset_graph()
    keys = {key.to_user_string() for key in graph.get_all_asset_keys()}
    assert {f"raw/{register}" for register in contracts()} <= keys
    assert {table.replace(".", "/") for table in queries()} <= keys
    groups = {graph.get(dg.AssetKey(["milestones", "licensed"])).group_name}
    assert groups == {"milestones"}


def test_an_asset_says_what_it_is() -> None:
    node = defs.resolve_asset_graph().get(dg.AssetKey(["milestones", "licensed"]))
    assert "Legitimerad" in (node.description or "")
    assert node.owners
    assert node.kinds == {"sql", "duckdb"}


def test_checks_have_names_and_results(result: dg.ExecuteInProcessResult) -> None:
    evaluations = result.get_asset_check_evaluations()
    assert len(evaluations) == len(defs.resolve_asset_graph().asset_check_keys)
    assert all("next" in evaluation.metadata for evaluation in evaluations)


def test_metadata_has_counts_and_columns_but_no_person(result: dg.ExecuteInProcessResult) -> None:
    stored = result.asset_materializations_for_node("staging__degrees")[0]
    assert stored.metadata["dagster/row_count"].value
    # A view's rows are counted by whoever reads them: counting them here would select them once more.
    view = result.asset_materializations_for_node("staging__registrations")[0]
    assert "dagster/row_count" not in view.metadata
    for event in (stored, view):
        assert "dagster/column_schema" in event.metadata
    allowed = (int, str, dg.TableSchema, bool, dict, type(None))
    for materialization in result.get_asset_materialization_events():
        for name, value in materialization.materialization.metadata.items():
            assert isinstance(value.value, allowed), name
            assert not isinstance(value, dg.TableMetadataValue), name


def test_nothing_is_sent_anywhere() -> None:
    settings = yaml.safe_load((ROOT / "dagster.yaml").read_text(encoding="utf-8"))
    assert settings["telemetry"] == {"enabled": False}
    assert settings["nux"] == {"enabled": False}
