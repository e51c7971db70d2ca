/*
title = "States of people, for protection"
title_sv = "Personers tillstånd, för röjandekontrollen"
question = "In which published counts does each person stand?"
definition = "One row per person, group, model, family and measure. state: yes (numerator and denominator), no (denominator), unseen (n_not_observable), the category of a status, a fate or a degree's specialisation; years/seen_to/last_k of a measure by year; exit/event/last_k of a curve. part: the specialisation, where the measure has one. A family holds measures that depend on one another; what two families share stands in both, so that their protected counts agree (docs/decisions/0007)."
*/
with outcomes as (
    select person, profession, 'education' as model, measure, '' as part, base, numerator from measures.education
    union all
    select person, profession, model, measure, '', base, numerator from measures.after_licence
    union all
    select person, profession, 'education', measure, '', base, numerator from measures.pathways
    union all
    select person, profession, 'education', measure, '', base, case when months is not null then true end
    from measures.months
    union all
    select person, profession, model, measure, specialisation, base, numerator from measures.advanced
),

answered as (
    select
        person, profession, model, measure, part,
        case when base and numerator then 'yes' when base and numerator is not null then 'no' else 'unseen' end
            as state
    from outcomes
    union all
    select person, profession, model, 'status_' || k, '', coalesce(status, 'unseen') from milestones.status
    union all
    select person, profession, 'education', 'fate', '', coalesce(fate, 'unseen') from milestones.fate
    union all
    select person, profession, model, 'followed', '', 'yes' from spine.entrants
    where model <> 'education'
    union all
    -- Whoever is asked after one year is asked after three: no table prints how many, but both years tell.
    select person, profession, model, 'asked', '', 'yes' from measures.after_licence
    where model = 'licensed' and measure = 'resident_1'
    union all
    select
        person, profession, 'licence', measure, specialisation,
        coalesce(cast(years as varchar), '') || '/' || coalesce(seen_to, -1) || '/' || last_k
    from measures.timed
    where last_k is not null
    union all
    select
        person, profession, 'licence', 'curve_' || curve, specialisation, exit || '/' || event || '/' || last_k
    from measures.spells
    union all
    select
        person, profession, 'licence', 'specialisation_share', '',
        case when is_graduated then specialisation else 'unseen' end
    from measures.advanced_graduates
),

-- Which measures are in which family; what a family shares with another stands in its last rows.
families as (
    select * from (
        values
        ('education', 'degree', '^(composition|continued_.*|earlier_.*|fate)$', false),
        ('education', 'degree', '^(exam_.*|general_.*|licensed_.*|established|months_.*)$', false),
        ('education', 'after', '^(resident|employed|in_profession|retention|status)_[13]$', false),
        ('education', 'after', '^(pathway_.*|stayed_in_study_county|returned_home)_[13]$', false),
        ('education', 'after', '^(exam_rate_to_date|licensed_share|stayed_1_to_3)$', false),
        ('education', 'home_to_study', '^composition$', false),
        ('education', 'after_1', '^(resident|pathway_.*|stayed_in_study_county|returned_home)_1$', false),
        ('education', 'after_3', '^(resident|pathway_.*|stayed_in_study_county|returned_home)_3$', false),
        ('education', 'after_3', '^resident_1$', false),
        ('education', 'work_1', '^employed_1$', false),
        ('education', 'work_3', '^employed_3$', false),
        ('licence', 'licence', '^(followed|applied_share|started_share|exam_.*)$', false),
        ('licence', 'licence', '^(established|specialisation_share)$', false),
        ('licence', 'years', '^(.*_by_year|curve_.*|started_share|applied_share|exam_rate_to_date)$', false),
        ('licence', 'specialisations', '^(.*_by_year|curve_.*|started_share|exam_.*|established)$', true),
        ('licence', 'specialisations', '^(started_share|exam_.*)$', false),
        ('licence', 'start', '^(started_share|exam_rate_to_date)$', false),
        ('licence', 'took_degree', '^(exam_rate_to_date|specialisation_share)$', false),
        ('licensed', 'after', '^(resident|employed|in_profession|retention|status)_[13]$', false),
        ('licensed', 'after', '^(followed|asked|stayed_1_to_3)$', false)
    ) as f (model, family, pattern, is_by_part)
),

placed as (
    select distinct a.model, a.measure, a.part = '' as is_whole, f.family
    from (select distinct model, measure, part from answered) as a
    inner join families as f
        on a.model = f.model and regexp_matches(a.measure, f.pattern) and f.is_by_part = (a.part <> '')
)

select a.person, a.profession, a.model, p.family, a.measure, a.part, a.state
from answered as a
inner join placed as p on a.model = p.model and a.measure = p.measure and (a.part = '') = p.is_whole
