"""What a run is asked to do: vardflode.toml, overridden by flags, checked before anything is read.

Belongs here: settings and their defaults. Does not belong here: doing anything with them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flows.choices import choices as known_choices
from flows.choices import defaults
from flows.engine import ENGINES
from flows.policy import BASES, METHODS, Policy
from flows.professions import Profession, load_professions, select_professions
from flows.reference import Scope
from pipelines.mail_settings import Mail, check_mail
from schemas.faults import Fault, UserError, fault
from schemas.toml_files import read_toml

SECTIONS: dict[str, tuple[str, ...]] = {
    "run": ("professions", "window", "licence_cohorts", "profession_dirs", "engine"),
    "choices": (),
    "protection": ("method", "base", "smallest", "rate_base"),
    "paths": ("inbox", "out", "public"),
    "schedule": ("first_publication",),
    "spark": ("master",),
    "mail": ("to", "sender", "host", "port", "starttls", "user", "password_file", "command"),
}
LISTS = ("professions", "licence_cohorts", "profession_dirs", "to", "command")

LEAST = {"smallest": 5, "rate_base": 20}
"""What the definitions ask for (section 11): an agency may ask for more, not for less."""


@dataclass(frozen=True)
class Settings:
    """Settings in force; defaults are those of interfaces.md section 2.

    policy: how the published tables are protected, [protection].
    engine: what builds the tables; spark_master: where Spark runs, [spark].
    inbox: where deliveries arrive; first_publication: the day of the first release, [schedule].
    """

    professions: tuple[str, ...] = ()
    window: str = "2000-2010"
    licence_cohorts: tuple[str, ...] = ("2000/01", "2007/08")
    profession_dirs: tuple[str, ...] = ()
    policy: Policy = field(default_factory=Policy)
    inbox: str = "leveranser"
    out: str = "out"
    public: str = "public"
    engine: str = ENGINES[0]
    spark_master: str = "local[*]"
    first_publication: date | None = None
    mail: Mail = field(default_factory=Mail)
    choices: tuple[tuple[str, str], ...] = field(default_factory=lambda: tuple(sorted(defaults().items())))

    def scope(self) -> Scope:
        """The groups and the window; UserError carries everything that is wrong with either."""
        first, last = 0, 0
        wanted: list[Profession] = []
        known: dict[str, Profession] = {}
        faults = check_licence_cohorts(self.licence_cohorts)
        try:
            first, last = parse_window(self.window)
        except UserError as error:
            faults += error.faults
        try:
            known = load_professions([Path(folder) for folder in self.profession_dirs])
            wanted = select_professions(known, self.professions)
        except UserError as error:
            faults += error.faults
        if faults:
            raise UserError(faults)
        led_to = sorted({name for p in wanted for name in p.leads_to})
        return Scope(
            professions=tuple(wanted),
            first_year=first,
            last_year=last,
            advanced=tuple(known[name] for name in led_to),
            licence_years=tuple(sorted({int(label[:4]) for label in self.licence_cohorts})),
            choices=dict(self.choices),
        )


def parse_window(text: str) -> tuple[int, int]:
    """First and last year of 2000-2010; UserError when it is anything else."""
    match = re.fullmatch(r"((?:19|20|21)\d{2})-((?:19|20|21)\d{2})", text)
    if match is None or int(match[1]) > int(match[2]):
        raise fault("window_wrong", value=text)
    return int(match[1]), int(match[2])


def check_licence_cohorts(labels: Sequence[str]) -> list[Fault]:
    """A fault for every label that is not a läsår like 2000/01."""
    return [
        Fault("licence_cohort_wrong", {"value": label})
        for label in labels
        if not (match := re.fullmatch(r"(\d{4})/(\d{2})", label))
        or (int(match[1]) + 1) % 100 != int(match[2])
    ]


def load_settings(path: Path | None) -> Settings:
    """Settings from a file (or the defaults); UserError carries every fault of the file."""
    choices = defaults()
    settings = Settings()
    if path is None:
        return settings
    if not path.exists():
        raise fault("settings_missing", file=path)
    data = read_toml(path)
    faults: list[Fault] = []
    _check_sections(data, path, faults)
    check_mail(data.get("mail", {}), path, faults)
    choices |= _choices(data.get("choices", {}), path, faults)
    if faults:
        raise UserError(faults)
    given = {section: _values(content) for section, content in data.items()}
    policy = replace(settings.policy, **given.get("protection", {}))
    mail = replace(settings.mail, **given.get("mail", {}))
    spark = {f"spark_{key}": value for key, value in given.get("spark", {}).items()}
    asked: dict[str, Any] = given.get("run", {}) | given.get("paths", {}) | given.get("schedule", {}) | spark
    return replace(settings, choices=tuple(sorted(choices.items())), policy=policy, mail=mail, **asked)


def _values(section: dict[str, Any]) -> dict[str, Any]:
    """A section's values; a list is a tuple here, so that settings cannot change."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in section.items()}


def _check_sections(data: dict[str, Any], path: Path, faults: list[Fault]) -> None:
    for section, content in data.items():
        if section not in SECTIONS:
            faults.append(_unknown(path, "[…]", section, list(SECTIONS)))
        elif not isinstance(content, dict):
            faults.append(Fault("not_a_table", {"file": path, "value": section}))
        elif section != "choices":
            for key, value in content.items():
                if key not in SECTIONS[section]:
                    faults.append(_unknown(path, f"[{section}]", key, SECTIONS[section]))
                elif not _right_type(key, value):
                    faults.append(Fault("setting_type_wrong", {"file": path, "key": key, "value": value}))


def _right_type(key: str, value: object) -> bool:
    if key in LISTS:
        return isinstance(value, list) and all(isinstance(part, str) for part in value)
    if key == "first_publication":
        return isinstance(value, date) and not isinstance(value, datetime)
    if key in ("port", "starttls"):
        return type(value) is {"port": int, "starttls": bool}[key]
    if key in LEAST:
        return isinstance(value, int) and not isinstance(value, bool) and value >= LEAST[key]
    if key == "base":
        return value in BASES
    if key == "engine":
        return value in ENGINES
    if key == "method":
        return value in METHODS
    return isinstance(value, str)


def _choices(given: object, path: Path, faults: list[Fault]) -> dict[str, str]:
    known = known_choices()
    right: dict[str, str] = {}
    for name, value in given.items() if isinstance(given, dict) else ():
        if name not in known:
            faults.append(_unknown(path, "[choices]", name, sorted(known)))
        elif value not in known[name].allowed:
            fields = {"file": path, "key": name, "value": value, "allowed": known[name].allowed}
            faults.append(Fault("choice_not_available", fields))
        else:
            right[name] = value
    return right


def _unknown(path: Path, place: str, value: str, allowed: Sequence[str]) -> Fault:
    return Fault("unknown_key", {"file": path, "place": place, "value": value, "allowed": list(allowed)})
