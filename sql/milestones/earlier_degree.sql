/*
title = "Earlier degree"
title_sv = "Tidigare högskoleexamen"
question = "Did the person hold any degree before the start?"
definition = "Any degree of any kind issued by a Swedish institution before the start term's first day (ruling R21)."
*/
with first_degree as (
    select person, min(issued_on) as issued_on from staging.degrees
    group by person
)

select
    c.person,
    c.profession,
    coalesce(d.issued_on < c.start_on, false) as has_earlier_degree
from spine.cohort as c
left join first_degree as d on c.person = d.person
