/*
title = "Licensed people by breakdown"
title_sv = "Legitimerade efter redovisningsgrupp"
question = "In which cell of each breakdown does the person licensed stand?"
definition = "One row per person, group and model of entry by licence: sex, age and background at the licence, county and region of residence in the licence year (unknown when not observable, as R37). degree_institution is that of the first degree (model licensed, R72). degree_county is the residence in the year of the advanced degree, unknown when graduation or that year is not observable (model licence, R74)."
*/
select
    e.person,
    e.profession,
    e.model,
    e.cohort_year,
    d.sex,
    d.age,
    d.background,
    coalesce(h.county, 'unknown') as licence_county,
    coalesce(h.region, 'unknown') as licence_region,
    coalesce(l.degree_institution, 'unknown') as degree_institution,
    coalesce(g.county, 'unknown') as degree_county
from spine.entrants as e
inner join spine.first_licences as l on e.person = l.person and e.profession = l.profession
inner join spine.demographics as d on e.person = d.person and e.profession = d.profession and e.model = d.model
left join milestones.places as h
    on e.person = h.person and e.profession = h.profession and e.model = h.model and h.point = 'licence'
left join milestones.places as g
    on e.person = g.person and e.profession = g.profession and e.model = g.model and g.point = 'degree'
where e.model in ('licence', 'licensed')
