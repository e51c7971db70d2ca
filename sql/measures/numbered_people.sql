/*
title = "People by number"
title_sv = "Personer efter redovisningsgruppernas nummer"
question = "Which numbered value does the person have in each breakdown?"
definition = "measures.people with the numbers of measures.breakdown_values in place of the values."
*/
select
    p.person,
    p.profession,
    s.id as sex,
    a.id as age,
    b.id as background,
    u.id as upper_secondary,
    e.id as earlier_degree,
    i.id as institution,
    hc.id as home_county,
    hr.id as home_region,
    sc.id as study_county,
    sr.id as study_region,
    y.id as cohort_year,
    d.id as degree_institution
from measures.people as p
inner join measures.breakdown_values as s on s.breakdown = 'sex' and p.sex = s.value
inner join measures.breakdown_values as a on a.breakdown = 'age' and p.age = a.value
inner join measures.breakdown_values as b on b.breakdown = 'background' and p.background = b.value
inner join measures.breakdown_values as u on u.breakdown = 'upper_secondary' and p.upper_secondary = u.value
inner join measures.breakdown_values as e on e.breakdown = 'earlier_degree' and p.earlier_degree = e.value
inner join measures.breakdown_values as i on i.breakdown = 'institution' and p.institution = i.value
inner join measures.breakdown_values as hc on hc.breakdown = 'home_county' and p.home_county = hc.value
inner join measures.breakdown_values as hr on hr.breakdown = 'home_region' and p.home_region = hr.value
inner join measures.breakdown_values as sc on sc.breakdown = 'study_county' and p.study_county = sc.value
inner join measures.breakdown_values as sr on sr.breakdown = 'study_region' and p.study_region = sr.value
inner join measures.breakdown_values as y on y.breakdown = 'cohort_year' and p.cohort_year = y.value
inner join measures.breakdown_values as d on d.breakdown = 'degree_institution' and p.degree_institution = d.value
