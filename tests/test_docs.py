"""Documents that can fail: commands, the tree, links, glossary words and examples are as in the code.

`python -m tests.test_docs` renews the tables of docs/deliveries.md.
"""

from __future__ import annotations

import re
import shlex
import sys
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from flows.professions import parse_profession
from flows.queries import parse_query
from pipelines.cli import cli
from pipelines.settings import load_settings
from schemas.contract import Column, Contract, contracts, parse_contract
from schemas.delivery import load_delivery
from schemas.faults import Fault
from tests.test_architecture import ROOT, project_files, short, texts

DELIVERIES = ROOT / "docs" / "deliveries.md"
DOCUMENTS = [path for path in project_files() if path.suffix == ".md"]
WITH_COMMANDS = ["README.md", "CONTRIBUTING.md", "docs/korhandbok.md"]
NAMES = [short(path) for path in DOCUMENTS]

# ---------------------------------------------------------------- what stands in a document


def text_of(name: str) -> str:
    """A document by its path from the top."""
    return (ROOT / name).read_text(encoding="utf-8")


def fenced(name: str) -> Iterator[tuple[str, str]]:
    """(language, text) of every fenced block, without the indentation of the list it stands in."""
    for match in re.finditer(r"^( *)```(\w*)\n(.*?)^\1```$", text_of(name), re.DOTALL | re.MULTILINE):
        yield match[2], textwrap.dedent(match[3])


def example(name: str, language: str, holds: str) -> str:
    """The one fenced block of that language in which a text stands."""
    found = [block for kind, block in fenced(name) if kind == language and holds in block]
    assert len(found) == 1, f"{name}: {len(found)} blocks of {language} hold {holds!r}"
    return found[0]


def command_lines(name: str) -> Iterator[str]:
    """Every line of an indented block, without its comment."""
    bare = re.sub(r"^( *)```.*?^\1```$", "", text_of(name), flags=re.DOTALL | re.MULTILINE)
    for block in re.findall(r"(?:^\n)((?:^ {4,}\S.*\n)+)", bare, re.MULTILINE):
        yield from (line.split("   #")[0].strip() for line in block.splitlines())


def inline(name: str) -> list[str]:
    """Everything between backticks in running text."""
    bare = re.sub(r"^( *)```.*?^\1```$", "", text_of(name), flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"`([^`\n]+)`", bare)


# ---------------------------------------------------------------- commands


def program_and_arguments(line: str) -> tuple[str, list[str]]:
    """The program's bare name and its arguments."""
    first, _, rest = line.replace("\\", "/").partition(" ")
    program = first.removeprefix(".venv/bin/").removeprefix(".venv/Scripts/")
    return program, shlex.split(rest) if program == "vardflode" else rest.split()


def command_of(arguments: list[str]) -> tuple[click.Command, list[str]]:
    """The command that the first arguments name, and the arguments left for it."""
    command: click.Command = cli
    left = list(arguments)
    while isinstance(command, click.Group) and left and not left[0].startswith("-"):
        assert left[0] in command.commands, f"no command {left[0]!r}; there are {sorted(command.commands)}"
        command = command.commands[left.pop(0)]
    return command, left


def parses(arguments: list[str]) -> None:
    """Fails when the program would not take the call; nothing is run."""
    command, left = command_of(arguments)
    assert not isinstance(command, click.Group), f"{arguments}: names no command"
    try:
        command.make_context(command.name, left)
    except click.UsageError as error:
        pytest.fail(f"{arguments}: {error.format_message()}")


@pytest.mark.parametrize("name", WITH_COMMANDS)
def test_every_command_is_taken_by_the_program(name: str) -> None:
    calls = [
        rest for program, rest in map(program_and_arguments, command_lines(name)) if program == "vardflode"
    ]
    assert len(calls) >= 5
    for arguments in calls:
        parses(arguments)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_named_in_running_text_exists(name: str) -> None:
    for words in (text.split() for text in inline(name)):
        if words[0] in ("vardflode", ".venv/bin/vardflode") and "…" not in words:
            command, left = command_of(words[1:])
            options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
            assert {word for word in left if word.startswith("--")} <= options, words


@pytest.mark.parametrize(
    "arguments", [["explode"], ["run", "x"], ["run", "x", "--release", "a", "--fast"], ["profession"]]
)
def test_a_command_that_does_not_exist_is_seen(arguments: list[str]) -> None:
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        parses(arguments)


@cache
def make_targets() -> set[str]:
    """Targets of the Makefile."""
    return set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("name", NAMES)
