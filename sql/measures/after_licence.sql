/*
title = "After the licence"
title_sv = "Efter legitimationen"
question = "Who was resident, employed and in the profession 1 and 3 years after the licence?"
definition = "Each link's denominator is the link before it. The base is licensed and graduated (in groups without a licence: graduated), for those who started together and for those licensed in one calendar year alike, NULL where that is not observable (rulings R14, R28, R30, R57). One row per person, model and measure, base not false."

[measures.resident]
models = ["education", "licensed"]
definition = "resident + k / licensed and graduated, observable"
follow_up_years = [1, 3]

[measures.employed]
models = ["education", "licensed"]
definition = "employed + k / resident + k, status observable"
follow_up_years = [1, 3]

[measures.in_profession]
models = ["education", "licensed"]
definition = "in the profession + k / employed + k, occupation observable"
follow_up_years = [1, 3]

[measures.retention]
models = ["education", "licensed"]
definition = "in the profession + k / licensed and graduated, observable"
follow_up_years = [1, 3]

[measures.stayed_1_to_3]
models = ["education", "licensed"]
definition = "in the profession + 3 / in the profession + 1, observable at + 3"
needs = ["degrees", "licences", "individuals"]
matures_after = 3
from_graduation = true

[measures.established]
definition = "employed, work income above the threshold and no unemployment in the follow-up year / graduated, resident, not studying"
needs = ["degrees", "individuals"]
matures_after = 0
from_graduation = true
*/
with counted as (
    select
        f.*,
        -- Of all licensed, not only of the resident, where the choice employed_base says so.
        case w.employed_base when 'licensed' then f.is_followed else f.is_followed and f.resident end
            as employed_base
    from milestones.follow_up as f
    cross join reference.variants as w
    where w.variant = ''
),

both_years as (
    select
        a.person,
        a.profession,
        a.model,
        a.is_followed,
        a.in_profession as in_profession_1,
        b.in_profession as in_profession_3
    from counted as a
    inner join counted as b
        on a.person = b.person and a.profession = b.profession and a.model = b.model and b.k = 3
    where a.k = 1
),

observations as (
    select person, profession, model, 'resident_' || k as measure, is_followed as base, resident as numerator
    from counted
    union all
    select person, profession, model, 'employed_' || k, employed_base, employed from counted
    union all
    select person, profession, model, 'in_profession_' || k, is_followed and employed, in_profession from counted
    union all
    select person, profession, model, 'retention_' || k, is_followed, in_profession from counted
    union all
    select person, profession, model, 'stayed_1_to_3', is_followed and in_profession_1, in_profession_3
    from both_years
    union all
    select person, profession, model, 'established', is_asked, is_established from milestones.established
    where variant = '' and model = 'education'
)

select * from observations
where base is distinct from false
