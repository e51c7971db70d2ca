"""A preview as lines of text, in Swedish or English.

Belongs here: layout. Does not belong here: what is said (pipelines.preview_result) and the words
(schemas/messages, preview; the names of measures and breakdowns are the report's).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flows.choices import changed
from flows.code_lists import CODE_LISTS
from pipelines.preview_result import SURVIVING
from reports.observed import observed
from reports.words import swedish
from schemas.faults import catalogue

Lines = Iterator[str]
SOFT_HYPHEN = "\u00ad"


def measure_title(measure: str, language: str) -> str:
    """A measure's name as the report has it; its name in the code in English."""
    if language != "sv":
        return measure
    return str(swedish()["measures"].get(measure, {}).get("title", measure))


def choices_line(choices: Mapping[str, Any], language: str) -> str:
    """Which choices of the definitions are in force: those that are not the default, by name."""
    words = catalogue(language)["preview"]
    named = ", ".join(f"{name} = {value}" for name, value in changed(choices["in_force"]).items())
    return str(words["choices" if named else "choices_default"]).format(
        version=choices["version"], choices=named
    )


def preview_lines(data: Mapping[str, Any], language: str) -> Lines:
    """The whole preview."""
    words = catalogue(language)["preview"]
    yield from _head(data, words, language)
    yield from _section(words["persons"], _rows(data["persons"], ("cohort",)), words)
    left_out = [{**row, "reason": words[row["reason"]]} for row in data["left_out"] if row["persons"]]
    yield from _section(words["left_out"], _rows(left_out, ("reason",)), words)
    yield from _section(words["observable"], _observable(data["observable"], words, language), words)
    yield from _section(words["survives"], _survives(data["survives"]["simple"], language), words)
    if data["survives"]["full"] is None:
        yield f"  {words['full']}"
    yield from _section(words["codes"], _codes(data["codes"], words), words)
    yield from _section(words["unclaimed"], _unclaimed(data["unclaimed"], words), words)
    yield from _section(words["other_sun"], _rows(data["other_sun"], ("kind", "code", "name")), words)
    named = ("kind", "code", "name")
    yield from _section(words["other_occupations"], _rows(data["other_occupations"], named), words)
    yield from _section(words["overlap"], _overlap(data["overlap"], words), words)
    yield from _section(words["shared_codes"], _shared(data["shared_codes"]), words)
    for entry in data["holders"]:
        title = words["holders"].format(year=entry["year"], edition=CODE_LISTS[entry["kind"]].title)
        yield from _section(title, _holders(entry, words), words)
    if data["from_release"]:
        yield f"  {words['only_read']}"


def _head(data: Mapping[str, Any], words: Mapping[str, str], language: str) -> Lines:
    """Which group, which delivery, and that the numbers are internal."""
    group = data["profession"]
    name = group["name_sv" if language == "sv" else "name_en"]
    status = words[f"status_{group['status']}"]
    yield words["title"].format(name=name, profession=group["id"], status=status)
    yield words["head"].format(delivery=data["delivery"], window=data["window"])
    yield choices_line(data["choices"], language)
    yield words["internal"]
    if data["registers_not_read"]:
        yield words["not_read"].format(registers=", ".join(data["registers_not_read"]))


def _section(title: str, lines: Iterable[str], words: Mapping[str, str]) -> Lines:
    """A blank line, the title, and its lines or a word that there are none."""
    yield ""
    yield title
    found = list(lines)
    yield from (f"  {line}" for line in found or [words["nothing"]])


def _number(persons: int) -> str:
    return f"{persons:>8}"


def _rows(rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> Lines:
    """One line a row: the keys' texts, then the persons."""
    for row in rows:
        label = " ".join(str(row[key]) for key in keys if row[key] != "")
        yield f"{label:60}{_number(row['persons'])}"


def _observable(rows: Sequence[Mapping[str, Any]], words: Mapping[str, str], language: str) -> Lines:
    for row in rows:
        yield f"{measure_title(row['measure'], language):60}{observed(row, words)}"


def _survives(rows: Sequence[Mapping[str, Any]], language: str) -> Lines:
    """A line per breakdown; a column per measure."""
    titles = swedish()["council"]["columns"] if language == "sv" else SURVIVING
    yield " " * 32 + "".join(f"{title.replace(SOFT_HYPHEN, ''):>22}" for title in titles)
    for by in dict.fromkeys(row["breakdown"] for row in rows):
        title = swedish()["breakdowns"][by] if language == "sv" else by
        shown = {row["measure"]: f"{row['shown']}/{row['cells']}" for row in rows if row["breakdown"] == by}
        yield f"{title:32}" + "".join(f"{shown[measure]:>22}" for measure in SURVIVING)


def _codes(rows: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> Lines:
    for row in rows:
        label = " ".join(part for part in (row["kind"], row["code"], row["name"]) if part)
        remark = "" if row["persons"] else words["nobody" if row["is_filled"] else "no_column"]
        yield f"{row['register']:15}{label:56}{_number(row['persons'])}  {remark}".rstrip()


def _unclaimed(rows: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> Lines:
    for row in rows:
        why = [words[f"alike_{name}"].format(number=row.get(f"with_{name}", 0)) for name in row["alike"]]
        label = " ".join(part for part in (row["register"], row["code"], row["name"]) if part)
        yield f"{label:60}{_number(row['persons'])}  {'; '.join(why)}"


def _overlap(rows: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> Lines:
    for row in rows:
        before = words["before"].format(number=row["before"])
        yield f"{row['profession']:60}{_number(row['persons'])}  {before}"


def _shared(rows: Sequence[Mapping[str, Any]]) -> Lines:
    for row in rows:
        yield f"{row['kind']} {row['code']} {row['name']}: {', '.join(row['professions'])}"


def _holders(entry: Mapping[str, Any], words: Mapping[str, str]) -> Lines:
    parts = {words["everybody"]: entry["persons"], words["own"]: entry["own"]}
    for label, persons in (parts | entry["others"] | {words["none"]: entry["none"]}).items():
        yield f"{label:60}{_number(persons)}"