def test_every_make_target_exists(name: str) -> None:
    lines = [*(command_lines(name) if name in WITH_COMMANDS else []), *inline(name)]
    used = {words[1] for words in map(str.split, lines) if words[:1] == ["make"] and len(words) > 1}
    assert used - make_targets() == set()
    assert name != "README.md" or {"demo", "test", "dagster", "setup"} <= used


@pytest.mark.parametrize("name", WITH_COMMANDS)
def test_every_other_program_is_installed_by_the_set_up(name: str) -> None:
    lines = [line for line in command_lines(name) if line.startswith(".venv")]
    for program in {program_and_arguments(line)[0] for line in lines} - {"pip"}:
        assert (Path(sys.executable).parent / program).exists(), program


# ---------------------------------------------------------------- the tree


def tree() -> list[str]:
    """Paths of the README's tree, a folder with a slash at its end."""
    block = text_of("README.md").split("## What is where\n\n")[1].split("\n\n")[0]
    folder, found = "", []
    for line in block.splitlines():
        name = line.split()[0]
        is_inside = line.startswith(" " * 6)
        found.append(folder + name if is_inside else name)
        folder = folder if is_inside else name
    return found


def test_the_tree_is_the_repository() -> None:
    named = {path.strip("/").split("/")[0] for path in tree()}
    there = {short(path).split("/")[0] for path in project_files()}
    assert {name for name in named if name[0] != "."} == {name for name in there if name[0] != "."}


@pytest.mark.parametrize("path", tree())
def test_everything_in_the_tree_exists(path: str) -> None:
    assert (ROOT / path).is_dir() if path.endswith("/") else (ROOT / path).is_file()


# ---------------------------------------------------------------- links


def slug(heading: str) -> str:
    """The anchor that a heading gets."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def headings(path: Path) -> set[str]:
    """Anchors of a document."""
    return {slug(line.lstrip("#")) for line in text_of(short(path)).splitlines() if line.startswith("#")}


@pytest.mark.parametrize("name", NAMES)
def test_links_resolve(name: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(name)):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        found = (ROOT / name).parent / path if path else ROOT / name
        assert found.exists(), target
        assert not anchor or anchor in headings(found), target


def test_the_pictures_are_small() -> None:
    assert (ROOT / "docs" / "report.png").stat().st_size < 400_000
    pictures = [path for path in (ROOT / "docs").glob("*.png") if path.name != "report.png"]
    assert {path.name: path.stat().st_size for path in pictures if path.stat().st_size >= 150_000} == {}


# ---------------------------------------------------------------- words


def glossary_words() -> list[str]:
    """Every name in the column "In the code"."""
    rows = [line.split(" | ") for line in text_of("GLOSSARY.md").splitlines() if line.startswith("| ")]
    return [word for row in rows if len(row) > 3 for word in re.findall(r"`([^`]+)`", row[1])]


@cache
def code() -> str:
    """Everything that is run: Python, SQL and TOML of the packages."""
    folders = ("schemas", "flows", "sql", "reports", "pipelines")
    endings = (".py", ".sql", ".toml")
    return "\n".join(
        text for path, text in texts().items() if path.split("/")[0] in folders and path.endswith(endings)
    )


@pytest.mark.parametrize("word", glossary_words())
def test_a_glossary_word_is_in_the_code(word: str) -> None:
    assert re.search(rf"(?<![A-Za-z]){re.escape(word)}(?![a-z])", code()), f"{word}: not in the code"


def test_the_glossary_knows_the_agencies_words() -> None:
    wanted = (
        "register leverans omgång yrkesgrupp kohort mätpunkt mått läsår programnybörjare kvarvaro bortfall"
    )
    wanted += (
        " examensfrekvens folkbokförd sysselsatt etablerad kvarvarande bakgrund län sjukvårdsregion avvisad"
    )
    wanted += " täckning verksam legitimerad åt sidan"
    first = " ".join(line.split(" | ")[0] for line in text_of("GLOSSARY.md").splitlines()).lower()
    assert [word for word in wanted.split() if word not in first] == []


# ---------------------------------------------------------------- examples


def test_the_example_settings_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "vardflode.toml"
    path.write_text(example("README.md", "toml", "[run]"), encoding="utf-8")
    assert load_settings(path).professions == ("tandhygienist", "arbetsterapeut")


def test_the_example_settings_of_what_runs_without_hands_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "vardflode.toml"
    path.write_text(example("README.md", "toml", "[mail]"), encoding="utf-8")
    assert load_settings(path).mail.to == ("statistik@myndigheten.example",)


def test_the_example_delivery_is_taken(tmp_path: Path) -> None:
    text = example("README.md", "toml", "[delivery]")
    (tmp_path / "delivery.toml").write_text(text, encoding="utf-8")
    for register in (name for name in contracts() if f"\n{name} = [" in text):
        (tmp_path / f"{'Individ_2005' if register == 'individuals' else register}.csv").touch()
    delivery = load_delivery(tmp_path)
    assert {"registrations", "individuals"} <= set(delivery.covers) == set(delivery.files)


def test_the_example_profession_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "naprapat.toml"
    path.write_text(example("CONTRIBUTING.md", "toml", "licence_codes"), encoding="utf-8")
    faults: list[Fault] = []
    assert parse_profession(path, faults) is not None, [fault.text("en") for fault in faults]


def test_the_example_register_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "study_support.toml"
    path.write_text(example("CONTRIBUTING.md", "toml", "dated_by"), encoding="utf-8")
    assert parse_contract(path).names == ("LopNr", "Ar", "Belopp")


@pytest.mark.parametrize(
    ("table", "reads"),
    [
        ("milestones.studied_on", {"milestones.graduated", "staging.registrations", "reference.coverage"}),
        ("measures.after_degree", {"milestones.graduated", "milestones.studied_on"}),
        ("staging.study_support", {"raw.study_support"}),
    ],
)
def test_the_example_sql_is_taken(tmp_path: Path, table: str, reads: set[str]) -> None:
    layer, name = table.split(".")
    title = {"studied_on": "Studied on", "after_degree": "After the degree", "study_support": "Student aid"}[
        name
    ]
    path = tmp_path / layer / f"{name}.sql"
    path.parent.mkdir()
    path.write_text(example("CONTRIBUTING.md", "sql", f'title = "{title}"'), encoding="utf-8")
    assert parse_query(path).reads == reads


@pytest.mark.parametrize(("language", "block"), [b for b in fenced("CONTRIBUTING.md") if b[0] == "python"])
def test_example_python_can_be_read(language: str, block: str) -> None:
    source = textwrap.dedent(block)
    compile(source if not source.startswith("Measure(") else f"x = [\n{source}]", language, "exec")


# ---------------------------------------------------------------- the contracts' tables

PERIODS = {"term": "terms", "date": "dates", "year": "years"}
MARKS = ("<!-- contracts -->", "<!-- /contracts -->")


def contract_tables() -> str:
    """docs/deliveries.md's tables, from the contracts."""
    return "\n".join(contract_table(contract) for _, contract in sorted(contracts().items()))


