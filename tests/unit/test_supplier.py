"""What a supplier is told of two deliveries, from facts made by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from reports.files.supplier_book import write_supplier_book
from reports.supplier.changes import changes, code_changes, period_rows
from reports.supplier.facts import DeliveryFacts, Failed, FileFacts, RegisterFacts
from reports.supplier.findings import few, findings, listed, spans
from reports.supplier.page import supplier_page
from reports.supplier.tables import SupplierReport

CODES = {"register": pl.String, "column": pl.String, "code": pl.String, "rows": pl.Int64}
PLACES = {"register": pl.String, "file": pl.String, "row": pl.Int64, "column": pl.String, "reason": pl.String}
REPEATED = {
    "register": pl.String,
    "file": pl.String,
    "row": pl.Int64,
    "same_file": pl.String,
    "same_row": pl.Int64,
}


def register(**changed: Any) -> RegisterFacts:
    given: dict[str, Any] = {
        "first": "1999", "last": "2003", "read": 300, "accepted": 300, "duplicates": 0, "rejected": 0,
        "blanked": {}, "restored": {}, "by_period": {1999: 100, 2000: 100, 2001: 100}, "files": (),
    }  # fmt: skip
    return RegisterFacts(**given | changed)


def facts(registers: dict[str, RegisterFacts], **changed: Any) -> DeliveryFacts:
    nothing: dict[str, Any] = {
        "rejected": pl.DataFrame(schema=PLACES | {"value": pl.String}),
        "duplicates": pl.DataFrame(schema=REPEATED),
        "conflicts": pl.DataFrame(
            schema={"year": pl.Int64, "file": pl.String, "row": pl.Int64, "number": pl.Int64}
        ),
        "codes": pl.DataFrame(schema=CODES),
        "empty": pl.DataFrame(
            schema={"register": pl.String, "column": pl.String, "periods": pl.List(pl.Int64)}
        ),
        "unread": {},
    }
    return DeliveryFacts("ny", "SCB", date(2026, 6, 15), registers, **nothing | changed)


def test_spans_and_small_counts() -> None:
    assert spans([1999, 2000, 2001, 2005]) == "1999–2001, 2005"
    assert spans(["HT1999", "VT2000", "VT2001"]) == "HT1999–VT2000, VT2001"
    assert [few(count) for count in (0, 1, 4, 5, 1234)] == ["–", "1–4", "1–4", "5", "1\u00a0234"]
    assert listed(["a"] * 14) == ", ".join(["a"] * 12) + " och 2 till"


def test_periods_that_both_deliveries_cover_are_compared() -> None:
    now = facts({"individuals": register(by_period={1999: 100, 2000: 90, 2001: 91, 2002: 40, 2003: 3})})
    was = facts({"individuals": register(last="2002", by_period={1999: 100, 2000: 100, 2001: 100, 2002: 45})})
    assert period_rows("individuals", now, was) == [
        ("1999", 100, 100, False),
        ("2000", 90, 100, True),
        ("2001", 91, 100, False),
        ("2002", 40, 45, False),
        ("2003", 3, 0, False),
    ]
    said = [one.text for one in changes(now, was)]
    assert said == [
        "Registret täcker 1999–2003; förra gången täckte det 1999–2002.",
        "Antalet rader har ändrats med minst tio procent för 2000.",
    ]


def test_codes_of_few_rows_are_not_named_and_codes_stand_as_they_were_delivered() -> None:
    def coded(**rows: int) -> pl.DataFrame:
        found = [("registrations", "YProg", code, number) for code, number in rows.items()]
        return pl.DataFrame(found, schema=CODES, orient="row")

    theirs = {("registrations", "YProg", "tandhygienist"): "TH"}
    now = facts({}, codes=coded(lakare=9, tandhygienist=7, rar=4), delivered_codes=theirs)
    was = facts({}, codes=coded(lakare=9, dietist=5, annan=4))
    assert code_changes(now, was).select("shown", "rows", "status").rows() == [
        ("dietist", 5, "gone"),
        ("TH", 7, "new"),
    ]


def test_registers_and_columns_that_come_and_go() -> None:
    old, new = (FileFacts("x.csv", 1, "", names) for names in (("LopNr", "A"), ("LOPNR", "B")))
    now = facts({"individuals": register(files=(new,)), "deaths": register(first="1999-01-01")})
    was = facts({"individuals": register(files=(old,)), "degrees": register(first="1999-01-01")})
    assert {(one.register, one.text.partition(":")[2].strip()) for one in changes(now, was)} == {
        ("individuals", "A."),
        ("individuals", "B."),
        ("deaths", ""),
        ("degrees", ""),
    }


def test_every_check_that_a_supplier_can_answer_has_a_sentence() -> None:
    one = facts({"registrations": register(first="HT1993", last="HT2024", by_period={})})
    keys = ("no_accepted_rows", "period_missing", "first_term_late", "period_outside_covers", "rows_jump")
    failed = [Failed(key, "registrations", "", 9, 9, ("HT1993",), 7, 2) for key in keys]
    failed += [
        Failed(key, "registrations", "YProg", 9, 3)
        for key in ("orphan_code", "person_unknown", "reconciliation")
    ]
    found = [
        (finding.level, finding.text)
        for finding in findings(one, failed)
        if finding.register == "registrations"
    ]
    assert [level for level, _ in found] == ["stops", "missing", "missing", *["odd"] * 4]
    assert "7 terminer före" in found[2][1] and "1–4" in found[-1][1]


def test_a_delivery_without_a_fault_says_so_in_the_same_bytes_each_time(tmp_path: Path) -> None:
    names = ("registrations", "degrees", "licences", "individuals", "upper_secondary")
    now = facts({name: register(first="HT1999", last="HT2001", by_period={}) for name in names})
    report = SupplierReport(now, None, findings(now, []), {})
    assert "Vi har inga frågor." in supplier_page(report, "x.xlsx")
    for name in ("a", "b"):
        write_supplier_book(report, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
