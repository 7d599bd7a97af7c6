"""Routing, missing answers, denominators and the two survey layouts."""

import duckdb

from expectations import reference


def _scalar(feeds: duckdb.DuckDBPyConnection, query: str) -> float:
    row = feeds.execute(query).fetchone()
    assert row is not None
    return float(row[0])


def test_routed_questions_are_answered_on_their_base_only(feeds: duckdb.DuckDBPyConnection) -> None:
    routed = [q for q in reference.questions() if q.base_questions]
    assert len(routed) == 8
    for question in routed:
        met = " OR ".join(f"coalesce({b}, '') = '{question.base_answer}'" for b in question.base_questions)
        off_base = f"SELECT count(*) FROM nets_responses WHERE {question.code} IS NOT NULL AND NOT ({met})"
        on_base = f"SELECT count(*) FROM nets_responses WHERE {question.code} IS NOT NULL AND ({met})"
        assert _scalar(feeds, off_base) == 0
        assert _scalar(feeds, on_base) > 100


def test_some_answers_are_blank_or_not_applicable(feeds: duckdb.DuckDBPyConnection) -> None:
    for question in reference.questions():
        if question.base_questions or question.asked_to is not None:
            continue
        asked = f"wave >= '{question.asked_from}'"
        blank = _scalar(
            feeds, f"SELECT avg(({question.code} IS NULL)::INT) FROM nets_responses WHERE {asked}"
        )
        assert 0.015 < blank < 0.045, question.code
        aside = _scalar(
            feeds, f"SELECT avg(({question.code} = 'not_applicable')::INT) FROM nets_responses WHERE {asked}"
        )
        assert 0.001 < aside < 0.025, question.code


def test_all_professions_answer_in_every_wave(feeds: duckdb.DuckDBPyConnection) -> None:
    rows = feeds.execute(
        "SELECT wave, count(DISTINCT profession) FROM nets_responses GROUP BY wave"
    ).fetchall()
    assert len(rows) == 7
    assert all(professions == 14 for _, professions in rows)


def test_never_more_respondents_than_learners(feeds: duckdb.DuckDBPyConnection) -> None:
    key = "wave, provider_code, site_code, profession, learner_level"
    too_many = f"""SELECT count(*) FROM (SELECT {key}, count(*) AS n FROM nets_responses GROUP BY {key})
        LEFT JOIN learner_numbers USING ({key}) WHERE n > coalesce(learners::INT, 0)"""
    assert _scalar(feeds, too_many) == 0
    rate = "SELECT (SELECT count(*) FROM nets_responses WHERE wave = '2024') / " \
           "(SELECT sum(learners::INT) FROM learner_numbers WHERE wave = '2024')"  # fmt: skip
    assert 0.2 < _scalar(feeds, rate) < 0.3


def test_counts_and_responses_never_overlap(feeds: duckdb.DuckDBPyConnection) -> None:
    key = "wave, provider_code, profession"
    both = f"SELECT count(*) FROM nets_aggregates SEMI JOIN nets_responses USING ({key})"
    assert _scalar(feeds, both) == 0
    cells = "SELECT count(DISTINCT (provider_code, profession)) FROM nets_aggregates"
    assert _scalar(feeds, cells) == 6
    assert _scalar(feeds, "SELECT max(respondents::INT) FROM nets_aggregates") < 30
    assert (
        _scalar(feeds, "SELECT count(*) FROM nets_aggregates WHERE favourable::INT > respondents::INT") == 0
    )


def test_prefer_not_to_say_is_an_answer(feeds: duckdb.DuckDBPyConnection) -> None:
    for column in ("age_band", "disability", "ethnicity", "religion", "sex", "sexual_orientation",
                   "gender_reassignment", "marital_status"):  # fmt: skip
        share = _scalar(feeds, f"SELECT avg(({column} = 'Prefer not to say')::INT) FROM nets_responses")
        assert share > 0.02


def test_versions_of_self_assessments(feeds: duckdb.DuckDBPyConnection) -> None:
    feeds.execute(
        """CREATE OR REPLACE TEMP VIEW returned AS SELECT cycle, provider_code, version::INT AS version,
        count(signed_off_by_role) > 0 AS signed FROM psa GROUP BY cycle, provider_code, version"""
    )
    assert _scalar(feeds, "SELECT count(*) FROM returned WHERE version = 2 AND signed") > 20
    assert _scalar(feeds, "SELECT count(*) FROM returned WHERE version = 2 AND NOT signed") > 10
    assert 0.1 < _scalar(feeds, "SELECT avg((version = 2)::INT) FROM returned") < 0.25
    never = (
        "SELECT cycle, provider_code FROM returned GROUP BY cycle, provider_code HAVING NOT bool_or(signed)"
    )
    assert _scalar(feeds, f"SELECT count(*) FROM ({never})") > 3
    mixed = "SELECT count(*) FROM psa WHERE question_code NOT LIKE 'assurance%' AND profession IS NOT NULL"
    assert _scalar(feeds, mixed) == 0
