/*
title = "Cells of specialisation by county"
title_sv = "Celler för inriktning per län"
question = "Which specialisations do those who graduated have, by the county they lived in?"
definition = "Persons by the degree after their first start, its own specialisation, else the start's / all such with that county of residence on 31 December of the degree year; the most common is the largest, ties alphabetical (ruling R53). Whose graduation is not observable stands under county unknown as n_not_observable (R74). Cells with nobody are not written."

[measures.specialisation_share]
models = ["licence"]
definition = "took the degree in the specialisation / took a degree of an advanced education, by county of residence in the degree year"
breakdowns = "none"
*/
with counties as (
    select
        profession, lasar, degree_county,
        count(case when is_graduated then 1 end) as denominator,
        count(case when is_graduated is null then 1 end) as n_not_observable
    from measures.advanced_graduates
    group by profession, lasar, degree_county
),

counts as (
    select profession, lasar, degree_county, specialisation, count(*) as numerator
    from measures.advanced_graduates
    where is_graduated
    group by profession, lasar, degree_county, specialisation
)

select
    n.profession,
    'licence' as model,
    c.cohort,
    'specialisation_share' as measure,
    'degree_county' as by_1,
    n.degree_county as value_1,
    'specialisation' as by_2,
    n.specialisation as value_2,
    n.numerator,
    o.denominator,
    o.n_not_observable
from counts as n
inner join counties as o
    on n.profession = o.profession and n.lasar = o.lasar and n.degree_county = o.degree_county
inner join reference.cohorts as c on c.model = 'licence' and n.lasar = c.first_year
