"""Two releases compared inside the agency: by group and measure, largest first, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.comparing import compare
from pipelines.comparing_text import compare_lines
from schemas.faults import LANGUAGES, UserError
from tests.releasing import cell, make_release, table

OTHER_SECRET: dict[str, Any] = {"secret": "another"}


def pair(
    out: Path, before: list[dict[str, Any]], after: list[dict[str, Any]], **changed: Any
) -> dict[str, Any]:
    """The comparison of two releases whose numbers are the same before and after protection."""
    first = make_release(out, "a", *before, internal=table(*before))
    second = make_release(out, "b", *after, internal=table(*after), **changed)
    return compare(first, second)


def said(data: dict[str, Any], language: str = "sv", limit: int | None = None) -> str:
    """The comparison as text."""
    return "\n".join(compare_lines(data, language, limit))


def test_cells_that_are_gone_new_and_changed_are_counted(tmp_path: Path) -> None:
    before = [cell(), cell(cohort="2001"), cell(cohort="2002")]
    after = [cell(numerator=62), cell(cohort="2002"), cell(cohort="2003"), cell(cohort="2004")]
    data = pair(tmp_path, before, after)
    assert data["cells"] == {"removed": 1, "added": 2, "changed": 1, "corrected": 0, "unchanged": 1}
    assert (data["internal"], data["against"]) == (True, "internal")
    assert "INTERNT" in said(data) and "INTERNAL" in said(data, "en")


def test_measures_stand_largest_change_first_with_that_cell(tmp_path: Path) -> None:
    before = [cell(measure=f"m_{i}") for i in range(3)]
    after = [
        cell(measure="m_0", numerator=61),
        cell(measure="m_1", numerator=70, value=0.875),
        cell(measure="m_2", value=0.76),
    ]
    more = cell(measure="m_1", by_1="sex", value_1="2")
    data = pair(tmp_path, [*before, more], [*after, more | {"denominator": 81}])
    assert [row["measure"] for row in data["measures"]] == ["m_1", "m_0", "m_2"]
    first = data["measures"][0]
    assert (first["changed"], first["largest_count"]) == (2, 10)
    assert first["largest"]["before"]["numerator"] == 60
    assert "60/80 = 0.750 → 70/80 = 0.875" in said(data)
    assert "Ytterligare 2 mått" in said(data, limit=1)


def test_nothing_differs(tmp_path: Path) -> None:
    data = pair(tmp_path, [cell()], [cell()])
    assert (data["measures"], data["why"]["differs"]) == ([], [])
    assert "Talen är desamma." in said(data)


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"delivery": "2026-09"}, "data"),
        ({"professions": {"logoped": {"name_sv": "L", "name_en": "L", "ssyk": "1"}}}, "definitions"),
        ({"code_version": "0.2.0"}, "code"),
    ],
)
def test_one_cause_is_named(tmp_path: Path, changed: dict[str, Any], cause: str) -> None:
    data = pair(tmp_path, [cell()], [cell(numerator=1)], **changed)
    assert (data["why"]["differs"], data["why"]["possible"]) == ([cause], [cause])
    assert "kommer alltså av" in said(data) and "come from" in said(data, "en")


def test_several_causes_are_all_named_and_not_separated(tmp_path: Path) -> None:
    data = pair(tmp_path, [cell()], [cell(numerator=1)], delivery="2026-09", code_version="0.2.0")
    assert (data["why"]["possible"], data["why"]["separable"]) == (["data", "code"], False)
    assert "går inte att säga" in said(data)


def test_protection_moves_no_number_that_is_counted_before_it(tmp_path: Path) -> None:
    data = pair(tmp_path, [cell()], [cell(numerator=1)], **OTHER_SECRET)
    assert (data["why"]["differs"], data["why"]["possible"]) == (["protection"], [])
    assert "Anmäl det" in said(data), "the manifests do not explain it, and that is said"


def test_only_the_published_tables_differ(tmp_path: Path) -> None:
    internal = table(cell(numerator=58))
    first = make_release(tmp_path, "a", cell(), internal=internal)
    second = make_release(tmp_path, "b", cell(numerator=55), internal=internal, **OTHER_SECRET)
    data = compare(first, second)
    assert (data["measures"], data["published_differs"]) == ([], True)
    assert "det är skyddet" in said(data)
    public = compare(first, second, "published")
    assert (public["why"]["possible"], public["cells"]["changed"]) == (["protection"], 1)
    assert "skydd." in said(public)


def test_without_numbers_before_protection_the_published_ones_are_compared(tmp_path: Path) -> None:
    first = make_release(tmp_path, "a", cell())
    second = make_release(
        tmp_path, "b", cell(status="protected", numerator=None, denominator=None, value=None)
    )
    (second / "published/site/tables/rates.parquet").rename(second / "published/site/tables/other.parquet")
    data = compare(first, second)
    assert (data["against"], data["internal"]) == ("published", False)
    assert data["tables"] == {"removed": ["rates"], "added": ["other"]}
    with pytest.raises(UserError, match=r"measures\.parquet"):
        compare(first, second, "internal")
    for language in LANGUAGES:
        assert "rates" in said(data, language)


def test_what_is_protected_shows_no_number(tmp_path: Path) -> None:
    first = make_release(tmp_path, "a", cell())
    second = make_release(
        tmp_path, "b", cell(status="protected", numerator=None, denominator=None, value=None)
    )
    assert "60/80 = 0.750 → protected" in said(compare(first, second))