def contract_table(contract: Contract) -> str:
    """One register: a heading, a line about it and its columns."""
    facts = [f"{contract.title_sv}. Source: {contract.source}.", f"`covers` in {PERIODS[contract.period]}."]
    facts += ["Optional."] if contract.optional else []
    facts += ["Rows of people in no cohort are set aside."] if contract.cohort_only else []
    rows = ["| Column | Kind | Rules | Bad value | What |", "|---|---|---|---|---|"]
    return "\n".join(
        [f"### {contract.register}\n", " ".join(facts), "", *rows, *map(column_row, contract.columns), ""]
    )


def column_row(column: Column) -> str:
    """One column of a register."""
    name = f"**{column.name}**" if column.required else column.name
    bad = f"rejected: `{column.bad_value}`" if column.bad_value else "missing"
    return f"| {name} | {column.kind} | {'; '.join(rules(column)) or '–'} | {bad} | {column.title_sv} |"


def rules(column: Column) -> Iterator[str]:
    """What a value of the column must be."""
    if column.key:
        yield "key"
    if column.code_list:
        yield f"[{column.code_list}](../schemas/codes/{column.code_list}.csv)"
    elif column.codes:
        yield ", ".join(f"`{code}`" for code in column.codes)
    if column.width:
        yield f"{column.width} characters"
    if column.pattern:
        yield "letters, digits, space and `./_-`, at most 40 characters"
    if column.minimum is not None and column.maximum is not None:
        yield f"{column.minimum:g}–{column.maximum:g}"
    if column.years is not None:
        first, last = column.years
        yield f"{first}–{last}" if last < 9999 else f"from {first}"
    if column.aliases:
        yield "also called " + ", ".join(column.aliases)


def with_tables(text: str) -> str:
    """The document with its tables as they should be."""
    before, _, rest = text.partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    return f"{before}{MARKS[0]}\n{contract_tables()}{MARKS[1]}{after}"


def test_the_registers_are_described_as_they_are() -> None:
    text = DELIVERIES.read_text(encoding="utf-8")
    assert text == with_tables(text), "renew it: .venv/bin/python -m tests.test_docs"


if __name__ == "__main__":
    DELIVERIES.write_text(with_tables(DELIVERIES.read_text(encoding="utf-8")), encoding="utf-8")
