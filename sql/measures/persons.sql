/*
title = "Persons"
title_sv = "Personer"
question = "What became of each person, milestone by milestone?"
definition = "One row per person, group and model with breakdowns, dates and answers as yes, no, unknown or the category; NULL where the question is not asked in the model. cohort is the year of the start, the läsår or the year of the licence. In the licence model graduated_on and established are of the first advanced education after the licence, whose term, education and specialisation stand beside; where the first possible term is not covered they are NULL and established is unknown. Never published."
*/
with places as (
    select
        person,
        profession,
        model,
        max(case point when 'home' then municipality end) as home_municipality,
        max(case point when 'study' then municipality end) as study_municipality,
        max(case point when 'licence' then municipality end) as licence_municipality,
        max(case point when 'start' then municipality end) as start_municipality,
        max(case point when 'degree' then municipality end) as degree_municipality,
        max(case point when 'after_1' then municipality end) as after_1_municipality,
        max(case point when 'after_3' then municipality end) as after_3_municipality,
        max(case point when 'work_1' then municipality end) as work_1_municipality,
        max(case point when 'work_3' then municipality end) as work_3_municipality
    from milestones.places
    group by person, profession, model
),

answers as (
    select
        f.person,
        f.profession,
        f.model,
        f.k,
        case f.resident when true then 'yes' when false then 'no' else 'unknown' end as resident,
        case f.employed when true then 'yes' when false then 'no' else 'unknown' end as employed,
        case f.in_profession when true then 'yes' when false then 'no' else 'unknown' end as in_profession,
        s.status
    from milestones.follow_up as f
    inner join milestones.status as s
        on f.person = s.person and f.profession = s.profession and f.model = s.model and f.k = s.k
),

follow_up as (
    select
        person,
        profession,
        model,
        max(case k when 1 then resident end) as resident_1,
        max(case k when 3 then resident end) as resident_3,
        max(case k when 1 then employed end) as employed_1,
        max(case k when 3 then employed end) as employed_3,
        max(case k when 1 then in_profession end) as in_profession_1,
        max(case k when 3 then in_profession end) as in_profession_3,
        max(case k when 1 then status end) as status_1,
        max(case k when 3 then status end) as status_3
    from answers
    group by person, profession, model
),

terms as (
    select
        c.person, c.profession, 'education' as model, c.entry_term,
        a.applied_term, a.first_choice_term, a.admitted_term
    from spine.cohort as c
    inner join milestones.applied as a on c.person = a.person and c.profession = a.profession
    union all
    select c.person, c.profession, 'licence', null, a.applied_term, null, null
    from spine.licence_cohort as c
    inner join milestones.advanced_applications as a on c.person = a.person and c.profession = a.profession
    where c.observes_applications
),

degrees as (
    select
        person, profession, 'education' as model, graduated_on, null as education, null as specialisation,
        null as start_term
    from milestones.graduated
    union all
    select s.person, s.profession, 'licence', d.graduated_on, s.education, s.start_specialisation, s.start_term
    from milestones.advanced_starts as s
    inner join spine.licence_cohort as c on s.person = c.person and s.profession = c.profession
    inner join milestones.advanced_degrees as d
        on s.person = d.person and s.profession = d.profession and s.specialisation = d.specialisation
    where s.specialisation = '' and c.observes_starts
),

licences as (
    select person, profession, 'education' as model, licensed_on from milestones.licensed
    union all
    select e.person, e.profession, e.model, l.licensed_on
    from spine.entrants as e
    inner join spine.first_licences as l on e.person = l.person and e.profession = l.profession
    where e.model <> 'education'
)

select
    e.person,
    e.profession,
    e.model,
    c.cohort,
    case t.entry_term % 2 when 0 then 'VT' when 1 then 'HT' end || t.entry_term // 2 as entry_term,
    d.sex, d.age, d.background, p.upper_secondary, p.earlier_degree, p.institution,
    p.home_county, p.home_region, p.study_county, p.study_region, p.cohort_year,
    coalesce(p.degree_institution, case e.model when 'licensed' then l.degree_institution end) as degree_institution,
    l.licence_county, l.licence_region,
    u.mark as upper_secondary_mark,
    case t.applied_term % 2 when 0 then 'VT' when 1 then 'HT' end || t.applied_term // 2 as applied_term,
    case t.first_choice_term % 2 when 0 then 'VT' when 1 then 'HT' end || t.first_choice_term // 2
        as first_choice_term,
    case t.admitted_term % 2 when 0 then 'VT' when 1 then 'HT' end || t.admitted_term // 2 as admitted_term,
    case g.start_term % 2 when 0 then 'VT' when 1 then 'HT' end || g.start_term // 2 as advanced_term,
    g.education as advanced_education,
    g.specialisation,
    g.graduated_on,
    b.general_degree_on,
    n.licensed_on,
    o.home_municipality, o.study_municipality, o.licence_municipality, o.start_municipality,
    o.degree_municipality, o.after_1_municipality, o.after_3_municipality, o.work_1_municipality,
    o.work_3_municipality,
    f.resident_1, f.resident_3, f.employed_1, f.employed_3, f.in_profession_1, f.in_profession_3,
    f.status_1, f.status_3,
    case
        when not coalesce(h.observes_starts, true) then 'unknown'
        when s.is_asked then case s.is_established when true then 'yes' when false then 'no' else 'unknown' end
        when s.person is not null and s.is_asked is null then 'unknown'
    end as established,
    case e.model when 'education' then a.fate end as fate
from spine.entrants as e
inner join reference.cohorts as c on e.model = c.model and e.cohort_year = c.first_year and not c.is_window
inner join spine.demographics as d on e.person = d.person and e.profession = d.profession and e.model = d.model
left join measures.people as p on e.person = p.person and e.profession = p.profession and e.model = 'education'
left join measures.licence_people as l on e.person = l.person and e.profession = l.profession and e.model = l.model
left join milestones.upper_secondary as u
    on e.person = u.person and e.profession = u.profession and e.model = 'education'
left join terms as t on e.person = t.person and e.profession = t.profession and e.model = t.model
left join degrees as g on e.person = g.person and e.profession = g.profession and e.model = g.model
left join milestones.general_degree as b
    on e.person = b.person and e.profession = b.profession and e.model = 'education' and b.variant = ''
left join licences as n on e.person = n.person and e.profession = n.profession and e.model = n.model
left join places as o on e.person = o.person and e.profession = o.profession and e.model = o.model
left join follow_up as f on e.person = f.person and e.profession = f.profession and e.model = f.model
left join milestones.established as s
    on
        e.person = s.person and e.profession = s.profession and e.model = s.model
        and s.specialisation = '' and s.variant = ''
left join spine.licence_cohort as h on e.person = h.person and e.profession = h.profession and e.model = 'licence'
left join milestones.fate as a on e.person = a.person and e.profession = a.profession and e.model = 'education'
