"""BACKTEST.md says what the released tables show, whether good or bad, and when nothing can be said."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.lib.release.back_test import BACK_TEST, back_test
from orchestration.lib.release.documents import write_back_test

Row = dict[str, Any]
_TYPES = {"value": pa.float64(), "lower_95": pa.float64(), "upper_95": pa.float64(), "outcomes": pa.int64()}


def measure(predictor: str, code: str, value: float | None, lower: float | None, upper: float | None) -> Row:
    return {
        "wave_code": "2023", "scope_code": "up_to_wave", "basis_code": "like_for_like",
        "status_code": "shown", "outcome_status_code": "observed", "predictor_code": predictor,
        "measure_code": code, "cells": 1000, "outcomes": 50, "value": value, "lower_95": lower,
        "upper_95": upper,
    }  # fmt: skip


def measures(lead: tuple[float, float, float]) -> list[Row]:
    """Score and last year's ISF up to 2023, in that cycle, and the last one, which has no outcome."""
    value, lower, upper = lead
    rows = [
        measure(p, "auc", a, a - 0.05, a + 0.05) for p, a in (("composite", 0.7), ("last_isf", 0.7 - value))
    ]
    rows.append(measure("last_isf", "auc_gain", value, lower, upper))
    for predictor, precision in (("composite", 0.12), ("last_isf", 0.15)):
        rows.append(measure(predictor, "precision_worst_decile", precision, 0.1, 0.2))
        rows.append(measure(predictor, "precision_random_decile", 0.05, 0.04, 0.06))
        rows.append(measure(predictor, "lift_worst_decile", precision / 0.05, None, None))
    alone = [{**row, "scope_code": "wave"} for row in rows if row["measure_code"] == "auc"]
    none = {"value": None, "lower_95": None, "upper_95": None, "outcomes": None}
    unknown = {"wave_code": "2024", "status_code": "no_data", "outcome_status_code": "no_later_cycle"}
    return [*rows, *alone, {**alone[0], **none, **unknown}]


BANDS = [
    {
        "wave_code": "2023", "scope_code": "up_to_wave", "status_code": "shown", "band": band, "cells": cells,
        "outcomes": outcomes, "outcome_share": outcomes / cells, "lower_95": 0.01, "upper_95": 0.5,
    }
    for band, cells, outcomes in (("watch", 900, 20), ("risk", 100, 30))
]  # fmt: skip


def released(folder: Path, rows: Iterable[Row], bands: Iterable[Row] = BANDS) -> Path:
    tables = folder / "parquet"
    tables.mkdir()
    for name, content in (("rpt_backtest", list(rows)), ("rpt_backtest_band", list(bands))):
        names = content[0].keys()
        columns = {n: pa.array([row[n] for row in content], _TYPES.get(n)) for n in names}
        pq.write_table(pa.table(columns), tables / f"{name}.parquet")
    return tables


@pytest.mark.parametrize(
    ("lead", "said"),
    [
        (
            (0.1, 0.05, 0.15),
            "The score foresees better than last year's ISF (AUC +0.100, 95 % interval +0.050",
        ),
        ((-0.1, -0.15, -0.05), "The score foresees worse than last year's ISF (AUC -0.100"),
        (
            (0.02, -0.03, 0.07),
            "Between the score and last year's ISF there is no clear difference (AUC +0.020",
        ),
    ],
)
def test_a_rival_is_named_better_worse_or_no_different(
    tmp_path: Path, lead: tuple[float, float, float], said: str
) -> None:
    findings = back_test(released(tmp_path, measures(lead)))["findings"]
    assert findings[0].startswith(said)


def test_the_page_tells_good_and_bad_alike(tmp_path: Path) -> None:
    released(tmp_path, measures((0.1, 0.05, 0.15)))
    write_back_test(tmp_path, "v2026.11.1")
    page = (tmp_path / BACK_TEST).read_text(encoding="utf-8")
    # The rival finds more in its worst tenth: the page does not keep that back.
    assert "In its worst tenth last year's ISF finds most: 15.0 % of those cells" in page
    assert "| the score (Z*) | 0.700 (0.650–0.750) |  |  | 12.0 % | 2.4 |" in page
    assert "| last year's ISF | 0.600 (0.550–0.650) | +0.100 (+0.050 to +0.150) |  | 15.0 % | 3.0 |" in page
    assert "| risk | 100 | 30 | 30.0 % (1.0–50.0) |" in page
    assert page.index("| risk |") < page.index("| watch |")
    assert "| 2023 | 1,000 | 50 | 0.700 | 0.600 |  |  |  |" in page
    assert "| 2024 | 1,000 |  |  |  |  |  | no later cycle |" in page


def test_where_nothing_may_be_shown_the_page_says_so(tmp_path: Path) -> None:
    hidden = {"status_code": "suppressed", "value": None, "lower_95": None, "upper_95": None}
    rows = [{**row, **hidden} for row in measures((0.1, 0.05, 0.15)) if row["wave_code"] == "2023"]
    released(tmp_path, rows, [{**band, "status_code": "suppressed"} for band in BANDS])
    write_back_test(tmp_path, "v2026.11.1")
    page = (tmp_path / BACK_TEST).read_text(encoding="utf-8")
    assert "No cycle of this release can be shown yet" in page
    assert "hidden: too few" in page
    assert "What it finds" not in page


def test_a_release_without_a_back_test_says_so(tmp_path: Path) -> None:
    write_back_test(tmp_path, "v2026.11.1")
    assert "No cycle of this release can be shown yet" in (tmp_path / BACK_TEST).read_text(encoding="utf-8")
