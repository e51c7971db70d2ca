/*
title = "Person-years that were rejected"
title_sv = "Personår som avvisats"
question = "For which person and year is there a row that could not be read?"
definition = "A person-year whose row was rejected is not observable that year, never 'not resident' (ruling R5). A rejected row beside an accepted one of the same year does not matter (R75)."
*/
select distinct
    r.LopNr as person,
    cast(r.period as integer) as year
from raw.rejected as r
left join raw.individuals as i
    on r.LopNr = i.LopNr and r.period = i.Ar
where
    r.register = 'individuals'
    and r.LopNr is not null
    and r.period is not null
    and i.LopNr is null
