/*
title = "After the licence"
title_sv = "Efter legitimationen"
question = "Who was resident, employed and in the profession 1 and 3 years after the licence?"
definition = "Each link's denominator is the link before it. The base is licensed and graduated (in groups without a licence: graduated), NULL where that is not observable (rulings R14, R28, R30, R57). One row per person and measure, base not false."

[measures.resident]
definition = "resident + k / licensed and graduated, observable"
follow_up_years = [1, 3]

[measures.employed]
definition = "employed + k / resident + k, status observable"
follow_up_years = [1, 3]

[measures.in_profession]
definition = "in the profession + k / employed + k, occupation observable"
follow_up_years = [1, 3]

[measures.retention]
definition = "in the profession + k / licensed and graduated, observable"
follow_up_years = [1, 3]

[measures.stayed_1_to_3]
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
with both_years as (
    select
        a.person,
        a.profession,
        a.is_followed,
        a.in_profession as in_profession_1,
        b.in_profession as in_profession_3
    from milestones.follow_up as a
    inner join milestones.follow_up as b
        on a.person = b.person and a.profession = b.profession and b.k = 3
    where a.k = 1
),

observations as (
    select person, profession, 'resident_' || k as measure, is_followed as base, resident as numerator
    from milestones.follow_up
    union all
    select person, profession, 'employed_' || k, is_followed and resident, employed from milestones.follow_up
    union all
    select person, profession, 'in_profession_' || k, is_followed and employed, in_profession
    from milestones.follow_up
    union all
    select person, profession, 'retention_' || k, is_followed, in_profession from milestones.follow_up
    union all
    select person, profession, 'stayed_1_to_3', is_followed and in_profession_1, in_profession_3 from both_years
    union all
    select person, profession, 'established', is_asked, is_established from milestones.established
)

select * from observations
where base is distinct from false
