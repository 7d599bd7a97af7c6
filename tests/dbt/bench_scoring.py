"""Measure what the scoring models make of worlds of known truth, and write it into docs/method.md.

`make method` (about four minutes, the same figures every time). Not a test: test_scoring_known_truth judges
the figures and compares the page.
"""

import sys
import tempfile
from pathlib import Path

import pandas as pd
from method_page import IMAGES, PAGE, markdown, parameters, with_part
from scoring_measures import (
    by_domain,
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
from simulated_worlds import ADVERSE_SHARE, world

from orchestration.lib.pictures.curves import curves
from orchestration.lib.pictures.funnel import funnel_plot

NULL_SEEDS, ADVERSE_SEEDS, UNEVEN_SEEDS = range(40), range(1000, 1020), range(2000, 2020)


def measured(scoring: ScoringProject, work: Path) -> dict[str, pd.DataFrame]:
    """Every table of the page by its name."""
    null, items = scored_worlds(scoring, NULL_SEEDS)
    adverse, _ = scored_worlds(scoring, ADVERSE_SEEDS, adverse_share=ADVERSE_SHARE)
    uneven, _ = scored_worlds(scoring, UNEVEN_SEEDS, exposure_power=0.7)
    kinds = pd.Series(["nothing differs", "one place in ten is worse"], name="world")
    return {
        "false flags": false_flags(null, items),
        "flags by size": by_size(null),
        "flags by domain": by_domain(null),
        "flags by size where concerns grow slower than learners": by_size(uneven),
        "discoveries": pd.concat(
            [kinds, pd.concat([discoveries(null), discoveries(adverse)], ignore_index=True)], axis=1
        ),
        "found by size": found_by_size(adverse),
        "power": power(scoring, tables=500, seed=1),
        "funnel coverage": funnel_coverage(scoring, tables=100, seed=2),
        "interval coverage": interval_coverage(work, draws=100_000, seed=3),
    }


def figures(scoring: ScoringProject, tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Every figure of the page by its file name."""
    size = tables["flags by size"].drop(columns="respondents")
    return {
        "power.svg": curves(
            tables["power"],
            "Power of one survey item",
            "Others are 20 % adverse. Share of places at z 1.96 or more, by their true adverse share.",
            "Answers",
            "Flagged, %",
        ),
        "size.svg": curves(
            size,
            "False flags by size of the place",
            "Nothing differs between places. Dashed: 1.5 and 3 %; nominal 2.5 %.",
            "Decile of respondents",
            "Flagged, %",
            bounds=(1.5, 3.0),
        ),
        "funnel.svg": example_funnel(scoring),
    }


def example_funnel(scoring: ScoringProject) -> str:
    """One indicator of a simulated wave as a release would show it: small places hidden."""
    inputs = world(ADVERSE_SEEDS[0], adverse_share=ADVERSE_SHARE).inputs
    db = scoring.build("int_survey_item_score", inputs)
    units = db.sql(
        """
        select score.provider_code as provider_name,
            case when respondents >= 10 then 'shown' else 'suppressed' end as status_code,
            case when respondents >= 10 then respondents end as respondents,
            case when respondents >= 10 then 100 * (1 - adverse / respondents) end as favourable_pct,
            benchmark_share, tau2
        from int_survey_item_score as score
        where profession_code = 'nursing' and indicator_code = 'supervision'
        order by provider_code
        """
    ).df()
    benchmark = 100 * (1 - units.benchmark_share[0])
    return funnel_plot(units, "Clinical supervision", "Nursing, simulated wave", benchmark, units.tau2[0])


def main() -> None:
    """Write the made parts of the page and its figures."""
    scoring = scoring_project()
    with tempfile.TemporaryDirectory() as work:
        tables = measured(scoring, Path(work))
    page = with_part("parameters", parameters(), PAGE.read_text(encoding="utf-8"))
    for name, table in tables.items():
        page = with_part(name, markdown(table), page)
        sys.stdout.write(f"{name}\n{markdown(table)}\n")
    PAGE.write_text(page, encoding="utf-8")
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, svg in figures(scoring, tables).items():
        (IMAGES / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
