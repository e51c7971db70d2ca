/*
title = "Status after 1 and 3 years"
title_sv = "Ställning efter 1 och 3 år"
question = "In which one of seven situations was the person k years after the licence?"
definition = "The first that applies (ruling R59): no row that year and none rejected → abroad_or_dead; row rejected, status missing, or employed with the occupation missing or not observable → unknown; in the profession; employed at a workplace in health, dental or residential care or the group's own → other_health_work; employed → other_work; in higher education → studying; else not_employed. NULL where the year is not covered."
*/
select
    f.person,
    f.profession,
    f.model,
    f.k,
    f.is_followed,
    case
        when not f.is_covered then null
        when not f.is_rejected and not f.resident then 'abroad_or_dead'
        when f.is_rejected or f.employed is null then 'unknown'
        when f.employed and f.in_profession is null then 'unknown'
        when f.employed and f.in_profession then 'in_profession'
        when f.employed and y.is_own_workplace then 'other_health_work'
        when f.employed then 'other_work'
        when y.is_studying then 'studying'
        else 'not_employed'
    end as status
from milestones.follow_up as f
left join milestones.work_years as y
    on f.person = y.person and f.profession = y.profession and f.year = y.year
