"""What releases told about survey cells is read back from them, whichever tables they had."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.lib.home import Home
from orchestration.lib.release.catalogue import Release
from orchestration.lib.release.errors import ReleaseRefused
from orchestration.lib.release.memory import RELEASED_SURVEY_CELL, write_memory

Publish = Callable[..., Release]
Change = Callable[[Any], None]
ReleaseTables = Callable[..., Release]

# An older release has no favourable answers and one table only; the newer one has all that tell of cells.
_OLDER = {
    "fct_survey_indicator": """
        select '2024' as wave_code, 'R1' as provider_code, unnest(['nursing', 'dental']) as profession_code,
            'bullying' as indicator_code, unnest(['shown', 'suppressed']) as status_code,
            unnest([40, null]) as respondents""",
}
_NEWER = {
    "fct_survey_indicator": """
        select '2024' as wave_code, 'R1' as provider_code,
            unnest(['nursing', 'dental', 'ahp']) as profession_code, 'bullying' as indicator_code,
            unnest(['shown', 'suppressed', 'no_respondents']) as status_code,
            unnest([41::bigint, null, 0]) as respondents, unnest([30::bigint, null, 0]) as favourable,
            unnest([11::bigint, null, 0]) as counted""",
    "fct_survey_place": """
        select '2024' as wave_code, unnest(['region', 'national']) as place_level_code,
            unnest(['Y56', 'ENGLAND']) as place_code, 'all' as profession_code, 'bullying' as indicator_code,
            unnest(['suppressed', 'shown']) as status_code, unnest([null, 90::bigint]) as respondents,
            unnest([null, 70::bigint]) as favourable, unnest([null, 20::bigint]) as counted""",
    "fct_survey_equality": """
        select '2024' as wave_code, 'national' as place_level_code, 'ENGLAND' as place_code,
            'nursing' as profession_code, 'age_band' as characteristic_code, '18_20' as group_code,
            'bullying' as indicator_code, 'shown' as status_code, 12::bigint as respondents,
            9::bigint as favourable, 3::bigint as counted""",
    "fct_survey_education_provider": """
        select '2024' as wave_code, '10000001' as ukprn, unnest(['all', 'R1']) as provider_code,
            'all' as profession_code, 'bullying' as indicator_code,
            unnest(['shown', 'suppressed']) as status_code, unnest([50::bigint, null]) as respondents,
            unnest([45::bigint, null]) as favourable, unnest([5::bigint, null]) as counted""",
    "fct_response_rate": """
        select '2024' as wave_code, 'provider' as place_level_code, unnest(['R1', 'R2']) as place_code,
            'all' as profession_code, 'suppressed' as status_code,
            unnest(['shown', 'suppressed']) as response_status_code,
            unnest(['suppressed', 'no_data']) as learner_status_code,
            unnest([60::bigint, null]) as responses, cast(null as bigint) as learners""",
    "fct_learner_numbers": """
        select '2024' as wave_code, 'R1' as provider_code, unnest(['A', 'B', 'A', 'B', 'all']) as site_code,
            unnest(['nursing', 'nursing', 'dental', 'dental', 'ahp']) as profession_code,
            'all' as learner_level_code,
            unnest(['shown', 'shown', 'shown', 'suppressed', 'suppressed']) as status_code,
            unnest([30::bigint, 12, 20, null, null]) as learners""",
}
_FIELDS = "place_level_code, place_code, profession_code, breakdown_code, group_code, indicator_code"


@pytest.fixture
def release_tables(publish: Publish, change_warehouse: Change, change_manifest: Change) -> ReleaseTables:
    """Cut a release that holds these tables too, as an earlier or later version of the product would."""
    from tests.unit.release.conftest import _model

    def _release(tables: dict[str, str], **arguments: bool) -> Release:
        models = {}
        for name, query in tables.items():
            change_warehouse(f"create or replace table published.{name} as {query}")
            columns = duckdb.sql(query, connection=duckdb.connect()).columns
            counts = {"status_code", "respondents", "favourable", "counted", "responses", "learners"}
            counts |= {"response_status_code", "learner_status_code"}
            models[name] = _model(name, [c for c in columns if c not in counts], list(columns))
        change_manifest(lambda nodes: nodes.update(models))
        return publish(**arguments)

    return _release


def memory(home: Home, extra: str = "") -> list[tuple[Any, ...]]:
    write_memory(home)
    return (
        duckdb.connect()
        .execute(
            f"select {_FIELDS}, status_code, respondents, favourable, counted{extra}"
            f" from '{home.ops / RELEASED_SURVEY_CELL}'"
        )
        .fetchall()
    )


def test_before_the_first_release_there_is_an_empty_table(home: Home) -> None:
    assert memory(home) == []
    columns = duckdb.connect().execute(f"describe from '{home.ops / RELEASED_SURVEY_CELL}'").fetchall()
    assert [name for name, *_ in columns][-2:] == ["counted", "release_number"]
    assert {kind for name, kind, *_ in columns[-3:]} == {"BIGINT"}


def test_every_release_contributes_what_it_has(home: Home, release_tables: ReleaseTables) -> None:
    release_tables(_OLDER)
    bullying, age = ("none", "all", "bullying"), ("age_band", "18_20", "bullying")
    older = [
        ("provider", "R1", "dental", *bullying, "suppressed", None, None, None),
        ("provider", "R1", "nursing", *bullying, "shown", 40, None, None),
    ]
    assert memory(home) == older
    release_tables(_NEWER)
    university = ("education_provider", "10000001", "bullying")
    assert sorted(memory(home), key=str) == sorted(
        [
            *older,
            ("provider", "R1", "nursing", *bullying, "shown", 41, 30, 11),
            ("region", "Y56", "all", *bullying, "suppressed", None, None, None),
            ("national", "ENGLAND", "all", *bullying, "shown", 90, 70, 20),
            ("national", "ENGLAND", "nursing", *age, "shown", 12, 9, 3),
            ("national", "ENGLAND", "all", *university, "shown", 50, 45, 5),
            ("provider", "R1", "all", *university, "suppressed", None, None, None),
            ("provider", "R1", "all", "none", "all", "survey_response", "shown", 60, None, None),
            ("provider", "R2", "all", "none", "all", "survey_response", "suppressed", None, None, None),
            ("provider", "R1", "all", "none", "all", "learners", "suppressed", None, None, None),
            ("provider", "R1", "nursing", "none", "all", "learners", "shown", 42, None, None),
            ("provider", "R1", "ahp", "none", "all", "learners", "suppressed", None, None, None),
        ],
        key=str,
    )


def test_what_is_told_again_counts_from_the_first_time(home: Home, release_tables: ReleaseTables) -> None:
    for tables in (_OLDER, _NEWER, _NEWER):
        release_tables(tables, force=True)
    numbers = {row[:7]: row[-1] for row in memory(home, ", release_number")}
    nursing, dental = (("provider", "R1", name, "none", "all", "bullying") for name in ("nursing", "dental"))
    assert numbers[*dental, "suppressed"] == 1
    told = [row[7:] for row in memory(home, ", release_number") if row[:6] == nursing]
    assert told == [(40, None, None, 1), (41, 30, 11, 2)]


def test_the_same_releases_give_the_same_bytes(home: Home, release_tables: ReleaseTables) -> None:
    release_tables(_NEWER)
    write_memory(home)
    once = (home.ops / RELEASED_SURVEY_CELL).read_bytes()
    again = release_tables(_NEWER, force=True)
    assert again.version == "v2026.11.2"
    write_memory(home)
    assert (home.ops / RELEASED_SURVEY_CELL).read_bytes() == once


@pytest.mark.parametrize("part", ["parquet/fct_survey_indicator.parquet", "datapackage.json"])
@pytest.mark.parametrize("gone", [True, False])
def test_a_damaged_release_is_not_forgotten(
    home: Home, release_tables: ReleaseTables, part: str, gone: bool
) -> None:
    damaged: Path = release_tables(_OLDER).path / part
    if gone:
        damaged.unlink()
    else:
        damaged.write_bytes(b"other")
    with pytest.raises(ReleaseRefused, match=r"damaged.*Remedy"):
        write_memory(home)
    assert not (home.ops / RELEASED_SURVEY_CELL).exists()
