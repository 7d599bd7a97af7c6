-- The day up to which the concern log speaks. Taken from the data, never from the clock: a rebuild next month
-- of the same files must give the same days open. No log, no row: a warehouse may hold only other evidence.
select cast(max(recorded_at) as date) as as_of_on
from (
    select recorded_at from {{ ref('stg_concerns__concern') }}
    union all
    select recorded_at from {{ ref('stg_concerns__event') }}
) as recorded
having count(*) > 0
