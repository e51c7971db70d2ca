"""Bars of what people did: a part has its name only where that has room on a telephone."""

from __future__ import annotations

from reports.cells import Cell, Cells
from reports.folding import STATUSES
from reports.language import ENGLISH
from reports.status_figure import statuses
from reports.status_section import status_section

NAMES = {
    "in_profession": "In the profession",
    "other_health_work": "Other work in care",
    "unknown": "Not known",
}


def test_no_name_reaches_out_of_its_part() -> None:
    """A whole bar is 220 px: 78 % hold a line of 17 letters, 13 % (29 px) no word of five, 4 % no number."""
    shares = {"in_profession": 0.78, "other_health_work": 0.09, "unknown": 0.13}
    drawn = statuses({"2020": shares}, NAMES, ENGLISH)["data"]
    assert [trace["text"] for trace in drawn] == [["In the profession<br>78"], ["9"], ["13"]]
    shares = {"in_profession": 0.46, "other_health_work": 0.04, "unknown": 0.5}
    drawn = statuses({"2020": shares}, NAMES, ENGLISH)["data"]
    assert [trace["text"] for trace in drawn] == [
        ["In<br>the<br>profession<br>46"],
        [""],
        ["Not known<br>50"],
    ]


def test_a_name_of_many_words_is_left_out_rather_than_higher_than_its_bar() -> None:
    names = {"other_health_work": NAMES["other_health_work"]}
    drawn = statuses({"2020": {"other_health_work": 0.3}}, names, ENGLISH)["data"]
    assert drawn[0]["text"] == ["30"], "Other work in care would be four lines and the number"


def test_the_heading_says_what_the_bars_show() -> None:
    """Of 100 licensed 70 were in the profession: 7 of 10, and not the 7 of 8 whose occupation is known."""
    persons = dict.fromkeys(STATUSES, 0) | {"in_profession": 70, "other_work": 10, "unknown": 20}
    cells = {
        ("2000-2010", f"status_{k}", "status", name, "", ""): Cell(n, 100, 0, n / 100, "ok")
        for k in (1, 3)
        for name, n in persons.items()
    }
    cells |= {
        ("2000-2010", f"retention_{k}", "", "", "", ""): Cell(70, 80, 20, 70 / 80, "ok") for k in (1, 3)
    }
    title = status_section(Cells(cells, "2000-2010"), ENGLISH).title
    assert title == (
        "Of those licensed, about seven in ten were in the profession both after one year and after three"
    )
