"""The questions of `vardflode profession new`, one a key, each answer checked before the next.

Belongs here: asking in a terminal. Does not belong here: the words (schemas/messages, questions)
and what becomes of the answers (pipelines.new_profession).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from flows.catalogue import read_terms
from flows.code_lists import CODE_LISTS, code_faults
from schemas.faults import Fault, catalogue

NEEDED = ("id", "name_sv", "name_en", "nominal")
"""Without these there is no group; every other key may be empty."""
TEXTS = ("id", "name_sv", "name_en")
ASKED = (*NEEDED, *CODE_LISTS, "aliases", "leads_to", "notes")

Ask = Callable[[str], str]


def ask_terminal(question: str) -> str:
    """One line from the terminal; the question goes to stderr. Ctrl-C and Ctrl-D interrupt."""
    try:
        answer: str = click.prompt(question, default="", show_default=False, prompt_suffix=" ", err=True)
    except click.Abort as stop:
        raise KeyboardInterrupt from stop
    return answer.strip()


def ask_for(given: Mapping[str, Any], file: Path, language: str, ask: Ask = ask_terminal) -> dict[str, Any]:
    """The given values, and an answer for every key of ASKED that has none."""
    words = catalogue(language)["questions"]
    values = dict(given)
    for key in ASKED:
        if key not in values:
            values[key] = _answer(key, words, file, language, ask)
    return values


def _answer(key: str, words: Mapping[str, str], file: Path, language: str, ask: Ask) -> Any:
    """The first answer without a fault; faults are said and the question put again."""
    said = ""
    while True:
        text = ask(said + words[key])
        value, faults = _read(key, text, file)
        if not faults and (value or key not in NEEDED):
            return value
        wrong = [fault.text(language) for fault in faults] or [words["needed"]]
        said = "\n".join(wrong) + "\n"


def _read(key: str, text: str, file: Path) -> tuple[Any, list[Fault]]:
    if key in TEXTS:
        return text, []
    if key == "notes":
        return [text] if text else [], []
    parts = [part.strip() for part in text.split(",") if part.strip()]
    faults: list[Fault] = []
    if key == "nominal":
        return read_terms(parts, faults), faults
    if key in CODE_LISTS:
        faults = code_faults(key, parts, file)
    return parts, faults
