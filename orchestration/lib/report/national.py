"""The first page: England over the waves, beside what was published, and where to look first.

Belongs here: reading the tables of the country.
"""

from typing import Any

import pandas as pd

from orchestration.lib.report.charts import drawn
from orchestration.lib.report.facts import Facts, Row
from orchestration.lib.report.learners import item_views, shares

REASONS = """
select reason.*, provider.provider_name, provider.region_code from rpt_domain_reason as reason
inner join fct_domain_risk as risk using (wave_code, provider_code, profession_code, domain_code)
inner join dim_provider as provider on reason.provider_key = provider.provider_key
where reason.wave_code = $wave
order by list_position(['training_suspended', 'elevated', 'risk', 'watch'], reason.band),
    risk.z_composite desc nulls last, reason.provider_code, reason.profession_code, reason.domain_code
"""
PLACES = """
select * from rpt_triangulation_place
where wave_code = $wave and place_level_code = $level order by place_code, profession_code, domain_code
"""
OPEN_CONCERNS = """
select * from rpt_concern_place_month
where profession_code = 'all' and domain_code = 'all'
    and month_end = (select max(month_end) from rpt_concern_place_month)
order by place_level_code, place_code
"""
RESPONSE = """
select * from fct_response_rate
where wave_code = $wave and place_level_code = $level order by place_code, profession_code
"""
PUBLISHED = """
select * from rpt_published_figure
where status_code = 'shown' order by source_code, figure_year desc, measure_label, measure_code, base_used
"""
_FIRMNESS = """
select * from rpt_score_firmness where wave_code = $wave order by changed_pct desc, alternative_code
"""


def national_view(facts: Facts) -> dict[str, Any]:
    """Return what the first page shows."""
    wave = facts.wave
    items = item_views(facts, shares(facts, "national", ["all"]))
    response = [
        row for row in facts.rows(RESPONSE, wave=wave, level="national") if row["profession_code"] == "all"
    ]
    places = facts.rows(PLACES, wave=wave, level="national")
    everybody = [row for row in places if row["profession_code"] == "all"]
    open_now = [row for row in facts.rows(OPEN_CONCERNS) if row["place_level_code"] == "national"]
    return {
        "wave": wave,
        "waves": facts.waves,
        "domains": facts.domains,
        "professions": facts.professions,
        "response": response[0] if response else None,
        "open_now": open_now[0] if open_now else None,
        "providers": len(facts.providers),
        "themes": themes(facts, items, "England"),
        "reasons": facts.rows(REASONS, wave=wave),
        "by_domain": {row["domain_code"]: row for row in everybody},
        "published": facts.rows(PUBLISHED),
        "firmness": facts.rows(_FIRMNESS, wave=wave),
    }


def themes(facts: Facts, items: list[dict[str, Any]], place: str) -> list[dict[str, Any]]:
    """Return the questions of each theme with their picture, None where nothing is shown."""
    by_theme: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        by_theme.setdefault(item["theme"], []).append(item)
    return [
        {"name": name, "items": members, "picture": _picture(facts, name, members, place)}
        for name, members in by_theme.items()
    ]


def _picture(facts: Facts, theme: str, items: list[dict[str, Any]], place: str) -> Any:
    from orchestration.lib.pictures.theme_trend import theme_trend

    points = pd.DataFrame([point for item in items for point in _points(facts, item)])
    return drawn(lambda: theme_trend(points, theme, place))


def _points(facts: Facts, item: dict[str, Any]) -> list[Row]:
    return [
        {
            "label": item["label"],
            "wave_code": wave["wave_code"],
            "is_break": place in item["breaks"],
            **{name: row[name] if row else None for name in ("favourable_pct", "lower_95", "upper_95")},
        }
        for place, (wave, row) in enumerate(zip(facts.waves, item["series"], strict=True))
    ]
