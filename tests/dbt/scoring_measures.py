"""What the scoring models make of worlds of known truth: rates of flags, discoveries, power, coverage.

What belongs here: measuring. What does not: making worlds (simulated_worlds) and judging or writing results
(test_scoring_known_truth, bench_scoring). Every rate is a percentage; every table is a frame ready to print.
"""

from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
from item_tables import Table, scored
from scoring_project import SEEDS, ScoringProject, compile_inline
from simulated_worlds import world

BOUND = 1.959964
SIZES = (5, 10, 20, 40, 80, 160)
Floats = npt.NDArray[np.float64]


def percent(flags: "pd.Series[bool]") -> float:
    """Share of true values, as a percentage."""
    return float(100 * flags.mean())


def scored_worlds(
    scoring: ScoringProject, seeds: range, adverse_share: float = 0.0, exposure_power: float = 1.0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Score one world per seed.

    Returns:
        Cells (one row per cell that has a survey score, with is_adverse) and items (one row per scored survey
        item and unit), both with the seed.
    """
    cells, items = [], []
    for seed in seeds:
        drawn = world(seed, adverse_share, exposure_power)
        db = scoring.build("int_domain_risk", drawn.inputs)
        cell = db.sql(
            "select provider_code, profession_code, domain_code, respondents, evidence_state, z_survey, "
            "z_concerns, z_composite, is_discovery from int_domain_risk where z_survey is not null"
        ).df()
        cells.append(cell.merge(drawn.truth, how="left").assign(seed=seed))
        item = "select respondents, z from int_survey_item_score where is_scored and profession_code <> 'all'"
        items.append(db.sql(item).df().assign(seed=seed))
    return pd.concat(cells, ignore_index=True), pd.concat(items, ignore_index=True)


def plain_composite(cells: pd.DataFrame) -> "pd.Series[float]":
    """The rival of decision 13: every available source enters, a clean log too."""
    weight, rho = {"survey": 0.5, "concerns": 0.3}, 0.3
    both = weight["survey"] ** 2 + weight["concerns"] ** 2 + 2 * rho * weight["survey"] * weight["concerns"]
    entered = weight["survey"] * cells.z_survey.clip(-4, 4) + weight["concerns"] * cells.z_concerns.clip(
        -4, 4
    )
    return (entered / np.sqrt(both)).fillna(cells.z_survey)


def false_flags(cells: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Share flagged at 1.96 where nothing is wrong, nominally 2.5 %."""
    full = items[items.respondents >= 10]
    firm = cells[cells.evidence_state == "sufficient"]
    rates = [
        ("survey item, 3 answers or more", len(items), percent(items.z >= BOUND)),
        ("survey item, 10 answers or more", len(full), percent(full.z >= BOUND)),
        ("survey domain", len(cells), percent(cells.z_survey >= BOUND)),
        ("composite", len(cells), percent(cells.z_composite >= BOUND)),
        ("composite, sufficient evidence", len(firm), percent(firm.z_composite >= BOUND)),
        ("composite if a clean log entered (not used)", len(cells), percent(plain_composite(cells) >= BOUND)),
    ]
    return pd.DataFrame(rates, columns=["score", "scores drawn", "flagged %"])


def by_size(cells: pd.DataFrame) -> pd.DataFrame:
    """Flags by decile of respondents."""
    decile = pd.qcut(cells.respondents.rank(method="first"), 10, labels=range(1, 11))
    grouped = cells.groupby(decile, observed=True)
    return pd.DataFrame(
        {
            "decile of respondents": list(range(1, 11)),
            "respondents": [f"{g.respondents.min()} to {g.respondents.max()}" for _, g in grouped],
            "survey domain flagged %": [percent(g.z_survey >= BOUND) for _, g in grouped],
            "composite flagged %": [percent(g.z_composite >= BOUND) for _, g in grouped],
        }
    )


def by_domain(cells: pd.DataFrame) -> pd.DataFrame:
    """Flags by domain."""
    grouped = cells.groupby("domain_code")
    return pd.DataFrame(
        [(d, percent(g.z_survey >= BOUND), percent(g.z_composite >= BOUND)) for d, g in grouped],
        columns=["domain", "survey domain flagged %", "composite flagged %"],
    )


def discoveries(cells: pd.DataFrame) -> pd.DataFrame:
    """False share of the discoveries (q at or below .05), and the share of what is wrong that is found."""
    counted = cells.assign(false=cells.is_discovery & ~cells.is_adverse).groupby("seed")[
        ["is_discovery", "false"]
    ]
    found = counted.sum()
    waves = len(found)
    false_share = 100 * found.false / found.is_discovery.clip(lower=1)
    return pd.DataFrame(
        {
            "waves drawn": [waves],
            "discoveries a wave": [float(found.is_discovery.mean())],
            "false %": [float(false_share.mean())],
            "waves with any %": [percent(found.is_discovery > 0)],
        }
    )


def found_by_size(cells: pd.DataFrame) -> pd.DataFrame:
    """Share of the adverse cells that are flagged, and discovered, by number of respondents."""
    adverse = cells[cells.is_adverse]
    bounds = [3, *SIZES[1:], np.inf]
    size = pd.cut(adverse.respondents, bounds, right=False)
    return pd.DataFrame(
        [
            (
                f"{int(i.left)} and more" if np.isinf(i.right) else f"{int(i.left)} to {int(i.right) - 1}",
                len(g),
                percent(g.z_survey >= BOUND),
                percent(g.z_composite >= BOUND),
                percent(g.is_discovery),
            )
            for i, g in adverse.groupby(size, observed=True)
        ],
        columns=["respondents", "adverse cells", "survey flagged %", "composite flagged %", "discovered %"],
    )


def power(scoring: ScoringProject, tables: int, seed: int) -> pd.DataFrame:
    """Share of units flagged on one item, by answers and true adverse share; 59 others of 50 are at 20 %."""
    rng = np.random.default_rng(seed)
    columns = {}
    for share in (0.2, 0.3, 0.4, 0.5):
        rates = []
        for n in SIZES:
            several = [
                Table(
                    np.array([rng.binomial(n, share), *rng.binomial(50, 0.2, 59)]), np.array([n] + [50] * 59)
                )
                for _ in range(tables)
            ]
            rates.append(percent(pd.Series([t.z[0] >= BOUND for t in scored(scoring, several)])))
        columns[f"{share:.0%}".replace("%", " % adverse")] = rates
    return pd.DataFrame({"answers": SIZES, **columns})


def funnel_coverage(scoring: ScoringProject, tables: int, seed: int) -> pd.DataFrame:
    """Share of units within the adjusted 95 % limits, where units truly differ by tau."""
    rng = np.random.default_rng(seed)
    rows = []
    for tau in (0.0, 0.05, 0.1, 0.2):
        several = []
        for _ in range(tables):
            n = rng.integers(20, 200, 120)
            share = (
                np.sin(np.clip(np.arcsin(np.sqrt(0.3)) + tau * rng.standard_normal(120), 0, np.pi / 2)) ** 2
            )
            several.append(Table(rng.binomial(n, share), n))
        z = pd.concat(scored(scoring, several))
        rows.append((tau, percent(z.z.abs() < BOUND), float(np.sqrt(z.tau2.clip(lower=0).mean()))))
    return pd.DataFrame(rows, columns=["true tau", "within 95 % limits %", "tau estimated"])


def interval_coverage(work: Path, draws: int, seed: int) -> pd.DataFrame:
    """How often each kind of 95 % interval holds the truth, over counts like those of the sample."""
    z = "'1.959964e0'"
    sql = compile_inline(
        work,
        f"select *, {{{{ wilson_lower('x', 'n', {z}) }}}} as low, "
        f"{{{{ wilson_upper('x', 'n', {z}) }}}} as high, "
        f"{{{{ wilson_lower('x2', 'n2', {z}) }}}} as low2, {{{{ wilson_upper('x2', 'n2', {z}) }}}} as high2, "
        f"{{{{ byar_lower('o', {z}) }}}} as byar_low, {{{{ byar_upper('o', {z}) }}}} as byar_high from grid",
    )
    gap = compile_inline(
        work,
        "select *, {{ newcombe_lower('x * 1e0 / n', 'low', 'x2 * 1e0 / n2', 'high2') }} as gap_low, "
        "{{ newcombe_upper('x * 1e0 / n', 'high', 'x2 * 1e0 / n2', 'low2') }} as gap_high from wilson",
    )
    rng = np.random.default_rng(seed)
    grid = pd.DataFrame({"p": rng.beta(8, 2, draws), "p2": rng.beta(8, 2, draws)})
    for n in ("n", "n2"):
        grid[n] = np.exp(rng.uniform(np.log(10), np.log(200), draws)).astype(int)
    grid["x"], grid["x2"] = rng.binomial(grid.n, grid.p), rng.binomial(grid.n2, grid.p2)
    grid["rate"] = np.exp(rng.uniform(np.log(20), np.log(100), draws))
    grid["o"] = rng.poisson(grid.rate)
    with duckdb.connect() as db:
        db.register("grid", grid)
        db.register("wilson", db.sql(sql).df())
        got = db.sql(gap).df()
    change = got.p - got.p2
    small = np.exp(rng.uniform(np.log(0.5), np.log(9), draws))
    limit = pd.read_csv(SEEDS / "poisson_exact_limit.csv").iloc[rng.poisson(small)]
    within = pd.Series((limit.lower_95.to_numpy() <= small) & (small <= limit.upper_95.to_numpy()))
    rates = [
        ("Wilson, share of 10 to 200 answers", percent((got.low <= got.p) & (got.p <= got.high))),
        (
            "Newcombe, difference of two such shares",
            percent((got.gap_low <= change) & (change <= got.gap_high)),
        ),
        ("Byar, rate 20 to 100", percent((got.byar_low <= got.rate) & (got.rate <= got.byar_high))),
        ("exact Poisson, rate .5 to 9 (never below 95 by construction)", percent(within)),
    ]
    return pd.DataFrame(rates, columns=["interval", "holds the truth %"])
