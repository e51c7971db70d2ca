-- persons: those known only by rows set aside (R58), where the reading has noted them.
with
persons as (select distinct LopNr from raw."{register}" where LopNr is not null),
population as (
    select LopNr from raw.individuals
    union all select LopNr from raw.registrations
    {persons}
)
select
    (select count(*) from persons) as checked,
    count(*) as unexpected
from persons anti join population using (LopNr)
