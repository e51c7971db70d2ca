/*
title = "Series of cells"
title_sv = "Serier av celler"
question = "Which measures are counted for which group by every breakdown?"
definition = "One row per group and measure of the education model that is cut by breakdowns, numbered: cells are counted and added up by number, and get their names in measures.cells."
*/
select
    cast(row_number() over (order by p.profession asc, m.measure asc) as smallint) as id,
    p.profession,
    m.measure,
    m.breakdowns,
    m.from_graduation,
    m.matures_after
from reference.professions as p
cross join reference.measures as m
where m.model = 'education' and m.breakdowns <> 'none'
