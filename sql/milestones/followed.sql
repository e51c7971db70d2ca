/*
title = "Followed after the degree"
title_sv = "Följs efter examen"
question = "Is the person followed after the degree, and from which year do +1 and +3 count?"
definition = "education: followed are those licensed and graduated; in groups without a licence those graduated. licensed: those licensed with the group's degree on record. Years count from the first licence or, in the education model, from the degree where the group's follow_from says so (ruling R57): base_year is its calendar year, lasar_year the end year of its läsår. is_followed is NULL when graduation or licence is not observable (R14)."
*/
with counted as (
    select
        c.person,
        c.profession,
        'education' as model,
        case
            when g.is_graduated is null then null
            when not g.is_graduated then false
            when not p.has_licence then true
            else l.is_licensed
        end as is_followed,
        case
            when not coalesce(g.is_graduated, false) then null
            when p.follow_from = 'degree' then g.graduated_on
            when l.is_licensed then l.licensed_on
        end as counted_on
    from spine.cohort as c
    inner join reference.professions as p on c.profession = p.profession
    inner join milestones.graduated as g on c.person = g.person and c.profession = g.profession
    inner join milestones.licensed as l on c.person = l.person and c.profession = l.profession
    union all
    select
        e.person,
        e.profession,
        e.model,
        l.has_degree as is_followed,
        l.licensed_on as counted_on
    from spine.entrants as e
    inner join spine.first_licences as l on e.person = l.person and e.profession = l.profession
    where e.model = 'licensed'
)

select
    person,
    profession,
    model,
    is_followed,
    counted_on,
    year(counted_on) as base_year,
    year(counted_on) + case when month(counted_on) >= 7 then 1 else 0 end as lasar_year
from counted
