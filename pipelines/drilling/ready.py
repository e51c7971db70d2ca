"""Questions that are ready to be run in the console: of what is no share of persons.

Belongs here: matrices, arrivals and departures, curves and specialisations, as selects over the release's
cells. Does not belong here: running them (flows.drill.console).
"""

from __future__ import annotations

COUNTS = "numerator, denominator, round(100 * value, 1) as per_cent, status"

READY = {
    "moves": f"""select profession, measure, value_1 as from_region, value_2 as to_region, {COUNTS}
from measures.cells
where measure = 'mobility_home_to_after_1' and by_1 = 'from_region' and cohort like '%-%'
order by all""",
    "migration": f"""select profession, measure, value_1 as county, {COUNTS}
from measures.cells
where measure in ('arrivals_1', 'departures_1', 'net_1') and by_1 = 'county' and cohort like '%-%'
order by all""",
    "curves": f"""select cohort, value_2 as specialisation, cast(value_1 as int) as years, {COUNTS}
from measures.cells
where measure = 'started_share_by_year'
order by all""",
    "specialisations": f"""select cohort, value_1 as degree_county, value_2 as specialisation, {COUNTS}
from measures.cells
where measure = 'specialisation_share'
order by cohort, degree_county, numerator desc""",
}
"""Name in the texts → select."""
