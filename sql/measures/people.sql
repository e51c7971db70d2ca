/*
title = "People by breakdown"
title_sv = "Personer efter redovisningsgrupp"
question = "In which cell of each breakdown does the person stand?"
definition = "One row per person and group with the breakdowns of definitions section 10 under the names and values of ruling R11. A home that is not observable is unknown, so that groups add up to the total (R37). degree_institution is unknown when graduation or the code is unknown (R74)."
*/
select
    c.person,
    c.profession,
    cast(c.cohort_year as varchar) as cohort_year,
    d.sex,
    d.age,
    d.background,
    u.upper_secondary,
    case when e.has_earlier_degree then 'yes' else 'no' end as earlier_degree,
    coalesce(c.institution, 'unknown') as institution,
    coalesce(h.county, 'unknown') as home_county,
    coalesce(h.region, 'unknown') as home_region,
    s.county as study_county,
    s.region as study_region,
    coalesce(g.degree_institution, 'unknown') as degree_institution
from spine.cohort as c
inner join spine.demographics as d
    on c.person = d.person and c.profession = d.profession and d.model = 'education'
inner join milestones.upper_secondary as u on c.person = u.person and c.profession = u.profession
inner join milestones.earlier_degree as e on c.person = e.person and c.profession = e.profession
inner join milestones.graduated as g on c.person = g.person and c.profession = g.profession
inner join milestones.places as h
    on c.person = h.person and c.profession = h.profession and h.model = 'education' and h.point = 'home'
inner join milestones.places as s
    on c.person = s.person and c.profession = s.profession and s.model = 'education' and s.point = 'study'
