"""How the spec tests count a case: the delivery is written, read and counted as in a release."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.spec.lives import Case, Lives, counted
from tests.spec.measures.five_people import FIVE_PEOPLE

CountCase = Callable[..., Lives]


@pytest.fixture(scope="module")
def count_case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CountCase]:
    """Counts a case as far as the named tables need; open until the module's tests are done."""
    with ExitStack() as opened:

        def count(case: Case, *tables: str) -> Lives:
            return opened.enter_context(counted(case, tables, tmp_path_factory.mktemp("case")))

        yield count


@pytest.fixture(scope="session")
def five_people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lives]:
    """The five people whose cells are worked out by hand, counted to the last table."""
    with counted(FIVE_PEOPLE, ["measures.cells"], tmp_path_factory.mktemp("five")) as lives:
        yield lives
