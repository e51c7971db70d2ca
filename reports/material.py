"""Everything that a group's page is made of: its cells in each model, its curves, who was left out.

All of it comes from the published tables, which are protected; the parts of a page take it as it is.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from reports.cells import LICENCE, LICENSED, Cells, read_cells
from reports.curves import Curves, read_curves
from reports.described import ProfessionText, ReleaseText
from reports.left_out import LeftOut, read_left_out


@dataclass(frozen=True)
class Material:
    """One group as its page needs it; `cells` are those of the education model."""

    profession: ProfessionText
    cells: Cells
    licence: Cells
    licensed: Cells
    curves: Curves
    left_out: LeftOut
    licences_covered: tuple[date, date] | None = None
    degrees_until: date | None = None

    @property
    def is_draft(self) -> bool:
        """True while the group's codes are not confirmed."""
        return self.profession.status == "draft"


def read_material(
    published: pl.DataFrame,
    profession: ProfessionText,
    release: ReleaseText,
    curves: pl.DataFrame | None,
    attrition: pl.DataFrame | None,
) -> Material:
    """One group's material from the published frames."""
    name = profession.profession
    return Material(
        profession,
        read_cells(published, name, release.window),
        read_cells(published, name, "", LICENCE),
        read_cells(published, name, "", LICENSED),
        read_curves(curves, name),
        read_left_out(attrition, name),
        release.licences_covered,
        next((one.last_on for one in release.registers if one.register == "degrees"), None),
    )
