"""docs/licences.md: every package of the lock, its licence, and what it is needed for.

    python -m tests.licences        writes it again

Belongs here: reading licences from what is installed. Does not belong here: which are allowed
(tests/test_licences.py).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pipelines.doctor_machine import LOCK_FILE, ROOT

LICENCES = ROOT / "docs" / "licences.md"
BY_HAND = {
    "antlr4-python3-runtime": "BSD-3-Clause",
    "atheris": "Apache-2.0",
    "axe-playwright-python": "MIT AND MPL-2.0",
    "psutil": "BSD-3-Clause",
    "pyreadline3": "BSD-3-Clause",
    "pywin32": "PSF-2.0",
}
"""Read at the project's own page: the package does not say, or is for Windows only."""
CLASSIFIERS = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-3.0",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0",
}
WORDS = {
    "MIT license": "MIT",
    "3-Clause BSD License": "BSD-3-Clause",
    "BSD 3-Clause OR Apache-2.0": "BSD-3-Clause OR Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
}
"""How some write their licence where others write its identifier."""
SYSTEMS: tuple[dict[str, str], ...] = (
    {},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)
"""This one, and Windows."""
HEAD = """# Licences of the packages

Made from `requirements.lock` by `make licences`; a test sees that the list is up to date and that no licence
is outside the allowed ones (`tests/test_licences.py`). *Run* is needed to make a release, *develop* only to
test and check the program. The program itself is under the [EUPL-1.2](../LICENSE).

| Package | Licence | Needed to |
|---|---|---|
"""


def locked_names() -> list[str]:
    """Every package of the lock, for whatever system."""
    found = re.finditer(r"^([A-Za-z0-9][\w.-]*)==", LOCK_FILE.read_text(encoding="utf-8"), re.MULTILINE)
    return sorted({canonicalize_name(match[1]) for match in found})


def licence_of(name: str) -> str:
    """A package's licence as an expression of SPDX identifiers (BSD: which of them is not said)."""
    if name in BY_HAND:
        return BY_HAND[name]
    said = metadata(name).json
    if expression := said.get("license_expression"):
        return str(expression)
    classes = [c.split(" :: ")[-1] for c in said.get("classifier", []) if c.startswith("License :: ")]
    known = [CLASSIFIERS[c] for c in classes if c in CLASSIFIERS]
    words = str(said.get("license", "")).strip().partition("\n")[0]
    return " OR ".join(known) or WORDS.get(words, words)


def needed_to_run() -> set[str]:
    """The project's dependencies and theirs, on this system and on Windows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    seen: set[str] = set()
    waiting = [Requirement(text) for text in project["dependencies"]]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name not in seen:
            seen.add(name)
            waiting += _needs(name, one.extras)
    return seen


def _needs(name: str, extras: set[str]) -> Iterator[Requirement]:
    try:
        texts = requires(name) or []
    except PackageNotFoundError:  # for Windows only
        return
    for one in map(Requirement, texts):
        given = [{**system, "extra": extra} for system in SYSTEMS for extra in ("", *extras)]
        if one.marker is None or any(one.marker.evaluate(environment) for environment in given):
            yield one


def page() -> str:
    """The whole document."""
    run = needed_to_run()
    rows = [f"| {n} | {licence_of(n)} | {'run' if n in run else 'develop'} |" for n in locked_names()]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    Path(LICENCES).write_text(page(), encoding="utf-8", newline="\n")
