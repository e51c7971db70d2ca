/*
title = "Counts by breakdown"
title_sv = "Antal efter redovisningsgrupp"
question = "How many are in the numerator, in the denominator and not observable in every cell?"
definition = "One pass with GROUPING SETS over every person and measure: the total, every breakdown, every pair, and every pair with sex by cohort year (definitions section 10). A variable is never paired with its own coarser form (ruling R12); degree institution stands alone (R65). breakdowns names the variables of the set."
*/
with observations as (
    select person, profession, measure, base, numerator, cast(null as bigint) as months from measures.education
    union all
    select person, profession, measure, base, numerator, null from measures.after_licence
    where model = 'education'
    union all
    select person, profession, measure, base, numerator, null from measures.pathways
    union all
    select person, profession, measure, base, true, months from measures.months
),

outcomes as (
    select
        p.*,
        o.measure,
        o.months,
        case when o.base and o.numerator then 1 else 0 end as is_numerator,
        case when o.base and o.numerator is not null then 1 else 0 end as is_denominator,
        case when o.base and o.numerator is not null then 0 else 1 end as is_not_observable
    from observations as o
    inner join measures.people as p on o.person = p.person and o.profession = p.profession
)

select
    profession,
    measure,
    sex, age, background, upper_secondary, earlier_degree, institution,
    home_county, home_region, study_county, study_region, cohort_year, degree_institution,
    concat_ws(
        ' ',
        case when grouping(sex) = 0 then 'sex' end,
        case when grouping(age) = 0 then 'age' end,
        case when grouping(background) = 0 then 'background' end,
        case when grouping(upper_secondary) = 0 then 'upper_secondary' end,
        case when grouping(earlier_degree) = 0 then 'earlier_degree' end,
        case when grouping(institution) = 0 then 'institution' end,
        case when grouping(home_county) = 0 then 'home_county' end,
        case when grouping(home_region) = 0 then 'home_region' end,
        case when grouping(study_county) = 0 then 'study_county' end,
        case when grouping(study_region) = 0 then 'study_region' end,
        case when grouping(degree_institution) = 0 then 'degree_institution' end,
        case when grouping(cohort_year) = 0 then 'cohort_year' end
    ) as breakdowns,
    sum(is_numerator) as numerator,
    sum(is_denominator) as denominator,
    sum(is_not_observable) as n_not_observable,
    quantile_cont(months, [0.25, 0.5, 0.75]) as quartiles
from outcomes
group by
    profession, measure,
    grouping sets (
        (), (sex), (age), (background), (upper_secondary), (earlier_degree), (institution),
        (home_county), (home_region), (study_county), (study_region), (cohort_year), (degree_institution),
        (sex, age), (sex, background), (sex, upper_secondary), (sex, earlier_degree), (sex, institution),
        (sex, home_county), (sex, home_region), (sex, study_county), (sex, study_region), (sex, cohort_year),
        (age, background), (age, upper_secondary), (age, earlier_degree), (age, institution),
        (age, home_county), (age, home_region), (age, study_county), (age, study_region), (age, cohort_year),
        (background, upper_secondary), (background, earlier_degree), (background, institution),
        (background, home_county), (background, home_region), (background, study_county),
        (background, study_region), (background, cohort_year),
        (upper_secondary, earlier_degree), (upper_secondary, institution), (upper_secondary, home_county),
        (upper_secondary, home_region), (upper_secondary, study_county), (upper_secondary, study_region),
        (upper_secondary, cohort_year),
        (earlier_degree, institution), (earlier_degree, home_county), (earlier_degree, home_region),
        (earlier_degree, study_county), (earlier_degree, study_region), (earlier_degree, cohort_year),
        (institution, home_county), (institution, home_region), (institution, study_county),
        (institution, study_region), (institution, cohort_year),
        (home_county, study_county), (home_county, study_region), (home_county, cohort_year),
        (home_region, study_county), (home_region, study_region), (home_region, cohort_year),
        (study_county, cohort_year), (study_region, cohort_year), (degree_institution, cohort_year),
        (sex, age, cohort_year), (sex, background, cohort_year), (sex, upper_secondary, cohort_year),
        (sex, earlier_degree, cohort_year), (sex, institution, cohort_year), (sex, home_county, cohort_year),
        (sex, home_region, cohort_year), (sex, study_county, cohort_year), (sex, study_region, cohort_year)
    )
