"""The measures of the back-test against their definitions, worked out a second time by NumPy and SciPy."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy import stats
from scoring_project import ScoringProject, scoring_project

PREDICTORS = {
    "composite": "z_composite",
    "survey": "z_survey",
    "last_isf": "last_isf_category",
    "unfavourable_share": "unfavourable_share",
    "random": "random_score",
}
BANDS = ["no_evidence_of_risk", "watch", "risk", "elevated", "training_suspended"]
WAVES = ["2021", "2022", "2023"]
Floats = NDArray[np.float64]


def cells(seed: int) -> pd.DataFrame:
    """Three cycles of cells with ties, providers of several cells, and outcomes that follow the score."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        [(w, f"u{u:02}", p, d) for w in WAVES for u in range(30) for p in "pq" for d in ("D1", "D2", "D3")],
        columns=["wave_code", "provider_code", "profession_code", "domain_code"],
    )
    size = len(frame)
    worse = rng.standard_normal(30)[frame.provider_code.str[1:].astype(int)] + rng.standard_normal(size)
    later = np.where(rng.random(size) < 1 / (1 + np.exp(3 - worse)), rng.integers(1, 5, size), 0)
    return frame.assign(
        z_composite=np.round(worse + rng.standard_normal(size), 1),
        z_survey=np.round(worse + 2 * rng.standard_normal(size), 1),
        z_concerns=0.0,
        z_self_assessment=None,
        last_isf_category=rng.integers(0, 4, size),
        unfavourable_share=rng.random(size),
        random_score=rng.random(size),
        band=np.array(BANDS)[np.clip(np.round(worse).astype(int), 0, 4)],
        is_like_for_like=rng.random(size) < 0.8,
        outcome_status_code=np.where(frame.wave_code == "2023", "no_later_cycle", "observed"),
        later_isf_category=np.where(frame.wave_code == "2023", np.nan, later),
        is_outcome=np.where(frame.wave_code == "2023", None, later >= 2),
    )


def cycles() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "wave_code": WAVES,
            "window_opens_after": [date(2020, 12, 31), date(2021, 12, 31), date(2022, 12, 31)],
            "cutoff_on": [date(2021, 12, 31), date(2022, 12, 31), date(2023, 12, 31)],
            "closes_on": [date(2022, 12, 31), date(2023, 12, 31), None],
            "outcome_status_code": ["observed", "observed", "no_later_cycle"],
        }
    )


@pytest.fixture(scope="module")
def scoring() -> ScoringProject:
    return scoring_project()


def measures(scoring: ScoringProject, frame: pd.DataFrame) -> pd.DataFrame:
    """The report by predictor and measure, of the like-for-like cells of both cycles together."""
    inputs = {"fct_backtest_cell": frame, "int_backtest_cycle": cycles()}
    report = scoring.build("rpt_backtest", inputs).sql("from rpt_backtest").df()
    chosen = report[(report.wave_code == "2022") & (report.scope_code == "up_to_wave")]
    return chosen[chosen.basis_code == "like_for_like"].set_index(["predictor_code", "measure_code"])


def placements(score: Floats, outcome: NDArray[np.bool_]) -> Floats:
    """Of each cell the share of the other kind that it is on the right side of; ties half, pair by pair."""
    above = (score[:, None] > score[None, :]) + 0.5 * (score[:, None] == score[None, :])
    right = np.where(outcome, above[:, ~outcome].mean(axis=1), 1 - above[:, outcome].mean(axis=1))
    return np.asarray(right, dtype=np.float64)


def standard_error(placed: Floats, outcome: NDArray[np.bool_], provider: NDArray[np.str_]) -> float:
    """Obuchowski's extension of DeLong to clusters, written as in the paper."""
    m, n, area = outcome.sum(), (~outcome).sum(), placed[outcome].mean()
    clusters = np.unique(provider)
    of_x = [placed[outcome & (provider == c)] for c in clusters]
    of_y = [placed[~outcome & (provider == c)] for c in clusters]
    x = np.array([v.sum() - len(v) * area for v in of_x])
    y = np.array([v.sum() - len(v) * area for v in of_y])
    i_x, i_y, i = sum(len(v) > 0 for v in of_x), sum(len(v) > 0 for v in of_y), len(clusters)
    s_x = i_x / ((i_x - 1) * m) * (x**2).sum()
    s_y = i_y / ((i_y - 1) * n) * (y**2).sum()
    s_xy = i / (i - 1) * (x * y).sum()
    return float(np.sqrt(s_x / m + s_y / n + 2 * s_xy / (m * n)))


