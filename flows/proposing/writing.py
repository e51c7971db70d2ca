"""A proposal as the text of delivery.toml, its questions last, under [unsure].

Belongs here: the file's layout. Does not belong here: what it says (proposal) and the words of its
comments (schemas/messages, unsure).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.catalogue import toml_value
from flows.proposing.proposal import Proposal
from schemas.faults import catalogue


def delivery_text(proposal: Proposal, language: str) -> str:
    """The file; the comments and questions are in the language."""
    words = catalogue(language)["unsure"]
    head = {"id": proposal.id, "supplier": proposal.supplier, "received_on": proposal.received_on}
    covers = {name: [span.first, span.last] for name, span in proposal.covers.items()}
    lines = [f"# {words['file_head']}", "", *_section("delivery", head), *_section("covers", covers)]
    lines += [*_section("combined", proposal.combined), *_section("files", proposal.patterns)]
    for register, columns in proposal.columns.items():
        lines += _section(f"columns.{register}", columns)
    for register, maps in proposal.codes.items():
        for column, codes in maps.items():
            lines += _section(f"codes.{register}.{column}", codes)
    asked = {question.place: question.text(language) for question in proposal.questions}
    lines += [f"# {words['unsure_head']}", *_section("unsure", asked)]
    return "\n".join(lines).rstrip() + "\n"


def _section(name: str, values: Mapping[str, object]) -> Iterator[str]:
    if values:
        yield f"[{name}]"
        yield from (f"{_key(key)} = {toml_value(value)}" for key, value in values.items())
        yield ""


def _key(key: str) -> str:
    is_bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if is_bare else toml_value(key)
