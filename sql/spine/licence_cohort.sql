/*
title = "Licence cohort"
title_sv = "Legitimerade ett läsår"
question = "Who is followed from the first licence into advanced education, and from which term on?"
definition = "One row per person and base group: everyone whose first licence falls in a läsår of the settings, in a group that leads to advanced educations; only reused numbers are left out (definitions section 3, ruling R48). first_term is the first term that ends after the licence date, strictly (R49); starting, or applying, is observable when that term is covered (R54)."
*/
with followed as (
    select
        l.person,
        l.profession,
        l.licensed_on,
        l.licence_year,
        l.lasar,
        -- The last day of a term is too late for it: VT ends on 30 June, HT on 31 December.
        2 * year(l.licensed_on + interval 1 day)
        + case when month(l.licensed_on + interval 1 day) >= 7 then 1 else 0 end as first_term
    from spine.first_licences as l
    inner join reference.cohorts as c on c.model = 'licence' and l.lasar = c.first_year
    where
        l.reason = ''
        and l.profession in (select a.profession from reference.advanced_educations as a)
)

select
    f.*,
    coalesce(f.first_term between v.registrations_first and v.registrations_last, false) as observes_starts,
    coalesce(f.first_term between v.applications_first and v.applications_last, false) as observes_applications
from followed as f
cross join reference.coverage as v
