-- Great Expectations' own search joins the counts to all columns of all rows, which takes three times as long.
with counted as (select count(*) as n from raw."{register}" group by LopNr, Ar)
select
    coalesce(sum(n), 0) as checked,
    coalesce(sum(n) filter (n > 1), 0) as unexpected
from counted
