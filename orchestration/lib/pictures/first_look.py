"""The pictures of the cell that stands first in a release: domains, furthest item as funnel and trend.

Belongs here: choosing what is drawn for somebody who has not asked for anything in particular yet.
"""

from collections.abc import Callable
from pathlib import Path

import duckdb

from orchestration.lib.pictures.published import domain_profile_of, funnel_of, trend_of
from orchestration.lib.pictures.svg import NothingShown
from orchestration.lib.release.database import DATABASE

_FIRST = """
select part.wave_code, part.provider_code, part.profession_code, part.item_code
from fct_risk_contribution as part
inner join fct_domain_risk as cell using (wave_code, provider_code, profession_code, domain_code)
where part.source = 'survey'
    and part.wave_code = (select max(wave_code) from fct_domain_risk where z_composite is not null)
order by cell.z_composite desc, part.provider_code, part.profession_code, part.domain_code,
    part.contribution desc, part.item_code
limit 1
"""


def first_look(release: Path) -> dict[str, str]:
    """Return SVG by picture, of the cell with the largest composite of the newest scored wave.

    Where no cell with learners' answers is shown there are none; a picture with nothing to show is absent.

    Args:
        release: Folder of a release.
    """
    with duckdb.connect(str(release / DATABASE), read_only=True) as database:
        return pictures_of_first_cell(database)


def pictures_of_first_cell(database: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return SVG by picture from an open release database, as `first_look`."""
    first = database.execute(_FIRST).fetchone()
    if first is None:
        return {}
    wave, provider, profession, item = first
    drawings: dict[str, Callable[[], str]] = {
        "domain_profile": lambda: domain_profile_of(database, wave, provider, profession),
        "funnel_plot": lambda: funnel_of(database, wave, profession, item),
        "trend": lambda: trend_of(database, provider, profession, item),
    }
    drawn: dict[str, str] = {}
    for name, draw in drawings.items():
        try:
            drawn[name] = draw()
        except NothingShown:
            continue
    return drawn
