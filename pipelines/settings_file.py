"""Which settings hold where nobody is at hand to name them: Dagster's jobs, its sensor and its schedule.

Belongs here: finding the file. Does not belong here: what may stand in it (pipelines.settings).
"""

from __future__ import annotations

import os
from pathlib import Path

from pipelines.settings import Settings, load_settings

NAMED_BY = "VARDFLODE_SETTINGS"
USUAL = Path("vardflode.toml")


def settings_path() -> Path | None:
    """What VARDFLODE_SETTINGS names, else vardflode.toml where the program runs; None without one."""
    named = os.environ.get(NAMED_BY)
    if named:
        return Path(named)
    return USUAL if USUAL.is_file() else None


def settings_in_force(given: str = "") -> Settings:
    """The settings of a file that is named, or of the usual one, or the defaults."""
    return load_settings(Path(given) if given else settings_path())
