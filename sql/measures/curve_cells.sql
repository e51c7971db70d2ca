/*
title = "Cells by years since licence or start"
title_sv = "Celler efter år sedan legitimation eller start"
question = "How many had started, applied or graduated by k läsår, of those who can be seen that long?"
definition = "Cumulative: by k. Who is not seen to k is not observable there (rulings R48, R52, R71). Starters of one cohort begin in different läsår and are followed differently long, so graduated_share_by_year may fall. started_share_by_year also per specialisation."

[measures.started_share_by_year]
models = ["licence"]
definition = "started an advanced education by k läsår after the licence / licensed in the läsår, observable"
breakdowns = "none"

[measures.applied_share_by_year]
models = ["licence"]
definition = "applied to an advanced education by k läsår after the licence / licensed in the läsår, observable"
breakdowns = "none"

[measures.graduated_share_by_year]
models = ["licence"]
definition = "took the degree by k läsår after the start / started and followed to the 30 June of that läsår"
breakdowns = "none"
*/
with recursive groups as (
    select profession, lasar, measure, specialisation, last_k, seen_to, years, count(*) as persons
    from measures.timed
    where last_k >= 0
    group by profession, lasar, measure, specialisation, last_k, seen_to, years
),

steps as (
    select distinct profession, lasar, measure, specialisation, last_k, 0 as k from groups
    union all
    select profession, lasar, measure, specialisation, last_k, k + 1 from steps
    where k < last_k
)

select
    s.profession,
    'licence' as model,
    c.cohort,
    s.measure,
    case s.measure when 'graduated_share_by_year' then 'years_since_start' else 'years_since_licence' end as by_1,
    cast(s.k as varchar) as value_1,
    case s.specialisation when '' then '' else 'specialisation' end as by_2,
    s.specialisation as value_2,
    sum(case when g.seen_to >= s.k and g.years <= s.k then g.persons else 0 end) as numerator,
    sum(case when g.seen_to >= s.k then g.persons else 0 end) as denominator,
    sum(case when g.seen_to >= s.k then 0 else g.persons end) as n_not_observable
from steps as s
inner join groups as g
    on
        s.profession = g.profession and s.lasar = g.lasar and s.measure = g.measure
        and s.specialisation = g.specialisation
inner join reference.cohorts as c on c.model = 'licence' and s.lasar = c.first_year
group by s.profession, c.cohort, s.measure, s.k, s.specialisation
