"""What a workbook holds: the tables of a provider and of the country, from the same rows as their pages.

Belongs here: choosing and naming columns. How a workbook looks is for `workbook.py`.
"""

from dataclasses import dataclass
from typing import Any

from orchestration.lib.report import words
from orchestration.lib.report.errors import ExportError
from orchestration.lib.report.facts import Facts
from orchestration.lib.report.learners import item_views, shares
from orchestration.lib.report.national import PLACES, PUBLISHED
from orchestration.lib.report.provider import provider_view, read_providers

# The shorthand of the Government Statistical Service.
SHORTHAND = {
    "suppressed": "[c]",
    "not_applicable": "[z]",
    "not_asked": "[z]",
    "comparability_break": "[z]",
    "no_respondents": "[x]",
    "no_data": "[x]",
}
NOTES = (
    (
        "[c]",
        "Confidential: there is a figure, and it is hidden because it would tell something of few people.",
    ),
    ("[x]", "Not available: nobody answered, or nothing was collected or received."),
    ("[z]", "Does not apply: it was not asked, or cannot be."),
)


@dataclass(frozen=True)
class Sheet:
    """One table on a sheet of its own.

    Attributes:
        name: Of the sheet, at most 31 characters.
        title: What the table holds.
        heading: Names of its columns, all different.
        rows: Numbers and texts, as many as there are columns.
    """

    name: str
    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def figure(value: Any, status: str | None) -> Any:
    """Return a figure, or the shorthand for why there is none; no row at all is not available."""
    return SHORTHAND[status or "no_data"] if value is None else value


def provider_sheets(facts: Facts, code: str) -> tuple[str, list[Sheet]]:
    """Return the name of a provider and its tables.

    Raises:
        ExportError: The release has no such provider.
    """
    found = [row for row in facts.providers if row["provider_code"] == code]
    if not found:
        raise ExportError(f"There is no provider {code} in this release. Its list is report/providers.html.")
    view = provider_view(facts, read_providers(facts), found[0])
    cells = tuple(
        (
            facts.professions[cell["profession_code"]],
            facts.domains[cell["domain_code"]],
            words.BANDS[cell["band"]] if cell["band"] else "[c]",
            figure(cell["z_composite"], "no_data" if cell["status_code"] == "shown" else cell["status_code"]),
            figure(cell["z_survey"], cell["survey_status_code"]),
            figure(cell["concerns_open"], cell["exposure_status_code"]),
            figure(cell["concerns_expected"], cell["exposure_status_code"]),
            words.DECLARATIONS[cell["declaration"]] if cell["declaration"] else "[x]",
        )
        for row in view["matrix"].values()
        for cell in row.values()
    )
    reasons = tuple(
        (
            facts.professions[row["profession_code"]],
            facts.domains[row["domain_code"]],
            words.BANDS[row["band"]],
            row["reason"],
        )
        for row in view["reasons"]
    )
    concerns = tuple(
        (
            row["concern_id"],
            "open" if row["is_open"] else "closed",
            figure(row["current_isf_category"], None),
            figure(row["highest_isf_category"], None),
            row["steps"],
        )
        for row in (view["concerns"]["concerns"] if view["concerns"] else ())
    )
    heading = ("Profession", "Domain", "Band", "Score, all sources", "Score, survey")
    return found[0]["provider_name"], [
        Sheet(
            "Questions",
            "What to ask, and why",
            ("Profession", "Domain", "Band", "Why, and what to ask"),
            reasons,
        ),
        Sheet(
            "Domains",
            f"Domain profile, wave {facts.wave}",
            (*heading, "Concerns seen", "Concerns expected", "Declared"),
            cells,
        ),
        _learners("What learners say, all professions", view["items"], facts),
        Sheet(
            "Concerns", "Concerns on record", ("Concern", "State", "ISF", "Highest ISF", "Steps"), concerns
        ),
    ]


def national_sheets(facts: Facts) -> list[Sheet]:
    """Return the tables of the country: questions, domains, published figures beside ours."""
    items = item_views(facts, shares(facts, "national", ["all"]))
    return [_learners("What learners say in England", items, facts), *_country(facts)]


def _learners(title: str, items: list[dict[str, Any]], facts: Facts) -> Sheet:
    rows = []
    for item in items:
        for wave, cell in zip(facts.waves, item["series"], strict=True):
            status = cell["status_code"] if cell else None
            names = ("favourable_pct", "lower_95", "upper_95", "respondents", "benchmark_pct")
            figures = [figure(cell[name] if cell else None, status) for name in names]
            rows.append((item["label"], item["theme"], wave["wave_code"], *figures))
    heading = (
        "Question",
        "Theme",
        "Wave",
        "Favourable, %",
        "Lower 95 %",
        "Upper 95 %",
        "Answers",
        "England, %",
    )
    return Sheet("Learners", title, heading, tuple(rows))


def _country(facts: Facts) -> list[Sheet]:
    counts = [
        row
        for row in facts.rows(PLACES, wave=facts.wave, level="national")
        if row["profession_code"] == "all"
    ]
    by_domain = {row["domain_code"]: row for row in counts}
    names = (
        "cells",
        "survey_flagged",
        "survey_hidden",
        "concerns_flagged",
        "escalation_prompts",
        "assurance_gaps",
    )
    domains = tuple(
        (name, *(by_domain[code][column] for column in names))
        for code, name in facts.domains.items()
        if code in by_domain
    )
    columns = (
        "measure_label",
        "base_used",
        "figure_year",
        "comparator",
        "published_pct",
        "value_pct",
        "difference",
    )
    published = tuple(
        (words.SOURCES[row["source_code"]], *(row[column] for column in columns))
        for row in facts.rows(PUBLISHED)
    )
    return [
        Sheet(
            "Domains",
            f"Cells of provider and profession, wave {facts.wave}",
            ("Domain", *(name.replace("_", " ").capitalize() for name in names)),
            domains,
        ),
        Sheet(
            "Published",
            "Published figures beside ours",
            (
                "Source",
                "Measure",
                "Base",
                "Year",
                "Comparator",
                "Published, %",
                "Ours, %",
                "Difference, points",
            ),
            published,
        ),
    ]
