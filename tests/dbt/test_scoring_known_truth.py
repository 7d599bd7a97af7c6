"""Scores of worlds whose truth is known: false flags, false discoveries, power, coverage, fairness by size.

A small draw in every run; the whole of it, and that docs/method.md tells it as it is, with the long tests.
"""

import math
from pathlib import Path

import pandas as pd
import pytest
from bench_scoring import figures, measured
from method_page import IMAGES, PAGE, markdown, parameters, part
from scoring_measures import (
    by_size,
    discoveries,
    false_flags,
    found_by_size,
    funnel_coverage,
    interval_coverage,
    power,
    scored_worlds,
)
from scoring_project import ScoringProject, scoring_project

FLAGS = ["survey item, 3 answers or more", "survey domain", "composite", "composite, sufficient evidence"]


@pytest.fixture(scope="module")
def scoring() -> ScoringProject:
    return scoring_project()


@pytest.fixture(scope="module")
def tables(scoring: ScoringProject, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    return measured(scoring, tmp_path_factory.mktemp("method"))


def test_sound_places_are_flagged_at_their_nominal_rate_whatever_their_size(scoring: ScoringProject) -> None:
    cells, items = scored_worlds(scoring, range(100, 108))
    rates = false_flags(cells, items).set_index("score")["flagged %"]
    for score in FLAGS:
        assert 1.5 <= rates[score] <= 3.0, score
    noise = 3 * math.sqrt(1.4 * (100 - 1.4) / (len(cells) / 10))
    assert by_size(cells)["composite flagged %"].between(1.4 - noise, 3.0).all(), (
        "no decile further from the bounds of all forty waves than eight waves scatter"
    )
    assert cells.groupby("seed").is_discovery.any().sum() <= 1, "where nothing is wrong, 5 % of the waves"


def test_few_discoveries_are_false_and_the_worse_are_found_the_more_answer(scoring: ScoringProject) -> None:
    cells, _ = scored_worlds(scoring, range(200, 204), adverse_share=0.1)
    found = discoveries(cells)
    assert found["discoveries a wave"][0] > 10
    assert found["false %"][0] <= 5.0
    flagged = found_by_size(cells)["composite flagged %"]
    assert flagged.is_monotonic_increasing
    assert flagged.iloc[0] < 20
    assert flagged.iloc[-1] > 80


def test_power_grows_with_answers_and_with_what_is_wrong(scoring: ScoringProject) -> None:
    table = power(scoring, tables=100, seed=5).set_index("answers")
    assert table["20 % adverse"].max() <= 5, "nothing is wrong there"
    assert table["50 % adverse"].is_monotonic_increasing
    assert table["50 % adverse"][160] == 100
    assert (table["50 % adverse"] >= table["30 % adverse"]).all()


def test_intervals_hold_the_truth_as_often_as_they_say(scoring: ScoringProject, tmp_path: Path) -> None:
    assert funnel_coverage(scoring, tables=25, seed=6)["within 95 % limits %"].between(93, 97).all()
    held = interval_coverage(tmp_path, draws=20_000, seed=7).set_index("interval")["holds the truth %"]
    exact = held.index.str.startswith("exact")
    assert held[~exact].between(93, 97).all()
    assert (held[exact] >= 95).all(), "exact limits of small counts are wide by construction"


def test_the_page_tells_the_parameters_of_the_seed() -> None:
    assert part("parameters", PAGE.read_text(encoding="utf-8")) == parameters()


@pytest.mark.full
def test_all_rates_are_within_their_bounds(tables: dict[str, pd.DataFrame]) -> None:
    rates = tables["false flags"].set_index("score")["flagged %"]
    for score in FLAGS:
        assert 1.5 <= rates[score] <= 3.0, score
    by_decile = tables["flags by size"]["composite flagged %"]
    assert by_decile.between(1.4, 3.0).all()
    assert by_decile.max() / by_decile.min() < 1.5, "no size is favoured"
    assert (tables["discoveries"]["false %"] <= 5.0).all()
    assert tables["funnel coverage"]["within 95 % limits %"].between(93, 97).all()


@pytest.mark.full
def test_the_page_tells_what_is_measured(scoring: ScoringProject, tables: dict[str, pd.DataFrame]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, table in tables.items():
        assert part(name, page) == markdown(table), f"{name}: run make method"
    for name, svg in figures(scoring, tables).items():
        assert (IMAGES / name).read_text(encoding="utf-8") == svg, f"{name}: run make method"
