"""delivery.toml: what a delivery says of itself, checked before a single row is read.

Belongs here: covers, files, column names and code maps of one delivery. Does not belong
here: the rows (schemas.reading).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from schemas.combining import combined
from schemas.contract import Contract, contracts
from schemas.databases import Table
from schemas.faults import Fault, UserError, fault
from schemas.places import Asked, Place, find_places
from schemas.toml_files import read_toml

SECTIONS = ("delivery", "covers", "files", "tables", "database", "combined", "columns", "codes", "unsure")
DATABASE_KEYS = ("connection_env", "connection_file")

CoverEnd = int | date


@dataclass(frozen=True)
class Cover:
    """First and last date, year or term index (2·y for VT y, 2·y+1 for HT y) a register covers."""

    first: CoverEnd
    last: CoverEnd


@dataclass(frozen=True)
class Delivery:
    """One folder of register extracts, as its delivery.toml describes it.

    covers and files have the delivered registers only (files: tables too); columns maps contract name to
    the delivery's name, codes maps column to {the delivery's code: ours}; combined maps a register to
    the source that holds it together with others.
    """

    folder: Path
    id: str
    supplier: str
    received_on: date
    covers: dict[str, Cover]
    files: dict[str, list[Place]]
    columns: dict[str, dict[str, str]]
    codes: dict[str, dict[str, dict[str, str]]]
    combined: dict[str, str] = field(default_factory=dict)

    def label(self, place: Place) -> str:
        """A file's name within the delivery, or a table's, as rejected rows and the manifest give it."""
        return place.name if isinstance(place, Table) else place.relative_to(self.folder).as_posix()


def load_delivery(folder: Path) -> Delivery:
    """The delivery in a folder; UserError (exit 2) carries every fault of its delivery.toml."""
    path = folder / "delivery.toml"
    if not folder.is_dir():
        raise fault("delivery_folder_missing", folder=folder)
    if not path.is_file():
        raise fault("delivery_toml_missing", file=path)
    data = read_toml(path)
    faults: list[Fault] = []
    _check_shape(data, path, faults)
    tables = {s: content for s, content in data.items() if isinstance(content, dict)}
    covers = _covers(tables.get("covers", {}), path, faults)
    sections = {s: tables.get(s, {}) for s in ("files", "tables", "database", "combined")}
    asked = Asked(folder, covered=tables.get("covers", {}), **sections)
    files, combined_of = find_places(asked, faults)
    head = tables.get("delivery", {})
    for key in ("id", "received_on"):
        if key not in head:
            faults.append(Fault("delivery_key_missing", {"file": path, "key": key}))
    for key in ("id", "supplier"):
        if not isinstance(head.get(key, "-"), str) or not head.get(key, "-").strip():
            faults.append(Fault("delivery_key_not_text", {"file": path, "key": key, "value": head[key]}))
    if type(head.get("received_on", date.min)) is not date:
        faults.append(Fault("received_on_not_date", {"file": path, "value": head["received_on"]}))
    if faults:
        raise UserError(faults)
    return Delivery(
        folder=folder,
        id=str(head["id"]),
        supplier=str(head.get("supplier", "")),
        received_on=head["received_on"],
        covers=covers,
        files=files,
        columns=_by_contract_name(data.get("columns", {})),
        codes=_by_contract_name(data.get("codes", {})),
        combined=combined_of,
    )


def _by_contract_name(maps: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The maps with every column under its contract name; case does not matter in column names."""
    return {
        name: {_contract_name(_columns(name), column): value for column, value in content.items()}
        for name, content in maps.items()
    }


def _columns(name: str) -> tuple[str, ...]:
    """The columns of a register or combined source."""
    return contracts()[name].names if name in contracts() else combined()[name].names


def _contract_name(names: tuple[str, ...], column: str) -> str:
    return next((name for name in names if name.casefold() == column.casefold()), column)


def term_index(text: str) -> int | None:
    """2·y for "VT y", 2·y+1 for "HT y"; None when the text is not a term."""
    match = re.fullmatch(r"(VT|HT)\s?(\d{4})", text)
    return None if match is None else 2 * int(match[2]) + (match[1] == "HT")


def term_label(index: int) -> str:
    """HT2003 for 4007, VT2004 for 4008."""
    return f"{'HT' if index % 2 else 'VT'}{index // 2}"


def _check_shape(data: dict[str, Any], path: Path, faults: list[Fault]) -> None:
    shared = data.get("combined", {})
    known = [*contracts(), *(name for name in combined() if isinstance(shared, dict) and name in shared)]
    names = {"covers": list(contracts()), "combined": list(combined()), "database": list(DATABASE_KEYS)}

    def refuse(value: str, place: str, allowed: list[str]) -> None:
        fields = {"file": path, "place": place, "value": value, "allowed": allowed}
        faults.append(Fault("unknown_key", fields))

    for section, content in data.items():
        if section not in SECTIONS:
            refuse(section, "[…]", list(SECTIONS))
        elif not isinstance(content, dict):
            faults.append(Fault("not_a_table", {"file": path, "value": section}))
        elif section == "unsure":
            faults += [
                Fault("delivery_unsure", {"file": path, "place": place, "question": question})
                for place, question in content.items()
            ]
        elif section != "delivery":  # suppliers may say more of a delivery than we ask for
            allowed = names.get(section, known)
            for name in sorted(set(content) - set(allowed)):
                refuse(name, f"[{section}]", allowed)
            if section in ("columns", "codes"):
                for name in sorted(set(content) & set(known)):
                    _check_maps(section, name, content[name], path, faults)


def _check_maps(section: str, register: str, content: Any, path: Path, faults: list[Fault]) -> None:
    place = f"{section}.{register}"
    if not isinstance(content, dict):
        faults.append(Fault("not_a_text_map", {"file": path, "value": place}))
        return
    names = _columns(register)
    for column in sorted(c for c in content if _contract_name(names, c) not in names):
        fields = {"file": path, "place": f"[{place}]", "value": column, "allowed": list(names)}
        faults.append(Fault("unknown_key", fields))
    for table in content.values() if section == "codes" else [content]:
        if not isinstance(table, dict) or not all(isinstance(v, str) for v in table.values()):
            faults.append(Fault("not_a_text_map", {"file": path, "value": place}))
            return


def _covers(data: dict[str, Any], path: Path, faults: list[Fault]) -> dict[str, Cover]:
    found: dict[str, Cover] = {}
    for register, value in data.items():
        if register not in contracts():
            continue  # an unknown key, already said
        ends = [_cover_end(end, contracts()[register]) for end in value] if isinstance(value, list) else []
        first, last = ends if len(ends) == 2 else (None, None)
        if first is None or last is None or first > last:  # type: ignore[operator]  # one contract, one type
            fields = {"file": path, "register": register, "value": value}
            faults.append(Fault(f"bad_covers_{contracts()[register].period}", fields))
        else:
            found[register] = Cover(first, last)
    return found


def _cover_end(value: Any, contract: Contract) -> CoverEnd | None:
    if contract.period == "term":
        return term_index(value) if isinstance(value, str) else None
    if contract.period == "year":
        return value if isinstance(value, int) and 1900 <= value <= 2200 else None
    return value if type(value) is date else None