@pytest.mark.parametrize("seed", [1, 2])
def test_auc_its_interval_and_the_gain_are_those_of_scipy_and_of_the_paper(
    scoring: ScoringProject, seed: int
) -> None:
    frame = cells(seed)
    found = measures(scoring, frame)
    chosen = frame[frame.is_like_for_like & (frame.outcome_status_code == "observed")]
    outcome = chosen.is_outcome.to_numpy(dtype=bool)
    provider = chosen.provider_code.to_numpy(dtype=str)
    placed = {p: placements(chosen[c].to_numpy(dtype=float), outcome) for p, c in PREDICTORS.items()}
    for predictor, column in PREDICTORS.items():
        score = chosen[column].to_numpy(dtype=float)
        u = stats.mannwhitneyu(score[outcome], score[~outcome]).statistic
        row = found.loc[(predictor, "auc")]
        assert row.value == pytest.approx(u / (outcome.sum() * (~outcome).sum()), abs=1e-9)
        half = stats.norm.ppf(0.975) * standard_error(placed[predictor], outcome, provider)
        assert (row.lower_95, row.upper_95) == pytest.approx((row.value - half, row.value + half), abs=1e-7)
        assert (row.cells, row.outcomes) == (len(chosen), outcome.sum())
        if predictor != "composite":
            gain = found.loc[(predictor, "auc_gain")]
            assert gain.value == pytest.approx(found.loc[("composite", "auc")].value - row.value, abs=1e-9)
            lead = placed["composite"] - placed[predictor]
            half = stats.norm.ppf(0.975) * standard_error(lead, outcome, provider)
            assert gain.upper_95 - gain.value == pytest.approx(half, abs=1e-7)


def test_without_clusters_the_interval_is_that_of_delong(scoring: ScoringProject) -> None:
    frame = cells(3)
    frame["provider_code"] = [f"x{n:04}" for n in range(len(frame))]
    row = measures(scoring, frame).loc[("composite", "auc")]
    chosen = frame[frame.is_like_for_like & (frame.outcome_status_code == "observed")]
    outcome = chosen.is_outcome.to_numpy(dtype=bool)
    placed = placements(chosen.z_composite.to_numpy(dtype=float), outcome)
    variance = np.var(placed[outcome], ddof=1) / outcome.sum()
    variance += np.var(placed[~outcome], ddof=1) / (~outcome).sum()
    assert row.upper_95 - row.value == pytest.approx(1.959964 * np.sqrt(variance), abs=1e-9)


def test_the_worst_decile_is_what_drawing_lots_among_the_tied_gives_on_average(
    scoring: ScoringProject,
) -> None:
    frame = cells(4)
    found = measures(scoring, frame)
    chosen = frame[frame.is_like_for_like & (frame.outcome_status_code == "observed")]
    # A whole number of cells in the tenth, so that lots can be drawn.
    chosen = chosen.iloc[: len(chosen) // 10 * 10]
    found = measures(scoring, chosen.assign(is_like_for_like=True))
    outcome, tenth = chosen.is_outcome.to_numpy(dtype=bool), len(chosen) // 10
    rng = np.random.default_rng(5)
    for predictor, column in PREDICTORS.items():
        score = chosen[column].to_numpy(dtype=float)
        drawn = [outcome[np.lexsort((rng.random(len(score)), -score))[:tenth]].mean() for _ in range(4000)]
        row = found.loc[(predictor, "precision_worst_decile")]
        assert row.value == pytest.approx(np.mean(drawn), abs=5 * np.std(drawn) / np.sqrt(4000) + 1e-9)
        base = found.loc[(predictor, "precision_random_decile")].value
        assert base == pytest.approx(outcome.mean(), abs=1e-9)
        assert found.loc[(predictor, "lift_worst_decile")].value == pytest.approx(row.value / base, abs=1e-9)


def test_kappa_is_one_less_the_distance_over_that_of_chance(scoring: ScoringProject) -> None:
    frame = cells(6)
    found = measures(scoring, frame)
    chosen = frame[frame.is_like_for_like & (frame.outcome_status_code == "observed")]
    came = chosen.later_isf_category.to_numpy(dtype=int)
    for predictor, told in {
        "band": chosen.band.map(BANDS.index).to_numpy(dtype=int),
        "last_isf": chosen.last_isf_category.to_numpy(dtype=int),
    }.items():
        by_chance = np.abs(told[:, None] - came[None, :]).mean()
        kappa = 1 - np.abs(told - came).mean() / by_chance
        assert found.loc[(predictor, "weighted_kappa")].value == pytest.approx(kappa, abs=1e-9)


def test_the_last_cycle_says_that_nothing_can_be_known_yet(scoring: ScoringProject) -> None:
    inputs = {"fct_backtest_cell": cells(7), "int_backtest_cycle": cycles()}
    report = scoring.build("rpt_backtest", inputs).sql("from rpt_backtest where wave_code = '2023'").df()
    (last,) = report.to_dict("records")
    assert last["outcome_status_code"] == "no_later_cycle"
    assert pd.isna([last["outcomes"], last["value"], last["lower_95"]]).all()
    bands = scoring.build("rpt_backtest_band", inputs).sql("from rpt_backtest_band where wave_code = '2023'")
    assert bands.df().outcomes.isna().all()
    assert bands.df().cells.sum() == 180


def test_neither_the_order_of_rows_nor_threads_change_a_measure(scoring: ScoringProject) -> None:
    frame = cells(8)
    mixed = frame.sample(frac=1, random_state=1)
    one, other = (
        scoring.build(
            "rpt_backtest", {"fct_backtest_cell": f, "int_backtest_cycle": cycles()}, threads=threads
        )
        .sql("from rpt_backtest order by all")
        .df()
        for f, threads in ((frame, 1), (mixed, 4))
    )
    assert len(one) > 100
    pd.testing.assert_frame_equal(one, other, check_exact=True)
