-- Spring is compared with springs. The outer years of dates may be covered in part only.
with
counts as (
    select period, "rows"
    from raw.rows_by_period inner join raw.coverage using (register)
    where register = '{register}'
      and period between first_period + {partial} and last_period - {partial}
),
compared as (
    select here.period, any_value(here."rows") as "rows", median(near."rows") as usual
    from counts as here
    inner join counts as near
        on near.period <> here.period
       and abs(near.period - here.period) <= {reach}
       and (near.period - here.period) % {step} = 0
    group by here.period
),
judged as (
    select
        period,
        greatest("rows", usual) >= {fewest}
            and ("rows" < usual * {below} or "rows" > usual * {above}) as is_jump
    from compared
)
select
    count(*) as checked,
    count(*) filter (is_jump) as unexpected,
    list(period order by period) filter (is_jump) as periods
from judged
