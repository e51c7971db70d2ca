/*
title = "Established on the labour market"
title_sv = "Etablerad på arbetsmarknaden"
question = "Was the graduate established the year after the läsår of the degree?"
definition = "Follow-up year f = end year of the degree's läsår + 1. Asked of those graduated, resident on 31 December of f and not in higher education in f. Established: employed in November, work income above the threshold of f, and no day of unemployment or labour-market programme. Not observable when f is not covered, the row was rejected, or status, income or the year's threshold is missing (definitions section 6, ruling R32)."
*/
with asked as (
    select
        g.person,
        g.profession,
        g.is_graduated,
        case when month(g.graduated_on) >= 7 then year(g.graduated_on) + 2 else year(g.graduated_on) + 1 end as year
    from milestones.graduated as g
    where g.is_graduated is distinct from false
)

select
    a.person,
    a.profession,
    a.year,
    case
        when a.is_graduated is null then null
        when not coalesce(a.year between v.individuals_first and v.individuals_last, false) then null
        when u.person is not null then null
        when y.person is null or y.is_studying then false
        else true
    end as is_asked,
    case
        when y.is_employed is null or y.income_sek is null or t.sek is null then null
        else y.is_employed and y.income_sek > t.sek and not y.has_unemployment
    end as is_established
from asked as a
cross join reference.coverage as v
left join staging.person_years as y on a.person = y.person and a.year = y.year
left join staging.unobserved_years as u on a.person = u.person and a.year = u.year
left join reference.income_thresholds as t on a.year = t.year
