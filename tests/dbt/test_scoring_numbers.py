"""The scoring's formulas against published and independently computed numbers."""

import hashlib
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scoring_project import SEEDS, ScoringProject, compile_inline, rows, scoring_project
from scoring_scenario import one_item

# Adverse answers x of n, and what a published implementation of funnel plots gives for them (classical).
TEN_UNITS = rows(
    "provider_code x n z_raw z",
    [
        ("u01", 12, 82, -4.2455986172256068, -2.1638278956010368),
        ("u02", 30, 98, -0.8052964864864415, -0.3836573503371580),
        ("u03", 26, 100, -1.8380704139226789, -0.8688621516994094),
        ("u04", 50, 125, 1.2912146610041983, 0.5585472879189295),
        ("u05", 42, 162, -2.3609858429292800, -0.9169314547803489),
        ("u06", 71, 151, 3.1606454135001631, 1.2644899560349532),
        ("u07", 4, 12, -0.0796370580170333, -0.0668997807566915),
        ("u08", 29, 100, -1.1659764905756598, -0.5511610625789172),
        ("u09", 48, 82, 4.4228303316549846, 2.2541564834499965),
        ("u10", 36, 99, 0.4041742472968732, 0.1918007118149836),
    ],
)
PHI, TAU2 = 4.00905291702055, 0.00868825971002332
# Benjamini and Hochberg (1995), their fifteen p-values and the adjusted ones.
BENJAMINI_HOCHBERG = [
    (0.0001, 0.0015), (0.0004, 0.003), (0.0019, 0.0095), (0.0095, 0.035625), (0.0201, 0.0603),
    (0.0278, 0.0638571428571429), (0.0298, 0.0638571428571429), (0.0344, 0.0645), (0.0459, 0.0765),
    (0.3240, 0.486), (0.4262, 0.5811818181818181), (0.5719, 0.714875), (0.6528, 0.7532307692307693),
    (0.7590, 0.8132142857142857),
]  # fmt: skip


@pytest.fixture(scope="module")
def scoring() -> ScoringProject:
    return scoring_project()


