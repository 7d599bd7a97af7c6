"""The back-test on sample data with known latent truth, from files to report; what later files change.

The measures are checked in `test_backtest_measures.py`. Here: do they show what must be true of this sample?
"""

import shutil

import duckdb
import pandas as pd
import pytest
from scipy.stats import mannwhitneyu
from test_backtest_never_uses_the_future import SCORE
from warehouse_home import run_dbt

from orchestration.lib.home import Home
from sample_data.generate import generate
from tests.order.replay import open_gates, run_steps

pytestmark = pytest.mark.full

# About a hundred and seventy outcomes: enough for the rivals to lie outside chance.
SCALE, WAVES = 0.2, ("2019", "2020", "2021", "2022", "2023", "2024")
THEN = "2022-12-31"
# What could have been landed by then; answers are read from the responses.
LANDED = {
    "stg_nets__response": "wave_code <= '2022'",
    "stg_learners__learner_number": "wave_code <= '2022'",
    "stg_psa__answer": f"submitted_at <= '{THEN}'",
    "stg_concerns__concern": f"cast(recorded_at as date) <= '{THEN}'",
    "stg_concerns__event": f"cast(recorded_at as date) <= '{THEN}'",
    "stg_register__provider_snapshot": f"snapshot_date <= '{THEN}'",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the sample taken in and the back-test built."""
    home = Home(tmp_path_factory.mktemp("sample"))
    generate(home.root, scale=SCALE, waves=WAVES)
    with open_gates():
        run_steps(home)
    run_dbt(home, "seed")
    run_dbt(home, "run", "--select", "+rpt_backtest", "+int_domain_risk")
    return home


@pytest.fixture(scope="module")
def then(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The same home as it would have been at the end of 2022."""
    earlier = Home(tmp_path_factory.mktemp("then") / "home")
    shutil.copytree(home.root, earlier.root)
    with duckdb.connect(earlier.warehouse) as db:
        kinds = dict(db.sql("select table_name, table_type from information_schema.tables").fetchall())
        for table, landed in LANDED.items():
            db.execute(f"create table staging.kept as from staging.{table} where {landed}")
            (dropped,) = db.sql(
                f"select (select count(*) from staging.{table}) - (select count(*) from staging.kept)"
            ).fetchall()
            assert dropped[0] > 0, table
            db.execute(f"drop {'view' if kinds[table] == 'VIEW' else 'table'} staging.{table}")
            db.execute(f"alter table staging.kept rename to {table}")
    models = ("+rpt_backtest", "+int_domain_risk")
    run_dbt(earlier, "run", "--select", *models, "--exclude", "path:models/staging")
    return earlier


def ask(home: Home, sql: str) -> pd.DataFrame:
    with duckdb.connect(home.warehouse, read_only=True) as db:
        return db.sql(sql).df()


def test_the_composite_beats_both_rivals_and_chance(home: Home) -> None:
    report = ask(
        home,
        "from reports.rpt_backtest where wave_code = '2023' and scope_code = 'up_to_wave' "
        "and basis_code = 'like_for_like'",
    ).set_index(["measure_code", "predictor_code"])
    auc = report.value["auc"]
    assert auc["composite"] > 0.7
    for rival in ("last_isf", "unfavourable_share", "random"):
        assert auc["composite"] > auc[rival]
        # Not by chance: the interval of the lead lies above zero.
        assert report.lower_95["auc_gain"][rival] > 0
    # Of the worst tenth more have a concern afterwards than of a tenth drawn at random, and not by chance.
    worst = report.loc["precision_worst_decile"]
    assert worst.lower_95["composite"] > report.value["precision_random_decile"]["composite"]
    assert worst.value["composite"] > max(worst.value["unfavourable_share"], worst.value["random"])
    assert abs(auc["random"] - 0.5) < 0.05


def test_only_the_true_rate_of_concerns_foresees_better(home: Home) -> None:
    """Were the back-test blind to the truth, the lead of the score would mean nothing."""
    cells = ask(
        home,
        "select cell.z_composite, cell.is_outcome, truth.rate from marts.fct_backtest_cell as cell "
        f"inner join '{home.root / 'truth' / 'concern_rate.parquet'}' as truth "
        "using (provider_code, profession_code, domain_code) "
        "where truth.year = year(cell.closes_on) and cell.is_like_for_like and cell.is_outcome is not null",
    )
    came = cells.is_outcome.astype(bool)
    assert came.sum() > 100

    def auc(score: pd.Series) -> float:
        return float(mannwhitneyu(score[came], score[~came]).statistic / (came.sum() * (~came).sum()))

    assert auc(cells.rate) > auc(cells.z_composite) > 0.7


def test_no_earlier_score_changes_with_what_is_landed_later(home: Home, then: Home) -> None:
    score = f"select {SCORE} from marts.fct_backtest_cell where wave_code <= '2022' order by all"
    was, now = ask(then, score), ask(home, score)
    assert set(was.wave_code) == {"2019", "2020", "2021", "2022"}
    assert len(was) > 20_000
    pd.testing.assert_frame_equal(was, now, check_exact=True)
    # The released score takes in what was recorded late: the comparison would have shown it.
    released = (
        "select provider_code, profession_code, domain_code, z_concerns, band from "
        "intermediate.int_domain_risk where wave_code = '2022' order by all"
    )
    assert not ask(then, released).equals(ask(home, released))


def test_only_the_outcome_of_a_window_that_was_open_then_changes(home: Home, then: Home) -> None:
    status = "select wave_code, outcome_status_code from intermediate.int_backtest_cycle order by wave_code"
    was, now = (dict(ask(h, status).itertuples(index=False)) for h in (then, home))
    assert was == {"2019": "observed", "2020": "observed", "2021": "observed", "2022": "no_later_cycle"}
    assert now == was | {"2022": "observed", "2023": "observed", "2024": "no_later_cycle"}
