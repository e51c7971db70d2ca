"""How the numbers are protected, what that does to a number, and how many are withheld."""

from reports.cells import EDUCATION, LICENCE, LICENSED
from reports.quality_parts import RATE_BASE, Declared, Told
from reports.tables import Row, Shown, Table

ROUNDING = "rounding"
STATUSES = ("ok", "protected", "not_observable", "immature", "not_applicable")
SMALLEST = 5
"""Counts below it are small unless the settings say otherwise (definitions section 11)."""


def methods(declared: Declared) -> dict[str, list[str]]:
    """Method by method, the frames that it protects; a frame without the column tells none."""
    found: dict[str, list[str]] = {}
    for name, frame in declared.frames.items():
        if "method" in frame.columns:
            for method in sorted({str(one) for one in frame["method"].drop_nulls().unique()} - {""}):
                found.setdefault(method, []).append(name)
    return found


def sentence(method: str, group: str, declared: Declared) -> str:
    """What one method says in a group of sentences (protection, adds_up)."""
    name, _, base = method.partition("_") if method.startswith(ROUNDING) else (method, "", "")
    known = declared.words[group]
    if name not in known and "other" not in known:
        return ""
    below = int(base) - 1 if base.isdigit() else 0
    values = {
        "base": base,
        "below": str(below),
        "small": str(_smallest(declared) - 1),
        "method": method,
    }
    key = name if name in known and name != "other" else "other"
    return declared.fill(f"{group}.{key}", **values)


def protection_told(declared: Declared) -> Told:
    """Each method in force, what it does to a number, and how many numbers of each model are shown."""
    words, found = declared.words["protection"], methods(declared)
    says = []
    for method, names in found.items():
        tables = declared.language.joined([words["tables"][name] for name in names])
        applies = declared.fill("protection.applies", tables=tables) if len(found) > 1 else ""
        says.append(" ".join(filter(None, (sentence(method, "protection", declared), applies))))
    says.append(declared.fill("protection.share", base=str(RATE_BASE)))
    return Told(says=tuple(says), tables=tuple(_shown_cells(declared)))


def adds_up(declared: Declared) -> Told:
    """Whether parts and totals agree after protection."""
    cells = declared.frames["cells"]
    names = [name for name in methods(declared) if (cells["method"] == name).any()]
    return Told(says=tuple(dict.fromkeys(filter(None, (sentence(n, "adds_up", declared) for n in names)))))


def _smallest(declared: Declared) -> int:
    given = declared.release.settings.get("smallest")
    return given if isinstance(given, int) else SMALLEST


def _shown_cells(declared: Declared) -> list[Table]:
    """Published numbers by model and status: how many are there says nothing of what is in them."""
    words, cells, language = declared.words["protection"], declared.frames["cells"], declared.language
    by = {(m, s): n for m, s, n in cells.group_by("model", "status").len().iter_rows()}
    rows = []
    for model in (EDUCATION, LICENCE, LICENSED):
        numbers = [by.get((model, status), 0) for status in STATUSES]
        if total := sum(numbers):
            shown = [Shown(language.whole(n), sort=str(n)) for n in numbers]
            shown.append(Shown(language.percent(numbers[1] / total)))
            rows.append(Row(Shown(words["models"][model]), shown))
    heads = [words["model"], *(words[status] for status in STATUSES), words["protected_share"]]
    return [Table(words["cells_caption"], heads, rows)] if rows else []