def _scores(db: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return db.sql(
        "select * from int_survey_item_score where profession_code = 'nursing' order by provider_code"
    ).df()


def test_classical_overdispersion_meets_the_published_ten_units(scoring: ScoringProject) -> None:
    got = _scores(scoring.build("int_survey_item_score", one_item(TEN_UNITS), {"phi_consistency": 1}))
    assert got.phi.to_numpy() == pytest.approx(np.full(10, PHI), abs=1e-9)
    assert got.tau2.to_numpy() == pytest.approx(np.full(10, TAU2), abs=1e-9)
    assert got.z_raw.to_numpy() == pytest.approx(TEN_UNITS.z_raw.to_numpy(), abs=1e-9)
    assert got.z.to_numpy() == pytest.approx(TEN_UNITS.z.to_numpy(), abs=1e-9)
    assert set(got.benchmark) == {"profession"}


def test_default_divides_phi_by_the_consistency_factor(scoring: ScoringProject) -> None:
    got = _scores(scoring.build("int_survey_item_score", one_item(TEN_UNITS)))
    s = 1 / (2 * np.sqrt(TEN_UNITS.n.to_numpy()))
    phi = PHI / 0.6787
    tau2 = (10 * phi - 9) / ((s**-2).sum() - (s**-4).sum() / (s**-2).sum())
    assert got.phi[0] == pytest.approx(phi, abs=1e-9)
    assert got.tau2[0] == pytest.approx(tau2, abs=1e-9)
    assert set(got.phi_consistency) == {0.6787}


def test_null_data_are_flagged_at_their_nominal_rate(scoring: ScoringProject) -> None:
    rng = np.random.default_rng(20241101)
    units, items = 300, ["supervision", "induction", "facilities", "teamwork", "safe_care", "simulation"]
    frame = pd.DataFrame(
        [(f"u{u}", i, n) for i in items for u, n in enumerate(rng.integers(40, 200, units))],
        columns=["provider_code", "indicator_code", "respondents"],
    )
    frame["favourable"] = rng.binomial(frame.respondents, 0.7)
    inputs = {"fct_survey_indicator": frame.assign(wave_code="2024", profession_code="nursing")}
    one_sided = _scores(scoring.build("int_survey_item_score", inputs)).z.ge(1.96).mean()
    assert 0.015 <= one_sided <= 0.03


def test_winsorised_normal_z_have_the_mean_square_that_phi_is_divided_by() -> None:
    low, high = stats.norm.ppf([0.1, 0.9])
    inside = stats.truncnorm(low, high)
    assert 0.8 * inside.var() + 0.2 * high**2 == pytest.approx(0.6787, abs=5e-5)


def test_false_discovery_rate_meets_benjamini_and_hochberg(scoring: ScoringProject) -> None:
    p = np.array([p for p, _ in BENJAMINI_HOCHBERG] + [1 - 1e-16])
    contribution = pd.DataFrame(
        {
            "wave_code": "2024",
            "provider_code": [f"u{i:02}" for i in range(len(p))],
            "profession_code": "nursing",
        }
    ).assign(domain_code="D1", source="survey", item_code="supervision", z=0.0, weight=1.0)
    contribution["contribution"] = stats.norm.isf(p)
    db = scoring.build("int_domain_band", {"int_risk_contribution": contribution})
    q = db.sql("select q_value from int_domain_band order by provider_code").df().q_value.to_numpy()
    assert q[:-1] == pytest.approx([q for _, q in BENJAMINI_HOCHBERG], rel=1e-9)


def test_poisson_limits_are_the_chi_square_ones() -> None:
    limit = pd.read_csv(SEEDS / "poisson_exact_limit.csv")
    parameter = pd.read_csv(SEEDS / "scoring_parameter.csv", index_col="parameter")
    assert limit.observed.tolist() == list(range(len(limit)))
    # A count below the parameter without a row would pass for one that is within its limits.
    assert len(limit) >= int(parameter.value["concern_exact_below"])
    for alpha, suffix in ((0.05, "95"), (0.002, "998")):
        lower = np.nan_to_num(stats.chi2.ppf(alpha / 2, 2 * limit.observed) / 2)
        assert limit[f"lower_{suffix}"].to_numpy() == pytest.approx(lower, rel=1e-12)
        assert limit[f"upper_{suffix}"].to_numpy() == pytest.approx(
            stats.chi2.isf(alpha / 2, 2 * limit.observed + 2) / 2, rel=1e-12
        )


@pytest.fixture(scope="module")
def macro_values(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Every statistics macro over a grid, in one query: columns z, p, o, e and the results."""
    sql = compile_inline(
        tmp_path_factory.mktemp("macros"),
        "select *, {{ normal_upper_tail('z') }} as tail, {{ normal_quantile('p') }} as quantile, "
        "{{ poisson_mid_p('o', 'e') }} as mid_p, {{ byar_lower('b', '1.959964e0') }} as byar_lower, "
        "{{ byar_upper('b', '1.959964e0') }} as byar_upper, {{ summable('z') }} as on_grid from grid",
    )
    size = 4001
    grid = pd.DataFrame(
        {
            "z": np.linspace(-9, 9, size),
            "p": np.concatenate(
                [np.logspace(-300, -1, size // 2), np.linspace(1e-6, 1 - 1e-6, size - size // 2)]
            ),
            "o": np.arange(size) % 40,
            "e": np.exp(np.linspace(np.log(1e-6), np.log(5), size)),
            "b": 10.0 + np.arange(size) % 200,
        }
    )
    with duckdb.connect() as db:
        db.register("grid", grid)
        return db.sql(sql).df()


def test_normal_upper_tail(macro_values: pd.DataFrame) -> None:
    assert macro_values["tail"].to_numpy() == pytest.approx(stats.norm.sf(macro_values.z), rel=1e-12)


def test_normal_quantile(macro_values: pd.DataFrame) -> None:
    assert macro_values["quantile"].to_numpy() == pytest.approx(
        stats.norm.ppf(macro_values.p), rel=1e-13, abs=1e-15
    )


def test_poisson_mid_p(macro_values: pd.DataFrame) -> None:
    o, e = macro_values.o, macro_values.e
    assert macro_values.mid_p.to_numpy() == pytest.approx(
        stats.poisson.sf(o, e) + stats.poisson.pmf(o, e) / 2, rel=1e-10
    )


def test_byar_is_close_to_the_exact_limits(macro_values: pd.DataFrame) -> None:
    b = macro_values.b
    assert macro_values.byar_lower.to_numpy() == pytest.approx(stats.chi2.ppf(0.025, 2 * b) / 2, rel=2e-3)
    assert macro_values.byar_upper.to_numpy() == pytest.approx(stats.chi2.isf(0.025, 2 * b + 2) / 2, rel=2e-3)


def test_summable_numbers_add_up_exactly_in_any_order(macro_values: pd.DataFrame) -> None:
    numbers = macro_values.on_grid.to_numpy()
    assert numbers == pytest.approx(macro_values.z.to_numpy(), abs=1e-12)
    orders = [np.random.default_rng(seed).permutation(numbers) for seed in range(20)]
    assert len({float(np.add.accumulate(order)[-1]) for order in orders}) == 1


def test_parameter_hash_can_be_recomputed_from_the_seed_file(scoring: ScoringProject) -> None:
    seed = pd.read_csv(SEEDS / "scoring_parameter.csv", dtype=str).sort_values("parameter")
    text = "\n".join(f"{p}={v}" for p, v in zip(seed.parameter, seed.value, strict=True))
    db = scoring.build("int_scoring_parameter", {})
    assert db.sql("select parameter_hash from int_scoring_parameter").fetchone() == (
        hashlib.sha256(text.encode()).hexdigest(),
    )


def test_every_parameter_of_the_seed_is_a_column_and_none_is_empty(scoring: ScoringProject) -> None:
    seed = pd.read_csv(SEEDS / "scoring_parameter.csv", dtype=str)
    row = scoring.build("int_scoring_parameter", {}).sql("select * from int_scoring_parameter").df()
    plain = {p for p in seed.parameter if not p.startswith("item_weight.")}
    assert plain == set(row.columns) - {"parameter_hash"}
    assert not row.isna().to_numpy().any()


def test_no_number_of_the_method_stands_in_the_models() -> None:
    models = Path(SEEDS.parent / "models" / "scoring")
    governed = ["0.6787", "3.090232", "1.959964", "1.644854"]
    assert [
        f.name
        for f in sorted(models.glob("*.sql"))
        if any(g in f.read_text(encoding="utf-8") for g in governed)
    ] == []
