select
    wave_code,
    wave_year,
    wave_label,
    opens_on,
    closes_on,
    cutoff_on,
    wave_order,
    has_data
from {{ ref('dim_wave') }}
