/*
title = "People of the drill-down"
title_sv = "Personer i fördjupningen"
question = "Who is followed, under which number?"
definition = "Everyone followed in any model in the groups that are opened (drill.chosen), numbered; the drill-down knows people by this number alone. cohort_year is the year of the start, the first year of the läsår, or the year of the licence."
*/
select
    cast(row_number() over (order by profession asc, model asc, cohort_year asc, person asc) as integer) as who,
    person,
    profession,
    model,
    cohort_year
from spine.entrants
where profession in (select profession from drill.chosen)
