"""An old release made again from its delivery with today's code, and what then differs.

Belongs here: checking that the delivery is the one, and reading the settings back out of a manifest.
Does not belong here: running (pipelines.running) and comparing (pipelines.comparing).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from flows.catalogue import profession_text
from flows.choices import choices, defaults
from flows.policy import Policy
from flows.professions import Profession
from pipelines.comparing import Against, compare
from pipelines.finding import earlier_release
from pipelines.manifest import read_manifest, sha256
from pipelines.placing import growing, put_in_place, sweep, target_of
from pipelines.release import Request
from pipelines.running import run_release
from pipelines.settings import Settings
from schemas.contract import contracts
from schemas.databases import Table
from schemas.delivery import Delivery, load_delivery
from schemas.faults import UserError, fault
from schemas.places import Place
from schemas.reading import table_hash

Talk = Callable[..., None]
SUFFIX = "-backtest"
NOT_ASKED_FOR = ("choices", "policy", "out", "public", "profession_dirs")
"""Settings that a manifest's settings do not hold, or hold in another form."""


@dataclass(frozen=True)
class Backtest:
    """What a back-test found, and where the new release stands if it is kept."""

    comparison: dict[str, Any]
    kept: Path | None


def backtest(
    release: Path,
    delivery: Path,
    settings: Settings,
    talk: Talk,
    *,
    keep: bool,
    against: Against | None = None,
) -> Backtest:
    """Makes the release again under its own settings, in a folder that goes away unless it is kept."""
    manifest = read_manifest(release)
    check_same_delivery(manifest, delivery)
    out = Path(settings.out)
    name = release.name + SUFFIX
    target = target_of(out, name, replace=False) if keep else None
    sweep(out, talk)
    with growing(out, name) as folder:
        settings_then = settings_of(manifest, settings, folder)
        earlier = _earlier(manifest, settings, talk)
        request = Request(delivery, replace(settings_then, out=str(folder)), name, earlier=earlier)
        made = run_release(request, talk).target
        if made is None:
            raise ValueError("a back-test makes a release")
        found = compare(release, made, against)
        if target is not None:
            put_in_place(made, target, replace=False)
    return Backtest(found, target)


def check_same_delivery(manifest: Mapping[str, Any], place: Path) -> None:
    """UserError (exit 2) when the delivery is not, byte for byte, the one that the release was made from."""
    delivery = load_delivery(place)
    then = {
        f"{register}/{name}": file["sha256"]
        for register, entry in manifest.get("inputs", {}).items()
        for name, file in entry["files"].items()
    }
    now = {
        f"{register}/{delivery.label(place)}": _hash_of(delivery, register, place)
        for register, places in delivery.files.items()
        for place in places
    }
    if "delivery_toml" in manifest:
        then["delivery.toml"] = manifest["delivery_toml"]
        now["delivery.toml"] = sha256(place / "delivery.toml")
    differing = sorted(name for name in {*then, *now} if then.get(name) != now.get(name))
    if differing:
        raise fault(
            "backtest_delivery_differs",
            folder=place,
            files=differing,
            delivery=delivery.id,
            expected=manifest.get("delivery"),
        )


def _hash_of(delivery: Delivery, register: str, place: Place) -> str:
    """A file's SHA-256, or that of the text that a table holds now."""
    return table_hash(delivery, contracts()[register], place) if isinstance(place, Table) else sha256(place)


def settings_of(manifest: Mapping[str, Any], settings: Settings, folder: Path) -> Settings:
    """The settings that a release was made under; its groups' files are written into the folder.

    A choice that is no longer there, or has no such value, keeps today's: the comparison then says that
    the definitions differ.
    """
    said = manifest.get("settings")
    if not isinstance(said, Mapping):
        raise fault("backtest_no_settings", release=manifest.get("release"))
    known = {f.name for f in fields(Settings)} - set(NOT_ASKED_FOR)
    values: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in said.items() if k in known
    }
    policy = {
        f.name: said["protection"][f.name] for f in fields(Policy) if f.name in said.get("protection", {})
    }
    values["policy"] = replace(settings.policy, **policy)
    then = {k: v for k, v in said.get("choices", {}).items() if k in choices() and v in choices()[k].allowed}
    groups = folder / "groups"
    groups.mkdir()
    for name, group in {**manifest.get("advanced", {}), **manifest.get("professions", {})}.items():
        (groups / f"{name}.toml").write_text(text_of(group), encoding="utf-8")
    in_force = tuple(sorted((defaults() | then).items()))
    return replace(settings, choices=in_force, profession_dirs=(str(groups),), **values)


def text_of(group: Mapping[str, Any]) -> str:
    """A group's file, from what a manifest says of it."""
    known = {f.name for f in fields(Profession)}
    nominal = [(entry["from"], entry["terms"]) for entry in group["nominal"]]
    return profession_text({k: v for k, v in group.items() if k in known} | {"nominal": nominal})


def _earlier(manifest: Mapping[str, Any], settings: Settings, talk: Talk) -> Path | None:
    """The release that the old one was compared with and protected against, where it can still be found."""
    name = (manifest.get("earlier") or {}).get("release")
    if name is None:
        return None
    try:
        return earlier_release(Path(name), settings)
    except UserError:
        talk("backtest_no_earlier", release=name)
        return None
