select
    sum(rows_read) as checked,
    sum(abs(rows_read - accepted - duplicates - rejected - set_aside)) as unexpected
from raw.reading_counts
where register = '{register}'
