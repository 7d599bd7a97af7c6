"""Pages of what providers have in common: a region, a profession, a domain; and the lists that lead to them.

Belongs here: choosing the rows of one group. Everything is read once for all pages.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from orchestration.lib.report.facts import Facts, Row
from orchestration.lib.report.learners import item_views, shares
from orchestration.lib.report.national import OPEN_CONCERNS, PLACES, REASONS, RESPONSE
from orchestration.lib.report.provider import Providers


@dataclass(frozen=True)
class Groups:
    """Rows of all groups.

    Attributes:
        reasons: Flagged cells of the newest wave, in the order in which to look.
        places: Counts of cells of the country and of every region.
    """

    reasons: list[Row]
    places: list[Row]
    response: list[Row]
    open_now: list[Row]
    regions: list[Row]
    professions: list[Row]
    national: list[Row]


def read_groups(facts: Facts) -> Groups:
    """Read the newest wave of every group."""
    levels = ("national", "region")
    return Groups(
        reasons=facts.rows(REASONS, wave=facts.wave),
        places=[row for level in levels for row in facts.rows(PLACES, wave=facts.wave, level=level)],
        response=[row for level in levels for row in facts.rows(RESPONSE, wave=facts.wave, level=level)],
        open_now=facts.rows(OPEN_CONCERNS),
        regions=shares(facts, "region", ["all"]),
        professions=shares(facts, "national", facts.professions),
        national=shares(facts, "national", ["all"]),
    )


def region_view(facts: Facts, read: Groups, providers: Providers, code: str) -> dict[str, Any]:
    """Return what the page of a region shows."""
    open_now = [row for row in read.open_now if row["place_code"] == code]
    return {
        **_frame(facts, facts.regions[code], "Region"),
        "beside": "England",
        "items": item_views(facts, [row for row in read.regions if row["place_code"] == code]),
        "counts": _counts(read.places, facts.domains, "domain_code", place_code=code, profession_code="all"),
        "reasons": [row for row in read.reasons if row["region_code"] == code],
        "response": _response(read, code, "all"),
        "open_now": open_now[0] if open_now else None,
        "providers": [row for row in provider_list(facts, providers) if row["region_code"] == code],
    }


def profession_view(facts: Facts, read: Groups, code: str) -> dict[str, Any]:
    """Return what the page of a profession shows."""
    return {
        **_frame(facts, facts.professions[code], "Profession"),
        "beside": "All professions",
        "items": item_views(facts, [row for row in read.professions if row["profession_code"] == code]),
        "counts": _counts(read.places, facts.domains, "domain_code", "national", profession_code=code),
        "reasons": [row for row in read.reasons if row["profession_code"] == code],
        "response": _response(read, "ENGLAND", code),
    }


def domain_view(facts: Facts, read: Groups, code: str) -> dict[str, Any]:
    """Return what the page of a domain shows."""
    items = item_views(facts, read.national)
    return {
        **_frame(facts, facts.domains[code], "Domain"),
        "beside": "England",
        "items": [item for item in items if item["domain_code"] == code],
        "counts": _counts(read.places, facts.professions, "profession_code", "national", domain_code=code),
        "counted_by": "profession",
        "reasons": [row for row in read.reasons if row["domain_code"] == code],
        "is_domain": True,
    }


def provider_list(facts: Facts, read: Providers) -> list[Row]:
    """Return every provider with what its page holds, by name."""
    rows = []
    for provider in facts.providers:
        code = provider["provider_code"]
        status = Counter(cell["status_code"] for cell in read.cells.get(code, []))
        concerns = read.concerns.get(code)
        rows.append(
            {
                **provider,
                "cells": status.total(),
                "cells_shown": status["shown"],
                "questions": len(read.reasons.get(code, [])),
                "open": len(concerns["open"]) if concerns else 0,
                "highest": concerns["highest"] if concerns else None,
            }
        )
    return rows


def _frame(facts: Facts, name: str, kind: str) -> dict[str, Any]:
    return {
        "name": name,
        "kind": kind,
        "wave": facts.wave,
        "waves": facts.waves,
        "domains": facts.domains,
        "professions": facts.professions,
        "counted_by": "domain",
        "response": None,
        "open_now": None,
        "providers": None,
        "is_domain": False,
    }


def _counts(
    places: list[Row], names: dict[str, str], by: str, level: str = "region", **chosen: str
) -> list[tuple[str, str, Row]]:
    """Return the counts of a group by domain or profession: code, name, row."""
    found = {
        row[by]: row
        for row in places
        if row["place_level_code"] == level and all(row[name] == value for name, value in chosen.items())
    }
    return [(code, name, found[code]) for code, name in names.items() if code in found]


def _response(read: Groups, place: str, profession: str) -> Row | None:
    for row in read.response:
        if row["place_code"] == place and row["profession_code"] == profession:
            return row
    return None
