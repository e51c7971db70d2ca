/*
title = "Upper secondary"
title_sv = "Gymnasieutbildning"
question = "From which kind of upper-secondary programme did the person come?"
definition = "Latest Swedish leaving record completed before the start: leaving year at most y for a start in HT y, y − 1 for VT y (definitions section 4). Two records of one year: the group named first (ruling R20). The latest record counts even when its group is unknown."
*/
select
    c.person,
    c.profession,
    u.leaving_year,
    coalesce(u.upper_secondary, 'unknown_or_none') as upper_secondary,
    u.mark
from spine.cohort as c
left join staging.upper_secondary as u
    on c.person = u.person and u.leaving_year <= c.cohort_year - 1 + c.entry_term % 2
qualify row_number() over (
    partition by c.person, c.profession
    order by u.leaving_year desc nulls last, u.group_rank asc, u.mark desc nulls last
) = 1
