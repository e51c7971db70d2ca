-- persons: also those known only by rows set aside (R58), where the reading has noted them.
with
persons as (select distinct LopNr from raw."{register}" where LopNr is not null)
select
    (select count(*) from persons) as checked,
    count(*) as unexpected
from persons
anti join raw.registrations using (LopNr)
anti join raw.individuals using (LopNr)
{persons}
