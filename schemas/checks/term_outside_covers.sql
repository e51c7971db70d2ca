select
    count(*) as checked,
    count(*) filter (
        2 * Ar + case when Termin = '2' then 1 else 0 end not between first_period and last_period
    ) as unexpected
from raw."{register}" cross join raw.coverage
where coverage.register = '{register}'
