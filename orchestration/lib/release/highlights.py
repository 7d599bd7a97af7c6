"""What a person wants to see first of a release: published figures beside ours, and the cells to look at.

Reads the released Parquet files only, so it can say nothing that the release does not.
"""

from pathlib import Path
from typing import Any

from orchestration.lib.duck import connect, quoted

_FIGURES = """
select coalesce(wave, cast(figure_year as varchar)) as wave, source_code, measure_code, base_size, value_pct,
    comparator, published_pct, difference, within_tolerance
from read_parquet('{folder}/rpt_published_figure.parquet')
where status_code = 'shown'
order by source_code, figure_year, measure_code
"""

# The working of a cell in words: its three worst items, its concerns, its declaration, the floor if one held.
_RISKIEST = """
with latest as (
    select max(wave_code) as wave_code
    from read_parquet('{folder}/fct_domain_risk.parquet')
    where z_composite is not null
),
item as (
    select c.*, i.indicator_label,
        row_number() over (
            partition by c.provider_code, c.profession_code, c.domain_code
            order by c.contribution desc, c.item_code
        ) as place
    from read_parquet('{folder}/fct_risk_contribution.parquet') as c
    join latest using (wave_code)
    join read_parquet('{folder}/dim_indicator.parquet') as i on c.item_code = i.indicator_code
    where c.source = 'survey' and c.contribution > 0
),
worst as (
    select provider_code, profession_code, domain_code,
        string_agg(indicator_label || ' (z ' || printf('%.1f', z) || ')', ', ' order by place) as items
    from item where place <= 3
    group by all
)
select
    provider.provider_name, profession.profession_name, domain.domain_name,
    risk.wave_code, risk.band, risk.z_composite,
    concat_ws('; ',
        'Z* ' || printf('%.1f', risk.z_composite),
        case when risk.z_survey is not null then
            cast(risk.respondents as varchar) || ' learners answered, furthest from like providers: '
            || coalesce(worst.items, 'none') end,
        case when risk.concerns_open > 0 then cast(risk.concerns_open as varchar)
            || case when risk.concerns_open = 1 then ' concern' else ' concerns' end
            || ' open in twelve months'
            || coalesce(', ' || printf('%.1f', risk.concerns_expected) || ' expected', '') end,
        case when risk.z_self_assessment > 0
            then 'the provider itself declares a standard not fully met' end,
        case when risk.floor_reason <> '' then 'at least this band because: ' || risk.floor_reason end
    ) as reasons
from read_parquet('{folder}/fct_domain_risk.parquet') as risk
join latest using (wave_code)
join read_parquet('{folder}/dim_provider.parquet') as provider using (provider_key)
join read_parquet('{folder}/dim_profession.parquet') as profession using (profession_code)
join read_parquet('{folder}/dim_eqf_domain.parquet') as domain using (domain_code)
left join worst
    on risk.provider_code = worst.provider_code
    and risk.profession_code = worst.profession_code
    and risk.domain_code = worst.domain_code
where risk.z_composite is not null
order by (risk.band = 'training_suspended') desc, risk.z_composite desc,
    risk.provider_code, risk.profession_code, risk.domain_code
limit {limit}
"""


_UNRANKED = """
select count(*) as cells
from read_parquet('{folder}/fct_domain_risk.parquet')
where open_isf_category >= 2
    and z_composite is null
    and wave_code = (
        select max(wave_code) from read_parquet('{folder}/fct_domain_risk.parquet')
        where z_composite is not null
    )
"""


def unranked_serious_cells(release: Path) -> int:
    """Return how many cells of the newest scored wave have an open ISF 2 or more and no composite."""
    return int(_rows(_UNRANKED.format(folder=_folder(release)))[0]["cells"])


def riskiest_cells(release: Path, limit: int) -> list[dict[str, Any]]:
    """Return the cells of the newest scored wave with the highest composite, suspended training first."""
    return _rows(_RISKIEST.format(folder=_folder(release), limit=limit))


def national_figures(release: Path) -> list[dict[str, Any]]:
    """Return every published national figure with ours beside it, by source, year and measure."""
    return _rows(_FIGURES.format(folder=_folder(release)))


def _rows(query: str) -> list[dict[str, Any]]:
    with connect() as connection:
        result = connection.execute(query)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _folder(release: Path) -> str:
    """Return the folder of the tables as it stands within a SQL literal."""
    return quoted(str(release / "parquet"))[1:-1]
