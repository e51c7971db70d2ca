"""What one part of a page consists of."""

from dataclasses import dataclass

from reports.figures import Figure
from reports.tables import Table


@dataclass(frozen=True)
class Section:
    """One part: its name in the page, heading, finding, what is shown, figure, tables and notes."""

    id: str
    heading: str
    title: str
    shown: str
    table: Table | None
    figure: Figure | None = None
    no_figure: str = ""
    aria: str = ""
    notes: tuple[str, ...] = ()
    is_wide: bool = False
    key: tuple[tuple[str, str], ...] = ()
    matrix: object | None = None
