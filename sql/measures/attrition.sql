/*
title = "Attrition and quality counts"
title_sv = "Bortfall och kvalitetstal"
question = "How many were left out of each cohort, and why?"
definition = "Steps: candidates (first registration in the cohort's years) = excluded, by reason, + started. quality: licensed without the degree on record (where degrees are observable), and licensed before the degree, among those started; counted, never silently in or out (definitions sections 2 and 5, rulings R18, R25)."
*/
with reasons as (
    select * from (
        values
        ('candidates', ''), ('excluded', 'incoming_exchange'), ('excluded', 'contract_education'),
        ('excluded', 'reused_number'), ('excluded', 'degree_before_start'), ('excluded', 'licence_before_start'),
        ('started', ''), ('quality', 'licensed_without_degree'), ('quality', 'licence_before_degree')
    ) as r (step, reason)
),

facts as (
    select person, profession, cohort_year, 'candidates' as step, '' as reason from spine.candidates
    union all
    select person, profession, cohort_year, case reason when '' then 'started' else 'excluded' end, reason
    from spine.candidates
    union all
    select
        c.person, c.profession, c.cohort_year, 'quality',
        case when l.licensed_on < g.graduated_on then 'licence_before_degree' else 'licensed_without_degree' end
    from spine.cohort as c
    inner join milestones.graduated as g on c.person = g.person and c.profession = g.profession
    inner join milestones.licensed as l on c.person = l.person and c.profession = l.profession
    where l.licensed_on < g.graduated_on or (l.licensed_on is not null and not g.is_graduated)
)

select
    p.profession,
    'education' as model,
    c.cohort,
    r.step,
    r.reason,
    count(f.person) as persons
from reference.professions as p
cross join reference.cohorts as c
cross join reasons as r
left join facts as f
    on
        p.profession = f.profession and r.step = f.step and r.reason = f.reason
        and f.cohort_year between c.first_year and c.last_year
group by p.profession, c.cohort, r.step, r.reason
