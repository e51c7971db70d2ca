/*
title = "Follow-up after 1 and 3 years"
title_sv = "Uppföljning efter 1 och 3 år"
question = "Was the person resident, employed and in the profession k years after the licence?"
definition = "One row per person followed (or not known to be) and k = 1, 3, for calendar year base + k. Everything is NULL where the year is not covered or its row was rejected. Resident: a row exists. Employed: by the status variable of the year. In the profession: employed with an occupation of the group; a year before 2001, or an edition in which the group has no code, is not observable for anybody (rulings R5, R28–R30). Workplace and either are the alternative target sets."
*/
with asked as (
    select
        f.person,
        f.profession,
        k.k,
        f.is_followed,
        f.base_year + k.k as year,
        coalesce(f.base_year + k.k between v.individuals_first and v.individuals_last, false) as is_covered
    from milestones.followed as f
    cross join (values (1), (3)) as k (k)
    cross join reference.coverage as v
    where f.is_followed is distinct from false
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
        y.municipality,
        y.work_municipality,
        y.is_studying,
        y.occupation,
        y.industry,
        y.is_employed as row_employed,
        u.person is not null as is_rejected,
        case when a.is_covered and u.person is null then y.person is not null end as resident,
        coalesce(a.year >= 2014 and e.has_ssyk2012 or a.year between 2001 and 2013 and e.has_ssyk96, false)
            as has_occupation_year,
        a.year >= 2002 as has_workplace_year,
        o.code is not null as is_own_occupation,
        i.code is not null as is_own_workplace
    from asked as a
    inner join editions as e on a.profession = e.profession
    left join staging.person_years as y on a.person = y.person and a.year = y.year
    left join staging.unobserved_years as u on a.person = u.person and a.year = u.year
    left join reference.profession_codes as o
        on
            a.profession = o.profession and y.occupation = o.code
            and o.kind = case when a.year >= 2014 then 'ssyk2012' else 'ssyk96' end
    left join reference.profession_codes as i
        on
            a.profession = i.profession and y.industry = i.code
            and i.kind = case when a.year >= 2007 then 'sni2007' else 'sni2002' end
),

worked as (
    select
        *,
        case when not resident then false when resident then row_employed end as employed,
        case when occupation is not null then is_own_occupation end as by_occupation,
        case when industry is not null then is_own_workplace end as by_workplace
    from observed
)

select
    *,
    case
        when not has_occupation_year then null when not employed then false when employed then by_occupation
    end as in_profession,
    case
        when not has_workplace_year then null when not employed then false when employed then by_workplace
    end as in_profession_workplace,
    case
        when not (has_occupation_year and has_workplace_year) then null
        when not employed then false
        when employed then by_occupation or by_workplace
    end as in_profession_either
from worked
