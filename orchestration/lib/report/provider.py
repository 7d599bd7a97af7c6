"""The page of a provider: what to ask, what each source says, how it moved, how firm it is, what is hidden.

Belongs here: reading the tables of cells for every provider at once, and the view of one provider.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from orchestration.lib.report import words
from orchestration.lib.report.concerns import concern_views
from orchestration.lib.report.facts import Facts, Row
from orchestration.lib.report.learners import Z_95, item_views, shares
from orchestration.lib.report.strips import z_strip

_CELLS = """
select
    risk.*,
    move.direction_code, move.z_change, move.change_lower_95, move.change_upper_95,
    change.movement_code, change.band_before
from fct_domain_risk as risk
left join rpt_domain_movement as move using (wave_code, provider_code, profession_code, domain_code)
left join rpt_triangulation_change as change using (wave_code, provider_code, profession_code, domain_code)
inner join dim_profession as profession using (profession_code)
where risk.wave_code = $wave
order by risk.provider_code, profession.sort_order, risk.domain_code
"""
_REASONS = """
select reason.*, risk.z_composite from rpt_domain_reason as reason
inner join fct_domain_risk as risk using (wave_code, provider_code, profession_code, domain_code)
where reason.wave_code = $wave
order by reason.provider_code,
    list_position(['training_suspended', 'elevated', 'risk', 'watch'], reason.band),
    risk.z_composite desc nulls last, reason.profession_code, reason.domain_code
"""
_TOPICS = """
select topic.*, ind.favourable_label as widest_label from rpt_assurance_topic as topic
left join dim_indicator as ind on topic.widest_indicator_code = ind.indicator_code
where topic.wave_code = $wave
order by topic.provider_code, topic.is_learner_gap desc nulls last, topic.is_domain_gap desc nulls last,
    topic.topic_name, topic.topic_code
"""
_RESPONSE = """
select * from fct_response_rate
where wave_code = $wave and place_level_code = 'provider' and profession_code = 'all' order by place_code
"""


@dataclass(frozen=True)
class Providers:
    """Everything the pages of providers show, by provider; read once."""

    cells: dict[str, list[Row]]
    reasons: dict[str, list[Row]]
    topics: dict[str, list[Row]]
    response: dict[str, list[Row]]
    shares: dict[str, list[Row]]
    concerns: dict[str, dict[str, Any]]


def read_providers(facts: Facts) -> Providers:
    """Read the newest wave of every provider."""
    by_place: dict[str, list[Row]] = {}
    for row in shares(facts, "provider", ["all"]):
        by_place.setdefault(row["place_code"], []).append(row)
    wave = facts.wave
    return Providers(
        cells=facts.grouped("provider_code", _CELLS, wave=wave),
        reasons=facts.grouped("provider_code", _REASONS, wave=wave),
        topics=facts.grouped("provider_code", _TOPICS, wave=wave),
        response=facts.grouped("place_code", _RESPONSE, wave=wave),
        shares=by_place,
        concerns=concern_views(facts),
    )


def provider_view(facts: Facts, read: Providers, provider: Row) -> dict[str, Any]:
    """Return what the page of one provider shows; every part is there, empty where nothing is known.

    Args:
        facts: The release.
        read: Rows of all providers.
        provider: A row of `Facts.providers`.
    """
    code = provider["provider_code"]
    cells = read.cells.get(code, [])
    items = item_views(facts, read.shares.get(code, []))
    response = read.response.get(code)
    return {
        "provider": provider,
        "wave": facts.wave,
        "waves": facts.waves,
        "domains": facts.domains,
        "professions": facts.professions,
        "categories": facts.categories,
        "matrix": _matrix(facts, cells),
        "reasons": read.reasons.get(code, []),
        "topics": read.topics.get(code, []),
        "response": response[0] if response else None,
        "items": items,
        "concerns": read.concerns.get(code),
        "movement": Counter(cell["movement_code"] for cell in cells if cell["movement_code"]),
        "moved": [c for c in cells if c["direction_code"] in ("less_favourable", "more_favourable")],
        "signals": [c for c in cells if c["movement_code"] in ("emerging", "escalating", "receding")],
        "firm": _firmness(cells),
        "hidden": hidden(cells, items),
    }


def hidden(cells: list[Row], items: list[dict[str, Any]]) -> dict[str, Any]:
    """Count how many cells and questions are shown, and why the others are not."""
    questions = Counter(item["cell"]["status_code"] if item["cell"] else "no_data" for item in items)
    return {
        "cells": len(cells),
        "cells_shown": sum(cell["status_code"] == "shown" for cell in cells),
        "cells_hidden": sum(cell["status_code"] == "suppressed" for cell in cells),
        "questions": len(items),
        "questions_shown": questions["shown"],
        "why": {words.status(code): n for code, n in sorted(questions.items()) if code != "shown"},
    }


def _matrix(facts: Facts, cells: list[Row]) -> dict[str, dict[str, Row]]:
    """Return the cells by profession and domain, each with its drawing."""
    found: dict[str, dict[str, Row]] = {}
    for cell in cells:
        shown = cell["z_survey"]
        cell["strip"] = None if shown is None else z_strip(shown, Z_95)
        found.setdefault(cell["profession_code"], {})[cell["domain_code"]] = cell
    return {code: found[code] for code in facts.professions if code in found}


def _firmness(cells: list[Row]) -> dict[str, Any]:
    judged = [cell for cell in cells if cell["is_band_firm"] is not None]
    return {
        "judged": len(judged),
        "firm": sum(cell["is_band_firm"] for cell in judged),
        "loose": [cell for cell in judged if not cell["is_band_firm"]],
    }
