select
    1 as checked,
    case when first_cohort_term - first_period < {needed} then 1 else 0 end as unexpected,
    first_cohort_term - first_period as terms
from raw.coverage cross join raw.settings
where register = '{register}'
