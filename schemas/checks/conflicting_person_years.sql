select
    (select sum(accepted) from raw.reading_counts where register = '{register}') as checked,
    count(*) as unexpected,
    list(distinct Ar order by Ar) as periods
from raw.conflicting_person_years
