/*
title = "Status after 1 and 3 years"
title_sv = "Ställning efter 1 och 3 år"
question = "In which one of seven situations was the person k years after the licence?"
definition = "The first that applies (ruling R59): no row that year and none rejected → abroad_or_dead; row rejected, status missing, or employed with the occupation missing or not observable → unknown; in the profession; employed at a workplace in health, dental or residential care or the group's own → other_health_work; employed → other_work; in higher education → studying; else not_employed. NULL where the year is not covered."
*/
select
    person,
    profession,
    k,
    is_followed,
    case
        when not is_covered then null
        when not is_rejected and not resident then 'abroad_or_dead'
        when is_rejected or employed is null then 'unknown'
        when employed and in_profession is null then 'unknown'
        when employed and in_profession then 'in_profession'
        when employed and is_own_workplace then 'other_health_work'
        when employed then 'other_work'
        when is_studying then 'studying'
        else 'not_employed'
    end as status
from milestones.follow_up
