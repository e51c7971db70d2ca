/*
title = "Cells of the cohorts by licence"
title_sv = "Celler för kohorter efter legitimation"
question = "Which numerator and denominator stand in every cell of each läsår and each licence year?"
definition = "Total, sex, age, background, licence county and region. licensed: degree institution too (ruling R72). licence: sex by age, and established by county of residence in the year of the degree; one row per specialisation for all but applied_share (R48)."
*/
with observations as (
    select person, profession, model, specialisation, measure, base, numerator from measures.advanced
    union all
    select person, profession, model, '', measure, base, numerator from measures.after_licence
    where model = 'licensed'
),

outcomes as (
    select
        p.*,
        o.measure,
        o.specialisation,
        case when o.base and o.numerator then 1 else 0 end as is_numerator,
        case when o.base and o.numerator is not null then 1 else 0 end as is_denominator,
        case when o.base and o.numerator is not null then 0 else 1 end as is_not_observable
    from observations as o
    inner join measures.licence_people as p
        on o.person = p.person and o.profession = p.profession and o.model = p.model
),

counts as (
    select
        profession, model, cohort_year, measure,
        case
            when grouping(sex) = 0 then 'sex' when grouping(age) = 0 then 'age'
            when grouping(background) = 0 then 'background' when grouping(licence_county) = 0 then 'licence_county'
            when grouping(licence_region) = 0 then 'licence_region'
            when grouping(degree_institution) = 0 then 'degree_institution'
            when grouping(degree_county) = 0 then 'degree_county' else ''
        end as by_1,
        -- One variable of a set is not NULL, or sex and age, of which sex stands first.
        coalesce(sex, age, background, licence_county, licence_region, degree_institution, degree_county, '')
            as value_1,
        case when grouping(sex) = 0 and grouping(age) = 0 then 'age' else '' end as by_2,
        case when grouping(sex) = 0 and grouping(age) = 0 then age else '' end as value_2,
        sum(is_numerator) as numerator,
        sum(is_denominator) as denominator,
        sum(is_not_observable) as n_not_observable
    from outcomes
    where specialisation = ''
    group by
        profession, model, cohort_year, measure,
        grouping sets (
            (), (sex), (age), (background), (licence_county), (licence_region), (degree_institution),
            (degree_county), (sex, age)
        )
    union all
    select
        profession, model, cohort_year, measure, 'specialisation', specialisation, '', '',
        sum(is_numerator), sum(is_denominator), sum(is_not_observable)
    from outcomes
    where specialisation <> ''
    group by profession, model, cohort_year, measure, specialisation
)

select
    n.profession, n.model, c.cohort, n.measure, n.by_1, n.value_1, n.by_2, n.value_2,
    n.numerator, n.denominator, n.n_not_observable
from counts as n
inner join reference.cohorts as c on n.model = c.model and n.cohort_year = c.first_year
where
    (n.model = 'licensed' or n.by_1 <> 'degree_institution')
    and (n.model = 'licence' or n.by_2 = '')
    and (n.model = 'licence' and n.measure = 'established' or n.by_1 <> 'degree_county')
