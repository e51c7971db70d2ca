"""Profession groups: one TOML file each → Profession → the code rows that SQL joins to.

Belongs here: reading and checking a group's file. Does not belong here: how anything is
counted (sql/), the code lists (flows.code_lists) and writing a file (flows.catalogue).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import polars as pl

from flows.code_lists import CODE_LISTS, code_faults, edition_fault, family_of
from schemas.contract import read_code_list
from schemas.delivery import term_index, term_label
from schemas.faults import Fault, UserError, fault
from schemas.toml_files import parse_toml, read_text

HOME = (Path(__file__).parent / "professions").resolve()
STATUSES = ("pilot", "ready", "draft")
CARE_SNI_GROUPS = ("halso_sjukvard", "tandvard", "vard_omsorg_boende")
"""Health, dental and residential care: the workplaces of every group (definitions section 7, R30)."""


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
    notes_en: tuple[str, ...] = ()
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
    for folder in (HOME, *(own for own in folders if own.resolve() != HOME)):
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
    faults.extend(together_faults(found, sources))
    if faults:
        raise UserError(faults)
    return found


def together_faults(found: Mapping[str, Profession], sources: Mapping[str, Path]) -> list[Fault]:
    """What is wrong with groups side by side: leads_to a group that is not there, a code claimed twice.

    sources: the groups' files; those of a group that has none here are judged elsewhere.
    """
    faults = []
    for name, file in sources.items():
        fields_ = {"file": file, "key": "leads_to", "allowed": sorted(found)}
        unknown = sorted(set(found[name].leads_to) - set(found))
        faults += [Fault("profession_code_unknown", fields_ | {"value": other}) for other in unknown]
    return faults + _claimed_twice(found.values())


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
    try:
        text = read_text(path)
    except UserError as error:
        faults += error.faults
        return None
    return judge_profession(text, path, faults)


def judge_profession(text: str, path: Path, faults: list[Fault]) -> Profession | None:
    """The group in the text of a file that stands (or will stand) at the path; else None and its faults."""
    before = len(faults)
    try:
        data = parse_toml(text, path)
    except UserError as error:
        faults += error.faults
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
    values = _sound(data, TOP_FIELDS, path, faults) | _sound(codes, CODE_FIELDS, path, faults)
    values.setdefault("follow_from", "licence" if values.get("licence_codes") else "degree")
    _check_values(values, path, faults)
    if values["follow_from"] == "licence" and not data.get("licence_codes"):
        faults.append(Fault("follow_without_licence", {"file": path}))
    return Profession(nominal=nominal, **values) if len(faults) == before else None


def _refuse_unknown(
    data: dict[str, Any], allowed: Sequence[str], place: str, path: Path, faults: list[Fault]
) -> None:
    for key in sorted(set(data) - set(allowed)):
        where = place or path.name
        if family_of(key):
            faults.append(edition_fault(key, data[key], where, path))
            continue
        fields_ = {"file": path, "place": where, "value": key, "allowed": list(allowed)}
        faults.append(Fault("unknown_key", fields_))


def _sound(data: dict[str, Any], allowed: Sequence[str], path: Path, faults: list[Fault]) -> dict[str, Any]:
    """The known keys whose values are of the right kind, lists as tuples; a fault for each of the others."""
    sound: dict[str, Any] = {}
    for key, value in data.items():
        if key in TEXTS:
            right = isinstance(value, str)
        elif key in NUMBERS:
            right = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        else:
            right = isinstance(value, list) and all(isinstance(part, str) for part in value)
        if key in allowed and right:
            sound[key] = tuple(value) if isinstance(value, list) else value
        elif key in allowed:
            faults.append(Fault("profession_type_wrong", {"file": path, "key": key, "value": value}))
    return sound


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


def _check_values(values: dict[str, Any], path: Path, faults: list[Fault]) -> None:
    """A fault for every value that no list has; what is missing or of the wrong kind is said elsewhere."""

    def check(key: str, given: Iterable[str], allowed: Iterable[str]) -> None:
        for value in given:
            if value not in allowed:
                fields_ = {"file": path, "key": key, "value": value, "allowed": sorted(allowed)}
                faults.append(Fault("profession_code_unknown", fields_))

    name = values.get("id")
    if name and (not re.fullmatch(r"\w[\w-]*", name) or name == "all"):
        faults.append(Fault("profession_id_wrong", {"file": path, "value": name}))
    if values.get("status"):
        check("status", [values["status"]], STATUSES)
    check("follow_from", [values["follow_from"]], ("licence", "degree"))
    check("sni_groups", values.get("sni_groups", ()), _sni_groups())
    for key in CODE_LISTS:
        faults.extend(code_faults(key, values.get(key, ()), path))


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
    """One row per group: profession, has_licence, follow_from, licence_lag_years, licensed_within_months."""
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
