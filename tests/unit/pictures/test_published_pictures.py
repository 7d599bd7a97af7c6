"""Pictures read from a release: the right rows of published tables, and nothing else."""

import base64
import re
from collections.abc import Iterator

import duckdb
import pytest

from orchestration.lib.pictures.first_look import pictures_of_first_cell
from orchestration.lib.pictures.published import domain_profile_of, funnel_of, trend_of
from orchestration.lib.pictures.svg import as_markdown

TABLES = """
create table dim_profession as select 'nursing' as profession_code, 'Nursing' as profession_name;
create table dim_indicator as select * from (values
    ('supervision', 'Are well supervised'), ('bullying', 'Experienced bullying')
) as t(indicator_code, favourable_label);
alter table dim_indicator add column comparable_from_year integer;
create table dim_wave as select * from (values ('2023', 2023), ('2024', 2024)) as t(wave_code, wave_year);
create table dim_eqf_domain as select * from (values ('D1', 'Culture'), ('D2', 'Governance'))
    as t(domain_code, domain_name);
create table dim_provider as select 'P' || i || '@2020' as provider_key, 'P' || i as provider_code,
    'PLACE ' || i || ' (SAMPLE)' as provider_name from range(12) as r(i);
create table fct_survey_indicator as select wave_code, indicator_code, 'nursing' as profession_code,
    'P' || i as provider_code, 'P' || i || '@2020' as provider_key,
    case when i < 10 then 'shown' else 'suppressed' end as status_code,
    case when i < 10 then 20 + 10 * i end as respondents,
    case when i < 10 then 70.0 + i end as favourable_pct,
    case when i >= 10 then null when indicator_code = 'bullying' then 30.0 - i else 70.0 + i end as value_pct,
    value_pct - 4 as value_lower_95, value_pct + 8 as value_upper_95
    from range(12) as r(i), (values ('2023'), ('2024')) as w(wave_code),
        (values ('supervision'), ('bullying')) as n(indicator_code);
create table fct_survey_place as select wave_code, 'national' as place_level_code,
    'nursing' as profession_code, indicator_code, 75e0 as favourable_pct, 75e0 as value_pct,
    74e0 as value_lower_95, 76e0 as value_upper_95
    from (values ('2023'), ('2024')) as w(wave_code),
        (values ('supervision'), ('bullying')) as n(indicator_code);
create table fct_risk_contribution as select '2024' as wave_code, 'P1' as provider_code,
    'nursing' as profession_code, 'D1' as domain_code, 'survey' as source, item_code, contribution,
    2e-3 as tau2
    from (values ('supervision', 1.5), ('bullying', 0.6)) as t(item_code, contribution);
create table fct_domain_risk as select '2024' as wave_code, 'P1' as provider_code, 'P1@2020' as provider_key,
    'nursing' as profession_code, domain_code, status_code, band, z as z_survey, 0.5 as z_concerns,
    0.0 as z_self_assessment, z as z_composite
    from (values ('D1', 'shown', 'risk', 2.1), ('D2', 'suppressed', null, null))
        as t(domain_code, status_code, band, z);
"""


@pytest.fixture
def release() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as db:
        db.execute(TABLES)
        yield db


def _description(svg: str) -> str:
    return re.search(r"<desc>(.*?)</desc>", svg, re.DOTALL)[1]  # type: ignore[index]


def test_a_funnel_takes_the_profession_of_the_wave_and_the_spread_of_the_score(
    release: duckdb.DuckDBPyConnection,
) -> None:
    wide = funnel_of(release, "2024", "nursing", "supervision")
    told = _description(wide)
    assert "Are well supervised, Nursing, 2024. Benchmark 75.0 % favourable." in told
    assert "10 providers shown; 2 not shown" in told
    release.execute("update fct_risk_contribution set tau2 = 0")
    assert funnel_of(release, "2024", "nursing", "supervision") != wide, "its limits are narrower"


def test_a_funnel_without_a_published_benchmark_is_refused(release: duckdb.DuckDBPyConnection) -> None:
    release.execute("update fct_survey_place set favourable_pct = null")
    with pytest.raises(ValueError, match="no benchmark is shown"):
        funnel_of(release, "2024", "nursing", "supervision")


def test_a_trend_turns_the_limits_of_a_figure_that_counts_the_adverse(
    release: duckdb.DuckDBPyConnection,
) -> None:
    assert "PLACE 3 (SAMPLE): 2023 73 % (69 to 81)" in _description(
        trend_of(release, "P3", "nursing", "supervision")
    )
    assert "PLACE 3 (SAMPLE): 2023 73 % (65 to 77)" in _description(
        trend_of(release, "P3", "nursing", "bullying")
    )


def test_a_trend_starts_after_a_break_of_comparability(release: duckdb.DuckDBPyConnection) -> None:
    release.execute("update dim_indicator set comparable_from_year = 2024")
    told = _description(trend_of(release, "P3", "nursing", "supervision"))
    assert "PLACE 3 (SAMPLE): 2024 73 % (69 to 81)." in told
    assert "2023" not in told


def test_a_trend_of_a_hidden_place_is_refused(release: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ValueError, match="no wave is shown"):
        trend_of(release, "P11", "nursing", "supervision")


def test_a_profile_names_place_group_and_hidden_domains(release: duckdb.DuckDBPyConnection) -> None:
    told = _description(domain_profile_of(release, "2024", "P1", "nursing"))
    assert told.startswith("PLACE 1 (SAMPLE), Nursing, 2024.")
    assert "Composite not shown, few people: Governance." in told
    assert "Culture: composite 2.1, band risk" in told


def test_an_unknown_name_is_refused(release: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ValueError, match="no profession 'alchemy'"):
        domain_profile_of(release, "2024", "P1", "alchemy")


def test_the_first_look_is_at_the_largest_composite_and_its_furthest_item(
    release: duckdb.DuckDBPyConnection,
) -> None:
    pictures = pictures_of_first_cell(release)
    assert set(pictures) == {"domain_profile", "funnel_plot", "trend"}
    assert "PLACE 1 (SAMPLE)" in _description(pictures["domain_profile"])
    assert "Are well supervised" in _description(pictures["funnel_plot"])


def test_what_has_nothing_to_show_is_left_out_of_the_first_look(release: duckdb.DuckDBPyConnection) -> None:
    release.execute("update fct_survey_place set favourable_pct = null")
    assert set(pictures_of_first_cell(release)) == {"domain_profile", "trend"}
    release.execute("delete from fct_risk_contribution")
    assert pictures_of_first_cell(release) == {}


def test_a_picture_in_markdown_carries_its_drawing(release: duckdb.DuckDBPyConnection) -> None:
    svg = trend_of(release, "P3", "nursing", "supervision")
    name, data = re.fullmatch(r"!\[(.+)\]\(data:image/svg\+xml;base64,(.+)\)", as_markdown(svg)).groups()  # type: ignore[union-attr]
    assert name == "Trend: Are well supervised"
    assert base64.b64decode(data).decode() == svg
