-- How many outcomes lie among the tenth of the cells that a predictor puts first. Of cells tied at the edge
-- the tenth holds a share, each alike: what drawing lots among them would give on average.
select
    wave_code,
    scope_code,
    basis_code,
    predictor_code,
    all_cells as cells,
    all_outcomes as outcomes,
    all_cells / 10e0 as decile_cells,
    {{ ordered_sum(
        'outcomes * least(1e0, greatest(0e0, (all_cells / 10e0 - (all_cells - cells_below - cells)) / cells))'
    ) }} as decile_outcomes
from {{ ref('int_backtest_tie') }}
group by wave_code, scope_code, basis_code, predictor_code, all_cells, all_outcomes
