"""A new group's file: its values from the catalogue (schemas/codes/yrken.csv) and its text.

Belongs here: what the catalogue says of a group, and how a file is written. Does not belong here:
judging the file (flows.professions) and asking for values (pipelines.asking).
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flows.code_lists import CODE_LISTS
from flows.professions import CARE_SNI_GROUPS, CODE_FIELDS, HOME, TOP_FIELDS, Profession, parse_profession
from schemas.contract import read_code_list
from schemas.delivery import term_index, term_label
from schemas.faults import Fault, fault

OLDEST = "HT1977"
"""The first term of a length that is given without one; the oldest length holds before it too."""
SOURCE = "# Source: {source}. Check every code before the status becomes ready."
CATALOGUE = "schemas/codes/yrken.csv"
COLUMNS = {
    "licence_codes": "hosp_kod",
    "sun2000": "sun2000inr",
    "sun2020": "sun2020inr",
    "ssyk96": "malyrke_ssyk96",
    "ssyk2012": "malyrke_ssyk2012",
}


def from_catalogue(name: str) -> dict[str, Any]:
    """What the catalogue (and the project's own file) says of a group, by key of a group's file.

    UserError names the nearest when the catalogue lacks it.
    """
    header, *listed = read_code_list("yrken")
    rows = {row[0]: dict(zip(header, row, strict=True)) for row in listed}
    if name not in rows:
        near = difflib.get_close_matches(name, rows, 5, 0.4) or sorted(rows)
        raise fault("catalogue_unknown", value=name, file=CATALOGUE, allowed=near)
    own = parse_profession(HOME / f"{name}.toml", [])
    values: dict[str, Any] = _of_file(own) if own else {"name_sv": _name(rows[name])}
    values |= {key: _codes(rows[name][column]) for key, column in COLUMNS.items()}
    if not own:
        values["nominal"] = [(OLDEST, int(rows[name]["nominell_terminer"]))]
    return values | {"id": name, "source": f"{CATALOGUE}, {name}"}


def _of_file(own: Profession) -> dict[str, Any]:
    values = {key: getattr(own, key) for key in TOP_FIELDS if key not in ("nominal", "status", "follow_from")}
    return values | {"nominal": [(term_label(n.start), n.terms) for n in own.nominal]}


def _name(row: Mapping[str, str]) -> str:
    """The profession's name by its licence, else the degree's without its ending."""
    codes = _codes(row["hosp_kod"])
    known = CODE_LISTS["licence_codes"].names
    return known[codes[0]] if codes else re.sub("examen$", "", row["examen"])


def _codes(cell: str) -> list[str]:
    """The codes of a cell; "-" and "verify" are none, "(verify)" marks one that is not confirmed."""
    found = [part.replace("(verify)", "").strip() for part in cell.split(";")]
    return [code for code in found if code not in ("", "-", "verify")]


def read_terms(given: Sequence[str], faults: list[Fault]) -> list[tuple[str, int]]:
    """(first term, length) of 6 and HT2019=6; a fault for everything else."""
    found: list[tuple[str, int]] = []
    for text in given:
        match = re.fullmatch(r"(?:((?:VT|HT)\s?\d{4})\s*=\s*)?([1-9]\d?)", text.strip())
        if match is None:
            faults.append(Fault("terms_wrong", {"value": text}))
        elif (match[1] or OLDEST) in [term for term, _ in found]:
            faults.append(Fault("terms_twice", {"value": match[1] or OLDEST}))
        else:
            found.append((match[1] or OLDEST, int(match[2])))
    return sorted(found, key=lambda entry: term_index(entry[0]) or 0)


def profession_text(values: Mapping[str, Any]) -> str:
    """The text of a group's file; what is not given gets the value that a new group begins with."""
    filled: dict[str, Any] = {
        "status": "draft",
        "aliases": (),
        "licence_codes": (),
        "licence_lag_years": 1,
        "licensed_within_months": 24,
        "follow_from": "licence" if values.get("licence_codes") else "degree",
        "leads_to": (),
        "notes": (),
    } | {key: value for key, value in values.items() if value is not None}
    filled["sni_groups"] = [*CARE_SNI_GROUPS, *_others(filled.get("sni_groups", ()))]
    lines = [SOURCE.format(source=filled.get("source", "given by hand"))]
    lines += [
        f"{key} = {toml_value(filled[key])}" for key in TOP_FIELDS if key != "nominal" and key in filled
    ]
    for term, terms in filled.get("nominal", ()):
        lines += ["", "[[nominal]]", f"from = {toml_value(term)}", f"terms = {terms}"]
    lines += ["", "[codes]", *(f"{key} = {toml_value(filled.get(key, ()))}" for key in CODE_FIELDS)]
    return "\n".join(lines) + "\n"


def _others(groups: Sequence[str]) -> list[str]:
    return [group for group in groups if group not in CARE_SNI_GROUPS]


def toml_value(value: object) -> str:
    """A text, number, date or list of them as TOML; a JSON text is a TOML text, but for one sign."""
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, int | date):
        return str(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
