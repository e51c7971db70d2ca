"""What a delivery in the inbox is ready for: to wait, to be checked, to be run.

Belongs here: that decision, and the reason in words. Does not belong here: Dagster (pipelines.unattended.
watching asks this and does what it says).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipelines.settings import Settings
from pipelines.unattended.arriving import Arrival, arrivals
from pipelines.unattended.ledger import APPROVED, CHECKED, RUN, Ledger
from schemas.faults import UserError, catalogue, harmless

LANGUAGE = "sv"
"""Whoever reads what goes on without hands works at the agency."""


def words(key: str, **fields: object) -> str:
    """A line of the catalogue's section `unattended`."""
    text: str = catalogue(LANGUAGE)["unattended"][key].format_map(fields)
    return text


def _of_folder(key: str, arrival: Arrival, **fields: object) -> str:
    return words(key, folder=harmless(arrival.folder.name), **fields)


@dataclass(frozen=True)
class Step:
    """What comes next for a delivery: a check or a run, or nothing, for the reason."""

    arrival: Arrival
    reason: str
    kind: Literal["wait", "check", "release"] = "wait"
    release: str = ""

    @property
    def key(self) -> str:
        """What is never asked for twice: a run of a content, a check of it as it stands."""
        content = self.arrival.content or ""
        return content if self.kind == "release" else f"{content}:{self.arrival.snapshot}"


def ledger_of(settings: Settings) -> Ledger:
    """The notes of the deliveries that these settings are about."""
    return Ledger(Path(settings.out), Path(settings.public))


def steps(settings: Settings, last_seen: Mapping[str, str] | None = None) -> list[Step]:
    """What comes next for every folder in the inbox.

    last_seen: each folder's snapshot when it was looked at before, in the order in which they were
    first seen; None when that is not asked, for what was checked was whole.
    """
    ledger = ledger_of(settings)
    there = arrivals(Path(settings.inbox))
    snapshots = {one.folder.name: one.snapshot for one in there} if last_seen is None else last_seen
    found: list[Step] = []
    for arrival in there:
        before = snapshots.get(arrival.folder.name)
        try:
            first = _first_of(arrival, there, ledger, snapshots)
            found.append(_step(arrival, ledger, before) if first is arrival else _twin(arrival, first))
        except UserError as error:  # one folder that cannot be judged holds nobody else up
            found.append(Step(arrival, "; ".join(fault.text(LANGUAGE) for fault in error.faults)))
    return found


def _first_of(
    arrival: Arrival, there: Iterable[Arrival], ledger: Ledger, snapshots: Mapping[str, str]
) -> Arrival:
    """Of the folders with the same content, the one that was checked, else the one that was seen first."""
    if arrival.content is None:
        return arrival
    checked = ledger.note(arrival.content, CHECKED) or {}
    same = [other for other in there if other.content == arrival.content]
    known = list(snapshots)

    def rank(other: Arrival) -> tuple[bool, int]:
        name = other.folder.name
        return name != checked.get("folder"), known.index(name) if name in known else len(known)

    return min(same, key=rank)


def _twin(arrival: Arrival, first: Arrival) -> Step:
    return Step(arrival, _of_folder("same_as", arrival, other=first.folder.name))


def _step(arrival: Arrival, ledger: Ledger, before: str | None) -> Step:

    def wait(key: str, **fields: object) -> Step:
        return Step(arrival, _of_folder(key, arrival, **fields))

    if arrival.content is None or arrival.missing:
        return wait("incomplete", missing=" ".join(one.text(LANGUAGE) for one in arrival.missing))
    if run := ledger.note(arrival.content, RUN):
        return wait("run_already", release=run["release"])
    if before != arrival.snapshot:
        return wait("changing")
    checked, approved = ledger.note(arrival.content, CHECKED), ledger.note(arrival.content, APPROVED)
    if checked is None or checked["snapshot"] != arrival.snapshot:
        return Step(arrival, _of_folder("checking", arrival), "check")
    if not checked["passed"]:
        return wait("check_failed")
    if approved is None:
        return wait("awaits_approval")
    release = str(approved["release"])
    return Step(arrival, _of_folder("running", arrival, release=release), "release", release)
