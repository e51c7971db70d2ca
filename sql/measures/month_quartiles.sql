/*
title = "Quartiles of months by breakdown"
title_sv = "Kvartiler för månader efter redovisningsgrupp"
question = "Within how many months had a quarter, half and three quarters come there, in every cell?"
definition = "Quartiles (type 7, ruling R35) of measures.months, of those with both dates, in every set of breakdowns: quartiles of a whole are no sums of its parts'. The sets are named as in measures.breakdown_counts."
*/
with outcomes as (
    select
        p.*,
        s.id as series,
        m.months
    from measures.months as m
    inner join measures.series as s on m.profession = s.profession and m.measure = s.measure
    inner join measures.numbered_people as p on m.person = p.person and m.profession = p.profession
),

counted as (
    select
        series,
        coalesce(
            sex, age, background, upper_secondary, earlier_degree, institution, home_county, home_region,
            study_county, study_region, degree_institution
        ) as id_1,
        coalesce(
            study_region, study_county, home_region, home_county, institution, earlier_degree, upper_secondary,
            background, age, sex, degree_institution
        ) as last_id,
        cohort_year as year_id,
        quantile_cont(months, [0.25, 0.5, 0.75]) as quartiles
    from outcomes
    group by
        series,
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
)

select
    series,
    id_1,
    case when last_id <> id_1 then last_id end as id_2,
    year_id,
    quartiles
from counted
