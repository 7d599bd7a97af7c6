"""The interval of a cell's movement covers the true change as often as it says, whatever the numbers."""

import numpy as np
import pandas as pd
import pytest
from scoring_project import ScoringProject, rows, scoring_project

PROVIDERS = 1500


@pytest.fixture(scope="module")
def scoring() -> ScoringProject:
    return scoring_project()


def _answers(
    rng: np.random.Generator, items: list[str], correlation: float, true: np.ndarray, n: np.ndarray
) -> list[tuple[str, str, int, int]]:
    """Favourable answers per provider and item; one learner's answers correlate through a shared latent."""
    from scipy import stats

    found = []
    for unit in range(len(n)):
        shared = rng.normal(size=(n[unit], 1))
        own = rng.normal(size=(n[unit], len(items)))
        latent = np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own
        favourable = (latent < stats.norm.ppf(true[unit])).sum(axis=0)
        found += [(f"u{unit:04}", item, n[unit], favourable[i]) for i, item in enumerate(items)]
    return found


@pytest.mark.parametrize(
    ("items", "domain", "correlation", "lowest", "highest"),
    [
        (["facilities"], "D2", 0.0, 0.93, 0.97),
        # Across units z correlate by shared quality as well as by shared answers: the interval errs wide.
        (["learning_opportunities", "simulation"], "D5", 0.5, 0.93, 0.985),
    ],
)
def test_the_interval_covers_the_true_change(
    scoring: ScoringProject, items: list[str], domain: str, correlation: float, lowest: float, highest: float
) -> None:
    rng = np.random.default_rng(20241001)
    quality = rng.normal(0, 0.25, (PROVIDERS, 1))
    survey = []
    true_distance = {}
    for wave in ("2023", "2024"):
        # Rates wander between the waves, and the number of respondents has nothing to do with it.
        logit = 1.4 + quality + rng.normal(0, 0.15, (PROVIDERS, len(items)))
        true = 1 / (1 + np.exp(-logit))
        n = rng.integers(15, 150, PROVIDERS)
        true_distance[wave] = np.arcsin(np.sqrt(1 - true))
        survey += [
            (wave, u, "nursing", i, *rest) for u, i, *rest in _answers(rng, items, correlation, true, n)
        ]
    inputs = {
        "fct_survey_indicator": rows(
            "wave_code provider_code profession_code indicator_code respondents favourable", survey
        ),
        "int_provider_at_wave": rows(
            "wave_code provider_code provider_key",
            [(w, f"u{u:04}", f"u{u:04}") for w in ("2023", "2024") for u in range(PROVIDERS)],
        ),
    }
    db = scoring.build("fct_domain_movement", inputs)
    moved = db.sql(f"from fct_domain_movement where domain_code = '{domain}' order by provider_code").df()
    score = db.sql("from int_survey_item_score where profession_code <> 'all'").df()
    rho = db.sql("select max(rho) from int_item_correlation where wave_code = '2024' and rho < 1").fetchone()
    deviation = np.sqrt(len(items) * (1 + (len(items) - 1) * ((rho and rho[0]) or 0.0)))
    assert len(moved) == PROVIDERS

    def wide(frame: pd.DataFrame, column: str) -> np.ndarray:
        return frame.pivot(index="provider_code", columns="indicator_code", values=column)[items].to_numpy()

    now, before = (score[score.wave_code == wave] for wave in ("2024", "2023"))
    scale = np.sqrt(wide(now, "s") ** 2 + wide(now, "tau2"))
    distance_now = true_distance["2024"] - wide(now, "target")
    distance_before = true_distance["2023"] - wide(before, "target")
    expected = ((distance_now - distance_before) / scale).sum(axis=1) / deviation
    covered = (moved.change_lower_95 <= expected) & (expected <= moved.change_upper_95)
    assert lowest <= covered.mean() <= highest
    # No drift either way: the mean change is that of the true rates.
    assert moved.z_change.mean() == pytest.approx(expected.mean(), abs=0.08)


def test_more_answers_at_the_same_share_move_nothing(scoring: ScoringProject) -> None:
    survey = [
        (wave, f"u{u:04}", "nursing", "facilities", n * (4 if wave == "2024" and u == 0 else 1), x)
        for wave in ("2023", "2024")
        for u, (n, k) in enumerate([(40, 24)] + [(50, 40)] * 2000)
        for x in [k * (4 if wave == "2024" and u == 0 else 1)]
    ]
    inputs = {
        "fct_survey_indicator": rows(
            "wave_code provider_code profession_code indicator_code respondents favourable", survey
        ),
        "int_provider_at_wave": rows("wave_code provider_code provider_key", []),
    }
    db = scoring.build("int_survey_domain_score", inputs)
    z = dict(
        db.sql(
            "select wave_code, z_survey from int_survey_domain_score where provider_code = 'u0000'"
        ).fetchall()
    )
    moved = (
        scoring.build("fct_domain_movement", inputs)
        .sql("select z_change, change_deviation from fct_domain_movement where provider_code = 'u0000'")
        .fetchone()
    )
    assert z["2024"] > z["2023"] + 1
    assert moved is not None
    # What is left is the benchmark's own small shift towards the larger unit.
    assert abs(moved[0]) < 0.01
    # Sampling alone: 1 now and, with a quarter of the answers, 2 then, on the scale of now (tau2 is 0).
    assert moved[1] == pytest.approx(np.sqrt(1 + 4), abs=1e-9)
