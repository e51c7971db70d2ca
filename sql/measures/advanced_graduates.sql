/*
title = "Graduates of advanced educations"
title_sv = "Examinerade från specialistutbildning"
question = "In which county and specialisation did each graduate of an advanced education take the degree?"
definition = "One row per person by the degree after their first start: its own specialisation, else the start's; degree_county is the residence on 31 December of the degree year (ruling R53). is_graduated is NULL when graduation is not observable (R74)."
*/
select
    c.person,
    c.profession,
    c.lasar,
    coalesce(p.degree_county, 'unknown') as degree_county,
    case when c.observes_starts then d.is_graduated end as is_graduated,
    case d.degree_specialisation when 'unknown' then d.start_specialisation else d.degree_specialisation end
        as specialisation
from spine.licence_cohort as c
inner join measures.licence_people as p
    on c.person = p.person and c.profession = p.profession and p.model = 'licence'
left join milestones.advanced_degrees as d
    on c.person = d.person and c.profession = d.profession and d.specialisation = ''
where not c.observes_starts or d.is_graduated is null and d.person is not null or d.is_graduated
