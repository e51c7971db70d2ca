"""How the numbers are protected, what that does to a number, and how many are withheld."""

from reports.cells import EDUCATION, LICENCE, LICENSED
from reports.protected import methods, sentence, share_sentence
from reports.quality_parts import Declared, Told
from reports.tables import Row, Shown, Table

STATUSES = ("ok", "protected", "not_observable", "immature", "not_applicable")


def protection_told(declared: Declared) -> Told:
    """Each method in force, what it does to a number, and how many numbers of each model are shown."""
    words, found = declared.words["protection"], methods(declared.frames)
    says = []
    for method, names in found.items():
        tables = declared.language.joined([words["tables"][name] for name in names])
        applies = declared.fill("protection.applies", tables=tables) if len(found) > 1 else ""
        said = sentence(method, "protection", declared.release, declared.language)
        says.append(" ".join(filter(None, (said, applies))))
    says.append(share_sentence(declared.release, declared.language))
    return Told(says=tuple(says), tables=tuple(_shown_cells(declared)))


def adds_up(declared: Declared) -> Told:
    """Whether parts and totals agree after protection."""
    found = methods({"cells": declared.frames["cells"]})
    says = (sentence(name, "adds_up", declared.release, declared.language) for name in found)
    return Told(says=tuple(dict.fromkeys(filter(None, says))))


def _shown_cells(declared: Declared) -> list[Table]:
    """Published numbers by model and status: how many are there says nothing of what is in them."""
    words, cells, language = declared.words["protection"], declared.frames["cells"], declared.language
    by = {(m, s): n for m, s, n in cells.group_by("model", "status").len().iter_rows()}
    rows = []
    for model in (EDUCATION, LICENCE, LICENSED):
        numbers = [by.get((model, status), 0) for status in STATUSES]
        if total := sum(numbers):
            shown = [Shown(language.whole(n, "0"), sort=str(n)) for n in numbers]
            shown.append(Shown(language.percent(numbers[1] / total, 1, "0")))
            rows.append(Row(Shown(words["models"][model]), shown))
    heads = [words["model"], *(words[status] for status in STATUSES), words["protected_share"]]
    return [Table(words["cells_caption"], heads, rows)] if rows else []
