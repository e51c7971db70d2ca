"""delivery.toml: what a delivery says of itself, checked before a single row is read.

Belongs here: covers, files, column names and code maps of one delivery. Does not belong
here: the rows (schemas.reading).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from schemas import foreign_files
from schemas.contract import Contract, contracts
from schemas.faults import Fault, UserError, fault

SECTIONS = ("delivery", "covers", "files", "columns", "codes", "unsure")
ENDINGS = (
    ".csv",
    ".tsv",
    ".txt",
    ".gz",
    ".parquet",
    *(e for own in foreign_files.ENDINGS.values() for e in own),
)

CoverEnd = int | date


@dataclass(frozen=True)
class Cover:
    """First and last date, year or term index (2·y for VT y, 2·y+1 for HT y) a register covers."""

    first: CoverEnd
    last: CoverEnd


@dataclass(frozen=True)
class Delivery:
    """One folder of register extracts, as its delivery.toml describes it.

    covers and files have the delivered registers only; columns maps contract name to the
    delivery's name, codes maps column to {the delivery's code: ours}.
    """

    folder: Path
    id: str
    supplier: str
    received_on: date
    covers: dict[str, Cover]
    files: dict[str, list[Path]]
    columns: dict[str, dict[str, str]]
    codes: dict[str, dict[str, dict[str, str]]]

    def label(self, path: Path) -> str:
        """A file's name within the delivery, as rejected rows and the manifest give it."""
        return path.relative_to(self.folder).as_posix()


def load_delivery(folder: Path) -> Delivery:
    """The delivery in a folder; UserError (exit 2) carries every fault of its delivery.toml."""
    path = folder / "delivery.toml"
    if not folder.is_dir():
        raise fault("delivery_folder_missing", folder=folder)
    if not path.is_file():
        raise fault("delivery_toml_missing", file=path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise fault("toml_unreadable", file=path, problem=error) from error
    except OSError as error:
        raise fault("file_unreadable", file=path, problem=error.strerror or error) from error
    faults: list[Fault] = []
    _check_shape(data, path, faults)
    tables = {s: content for s, content in data.items() if isinstance(content, dict)}
    covers = _covers(tables.get("covers", {}), path, faults)
    files = _files(folder, tables.get("files", {}), covers, path, faults)
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
    )


def _by_contract_name(maps: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The maps with every column under its contract name; case does not matter in column names."""
    return {
        register: {_contract_name(contracts()[register], column): value for column, value in content.items()}
        for register, content in maps.items()
    }


def _contract_name(contract: Contract, column: str) -> str:
    return next((name for name in contract.names if name.casefold() == column.casefold()), column)


def term_index(text: str) -> int | None:
    """2·y for "VT y", 2·y+1 for "HT y"; None when the text is not a term."""
    match = re.fullmatch(r"(VT|HT)\s?(\d{4})", text)
    return None if match is None else 2 * int(match[2]) + (match[1] == "HT")


def term_label(index: int) -> str:
    """HT2003 for 4007, VT2004 for 4008."""
    return f"{'HT' if index % 2 else 'VT'}{index // 2}"


def _check_shape(data: dict[str, Any], path: Path, faults: list[Fault]) -> None:
    registers = contracts()

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
            for name in sorted(set(content) - set(registers)):
                refuse(name, f"[{section}]", list(registers))
            if section in ("columns", "codes"):
                for name in sorted(set(content) & set(registers)):
                    _check_maps(section, name, content[name], path, faults)


def _check_maps(section: str, register: str, content: Any, path: Path, faults: list[Fault]) -> None:
    place = f"{section}.{register}"
    if not isinstance(content, dict):
        faults.append(Fault("not_a_text_map", {"file": path, "value": place}))
        return
    contract = contracts()[register]
    names = contract.names
    for column in sorted(c for c in content if _contract_name(contract, c) not in names):
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


def _files(
    folder: Path, globs: dict[str, Any], covers: dict[str, Cover], path: Path, faults: list[Fault]
) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for register, contract in contracts().items():
        pattern = globs.get(register)
        if pattern is not None and not isinstance(pattern, str):
            faults.append(Fault("pattern_not_text", {"file": path, "register": register, "value": pattern}))
            continue
        files = matching(folder, register, pattern)
        said = register in covers or f"bad_covers_{contract.period}" in {
            f.key for f in faults if f.fields.get("register") == register
        }
        if files and not said:
            fields = {"file": path, "register": register, "files": files[0].name}
            faults.append(Fault("covers_missing", fields))
        elif (said and not files) or (pattern and not files):
            shown = pattern or f"{register}*"
            faults.append(Fault("files_missing", {"folder": folder, "register": register, "pattern": shown}))
        elif register == "registrations" and not files:
            faults.append(Fault("register_required", {"folder": folder, "register": register}))
        if files:
            found[register] = files
    return found


def matching(folder: Path, register: str, pattern: object) -> list[Path]:
    """A register's files: those of the pattern, without one those whose names begin with the register's."""
    if isinstance(pattern, str):
        try:
            matches = sorted(p for p in folder.glob(pattern) if p.is_file())
        except (ValueError, NotImplementedError):
            return []
        return [p for p in matches if p.name != "delivery.toml"]
    names = ((p, p.name.casefold()) for p in folder.iterdir() if p.is_file())
    return sorted(p for p, name in names if name.startswith(register) and name.endswith(ENDINGS))
