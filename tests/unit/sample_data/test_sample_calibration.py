"""National results of the sample reproduce every published figure."""

import duckdb
import numpy as np
import pytest

from expectations import reference
from sample_data.calibration import graded, highest, whole_numbers
from sample_data.targets import ASSUMED_PCT, target
from sample_data.waves import respondents_by_profession, wave


def _national(feeds: duckdb.DuckDBPyConnection, figure: dict[str, str]) -> tuple[int, float]:
    """Return base and share of a figure, from the responses and the counts together."""
    (indicator,) = [r for r in reference.seed("indicator") if r["indicator_code"] == figure["indicator_code"]]
    question = indicator["question_code"]
    good = [r["option_code"] for r in reference.seed("answer_option")
            if r["question_code"] == question and r["is_favourable"] == "true"]  # fmt: skip
    counted = good if figure["share_of"] == "favourable" else indicator["counted_options"].split(";")
    base, hits = feeds.execute(
        f"""SELECT count(*), count(*) FILTER (len(list_intersect(string_split({question}, ';'), ?)) > 0)
        FROM nets_responses WHERE wave = ? AND {question} IS NOT NULL AND {question} <> 'not_applicable'""",
        [counted, figure["wave_year"]],
    ).fetchone() or (0, 0)
    more, favourable = feeds.execute(
        "SELECT coalesce(sum(respondents::INT), 0), coalesce(sum(favourable::INT), 0) FROM nets_aggregates "
        "WHERE wave = ? AND indicator_code = ?",
        [figure["wave_year"], figure["indicator_code"]],
    ).fetchone() or (0, 0)
    return base + more, 100 * (hits + (favourable if set(counted) == set(good) else more - favourable)) / (
        base + more
    )


def test_every_published_figure_is_met(feeds: duckdb.DuckDBPyConnection) -> None:
    figures = reference.seed("nets_published_figure")
    assert len(figures) == 70
    for figure in figures:
        base, pct = _national(feeds, figure)
        where = f"{figure['indicator_code']} {figure['wave_year']}: {pct:.2f} of {base}"
        published, comparator = float(figure["published_pct"]), figure["comparator"]
        if comparator == "=":
            # Half a respondent is the best that whole people allow.
            assert abs(pct - published) <= max(0.1, 51 / base), where
        else:
            assert 0 < (pct - published) * (1 if comparator == ">" else -1) <= 0.5, where


def test_every_published_self_assessment_figure_is_met(feeds: duckdb.DuckDBPyConnection) -> None:
    for figure in reference.seed("psa_published_figure"):
        providers, pct = feeds.execute(
            """SELECT count(*), 100.0 * avg((answer = 'met')::INT) FROM (
                SELECT * FROM psa WHERE signed_off_by_role IS NOT NULL AND cycle = ? AND question_code = ?
                QUALIFY row_number() OVER (PARTITION BY provider_code ORDER BY version::INT DESC) = 1
            ) WHERE answer IS NOT NULL""",
            [figure["cycle"], figure["question_code"]],
        ).fetchone() or (0, 0.0)
        assert providers > 150
        assert pct == pytest.approx(float(figure["published_pct"]), abs=0.5), figure


def test_assumptions_never_override_a_published_figure() -> None:
    for figure in reference.seed("nets_published_figure"):
        aim = target(figure["indicator_code"], int(figure["wave_year"]))
        assert aim.is_published
        assert abs(aim.pct - float(figure["published_pct"])) <= 0.3
    assert not target("guardian_know", 2020).is_published
    assert target("guardian_know", 2020).pct == pytest.approx((42 + 50.7) / 2)
    assert set(ASSUMED_PCT) <= set(reference.codes("indicator"))


def test_published_sizes_of_waves() -> None:
    professions = list(reference.codes("profession"))
    for code, total, nursing_and_midwifery in (("2019", 25_000, 1_571), ("2020", 36_900, 8_810)):
        counts = dict(zip(professions, respondents_by_profession(wave(code), 1.0), strict=True))
        assert sum(counts.values()) == total
        assert counts["nursing"] + counts["midwifery"] == nursing_and_midwifery
        assert min(counts.values()) > 0
    assert sum(respondents_by_profession(wave("2018"), 1.0)) == 24_000


def test_helpers_give_exact_counts() -> None:
    rng = np.random.default_rng(5)
    score = rng.standard_normal(1000)
    assert highest(score, 123).sum() == 123
    assert score[highest(score, 123)].min() > score[~highest(score, 123)].max()
    assert np.bincount(graded(score, (0.1, 0.2, 0.7))).tolist() == [100, 200, 700]
    assert score[graded(score, (0.1, 0.2, 0.7)) == 0].max() < score[graded(score, (0.1, 0.2, 0.7)) == 1].min()
    expected = rng.lognormal(0, 2, 500)
    rounded = whole_numbers(expected, rng)
    assert rounded.sum() == round(expected.sum())
    assert np.abs(rounded - expected).max() < 1.01
