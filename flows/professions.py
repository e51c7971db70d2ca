"""Profession groups: one TOML file each → Profession → the code rows that SQL joins to.

Belongs here: reading and checking a group's file. Does not belong here: how anything is
counted (sql/), or the wizard that writes a new file (an issue of its own).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import polars as pl

from schemas.contract import read_code_list
from schemas.delivery import term_index, term_label
from schemas.faults import Fault, UserError, fault

HOME = Path(__file__).parent / "professions"
STATUSES = ("pilot", "ready", "draft")
CARE_SNI_GROUPS = ("halso_sjukvard", "tandvard", "vard_omsorg_boende")
"""Health, dental and residential care: the workplaces of every group (definitions section 7, R30)."""

CODE_LISTS = {
    "licence_codes": "hosp_yrke",
    "ssyk96": "ssyk96_halso",
    "ssyk2012": "ssyk2012_halso",
}


@dataclass(frozen=True)
class Nominal:
    """The programme's nominal length in terms, for starts from a term (index) on."""

    start: int
    terms: int


@dataclass(frozen=True)
class Profession:
    """One education and the profession it leads to (interfaces.md, "A profession").

    follow_from: the year that +1 and +3 count from, of the licence or of the degree (R57).
    """

    id: str
    name_sv: str
    name_en: str
    status: str
    nominal: tuple[Nominal, ...]
    aliases: tuple[str, ...] = ()
    licence_codes: tuple[str, ...] = ()
    licence_lag_years: int = 1
    licensed_within_months: int = 24
    leads_to: tuple[str, ...] = ()
    follow_from: str = "licence"
    sni_groups: tuple[str, ...] = CARE_SNI_GROUPS
    notes: tuple[str, ...] = ()
    sun2000: tuple[str, ...] = ()
    sun2020: tuple[str, ...] = ()
    ssyk96: tuple[str, ...] = ()
    ssyk2012: tuple[str, ...] = ()

    def nominal_terms(self, term: int) -> int:
        """Nominal length for a start in the term; the oldest known length before that."""
        started = [n for n in self.nominal if n.start <= term]
        return started[-1].terms if started else self.nominal[0].terms


CODE_FIELDS = ("sun2000", "sun2020", "ssyk96", "ssyk2012")
TOP_FIELDS = tuple(f.name for f in fields(Profession) if f.name not in CODE_FIELDS)
TEXTS = ("id", "name_sv", "name_en", "status", "follow_from")
NUMBERS = ("licence_lag_years", "licensed_within_months")


def load_professions(folders: Sequence[Path] = ()) -> dict[str, Profession]:
    """Every group by id: the project's own, then those of the extra folders (which may replace)."""
    found: dict[str, Profession] = {}
    sources: dict[str, Path] = {}
    faults: list[Fault] = []
    for folder in (HOME, *folders):
        if not folder.is_dir():
            raise fault("profession_folder_missing", folder=folder)
        for path in sorted(folder.glob("*.toml")):
            profession = parse_profession(path, faults)
            if profession is None:
                continue
            other = sources.get(profession.id)
            if other is not None and other.parent == folder:
                fields_ = {"file": path, "value": profession.id, "allowed": other.name}
                faults.append(Fault("profession_twice", fields_))
            found[profession.id], sources[profession.id] = profession, path
    for profession in found.values():
        unknown = sorted(set(profession.leads_to) - set(found))
        fields_ = {"file": sources[profession.id], "key": "leads_to", "allowed": sorted(found)}
        faults.extend(Fault("profession_code_unknown", fields_ | {"value": name}) for name in unknown)
    faults.extend(_claimed_twice(found.values()))
    if faults:
        raise UserError(faults)
    return found


