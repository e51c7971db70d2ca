"""The scripts that the page asks for once a reader comes to choose: a group's cells, a language's words.

They are added as script elements, since a page opened from disk may not fetch data. The same input gives
the same bytes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reports.explore.compact import group_cells
from reports.explore.lexicon import lexicon
from reports.language import Language
from reports.site import LANGUAGES, Site, address

FOLDER = "assets/data"
WORDS = "words"
CHOICES = ("model", "measure", "by", "cohort", "with", "value")
"""The choices by their names in the address, in the order in which one opens the next."""


def explore_files(site: Site) -> dict[Path, str]:
    """Every script by its path: one per group, one per language. None where no cells are published."""
    frame, folder = site.frames["cells"], site.folder / FOLDER
    if frame is None or not site.groups:
        return {}
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for group in site.groups:
        name = group.profession.profession
        cells = group_cells(frame, name, LANGUAGES) | {"window": site.release.window}
        cells["isDraft"] = group.is_draft
        files[folder / f"{name}.js"] = added("add", name, cells)
    for language in LANGUAGES:
        script = folder / address(WORDS, language, "js")
        files[script] = added("say", language.code, lexicon(site, language))
    return files


def choosing(group: str, language: Language) -> dict[str, Any]:
    """What the template of the part needs: whose cells, which words, and the labels of the choices."""
    words = language.texts["explore"]
    labels = {"with": "compare"}
    return {
        "group": group,
        "words": address(WORDS, language, "js").removesuffix(".js"),
        "choices": [(name, words[labels.get(name, name)]) for name in CHOICES],
    }


def added(call: str, name: str, value: dict[str, Any]) -> str:
    """A script that hands a value to the page's own script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"window.vardflode.{call}({json.dumps(name)}, {text});\n"
