/*
title = "People of the drill-down"
title_sv = "Personer i fördjupningen"
question = "Who is followed, under which number?"
definition = "Everyone followed in any model in the groups that are opened (drill.chosen), numbered; the drill-down knows people by this number alone. cohort_year is the year of the start, the first year of the läsår, or the year of the licence."
*/
select
    cast(
        row_number() over (order by e.profession asc, e.model asc, e.cohort_year asc, e.person asc) as integer
    ) as who,
    e.person,
    e.profession,
    e.model,
    e.cohort_year
from spine.entrants as e
inner join drill.chosen as c on e.profession = c.profession
