"""One group of a standing release made again, as Dagster shows it: a partition for each release and group.

Belongs here: the partitions and the asset. Does not belong here: the work (pipelines.remaking). The
graph of a whole run has no partitions: its SQL counts every group at once (docs/decisions/0012).
Dagster reads what an asset's context is called, so annotations are evaluated here.
"""

from collections.abc import Collection
from pathlib import Path

import dagster as dg

from pipelines.causes import in_words
from pipelines.dagster_log import talk_to
from pipelines.finding import release_at
from pipelines.remaking import remake, remakeable
from pipelines.settings import Settings
from pipelines.settings_file import settings_in_force
from pipelines.unattended.launching import at_work

RELEASE, PROFESSION = "release", "profession"
RELEASES = dg.DynamicPartitionsDefinition(name="releases")
PROFESSIONS = dg.DynamicPartitionsDefinition(name="professions")
Request = dg.AddDynamicPartitionsRequest | dg.DeleteDynamicPartitionsRequest


@dg.asset(
    key_prefix="release",
    group_name="release",
    partitions_def=dg.MultiPartitionsDefinition({RELEASE: RELEASES, PROFESSION: PROFESSIONS}),
    owners=["team:vardflode"],
    kinds={"duckdb", "html"},
    description="En yrkesgrupp görs om i en omgång som inte är godkänd, med gruppens fil som den nu är; de "
    "andra grupperna blir desamma, och allt granskas på nytt. Samma som `vardflode remake`.",
)
def remade(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    """The release, in place of the one that stood there."""
    key = context.partition_key
    if not isinstance(key, dg.MultiPartitionKey):
        raise TypeError("a partition is a release and a group")
    named = key.keys_by_dimension
    talk = talk_to(context.log)
    with at_work(context.instance, context.run.run_id), in_words():
        settings = settings_in_force()
        folder = release_at(Path(named[RELEASE]), settings, talk)
        made = remake(folder, named[PROFESSION], settings, talk)
    place = (made.target or folder) / "published" / "site" / f"{named[PROFESSION]}.html"
    return dg.MaterializeResult(metadata={"page": dg.MetadataValue.path(str(place.absolute()))})


remake_job = dg.define_asset_job(
    "remake",
    selection=dg.AssetSelection.assets(remade),
    executor_def=dg.in_process_executor,
    description="Gör om en yrkesgrupp i en omgång som inte är godkänd.",
)


def partitions_to_change(settings: Settings, instance: dg.DagsterInstance) -> list[Request]:
    """What Dagster must be told, so that its partitions are the releases that can be made again."""
    there = remakeable(settings)
    groups = {group for found in there.values() for group in found}
    return [
        *_changes(RELEASES, set(there), instance),
        *_changes(PROFESSIONS, groups, instance),
    ]


def _changes(
    partitions: dg.DynamicPartitionsDefinition, there: Collection[str], instance: dg.DagsterInstance
) -> list[Request]:
    known = set(instance.get_dynamic_partitions(partitions.name or ""))
    new, gone = sorted({*there} - known), sorted(known - {*there})
    changes: list[Request] = []
    if new:
        changes.append(partitions.build_add_request(new))
    if gone:
        changes.append(partitions.build_delete_request(gone))
    return changes
