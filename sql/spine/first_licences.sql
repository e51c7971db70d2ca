/*
title = "First licences"
title_sv = "Första legitimationer"
question = "Who was first licensed in a group's profession, when, and with which Swedish degree?"
definition = "One row per person and group: the earliest licence over the group's codes (ruling R22), with its calendar year and the first year of its läsår. has_degree: a professional degree of the group anywhere in the register, before or after the licence; NULL when degrees are not delivered (R2, R72). reason names those left out: reused numbers (R17)."
*/
with first_licence as (
    select
        l.person,
        l.profession,
        min(l.licensed_on) as licensed_on
    from staging.licences as l
    inner join reference.professions as p on l.profession = p.profession
    group by l.person, l.profession
),

first_degree as (
    select
        person,
        profession,
        institution
    from staging.degrees
    where profession is not null
    qualify row_number() over (
        partition by person, profession order by issued_on asc, institution asc nulls last
    ) = 1
),

reused as (
    select distinct person from staging.person_years
    where is_reused_number
)

select
    l.person,
    l.profession,
    l.licensed_on,
    year(l.licensed_on) as licence_year,
    year(l.licensed_on) - case when month(l.licensed_on) < 7 then 1 else 0 end as lasar,
    case when v.degrees_last is not null then d.person is not null end as has_degree,
    d.institution as degree_institution,
    case when r.person is not null then 'reused_number' else '' end as reason
from first_licence as l
cross join reference.coverage as v
left join first_degree as d on l.person = d.person and l.profession = d.profession
left join reused as r on l.person = r.person
