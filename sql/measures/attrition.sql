/*
title = "Attrition and quality counts"
title_sv = "Bortfall och kvalitetstal"
question = "How many were left out of each cohort, and why?"
definition = "education: candidates (first registration in the cohort's years) = excluded, by reason, + started; quality: licensed without the degree on record (where degrees are observable), and licensed before the degree, among those started; counted, never silently in or out (definitions sections 2 and 5, rulings R18, R25). licence and licensed: candidates (first licence in the läsår, or the calendar year) = excluded, by reason, + followed. no_swedish_degree: the licence rests on no degree of the group on record, for most an education abroad; counted beside the flow, not in it (R72)."
*/
with reasons as (
    select * from (
        values
        ('education', 'candidates', ''), ('education', 'excluded', 'incoming_exchange'),
        ('education', 'excluded', 'contract_education'), ('education', 'excluded', 'reused_number'),
        ('education', 'excluded', 'degree_before_start'), ('education', 'excluded', 'licence_before_start'),
        ('education', 'started', ''), ('education', 'quality', 'licensed_without_degree'),
        ('education', 'quality', 'licence_before_degree'),
        ('licence', 'candidates', ''), ('licence', 'excluded', 'reused_number'), ('licence', 'followed', ''),
        ('licensed', 'candidates', ''), ('licensed', 'excluded', 'reused_number'),
        ('licensed', 'excluded', 'no_swedish_degree'), ('licensed', 'followed', '')
    ) as r (model, step, reason)
),

licences as (
    select
        l.profession, 'licence' as model, l.lasar as cohort_year, l.reason
    from spine.first_licences as l
    where l.profession in (select a.profession from reference.advanced_educations as a)
    union all
    select
        profession, 'licensed', licence_year,
        case when reason = '' and has_degree = false then 'no_swedish_degree' else reason end
    from spine.first_licences
),

facts as (
    select profession, 'education' as model, cohort_year, 'candidates' as step, '' as reason
    from spine.candidates
    union all
    select profession, 'education', cohort_year, case reason when '' then 'started' else 'excluded' end, reason
    from spine.candidates
    union all
    select
        c.profession, 'education', c.cohort_year, 'quality',
        case when l.licensed_on < g.graduated_on then 'licence_before_degree' else 'licensed_without_degree' end
    from spine.cohort as c
    inner join milestones.graduated as g on c.person = g.person and c.profession = g.profession
    inner join milestones.licensed as l on c.person = l.person and c.profession = l.profession
    where l.licensed_on < g.graduated_on or (l.licensed_on is not null and not g.is_graduated)
    union all
    select profession, model, cohort_year, 'candidates', '' from licences
    union all
    select profession, model, cohort_year, case reason when '' then 'followed' else 'excluded' end, reason
    from licences
),

groups as (
    select profession, 'education' as model from reference.professions
    union all
    select distinct profession, 'licence' from reference.advanced_educations
    union all
    select profession, 'licensed' from reference.professions
    where has_licence
)

select
    p.profession,
    p.model,
    c.cohort,
    r.step,
    r.reason,
    count(f.profession) as persons
from groups as p
inner join reference.cohorts as c on p.model = c.model
inner join reasons as r on p.model = r.model
left join facts as f
    on
        p.profession = f.profession and p.model = f.model and r.step = f.step and r.reason = f.reason
        and f.cohort_year between c.first_year and c.last_year
group by p.profession, p.model, c.cohort, r.step, r.reason
