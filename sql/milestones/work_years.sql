/*
title = "Years of work"
title_sv = "Arbetsår"
question = "In a year that somebody is followed to: was the person resident and employed, and is the occupation the group's?"
definition = "One row per person, group and year that is asked for in any model, + 1 and + 3 from the calendar year or the läsår. Everything is NULL where the year is not covered or its row was rejected. Resident: a row exists. Employed: by the status variable of the year. The occupation and the workplace are compared with the group's codes in the edition of the year; missing is NULL. A year before 2001, or an edition in which the group has no code, is not observable for anybody (rulings R5, R28–R30)."
*/
with asked as (
    select distinct
        f.person,
        f.profession,
        unnest([f.base_year + 1, f.base_year + 3, f.lasar_year + 1, f.lasar_year + 3]) as year
    from milestones.followed as f
    where f.is_followed
),

editions as (
    select
        profession,
        bool_or(kind = 'ssyk96') as has_ssyk96,
        bool_or(kind = 'ssyk2012') as has_ssyk2012
    from reference.profession_codes
    group by profession
),

observed as (
    select
        a.*,
        a.year between v.individuals_first and v.individuals_last as is_covered,
        u.person is not null as is_rejected,
        y.person is not null as has_row,
        y.is_employed,
        y.is_studying,
        y.municipality,
        y.work_municipality,
        y.occupation,
        y.industry,
        y.occupation_status,
        y.occupation_year,
        a.year >= 2014 and e.has_ssyk2012 or a.year between 2001 and 2013 and e.has_ssyk96 as has_occupation_year,
        a.year >= 2002 as has_workplace_year
    from asked as a
    cross join reference.coverage as v
    inner join editions as e on a.profession = e.profession
    left join staging.person_years as y on a.person = y.person and a.year = y.year
    left join staging.unobserved_years as u on a.person = u.person and a.year = u.year
),

resided as (
    select
        *,
        case when coalesce(is_covered, false) and not is_rejected then has_row end as resident
    from observed
)

select
    r.person,
    r.profession,
    r.year,
    coalesce(r.is_covered, false) as is_covered,
    r.is_rejected,
    r.resident,
    case when not r.resident then false when r.resident then r.is_employed end as employed,
    r.is_studying,
    r.municipality,
    r.work_municipality,
    r.has_occupation_year,
    r.has_workplace_year,
    case when r.occupation is not null then o.code is not null end as is_own_occupation,
    case when r.industry is not null then i.code is not null end as is_own_workplace,
    r.occupation_status,
    r.occupation_year
from resided as r
left join reference.profession_codes as o
    on
        r.profession = o.profession and r.occupation = o.code
        and o.kind = case when r.year >= 2014 then 'ssyk2012' else 'ssyk96' end
left join reference.profession_codes as i
    on
        r.profession = i.profession and r.industry = i.code
        and i.kind = case when r.year >= 2007 then 'sni2007' else 'sni2002' end