def select_professions(known: dict[str, Profession], wanted: Sequence[str]) -> list[Profession]:
    """The wanted groups, `all` for every one, none for those with status pilot; in id order."""
    if not wanted:
        return [p for _, p in sorted(known.items()) if p.status == "pilot"]
    if list(wanted) == ["all"]:
        return [p for _, p in sorted(known.items())]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        allowed = sorted(known)
        raise UserError([Fault("profession_unknown", {"value": w, "allowed": allowed}) for w in unknown])
    return [known[name] for name in sorted(set(wanted))]


def parse_profession(path: Path, faults: list[Fault]) -> Profession | None:
    """The group in a file, or None with every fault of the file added to `faults`."""
    before = len(faults)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        faults.append(Fault("toml_unreadable", {"file": path, "problem": error}))
        return None
    codes = data.pop("codes", {})
    if not isinstance(codes, dict):
        faults.append(Fault("profession_file_not_table", {"file": path, "key": "codes", "value": codes}))
        codes = {}
    _refuse_unknown(data, TOP_FIELDS, "", path, faults)
    _refuse_unknown(codes, CODE_FIELDS, "[codes]", path, faults)
    nominal = _nominal(data.pop("nominal", []), path, faults)
    for key in ("id", "name_sv", "name_en", "status"):
        if not isinstance(data.get(key, ""), str):
            continue  # of the wrong kind, said below
        if not data.get(key):
            faults.append(Fault("profession_key_missing", {"file": path, "key": key}))
    _check_types(data | codes, path, faults)
    if len(faults) > before:
        return None
    values: dict[str, Any] = data | codes
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    if "follow_from" not in values:
        values["follow_from"] = "licence" if values.get("licence_codes") else "degree"
    profession = Profession(nominal=nominal, **values)
    _check_values(profession, path, faults)
    return profession if len(faults) == before else None


def _refuse_unknown(
    data: dict[str, Any], allowed: Sequence[str], place: str, path: Path, faults: list[Fault]
) -> None:
    for key in sorted(set(data) - set(allowed)):
        fields_ = {"file": path, "place": place or path.name, "value": key, "allowed": list(allowed)}
        faults.append(Fault("unknown_key", fields_))


def _check_types(data: dict[str, Any], path: Path, faults: list[Fault]) -> None:
    for key, value in data.items():
        if key in TEXTS:
            right = isinstance(value, str)
        elif key in NUMBERS:
            right = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        else:
            right = isinstance(value, list) and all(isinstance(part, str) for part in value)
        if not right and key in TOP_FIELDS + CODE_FIELDS:
            faults.append(Fault("profession_type_wrong", {"file": path, "key": key, "value": value}))


def _nominal(entries: Any, path: Path, faults: list[Fault]) -> tuple[Nominal, ...]:
    found: list[Nominal] = []
    for entry in entries if isinstance(entries, list) else [entries]:
        start = term_index(str(entry.get("from"))) if isinstance(entry, dict) else None
        terms = entry.get("terms") if isinstance(entry, dict) else None
        length = terms if isinstance(terms, int) and not isinstance(terms, bool) else 0
        is_new = start not in [n.start for n in found]
        if start is None or length < 1 or not is_new or set(entry) != {"from", "terms"}:
            faults.append(Fault("nominal_wrong", {"file": path, "value": entry}))
        else:
            found.append(Nominal(start, length))
    if entries == []:
        faults.append(Fault("profession_key_missing", {"file": path, "key": "[[nominal]]"}))
    return tuple(sorted(found, key=lambda n: n.start))


