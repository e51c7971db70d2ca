"""The supplier's report as one page: a file without anything beside it, so that it can be sent by mail.

Belongs here: what the template is given. Does not belong here: what is found (findings, changes, tables).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from reports.language import SWEDISH
from reports.pages import HERE, templates
from reports.supplier.facts import DeliveryFacts
from reports.supplier.findings import LEVELS
from reports.supplier.tables import (
    CODE_COLUMNS,
    FILE_COLUMNS,
    MOST_ROWS,
    PERIOD_COLUMNS,
    REGISTER_COLUMNS,
    Row,
    SupplierReport,
    code_rows,
    file_rows,
    periods,
    places,
    register_rows,
    title_of,
)

SHOWN_PLACES, SHOWN_CODES = 5, 40


def supplier_page(report: SupplierReport, book: str) -> str:
    """The page as HTML; book is the name of the workbook that goes with it."""
    words = SWEDISH.texts["supplier"]
    codes = code_rows(report)
    more = len(codes) - SHOWN_CODES
    context = {
        "words": words,
        "style": (HERE / "static" / "supplier.css").read_text(encoding="utf-8"),
        "head": head(report.now),
        "against": against(report),
        "verdict": verdict(report),
        "is_stopped": bool(report.of("stops")),
        "numbers": numbers(report),
        "levels": [(level, _told(report, level)) for level in LEVELS if report.of(level)],
        "registers": _table(REGISTER_COLUMNS, register_rows(report)),
        "periods": [
            (title_of(name), _table(PERIOD_COLUMNS, rows), odd) for name, rows, odd in periods(report)
        ],
        "codes": _table(CODE_COLUMNS, codes[:SHOWN_CODES]),
        "more_codes": words["more_rows"].format(number=more) if more > 0 else "",
        "book": words["book"].format(
            book=book, sheet=words["sheets"]["lookup"], most=SWEDISH.whole(MOST_ROWS)
        ),
        "files": _table(FILE_COLUMNS, file_rows(report)),
    }
    return templates().get_template("supplier.html").render(context)


def _told(report: SupplierReport, level: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Per register: its findings of one gravity, each with the first rows to look up."""
    at = places(report.now, SHOWN_PLACES)
    found: dict[str, list[tuple[str, str]]] = {}
    for one in report.of(level):
        place = at.get((one.register, *one.place), "") if one.place else ""
        found.setdefault(one.title, []).append((one.text, place))
    return list(found.items())


def head(facts: DeliveryFacts) -> str:
    """Which delivery it is, and whom the report goes to."""
    words = SWEDISH.texts["supplier"]
    to = facts.supplier or words["no_supplier"]
    return str(words["head"].format(delivery=facts.id, received=_received(facts), supplier=to))


def against(report: SupplierReport) -> str:
    """Which delivery it is compared with."""
    words = SWEDISH.texts["supplier"]
    if report.earlier is None:
        return str(words["alone"])
    return str(words["against"].format(delivery=report.earlier.id, received=_received(report.earlier)))


def _received(facts: DeliveryFacts) -> str:
    words = SWEDISH.texts["supplier"]
    return str(words["received"].format(date=facts.received_on)) if facts.received_on > date.min else ""


def verdict(report: SupplierReport) -> str:
    """Whether the delivery can be used."""
    words = SWEDISH.texts["supplier"]
    return str(words["stops" if report.of("stops") else "usable" if report.findings else "sound"])


def numbers(report: SupplierReport) -> list[str]:
    """How many things there are of each gravity, in words."""
    words = SWEDISH.texts["supplier"]
    found = [(len(report.of(level)), words["levels_count"][level]) for level in LEVELS]
    return [words["number_of"].format(number=n, what=what[n > 1]) for n, what in found if n]


def _table(columns: Sequence[str], rows: Iterable[Row]) -> dict[str, Any]:
    """Headings and cells as they are shown: numbers to the right, with spaces between thousands."""
    words = SWEDISH.texts["supplier"]["columns"]
    listed = list(rows)
    is_number = [any(isinstance(row[place], int) for row in listed) for place in range(len(columns))]
    cells = [
        [SWEDISH.whole(cell, "0") if isinstance(cell, int) else cell or "" for cell in row] for row in listed
    ]
    return {"heads": [words[name] for name in columns], "is_number": is_number, "rows": cells}
