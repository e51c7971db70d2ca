with
due as (
    select unnest(range(first_period, last_period + 1)) as period
    from raw.coverage where register = '{register}'
),
present as (select period from raw.rows_by_period where register = '{register}' and "rows" > 0)
select
    count(*) as checked,
    count(*) filter (present.period is null) as unexpected,
    list(due.period order by due.period) filter (present.period is null) as periods
from due left join present on due.period = present.period
