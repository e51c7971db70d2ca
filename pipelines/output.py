"""What a command prints: data to stdout, talk to stderr, one JSON object with --json.

Belongs here: layout of lines. Does not belong here: words (schemas/messages).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from schemas.faults import Fault, catalogue, say

if TYPE_CHECKING:
    from flows.professions import Profession
    from flows.warehouse import RegisterCounts
    from schemas.expectations import CheckResult


class Output:
    """One command's output in one language; `payload` is what --json shows under `data`."""

    def __init__(self, language: str, as_json: bool, command: str) -> None:
        """Nothing is printed yet."""
        self.language = language if language in ("sv", "en") else "sv"
        self.as_json = as_json
        self.command = command
        self.payload: dict[str, Any] = {}

    def talk(self, key: str, **fields: object) -> None:
        """One line to stderr from the catalogue."""
        print(say(self.language, key, **fields), file=sys.stderr, flush=True)

    def progress(self, text: str) -> None:
        """One line of a step's own progress to stderr."""
        print(f"  {text}", file=sys.stderr, flush=True)

    def lines(self, lines: Iterable[str]) -> None:
        """Data to stdout, unless the JSON object carries it."""
        if not self.as_json:
            for line in lines:
                print(line)

    def registers(self, counts: Mapping[str, RegisterCounts]) -> None:
        """Per register: rows read, accepted, duplicates, rejected by reason, values blanked."""
        self.payload["registers"] = self.register_counts(counts)
        self.lines(line for c in counts.values() for line in self._register_lines(c))

    def _register_lines(self, c: RegisterCounts) -> Iterable[str]:
        if not c.delivered:
            yield say(self.language, "not_delivered", register=c.register)
            return
        rejected = sum(c.rejected.values())
        yield say(
            self.language,
            "register_line",
            register=c.register,
            read=c.read,
            accepted=c.accepted,
            duplicates=c.duplicates,
            rejected=rejected,
            set_aside=c.set_aside,
        )
        reasons = catalogue(self.language)["reasons"]
        for reason, number in c.rejected.items():
            shown = f"{reasons[reason]} ({reason})"
            yield say(self.language, "rejected_line", reason=shown, number=number)
        for key, columns in (("blanked_line", c.blanked), ("restored_line", c.restored)):
            for column, number in columns.items():
                yield say(self.language, key, column=column, number=number)

    def checks(self, results: Sequence[CheckResult]) -> None:
        """Every failed check by name with what to do next, to stderr."""
        self.payload["checks"] = self.check_counts(results)
        failed = [r for r in results if not r.passed]
        for r in failed:
            words = {"name": r.name(self.language), "remedy": r.remedy(self.language)}
            self.talk("failed" if r.blocking else "warning", **words)
        if failed:
            self.talk("some_warned", warned=len(failed), number=len(results))
        elif results:
            self.talk("all_passed", number=len(results))

    def drafts(self, professions: Iterable[Profession]) -> None:
        """A line for every group whose codes are not confirmed."""
        for p in professions:
            if p.status == "draft":
                self.talk("draft", profession=p.name_en if self.language == "en" else p.name_sv)

    def version(self, release: str, version: str | None, earlier: str | None) -> None:
        """The version, and a warning when the release's name says another."""
        if earlier is not None:
            self.talk("versioned", version=version, earlier=earlier)
        named = re.search(r"-(\d+\.\d+\.\d+)$", release)
        if named and version and named[1] != version:
            self.talk("version_not_named", named=named[1], version=version)

    def finish(self, exit_code: int) -> None:
        """Prints the JSON object, when it was asked for."""
        if self.as_json:
            self._print_json(exit_code, [])

    def fail(self, faults: Sequence[Fault], exit_code: int) -> int:
        """Prints every fault to stderr; the exit code."""
        for one in faults:
            print(one.text(self.language), file=sys.stderr)
        if self.as_json:
            self._print_json(exit_code, faults)
        return exit_code

    def _print_json(self, exit_code: int, faults: Sequence[Fault]) -> None:
        shown = {
            "command": self.command,
            "exit_code": exit_code,
            "faults": [{"key": f.key, "text": f.text(self.language)} for f in faults],
            "data": self.payload,
        }
        print(json.dumps(shown, ensure_ascii=False, indent=2))

    @staticmethod
    def register_counts(counts: Mapping[str, RegisterCounts]) -> dict[str, Any]:
        """The registers' counts as JSON."""
        return {
            name: {
                "delivered": c.delivered,
                "read": c.read,
                "accepted": c.accepted,
                "duplicates": c.duplicates,
                "set_aside": c.set_aside,
                "rejected": c.rejected,
                "blanked": c.blanked,
                "leading_zeros_restored": c.restored,
            }
            for name, c in counts.items()
        }

    def check_counts(self, results: Sequence[CheckResult]) -> list[dict[str, Any]]:
        """The failed checks as JSON; counts only."""
        return [
            {
                "key": r.key,
                "register": r.register,
                "column": r.column,
                "blocking": r.blocking,
                "unexpected": r.unexpected,
                "name": r.name(self.language),
                "remedy": r.remedy(self.language),
            }
            for r in results
            if not r.passed
        ]