def _check_values(profession: Profession, path: Path, faults: list[Fault]) -> None:
    def check(key: str, values: Iterable[str], allowed: Iterable[str]) -> None:
        for value in values:
            if value not in allowed:
                fields_ = {"file": path, "key": key, "value": value, "allowed": sorted(allowed)}
                faults.append(Fault("profession_code_unknown", fields_))

    if not re.fullmatch(r"\w[\w-]*", profession.id) or profession.id == "all":
        faults.append(Fault("profession_id_wrong", {"file": path, "value": profession.id}))
    check("status", [profession.status], STATUSES)
    check("follow_from", [profession.follow_from], ("licence", "degree"))
    check("sni_groups", profession.sni_groups, _sni_groups())
    for key, code_list in CODE_LISTS.items():
        check(key, getattr(profession, key), [row[0] for row in read_code_list(code_list)[1:]])
    for edition, position in (("sun2000", 1), ("sun2020", 2)):
        known = [row[0] for row in read_code_list("sun_inriktning")[1:] if row[position]]
        check(edition, getattr(profession, edition), known)
    if profession.follow_from == "licence" and not profession.licence_codes:
        faults.append(Fault("follow_without_licence", {"file": path}))


def _sni_groups() -> set[str]:
    return {row[2] for name in ("sni2002_halso", "sni2007_halso") for row in read_code_list(name)[1:]}


def _claimed_twice(professions: Iterable[Profession]) -> list[Fault]:
    """An id or alias that two groups claim would make a registration belong to both."""
    owner: dict[str, str] = {}
    faults: list[Fault] = []
    for profession in professions:
        for code in (profession.id, *profession.aliases):
            if owner.setdefault(code, profession.id) != profession.id:
                both = [owner[code], profession.id]
                faults.append(Fault("alias_claimed_twice", {"value": code, "allowed": both}))
    return faults


def profession_rows(professions: Iterable[Profession]) -> pl.DataFrame:
    """One row per group: profession, name_sv, status, has_licence, follow_from, lag, months."""
    rows = [
        {
            "profession": p.id,
            "has_licence": bool(p.licence_codes),
            "follow_from": p.follow_from,
            "licence_lag_years": p.licence_lag_years,
            "licensed_within_months": p.licensed_within_months,
        }
        for p in professions
    ]
    return pl.DataFrame(rows)


def nominal_rows(professions: Iterable[Profession]) -> pl.DataFrame:
    """Nominal length by start term: profession, first_term, last_term (inclusive), terms."""
    rows = []
    for p in professions:
        for i, n in enumerate(p.nominal):
            last = p.nominal[i + 1].start - 1 if i + 1 < len(p.nominal) else 2 * 9999
            rows.append((p.id, 0 if i == 0 else n.start, last, n.terms))
    shape = {"profession": pl.String, "first_term": pl.Int32, "last_term": pl.Int32, "terms": pl.Int32}
    return pl.DataFrame(rows, schema=shape, orient="row")


def code_rows(professions: Iterable[Profession]) -> pl.DataFrame:
    """The codes that SQL joins to: profession, kind, code.

    kind: programme (id and aliases), licence, ssyk96, ssyk2012, sun2000, sun2020, sni2002, sni2007.
    """
    sni = {
        edition: [(row[0], row[2]) for row in read_code_list(f"{edition}_halso")[1:]]
        for edition in ("sni2002", "sni2007")
    }
    rows: list[tuple[str, str, str]] = []
    for p in professions:
        rows += [(p.id, "programme", code) for code in (p.id, *p.aliases)]
        rows += [(p.id, "licence", code) for code in p.licence_codes]
        rows += [(p.id, kind, code) for kind in CODE_FIELDS for code in getattr(p, kind)]
        ours = {*CARE_SNI_GROUPS, *p.sni_groups}
        rows += [(p.id, kind, code) for kind, codes in sni.items() for code, group in codes if group in ours]
    shape = {"profession": pl.String, "kind": pl.String, "code": pl.String}
    return pl.DataFrame(rows, schema=shape, orient="row").unique(maintain_order=True)


def described(profession: Profession) -> dict[str, object]:
    """Everything of a group's file as plain values, for `profession show`."""
    shown: dict[str, object] = {}
    for f in fields(profession):
        value = getattr(profession, f.name)
        shown[f.name] = list(value) if isinstance(value, tuple) else value
    shown["nominal"] = [{"from": term_label(n.start), "terms": n.terms} for n in profession.nominal]
    return shown
