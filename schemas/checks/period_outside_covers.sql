select
    coalesce(sum("rows"), 0) as checked,
    coalesce(sum("rows") filter (period not between first_period and last_period), 0) as unexpected,
    list(period order by period) filter (period not between first_period and last_period) as periods
from raw.coverage left join raw.rows_by_period using (register)
where register = '{register}'
