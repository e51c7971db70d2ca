"""A second look before printing: no protected count may follow from its neighbours on the page.

Protection proper belongs to the step before publication. A page puts totals beside
their parts, so this module hides what a reader could otherwise subtract: parts of a
whole (fate, status, pathways, sexes, years, matrix rows) and links of the chain.
It only ever hides; it never changes a number that stays.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from reports.cells import Cell, Cells, Key

SAFE_BOUND = 5
SMALL = range(1, SAFE_BOUND)
ROW, COLUMN = 3, 5
SPANS = ("1", "3")
PATHWAYS = ("stayed_home", "returned_home", "stayed_in_study", "moved_elsewhere", "abroad_or_dead", "unknown")
CUT_BY_SEX = ("exam_rate_nominal_3", "retention_1", "retention_3")
CUT_BY_YEAR = ("composition", *CUT_BY_SEX)
ON_LICENSED = ("resident", "retention", "stayed_in_study_county")

Name = TypeVar("Name", str, Key)


def is_safe(hidden: int, rest: int | None) -> bool:
    """True when no hidden part of a known rest is bounded below `SAFE_BOUND`.

    Every hidden part may be as small as 1, so one part is at most rest - (hidden - 1).
    """
    return hidden == 0 or (hidden > 1 and (rest is None or rest - (hidden - 1) >= SAFE_BOUND))


def hide_more(counts: Mapping[Name, int | None], total: int | None, keep: Iterable[Name] = ()) -> set[Name]:
    """The further parts to hide, smallest first, so that the hidden ones stay hidden.

    Parts in `keep` are shown elsewhere on the page, so hiding them here would help nobody.
    """
    hidden = {name for name, count in counts.items() if count is None}
    visible = {name: count for name, count in counts.items() if count is not None}
    candidates = sorted(
        (count, name) for name, count in visible.items() if count > 0 and name not in set(keep)
    )
    rest = None if total is None else total - sum(visible.values())
    more: set[Name] = set()
    for count, name in candidates:
        if is_safe(len(hidden) + len(more), rest):
            break
        more.add(name)
        rest = None if rest is None else rest + count
    return more


def guarded(cells: Cells) -> Cells:
    """The same cells with everything hidden that would give a protected count away."""
    guard = _Guard(cells)
    guard.families()
    guard.matrix("mobility_home_to_after_1")
    guard.chain()
    guard.few_unseen()
    return Cells(guard.cells, cells.window)


class _Guard:
    """The cells of one group while they are being hidden."""

    def __init__(self, cells: Cells) -> None:
        self.cells: dict[Key, Cell] = dict(cells)
        self.window = cells.window

    def key(self, measure: str, by: str = "", value: str = "") -> Key:
        return (self.window, measure, by, value, "", "")

    def families(self) -> None:
        """Hide second parts in every family of parts that add up to a printed whole."""
        self.parts("composition", "upper_secondary", of_total=True)
        self.parts("fate", "fate", keep="graduated")
        for k in SPANS:
            self.parts(f"status_{k}", "status", keep="in_profession")
            names = [self.key(f"pathway_{name}_{k}") for name in PATHWAYS]
            present = [key for key in names if key in self.cells]
            self.family(present, self.base(present))
        for measure in CUT_BY_SEX:
            self.parts(measure, "sex", of_total=True)
        first, last = self.window[:4], self.window[-4:]
        for measure in CUT_BY_YEAR:
            totals = [key for key in self.cells if key[1:3] == (measure, "") and key[0] != self.window]
            self.family([key for key in totals if first <= key[0] <= last], self.total(measure))

    def total(self, measure: str) -> int | None:
        cell = self.cells.get(self.key(measure))
        return cell.numerator if cell else None

    def base(self, keys: Iterable[Key]) -> int | None:
        """The denominator that the parts of a distribution share."""
        shown = (self.cells[key].denominator for key in keys)
        return next((base for base in shown if base is not None), None)

    def parts(self, measure: str, by: str, keep: str = "", of_total: bool = False) -> None:
        """One measure along one breakdown: parts of its total's numerator, or of their denominator."""
        keys = [key for key in self.cells if key[:3] == (self.window, measure, by) and key[4] == ""]
        whole = self.total(measure) if of_total else self.base(keys)
        self.family(keys, whole, [key for key in keys if key[3] == keep])

    def family(self, keys: list[Key], whole: int | None, keep: Iterable[Key] = ()) -> None:
        """Hide what must go with the hidden parts of one whole."""
        for key in hide_more({key: self.count(key) for key in keys}, whole, keep):
            self.hide(key)

    def count(self, key: Key) -> int | None:
        """The count a reader sees; a wholly unobserved cell adds nothing to a whole."""
        cell = self.cells[key]
        return 0 if cell.status == "not_observable" else cell.numerator

    def hide(self, key: Key, reason: str = "secondary") -> None:
        self.cells[key] = Cell(None, None, None, None, "protected", reason)

    def share_only(self, key: Key) -> None:
        """Keep the share, to the whole per cent, without the counts that would add up."""
        cell = self.cells.get(key)
        if cell and cell.value is not None:
            self.cells[key] = Cell(None, None, None, round(cell.value, 2), cell.status, "counts_hidden")

    def matrix(self, measure: str) -> None:
        """Rows against their base, then columns; repeated until nothing more is hidden."""
        keys = [k for k in self.cells if k[:3] == (self.window, measure, "from_county")]
        before = -1
        while before != (before := sum(self.count(k) is None for k in keys)):
            for axis in (ROW, COLUMN):
                for place in sorted({key[axis] for key in keys}):
                    line = [key for key in keys if key[axis] == place]
                    self.line(line, axis)

    def line(self, line: list[Key], axis: int) -> None:
        """One row or column of a matrix; those who stayed are told elsewhere, so they are kept."""
        whole = self.base(line) if axis == ROW else None
        self.family(line, whole, [key for key in line if key[ROW] == key[COLUMN]])

    def chain(self) -> None:
        """Where a link is hidden, what stands on it shows its share only."""
        if self.is_hidden("exam_rate_to_date"):
            self.shares("licensed_share", "general_degree_share")
        for k in SPANS:
            if self.is_hidden("licensed_share"):
                self.shares(
                    *(f"{name}_{k}" for name in ON_LICENSED), *(f"pathway_{name}_{k}" for name in PATHWAYS)
                )
                for key in [c for c in self.cells if c[:3] in {(self.window, f"status_{k}", "status")}]:
                    self.share_only(key)
            abroad = self.cells.get(self.key(f"status_{k}", "status", "abroad_or_dead"))
            if self.is_hidden(f"resident_{k}") or (abroad is not None and abroad.status == "protected"):
                self.shares(f"resident_{k}", f"employed_{k}")
            if self.is_hidden(f"employed_{k}"):
                self.shares(f"in_profession_{k}")
            unknown = self.cells.get(self.key(f"status_{k}", "status", "unknown"))
            if unknown is not None and unknown.status == "protected":
                self.shares(f"retention_{k}", f"employed_{k}", f"in_profession_{k}")

    def few_unseen(self) -> None:
        """A handful not observable is a small count too: a total, or all sexes, keep only shares."""
        few = {
            key[1:3]
            for key, cell in self.cells.items()
            if key[0] == self.window and cell.n_not_observable in SMALL
        }
        for key in list(self.cells):
            if key[0] == self.window and key[1:3] in few and key[2] in ("", "sex"):
                self.share_only(key)

    def shares(self, *measures: str) -> None:
        for measure in measures:
            self.share_only(self.key(measure))

    def is_hidden(self, measure: str) -> bool:
        cell = self.cells.get(self.key(measure))
        return cell is not None and cell.status == "protected"
