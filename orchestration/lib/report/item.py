"""The page of a question: England over the waves, the funnel of all providers, regions and professions.

Belongs here: the view of one question. Shares are read once for all pages.
"""

from typing import Any

import pandas as pd

from orchestration.lib.report.charts import drawn
from orchestration.lib.report.facts import Facts, Row
from orchestration.lib.report.groups import Groups
from orchestration.lib.report.learners import item_views, strip_of
from orchestration.lib.report.national import themes
from orchestration.lib.report.provider import Providers


def item_list(facts: Facts, read: Groups) -> list[dict[str, Any]]:
    """Return every question with its newest national share."""
    return item_views(facts, read.national)


def item_view(facts: Facts, read: Groups, providers: Providers, code: str) -> dict[str, Any]:
    """Return what the page of one question shows."""
    indicator = facts.indicators[code]
    national = item_views(facts, [row for row in read.national if row["indicator_code"] == code])
    by_provider = {
        place: row
        for place, rows in providers.shares.items()
        for row in rows
        if row["indicator_code"] == code and row["wave_code"] == facts.wave
    }
    placed = [
        (provider, by_provider.get(provider["provider_code"]))
        for provider in facts.providers
        if provider["provider_code"] in by_provider
    ]
    return {
        "indicator": indicator,
        "wave": facts.wave,
        "waves": facts.waves,
        "domain": facts.domains.get(indicator["domain_code"]),
        "national": national[0] if national else None,
        "theme": themes(facts, national, "England")[0] if national else None,
        "funnel": _funnel(facts, placed, indicator) if placed else None,
        "regions": _newest(facts, read.regions, code, "place_code", facts.regions),
        "professions": _newest(facts, read.professions, code, "profession_code", facts.professions),
        "providers": [
            {
                "code": p["provider_code"],
                "name": f"{p['provider_name']}, {p['provider_code']}",
                "cell": row,
                "strip": strip_of(row),
            }
            for p, row in placed
        ],
        "hidden": sum(row is not None and row["favourable_pct"] is None for _, row in placed),
    }


def _newest(
    facts: Facts, rows: list[Row], code: str, key: str, names: dict[str, str]
) -> list[dict[str, Any]]:
    found = {
        row[key]: row for row in rows if row["indicator_code"] == code and row["wave_code"] == facts.wave
    }
    return [
        {"code": place, "name": name, "cell": found[place], "strip": strip_of(found[place])}
        for place, name in names.items()
        if place in found
    ]


def _funnel(facts: Facts, placed: list[tuple[Row, Row | None]], indicator: Row) -> Any:
    from orchestration.lib.pictures.funnel import funnel_plot

    # Codes, because names would cover one another in the drawing; the table beside it has both.
    rows = [(provider["provider_code"], row) for provider, row in placed if row is not None]
    units = pd.DataFrame(
        [
            {
                "provider_name": code,
                **{field: row[field] for field in ("status_code", "respondents", "favourable_pct")},
            }
            for code, row in rows
        ]
    )
    benchmark = next((row["benchmark_pct"] for _, row in rows if row["benchmark_pct"] is not None), None)
    if benchmark is None:
        return None
    group = f"All professions, {facts.wave}"
    return drawn(lambda: funnel_plot(units, indicator["favourable_label"], group, benchmark, 0))
