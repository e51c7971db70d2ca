-- Person-years of the people of cohorts who study in Sweden and are in no row of the population that year:
-- they would count as abroad (definitions section 9).
with
studying as (
    select distinct r.LopNr, r.Ar
    from raw.registrations as r
    semi join raw.people_of_cohorts using (LopNr)
    inner join raw.coverage as c on c.register = '{register}' and r.Ar between c.first_period and c.last_period
    where r.InresUtbytesStud is distinct from '1'
),
absent as (
    select s.Ar, count(*) as persons
    from studying as s
    anti join raw."{register}" as i on s.LopNr = i.LopNr and s.Ar = i.Ar
    group by s.Ar
),
yearly as (
    select s.Ar, count(*) as persons, coalesce(max(a.persons), 0) as absent
    from studying as s
    left join absent as a on s.Ar = a.Ar
    group by s.Ar
),
judged as (
    select *, persons >= {fewest} and absent > persons * {share} as is_high from yearly
)
select
    coalesce(sum(persons), 0) as checked,
    coalesce(sum(absent) filter (is_high), 0) as unexpected,
    list(Ar order by Ar) filter (is_high) as periods
from judged
