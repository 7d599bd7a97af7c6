"""All three streams see the latent quality, each in its own way."""

from pathlib import Path

import duckdb
import numpy as np
import pytest

from sample_data.generate import SampleSummary
from sample_data.latent import PERSISTENCE, make_latent

_GOOD = "('satisfactory', 'good', 'outstanding')"


@pytest.fixture(scope="module")
def truth(
    feeds: duckdb.DuckDBPyConnection, summary: SampleSummary, sample_home: Path
) -> duckdb.DuckDBPyConnection:
    feeds.execute(
        f"CREATE OR REPLACE VIEW latent AS FROM read_parquet('{sample_home}/truth/latent_quality.parquet')"
    )
    return feeds


def test_latent_is_standardised_and_moves_slowly() -> None:
    latent = make_latent(1, range(2018, 2027), 400, 14, 6).quality
    assert latent.std(axis=(1, 2, 3)) == pytest.approx(1.0, abs=0.06)
    pairs = [np.corrcoef(latent[t].ravel(), latent[t + 1].ravel())[0, 1] for t in range(8)]
    assert pairs == pytest.approx([PERSISTENCE] * 8, abs=0.04)


def test_survey_follows_the_latent_of_its_own_cell(truth: duckdb.DuckDBPyConnection) -> None:
    shares = truth.execute(
        f"""SELECT profession, wave, avg((supervision IN {_GOOD})::INT) AS share, min(quality) AS quality
        FROM nets_responses r JOIN latent l ON l.provider_code = r.provider_code AND l.year = r.wave::INT
            AND l.profession_code = r.profession AND l.domain_code = 'D3'
        WHERE supervision <> 'not_applicable'
        GROUP BY profession, wave, r.provider_code HAVING count(*) >= 20"""
    ).df()
    # Professions and waves answer at different levels; quality is judged within them.
    group = [shares["profession"], shares["wave"]]
    own = shares["share"] - shares["share"].groupby(group).transform("mean")
    quality = shares["quality"] - shares["quality"].groupby(group).transform("mean")
    assert len(shares) > 300
    assert np.corrcoef(own, quality)[0, 1] > 0.4
    shuffled = np.random.default_rng(1).permutation(quality)
    assert abs(np.corrcoef(own, shuffled)[0, 1]) < 0.15


def test_concerns_come_from_poor_places_and_mostly_from_medicine(truth: duckdb.DuckDBPyConnection) -> None:
    count, quality = truth.execute(
        """SELECT count(*), avg(quality) FROM concerns c JOIN latent l ON l.provider_code = c.provider_code
        AND l.year = year(c.raised_on::DATE) AND l.profession_code = string_split(professions, ';')[1]
        AND l.domain_code = string_split(eqf_domains, ';')[1]"""
    ).fetchone() or (0, 0.0)
    assert count == truth.execute("SELECT count(*) FROM concerns").fetchone()[0]  # type: ignore[index]
    assert quality < -0.6
    doctors = truth.execute(
        "SELECT avg((string_split(professions, ';')[1] = 'doctors_in_training')::INT) FROM concerns"
    ).fetchone()
    learners = truth.execute(
        "SELECT sum(learners::INT) FILTER (profession = 'doctors_in_training') / sum(learners::INT) "
        "FROM learner_numbers WHERE wave >= '2020'"
    ).fetchone()
    assert doctors is not None
    assert learners is not None
    assert doctors[0] > 1.5 * learners[0]


def test_self_assessment_is_optimistic_and_weakly_informed(truth: duckdb.DuckDBPyConnection) -> None:
    met, gap = truth.execute(
        """SELECT avg((answer = 'met')::INT),
            avg(quality) FILTER (answer = 'met') - avg(quality) FILTER (answer = 'not_met')
        FROM psa p JOIN latent l ON l.provider_code = p.provider_code AND l.year = p.cycle::INT
            AND l.profession_code = p.profession AND l.domain_code = upper(right(p.question_code, 2))
        WHERE p.question_code LIKE 'assurance%' AND version = '1'"""
    ).fetchone() or (0.0, 0.0)
    assert met > 0.8
    assert 0.2 < gap < 1.5
