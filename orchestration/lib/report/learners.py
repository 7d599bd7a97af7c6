"""What learners say, by place and question: shares with intervals, the reach of chance, and the waves behind.

Belongs here: reading `fct_survey_place` for the pages of places. Drawing is the templates'.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np

from orchestration.lib.report.facts import Facts, Row
from orchestration.lib.report.strips import share_strip, spark

Z_95 = 1.959964

# Intervals are of the share that print counts; where that is the adverse one, both turn round.
_SHARES = """
select
    place.place_code, place.profession_code, place.indicator_code, place.wave_code, place.status_code,
    place.respondents, place.favourable_pct,
    if(ind.polarity = 'negative', 100 - place.value_upper_95, place.value_lower_95) as lower_95,
    if(ind.polarity = 'negative', 100 - place.value_lower_95, place.value_upper_95) as upper_95,
    nation.favourable_pct as benchmark_pct,
    trend.direction_code, trend.is_clear_change, trend.previous_wave_code
from fct_survey_place as place
inner join dim_indicator as ind using (indicator_code)
inner join dim_wave as wave using (wave_code)
left join fct_survey_place as nation
    on place.wave_code = nation.wave_code and place.indicator_code = nation.indicator_code
        and nation.place_level_code = 'national' and nation.profession_code = $beside
left join rpt_indicator_trend as trend
    on place.place_level_code = trend.place_level_code and place.place_code = trend.place_code
        and place.profession_code = trend.profession_code and place.indicator_code = trend.indicator_code
        and place.wave_code = trend.wave_code
where place.place_level_code = $level and place.profession_code in (select unnest($professions))
    and ind.favourable_label is not null
order by place.place_code, place.profession_code, ind.theme, place.indicator_code, wave.wave_order
"""


def shares(facts: Facts, level: str, professions: Iterable[str], beside: str = "all") -> list[Row]:
    """Return every share of places of a level, all waves, with the share of the country beside it.

    Args:
        facts: The release.
        level: `national`, `region` or `provider`.
        professions: Codes, or `all`.
        beside: Whose national share stands beside: a profession, or `all`.
    """
    rows = facts.rows(_SHARES, level=level, professions=list(professions), beside=beside)
    told = [r for r in rows if r["favourable_pct"] is not None and r["benchmark_pct"] is not None]
    if told:
        from orchestration.lib.pictures.funnel import funnel_limit

        answers = np.array([r["respondents"] for r in told], dtype=float)
        share = np.array([r["benchmark_pct"] for r in told]) / 100
        limits = [funnel_limit(answers, share, 0, z) * 100 for z in (-Z_95, Z_95)]
        for row, low, high in zip(told, *limits, strict=True):
            row["chance"] = (float(low), float(high))
    return rows


def item_views(facts: Facts, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return one view per question of one place: its newest wave, with every wave behind it.

    Args:
        facts: The release.
        rows: Rows of `shares`, of one place and profession.

    Returns:
        In the order of the themes; `cell` is the newest wave's row (None where there is none), `series` one
        row or None per wave of the release, `breaks` the places in it across which nothing is compared.
    """
    by_item: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        by_item[row["indicator_code"]][row["wave_code"]] = row
    waves = [wave["wave_code"] for wave in facts.waves]
    views = []
    for code, indicator in facts.indicators.items():
        if code not in by_item:
            continue
        series = [by_item[code].get(wave) for wave in waves]
        values = [row["favourable_pct"] if row else None for row in series]
        cell = by_item[code].get(facts.wave or "")
        breaks = _breaks(facts.waves, indicator["comparable_from_year"], values)
        views.append(
            {
                "code": code,
                "label": indicator["favourable_label"],
                "theme": indicator["theme"],
                "domain_code": indicator["domain_code"],
                "cell": cell,
                "strip": strip_of(cell),
                "series": series,
                "breaks": breaks,
                "spark": spark(values, breaks),
            }
        )
    return views


def _breaks(waves: list[Row], first: int | None, values: list[float | None]) -> list[int]:
    """Return before which waves a series may not be compared; none where nothing stands before."""
    years = [wave["wave_year"] for wave in waves]
    return [
        i
        for i in range(1, len(years))
        if first and years[i - 1] < first <= years[i] and any(value is not None for value in values[:i])
    ]


def strip_of(cell: Row | None) -> Any:
    """Return the drawing of one share; None where it is hidden or absent."""
    if cell is None or cell["favourable_pct"] is None:
        return None
    return share_strip(
        cell["favourable_pct"], cell["lower_95"], cell["upper_95"], cell["benchmark_pct"], cell.get("chance")
    )
