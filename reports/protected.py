"""What a page says of protection: the methods in force, what they do to a number, what the signs mean.

Belongs here: sentences and signs by method. Does not belong here: how a number is protected
(flows.protection) and which one is withheld (the tables say it).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from reports.described import ReleaseText
from reports.language import Language
from reports.marks import ROUNDING, is_exact, off
from reports.tables import RATE_BASE
from reports.words import DASH, HIDDEN

SMALLEST = 5
"""Counts below it are small unless the settings say otherwise (definitions section 11)."""


def methods(frames: Mapping[str, pl.DataFrame | None]) -> dict[str, list[str]]:
    """Method by method, the frames that it protects."""
    found: dict[str, list[str]] = {}
    for name, frame in frames.items():
        if frame is not None:
            for method in sorted({str(one) for one in frame["method"].drop_nulls().unique()} - {""}):
                found.setdefault(method, []).append(name)
    return found


def sentence(method: str, group: str, release: ReleaseText, language: Language) -> str:
    """What one method says in a group of sentences (protection, adds_up)."""
    known = language.texts["quality"][group]
    name, _, base = method.partition("_") if method.startswith(ROUNDING) else (method, "", "")
    key = name if name in known and name != "other" else "other"
    if key not in known:
        return ""
    small = _whole(release.protection.get("smallest"), SMALLEST) - 1
    return str(known[key]).format(base=base, below=off(method), small=small, method=method)


def share_sentence(release: ReleaseText, language: Language) -> str:
    """When a share is printed."""
    base = _whole(release.protection.get("rate_base"), RATE_BASE)
    return str(language.texts["quality"]["protection"]["share"]).format(base=base)


def remarks(found: Iterable[str], release: ReleaseText, language: Language) -> list[str]:
    """What a reader of the tables must know of the methods in force."""
    named = list(found)
    says = [sentence(method, "protection", release, language) for method in named]
    says.append(share_sentence(release, language))
    if any(off(method) for method in named):
        says += [str(language.texts["method"][key]) for key in ("interval", "derived")]
    return says


def signs(found: Iterable[str], language: Language) -> list[tuple[str, str]]:
    """Every sign with its meaning under the methods in force."""
    words, named = language.texts["signs"], sorted(found)
    listed = [(HIDDEN, words["hidden"]), (".", words["cannot"])]
    if any(is_exact(method) for method in named) or not named:
        listed.append((DASH, words["exact"]))
    return [*listed, ("0", " ".join(_zeros(named, words)))]


def _zeros(named: Sequence[str], words: Mapping[str, str]) -> list[str]:
    """What a zero stands for."""
    says = [words["small"]]
    for method in named:
        if not is_exact(method):
            key = "rounded" if method.startswith(ROUNDING) else "changed"
            says.append(words[key].format(below=off(method)))
    return says


def _whole(given: object, default: int) -> int:
    return given if isinstance(given, int) else default
