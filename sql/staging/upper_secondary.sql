/*
title = "Upper-secondary records"
title_sv = "Gymnasieavgångar"
question = "When did the person leave upper-secondary school, from which kind of programme?"
definition = "One row per accepted leaving record, in one of five groups by curriculum and the first two letters of the study path code; anything else is unknown_or_none (rulings R9, R19). group_rank is the order of definitions section 4, which settles two records of one year (R20)."
*/
select
    u.LopNr as person,
    cast(u.AvgAr as integer) as leaving_year,
    coalesce(p.upper_secondary, 'unknown_or_none') as upper_secondary,
    case coalesce(p.upper_secondary, 'unknown_or_none')
        when 'science_technology' then 1
        when 'social_business_humanities' then 2
        when 'health_care' then 3
        when 'other_vocational' then 4
        else 5
    end as group_rank,
    u.Betygspoang as mark
from raw.upper_secondary as u
left join reference.upper_secondary_programmes as p
    on u.Laroplan = p.curriculum and left(u.StudieVagKod, 2) = p.programme
