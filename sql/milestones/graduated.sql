/*
title = "Graduated"
title_sv = "Yrkesexamen"
question = "When was the group's professional degree first issued to the person?"
definition = "First degree of the group's kind issued on or after the start term's first day. An issued certificate counts, fulfilled requirements alone do not. Not observable when the start's first day is outside the degrees register's cover (ruling R23). Several certificates of one day: the lowest institution code, a missing one last (R65, R74)."
*/
with first_degree as (
    select
        c.person,
        c.profession,
        d.issued_on,
        d.institution
    from spine.cohort as c
    inner join staging.degrees as d
        on c.person = d.person and c.profession = d.profession and c.start_on <= d.issued_on
    qualify row_number() over (
        partition by c.person, c.profession order by d.issued_on asc, d.institution asc nulls last
    ) = 1
)

select
    c.person,
    c.profession,
    coalesce(c.start_on between v.degrees_first and v.degrees_last, false) as is_observable,
    case when c.start_on between v.degrees_first and v.degrees_last then d.issued_on is not null end as is_graduated,
    case when c.start_on between v.degrees_first and v.degrees_last then d.issued_on end as graduated_on,
    case when c.start_on between v.degrees_first and v.degrees_last then d.institution end as degree_institution
from spine.cohort as c
cross join reference.coverage as v
left join first_degree as d on c.person = d.person and c.profession = d.profession
