"""What a person has to settle before a proposed delivery.toml is taken: one question a place.

Belongs here: when there is something to ask. Does not belong here: the words (schemas/messages, unsure).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from flows.proposing.coding import Codes
from flows.proposing.covering import Seen, half_years
from flows.proposing.recognising import Recognised
from schemas.combining import combined
from schemas.contract import Contract
from schemas.faults import catalogue

SHOWN, LONGEST = 15, 60
"""So many names are repeated in one question, and so many letters of each."""


@dataclass(frozen=True)
class Question:
    """Something that is a guess: its place in delivery.toml, the words (key) and what fills them in."""

    place: str
    key: str
    fields: dict[str, object] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """The question in the language."""
        words = catalogue(language)["unsure"]
        shown = {name: _shown(value, words) for name, value in self.fields.items()}
        return words[self.key].format_map(shown).strip()

    @classmethod
    def of_codes(cls, register: str, column: str, codes: Codes) -> Question:
        """What the unknown codes of a column may mean."""
        fields = {
            "proposed": [f"{value} = {code}" for value, code in codes.proposed.items()],
            "alike": [
                f"{value} ({', '.join(near)})" if near else value for value, near in codes.alike.items()
            ],
            "unnamed": codes.unnamed,
        }
        is_alike = bool(codes.alike) and all(codes.alike.values())
        key = "codes_proposed" if codes.proposed else "codes_alike" if is_alike else "codes_unknown"
        return cls(f"codes.{register}.{column}", key, fields)


def about_delivery() -> Question:
    """Who sent what, and when, is never in the files."""
    return Question("delivery", "delivery")


def about_files(folder: Path, unused: Mapping[Path, str]) -> Iterator[Question]:
    """The files of no register."""
    if unused:
        names = {path: path.relative_to(folder).as_posix() for path in unused}
        for key in dict.fromkeys(unused.values()):
            listed = [name for path, name in names.items() if unused[path] == key]
            yield Question("files" if key == "not_recognised" else "files.unreadable", key, {"files": listed})


def about_register(
    contract: Contract, files: Mapping[Path, Recognised], *, is_apart: bool
) -> Iterator[Question]:
    """Whether the files are this register's, and whether a pattern can say so."""
    place = f"files.{contract.register}"
    doubtful = {path.name: one for path, one in files.items() if one.rivals or one.missing}
    if not is_apart:
        yield Question(place, "no_pattern", {"files": [path.name for path in files]})
    elif doubtful:
        rivals = dict.fromkeys(rival for one in doubtful.values() for rival in one.rivals)
        yield Question(place, "register_likely", {"files": list(doubtful), "rivals": list(rivals)})


def about_combined(
    name: str, files: Sequence[Path], registers: Sequence[str], pattern: str | None
) -> Iterator[Question]:
    """Whether files are a source that holds several registers, and whether a pattern can say so."""
    names = [path.name for path in files]
    fields: dict[str, object] = {"files": names, "title": combined()[name].title_sv, "registers": registers}
    yield Question(f"combined.{name}", "combined", fields)
    if pattern is None:
        yield Question(f"files.{name}", "no_pattern", {"files": names})


def about_covers(contract: Contract, span: Seen | None) -> Iterator[Question]:
    """The time a register covers is the supplier's to say, whatever the rows show."""
    place = f"covers.{contract.register}"
    if span is None:
        yield Question(place, f"covers_nothing_{contract.period}")
        return
    fields: dict[str, object] = {
        "first": span.first,
        "last": span.last,
        "gaps": span.gaps,
        "stray": span.stray,
    }
    if isinstance(span.first, date) and isinstance(span.last, date):
        fields["whole"] = " – ".join(map(str, half_years(span.first, span.last)))
    yield Question(place, f"covers_{contract.period}", fields)


def guesses(files: Mapping[Path, Recognised]) -> dict[str, list[str]]:
    """Contract name → what the files call it, for columns that no file has under a name of the contract."""
    matches = [match for one in files.values() for match in one.matches]
    certain = {match.name for match in matches if match.is_certain}
    found: dict[str, dict[str, str]] = {}
    for match in matches:
        if match.name not in certain:
            found.setdefault(match.name, {}).setdefault(match.theirs.casefold(), match.theirs)
    return {name: list(theirs.values()) for name, theirs in found.items()}


def about_columns(contract: Contract, files: Mapping[Path, Recognised]) -> Iterator[Question]:
    """Columns whose name is not the contract's, and required ones that nothing resembles."""
    guessed = guesses(files)
    for column in contract.columns:
        theirs = guessed.get(column.name, [])
        lacking = [path.name for path, one in files.items() if column.name in one.missing]
        fields: dict[str, object] = {"column": column.name, "title": column.title_sv}
        place = f"columns.{contract.register}.{column.name}"
        if theirs:
            key = "column_likely" if len(theirs) == 1 else "column_varies"
            yield Question(place, key, fields | {"theirs": theirs})
        elif lacking:
            yield Question(place, "column_missing", fields | {"files": lacking})


def _shown(value: object, words: Mapping[str, str]) -> str:
    """A value in print: a long list is cut, and nothing that a terminal would obey is repeated."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        listed = ", ".join(_clean(str(part)) for part in value[:SHOWN])
        more = len(value) - SHOWN
        return (listed + (words["more"].format(number=more) if more > 0 else "")) or words["none"]
    return _clean(str(value))


def _clean(text: str) -> str:
    text = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", "?", text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
