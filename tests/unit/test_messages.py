"""Every word has its place: sv and en alike, every key used and no other, every placeholder filled."""

from __future__ import annotations

import ast
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.queries import LAYERS
from pipelines.cli import cli
from pipelines.helping import help_texts
from schemas.cleaning import REASONS
from schemas.contract import contracts
from schemas.faults import LANGUAGES, MESSAGES, Fault, catalogue, say
from schemas.judging import REJECTED_SCHEMA

ROOT = Path(__file__).parents[2]
PERIODS = {c.period for c in contracts().values()}
FOLDERS = ("schemas", "flows", "reports", "pipelines")
FORMED = {f"bad_covers_{period}" for period in PERIODS} | {f"building_{layer}" for layer in LAYERS[2:]}
"""Keys that the code puts together."""


def flat(name: str, language: str) -> dict[str, str]:
    """Every text of <name><language>.toml by section and key."""
    with (MESSAGES / f"{name}{language}.toml").open("rb") as file:
        data = tomllib.load(file)
    return {f"{section}.{key}": text for section, texts in data.items() for key, text in texts.items()}


def placeholders(text: str) -> set[str]:
    """The names in a text's braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def trees() -> Iterator[ast.AST]:
    """Every module of the program."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield ast.parse(path.read_text(encoding="utf-8"))


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """(first text argument, call) of every call of a function or method of those names."""
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in names:
                    for argument in node.args[:2]:
                        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                            yield argument.value, node
                            break


def literals() -> set[str]:
    """Every text that stands in the code."""
    return {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize("name", ["", "checks."])
def test_languages_have_the_same_keys_and_placeholders(name: str) -> None:
    first, second = (flat(name, language) for language in LANGUAGES)
    assert list(first) == list(second), "in the same order too"
    assert {k: placeholders(t) for k, t in first.items()} == {k: placeholders(t) for k, t in second.items()}
    assert all(text.strip() for text in (*first.values(), *second.values()))


def test_no_text_is_left_untranslated() -> None:
    first, second = (flat("", language) for language in LANGUAGES)
    same = {key for key in first if first[key] == second[key]}
    assert same == set()


def test_every_fault_key_in_the_code_has_words() -> None:
    used = {key for key, _ in calls("Fault", "fault")} | {k for k in FORMED if k.startswith("bad_covers")}
    assert used <= set(catalogue("sv")["faults"])


def test_every_talk_key_in_the_code_has_words() -> None:
    used = {key for key, _ in calls("talk", "say")} | {k for k in FORMED if k.startswith("building")}
    assert used <= set(catalogue("sv")["talk"])


@pytest.mark.parametrize("section", ["faults", "talk"])
def test_every_word_is_used(section: str) -> None:
    assert set(catalogue("sv")[section]) <= literals() | FORMED


def test_every_reason_has_words() -> None:
    assert tuple(catalogue("sv")["reasons"]) == REASONS
    assert "reason" in REJECTED_SCHEMA


def test_the_code_fills_every_placeholder() -> None:
    for key, call in calls("fault", "talk"):
        section = "faults" if getattr(call.func, "id", "") == "fault" else "talk"
        given = {keyword.arg for keyword in call.keywords}
        if None not in given:  # **fields: known only when it runs
            assert placeholders(catalogue("sv")[section][key]) <= given, key
    for key, call in calls("Fault"):
        fields = call.args[1] if len(call.args) > 1 else None
        if isinstance(fields, ast.Dict):
            named = {k.value for k in fields.keys if isinstance(k, ast.Constant)}
            assert placeholders(catalogue("sv")["faults"][key]) <= named, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_says_place_or_value_and_a_remedy(language: str) -> None:
    for key, text in catalogue(language)["faults"].items():
        if key not in ("interrupted", "memory_full"):  # there is no place and no value
            assert placeholders(text), key
        rules = ("ska vara", "must be", "får bara", "may only", "Kör `", "`{command}")
        assert ". " in text or any(rule in text for rule in rules), key
        assert text.endswith((".", "}")), key


def test_words_are_filled_in() -> None:
    fault = Fault("choice_not_available", {"file": "a.toml", "key": "x", "value": 3, "allowed": ["p", "q"]})
    assert fault.text("sv") == "a.toml: [choices]: x = '3' går inte att välja. Tillåtna: p, q."
    assert Fault("check_failed", {"name": lambda lang: lang, "remedy": "R."}).text("en") == "Stopped: en. R."
    assert say("xx", "run_done", folder="{ut}") == "Omgången finns i {ut}"


def test_help_has_words_for_every_command_and_option() -> None:
    texts = help_texts()
    seen = {"vardflode"}
    options: set[str] = set()
    for name, command in cli.commands.items():
        below = getattr(command, "commands", {})
        seen |= {name} | {f"{name} {child}" for child in below}
        for one in (command, *below.values()):
            options |= {p.opts[-1] for p in one.params if p.param_type_name == "option"}
    assert seen == set(texts["commands"])
    assert options | {"--version"} == set(texts["options"])
    for entry in (*texts["commands"].values(), *texts["options"].values(), *texts["words"].values()):
        assert all(entry[language].strip() for language in LANGUAGES)
