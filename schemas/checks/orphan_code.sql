with
found as (
    select "{column}" as code, count(*) as n
    from raw."{register}"
    where "{column}" is not null
    group by all
),
judged as (
    select found.n, known.code is null as is_orphan
    from found
    left join (select distinct code from raw.known_codes where kind = '{kind}') as known using (code)
    where regexp_matches(found.code, '^({beginnings})')
)
select
    coalesce(sum(n), 0) as checked,
    coalesce(sum(n) filter (is_orphan), 0) as unexpected,
    count(*) filter (is_orphan) as codes
from judged
