"""Attendance: who was registered in higher education, year by year.

Belongs here: registrations turned from rows into a table of persons by years.
"""

from dataclasses import dataclass

import numpy as np

from flows.synthetic.calendar import FIRST_YEAR, LAST_TERM, LAST_YEAR
from flows.synthetic.draws import Bools
from flows.synthetic.lives import Lives


@dataclass(frozen=True)
class Attendance:
    """Who was registered in higher education, by person and year."""

    spring: Bools
    autumn: Bools


def attendance(lives: Lives) -> Attendance:
    """Return everybody's registrations as two tables of persons by years."""
    size = (len(lives.people.key), LAST_YEAR - FIRST_YEAR + 1)
    tables = (np.zeros(size, dtype=bool), np.zeros(size, dtype=bool))
    parts = [(lives.studies.person, *lives.studies.terms())]
    parts += [(part.person, *part.each_term()) for part in (lives.before, lives.after)]
    for person, study, term in parts:
        inside = (term >= 2 * FIRST_YEAR) & (term <= LAST_TERM)
        who, when = person[study[inside]], term[inside]
        for half in (0, 1):
            those = when % 2 == half
            tables[half][who[those], when[those] // 2 - FIRST_YEAR] = True
    return Attendance(*tables)
