-- The occupation of rulings R29 and R66, among those whom R27 calls employed.
with
yearly as (
    select
        Ar,
        count(*) as employed,
        count(*) filter (
            SsykStatus_J16 = 6
            or case
                when Ar >= 2014 then coalesce(Ssyk4_2012_J16, Ssyk4_2012)
                when Ar >= 2010 then coalesce(Ssyk4_J16, Ssyk4)
                else Ssyk4
            end is null
        ) as missing
    from raw."{register}"
    where Ar >= 2001 and '1' = case
        when Ar >= 2022 then cast(BAS as varchar)
        when Ar >= 2019 then cast(SyssStat19 as varchar)
        when Ar >= 2011 then coalesce(SyssStat11, case when Ar = 2011 then SyssStatJ end)
        when Ar >= 2003 then coalesce(SyssStatJ, case when Ar = 2003 then SyssStat end)
        else SyssStat
    end
    group by Ar
),
judged as (
    select *, employed >= {fewest} and missing > employed * {share} as is_high from yearly
)
select
    coalesce(sum(employed), 0) as checked,
    coalesce(sum(missing) filter (is_high), 0) as unexpected,
    list(Ar order by Ar) filter (is_high) as periods
from judged
