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

# Cells that are flagged, with the sentences that the release itself has for them.
_RISKIEST = """
select
    provider.provider_name, profession.profession_name, domain.domain_name,
    risk.wave_code, risk.band, risk.z_composite, spoken.reason as reasons
from read_parquet('{folder}/fct_domain_risk.parquet') as risk
join read_parquet('{folder}/rpt_domain_reason.parquet') as spoken
    using (wave_code, provider_code, profession_code, domain_code)
join read_parquet('{folder}/dim_provider.parquet') as provider on risk.provider_key = provider.provider_key
join read_parquet('{folder}/dim_profession.parquet') as profession using (profession_code)
join read_parquet('{folder}/dim_eqf_domain.parquet') as domain using (domain_code)
where risk.z_composite is not null
    and risk.wave_code = (
        select max(wave_code) from read_parquet('{folder}/fct_domain_risk.parquet')
        where z_composite is not null
    )
order by (risk.band = 'training_suspended') desc, risk.z_composite desc,
    risk.provider_code, profession_code, domain_code
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
    """Return flagged cells of the newest scored wave: training suspended first, then by composite."""
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
