/*
title = "Person-years"
title_sv = "Personår i LISA"
question = "Where did the person live and work in the year, and how?"
definition = "One row per person and year in the population on 31 December. Employment is read from the newest status variable whose years contain the year and that is filled (ruling R27); the occupation from the variable and edition of the year (R29, R66), missing where SsykStatus_J16 is 6; the workplace's industry from the edition of the year (R75). occupation_status and occupation_year say whether that is the November job's, and of which year. Income is in SEK. Missing days of unemployment are 0, missing studies are no (R32)."
is_view = true
*/
with variables as (
    select
        *,
        coalesce(
            case when Ar >= 2022 then cast(BAS as varchar) end,
            case when Ar between 2019 and 2021 then cast(SyssStat19 as varchar) end,
            case when Ar between 2011 and 2018 then SyssStat11 end,
            case when Ar between 2003 and 2011 then SyssStatJ end,
            case when Ar between 1993 and 2003 then SyssStat end,
            case when Ar <= 1993 then SyssStatG end
        ) as employment_status,
        case
            when Ar >= 2010 and SsykStatus_J16 = 6 then null
            when Ar >= 2014 then coalesce(Ssyk4_2012_J16, Ssyk4_2012)
            when Ar >= 2010 then coalesce(Ssyk4_J16, Ssyk4)
            when Ar >= 2001 then Ssyk4
        end as occupation
    from raw.individuals
)

select
    LopNr as person,
    cast(Ar as integer) as year,
    case Kon when '1' then 'man' when '2' then 'woman' end as sex,
    cast(FodelseAr as integer) as birth_year,
    case
        when UtlSvBakg in ('11', '12') then 'foreign'
        when UtlSvBakg in ('21', '22') then 'swedish'
    end as background,
    Kommun as municipality,
    employment_status = '1' as is_employed,
    occupation,
    case when Ar >= 2010 then SsykStatus_J16 end as occupation_status,
    case when Ar >= 2010 then SsykAr_J16 end as occupation_year,
    case when Ar >= 2007 then AstSNI2007 when Ar >= 2002 then AstSNI2002 end as industry,
    AstKommun as work_municipality,
    coalesce(HSDelt in ('1', '2', '3'), false) as is_studying,
    ForvErs * 100 as income_sek,
    coalesce(ALosDag, 0) + coalesce(ADelDag, 0) + coalesce(AStuDag, 0) + coalesce(ASysDag, 0) > 0 as has_unemployment,
    coalesce(AterPNr = '1', false) as is_reused_number
from variables
