/*
title = "Cells of the flow matrices"
title_sv = "Celler i flyttmatriserna"
question = "How many moved from each place to each place, of those from there?"
definition = "Denominator: persons from that origin with both points observable (a row share); n_not_observable: persons from that origin whose target is not observable; cells with nobody are not written (ruling R40). One total row per matrix carries those whose origin is not observable (R41); it stands once per level, county and region sharing it."

[measures.mobility_home_to_study]
definition = "from home to study place / persons from that home, both observable"
breakdowns = "none"

[measures.mobility_study_to_after]
definition = "from study place to residence + k / persons from that study place, both observable"
follow_up_years = [1, 3]
breakdowns = "none"

[measures.mobility_home_to_after]
definition = "from home to residence + k / persons from that home, both observable"
follow_up_years = [1, 3]
breakdowns = "none"

[measures.mobility_after_1_to_after_3]
definition = "from residence + 1 to residence + 3 / persons resident there + 1, both observable"
needs = ["degrees", "licences", "individuals"]
matures_after = 3
breakdowns = "none"

[measures.mobility_licence_to_start]
models = ["licence"]
definition = "from residence in the licence year to residence in the year of the start / started, resident there at the licence, both observable"
breakdowns = "none"

[measures.mobility_start_to_degree]
models = ["licence"]
definition = "from residence in the year of the start to residence in the degree year / took the degree, resident there at the start, both observable"
breakdowns = "none"

[measures.mobility_licence_to_degree]
models = ["licence"]
definition = "from residence in the licence year to residence in the degree year / took the degree, resident there at the licence, both observable"
breakdowns = "none"

[measures.mobility_degree_to_after_1]
models = ["licence"]
definition = "from residence in the degree year to residence the year after / took the degree, resident there in the degree year, both observable"
breakdowns = "none"

[measures.mobility_study_to_work]
definition = "from study place to workplace in November + k / employed + k from that study place"
follow_up_years = [1, 3]
breakdowns = "none"
*/
with totals as (
    select
        profession, model, cohort, measure,
        count(case when origin is not null and target is not null then 1 end) as denominator,
        count(case when origin is null or target is null then 1 end) as n_not_observable
    from measures.trips
    where level = 'county'
    group by profession, model, cohort, measure
),

origins as (
    select
        profession, model, cohort, measure, level, origin,
        count(target) as denominator,
        count(*) - count(target) as n_not_observable
    from measures.trips
    where origin is not null
    group by profession, model, cohort, measure, level, origin
),

cells as (
    select profession, model, cohort, measure, level, origin, target, count(*) as numerator
    from measures.trips
    where origin is not null and target is not null
    group by profession, model, cohort, measure, level, origin, target
)

select
    profession, model, cohort, measure,
    '' as by_1, '' as value_1, '' as by_2, '' as value_2,
    denominator as numerator, denominator, n_not_observable
from totals
union all
select
    c.profession, c.model, c.cohort, c.measure,
    'from_' || c.level, c.origin, 'to_' || c.level, c.target,
    c.numerator, o.denominator, o.n_not_observable
from cells as c
inner join origins as o
    on
        c.profession = o.profession and c.model = o.model and c.cohort = o.cohort and c.measure = o.measure
        and c.level = o.level and c.origin = o.origin
