-- Rows set aside (R58) that were judged were sound: a small delivery may have no one of a cohort in a register.
select
    sum(rows_read) as checked,
    case when sum(accepted + set_aside - unjudged) = 0 then 1 else 0 end as unexpected
from raw.reading_counts
where register = '{register}'
