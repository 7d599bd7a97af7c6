"""Drawings within rows: a mark lies where its figure is, and a line breaks where nothing may be compared."""

import pytest

from orchestration.lib.report.strips import WIDTH, share_strip, spark, z_at, z_strip


def test_a_share_lies_in_proportion_and_its_mark_says_its_side() -> None:
    strip = share_strip(50, 40, 60, 80, (70, 90))
    assert float(strip.at) == WIDTH / 2
    assert (float(strip.low) + float(strip.high)) / 2 == pytest.approx(WIDTH / 2)
    assert strip.place == "low"
    assert share_strip(95, 90, 99, 80, (70, 90)).place == "high"
    assert share_strip(80, 70, 90, 80, (70, 90)).place == "within"
    assert share_strip(10, 5, 15, None, None).tick is None


def test_a_score_beyond_the_axis_stays_at_its_end() -> None:
    assert z_at(99) == z_at(4.2)
    assert float(z_strip(0, 1.96).at) == WIDTH / 2
    assert float(z_strip(1, 1.96).low) < float(z_strip(1, 1.96).at) < float(z_strip(1, 1.96).high)


def test_a_line_breaks_at_a_gap_and_at_a_break_of_comparability() -> None:
    whole = spark([60, 62, 64, 66], [])
    assert whole is not None
    assert len(whole.paths) == 1
    gap = spark([60, 62, None, 66, 68], [])
    assert gap is not None
    assert len(gap.paths) == 2
    assert len(gap.points) == 4
    broken = spark([60, 62, 64, 66], [2])
    assert broken is not None
    assert len(broken.paths) == 2
    assert len(broken.breaks) == 1


def test_one_wave_is_no_trend() -> None:
    assert spark([None, 62, None], []) is None


def test_higher_is_further_up() -> None:
    line = spark([60, 70], [])
    assert line is not None
    assert float(line.points[1][1]) < float(line.points[0][1])
