/*
title = "Entrants"
title_sv = "De som följs"
question = "Who entered which model, in which cohort year, and in which calendar year?"
definition = "One row per person, group and model. education: the start year (definitions section 2). licence: the first year of the licence's läsår (section 3). licensed: the calendar year of the first licence, from 2000, with the group's degree on record or degrees not observable (section 5, ruling R72). entry_year is the calendar year of the start or the licence."
*/
select
    person,
    profession,
    'education' as model,
    cohort_year,
    cohort_year as entry_year
from spine.cohort
union all
select
    person,
    profession,
    'licence' as model,
    lasar as cohort_year,
    licence_year as entry_year
from spine.licence_cohort
union all
select
    l.person,
    l.profession,
    'licensed' as model,
    l.licence_year as cohort_year,
    l.licence_year as entry_year
from spine.first_licences as l
inner join reference.cohorts as c on c.model = 'licensed' and l.licence_year = c.first_year
where l.reason = '' and l.has_degree is distinct from false
