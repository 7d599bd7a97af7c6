"""BACKTEST.md: did the score foresee what came, better than naive rivals and chance? For people, good or bad.

Belongs here: choosing rows of the released back-test tables and wording what they show. How they are made is
`dbt_project/models/scoring/backtest`; nothing is measured here, and nothing is read but the release itself.
"""

from pathlib import Path
from typing import Any

from orchestration.lib.duck import rows_of

BACK_TEST = "BACKTEST.md"

# The widest set of cycles that is shown: the one that ends last.
_LAST_SET = """
    select max(wave_code) as wave_code from rows where scope_code = 'up_to_wave' and status_code = 'shown'
"""
_PREDICTORS = """
    select predictor_code, max(cells) as cells, max(outcomes) as outcomes,
        max(value) filter (where measure_code = 'auc') as auc,
        max(lower_95) filter (where measure_code = 'auc') as auc_lower,
        max(upper_95) filter (where measure_code = 'auc') as auc_upper,
        max(value) filter (where measure_code = 'auc_gain') as lead,
        max(lower_95) filter (where measure_code = 'auc_gain') as lead_lower,
        max(upper_95) filter (where measure_code = 'auc_gain') as lead_upper,
        max(value) filter (where measure_code = 'weighted_kappa') as kappa,
        max(value) filter (where measure_code = 'precision_worst_decile') as precision,
        max(value) filter (where measure_code = 'precision_random_decile') as base_rate,
        max(value) filter (where measure_code = 'lift_worst_decile') as lift
    from rows
    where basis_code = 'like_for_like' and scope_code = 'up_to_wave' and status_code = 'shown'
        and wave_code = '{wave}'
    group by predictor_code
    order by auc desc, predictor_code
"""
_CYCLES = """
    select wave_code, status_code, outcome_status_code, max(cells) as cells, max(outcomes) as outcomes,
        max(value) filter (where predictor_code = 'composite') as composite,
        max(value) filter (where predictor_code = 'last_isf') as last_isf,
        max(value) filter (where predictor_code = 'unfavourable_share') as unfavourable_share,
        max(value) filter (where predictor_code = 'random') as random
    from rows
    where basis_code = 'like_for_like' and scope_code = 'wave' and measure_code = 'auc'
    group by wave_code, status_code, outcome_status_code
    order by wave_code
"""
_BANDS = """
    select band, cells, outcomes, outcome_share, lower_95, upper_95 from rows
    where scope_code = 'up_to_wave' and status_code = 'shown' and wave_code = '{wave}'
    order by outcome_share desc, band
"""
NAMES = {
    "composite": "the score (Z*)",
    "band": "the band",
    "survey": "the survey alone",
    "last_isf": "last year's ISF",
    "unfavourable_share": "the raw share of unfavourable answers",
    "random": "chance",
}


def back_test(tables: Path) -> dict[str, Any]:
    """Return what the page shows.

    Args:
        tables: Folder with the Parquet files of a release.

    Returns:
        `wave` (last cycle of the widest set shown; None while there is none), `predictors`, `bands`, `cycles`
        and `findings` (sentences); lists are empty where a release holds no back-test.
    """
    measures, bands = tables / "rpt_backtest.parquet", tables / "rpt_backtest_band.parquet"
    if not measures.is_file():
        return {"wave": None, "predictors": [], "bands": [], "cycles": [], "findings": []}
    (last,) = rows_of(measures, _LAST_SET)
    wave = last["wave_code"]
    predictors = rows_of(measures, _PREDICTORS.format(wave=wave)) if wave else []
    return {
        "wave": wave,
        "predictors": predictors,
        "bands": rows_of(bands, _BANDS.format(wave=wave)) if wave else [],
        "cycles": rows_of(measures, _CYCLES),
        "findings": _findings(predictors),
    }


def _findings(predictors: list[dict[str, Any]]) -> list[str]:
    """Say of each rival whether the score foresees better, and who finds most in the worst tenth."""
    by_code = {row["predictor_code"]: row for row in predictors}
    found = [
        _against(by_code[rival]) for rival in ("last_isf", "unfavourable_share", "random") if rival in by_code
    ]
    if predictors:
        best = max(predictors, key=lambda row: (row["precision"], row["predictor_code"]))
        found.append(
            f"In its worst tenth {NAMES[best['predictor_code']]} finds most: {100 * best['precision']:.1f} %"
            f" of those cells had a concern afterwards, {100 * best['base_rate']:.1f} % of all cells."
        )
    if {"band", "last_isf"} <= by_code.keys():
        kappa = {code: by_code[code]["kappa"] for code in ("band", "last_isf")}
        found.append(
            f"Weighted kappa with the category that came: {kappa['band']:.2f} for the band,"
            f" {kappa['last_isf']:.2f} for last year's ISF."
        )
    return found


def _against(rival: dict[str, Any]) -> str:
    lead = f"AUC {rival['lead']:+.3f}, 95 % interval {rival['lead_lower']:+.3f} to {rival['lead_upper']:+.3f}"
    name = NAMES[rival["predictor_code"]]
    if rival["lead_lower"] > 0:
        return f"The score foresees better than {name} ({lead})."
    if rival["lead_upper"] < 0:
        return f"The score foresees worse than {name} ({lead})."
    return f"Between the score and {name} there is no clear difference ({lead})."
