/*
title = "Into advanced education"
title_sv = "Vidare till specialistutbildning"
question = "Who of the licensed applied to, started and graduated from an advanced education, and who was established after it?"
definition = "One row per person, measure and specialisation ('' = all): base and numerator are true, false or NULL for not observable, and rows with base false are left out (ruling R14). A specialisation is asked of a cohort when somebody in it started there (R51); who cannot be seen to start is not observable in each."

[measures.applied_share]
models = ["licence"]
definition = "applied to an advanced education in a term that ends after the licence / licensed in the läsår, observable"

[measures.started_share]
models = ["licence"]
definition = "started an advanced education in a term that ends after the licence / licensed in the läsår, observable"

[measures.exam_rate_nominal_3]
models = ["licence"]
definition = "took the degree of the education before the first day of term (start + nominal + 6) / started and observable to that day"

[measures.exam_rate_to_date]
models = ["licence"]
definition = "took the degree of the education by the end of the data / started"

[measures.established]
models = ["licence"]
definition = "employed, work income above the threshold and no unemployment in the follow-up year / took the degree, resident, not studying"
*/
with people as (
    select
        c.person,
        c.profession,
        n.specialisation,
        case when c.observes_starts then s.person is not null end as has_started,
        case
            when c.observes_starts and d.covers_deadline then coalesce(d.graduated_on < d.deadline_on, false)
        end as in_time,
        case when c.observes_starts then d.is_graduated end as is_graduated,
        e.is_asked,
        e.is_established
    from spine.licence_cohort as c
    inner join milestones.cohort_specialisations as n on c.profession = n.profession and c.lasar = n.lasar
    left join milestones.advanced_starts as s
        on c.person = s.person and c.profession = s.profession and n.specialisation = s.specialisation
    left join milestones.advanced_degrees as d
        on c.person = d.person and c.profession = d.profession and n.specialisation = d.specialisation
    left join milestones.established as e
        on
            c.person = e.person and c.profession = e.profession and n.specialisation = e.specialisation
            and e.model = 'licence' and e.variant = ''
),

observations as (
    select
        c.person, c.profession, '' as specialisation, 'applied_share' as measure, true as base,
        case when c.observes_applications then a.person is not null end as numerator
    from spine.licence_cohort as c
    left join milestones.advanced_applications as a on c.person = a.person and c.profession = a.profession
    union all
    select person, profession, specialisation, 'started_share', true, has_started from people
    union all
    select person, profession, specialisation, 'exam_rate_nominal_3', has_started, in_time from people
    union all
    select person, profession, specialisation, 'exam_rate_to_date', has_started, is_graduated from people
    union all
    select
        person, profession, specialisation, 'established',
        case when has_started and is_graduated then is_asked else has_started and is_graduated end, is_established
    from people
)

select
    *,
    'licence' as model
from observations
where base is distinct from false
