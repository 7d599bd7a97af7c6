"""Writing the report of a release: every page, the stylesheets, one small script, nothing else.

Belongs here: the list of pages and where they lie. Figures come from the release's own database, in which
only released tables are: what is hidden is not there to be shown.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.release.back_test import BACK_TEST
from orchestration.lib.release.database import DATABASE
from orchestration.lib.report import groups, item, national, provider, reference
from orchestration.lib.report.facts import Facts
from orchestration.lib.report.render import render, stylesheet
from orchestration.lib.report.site import INDEX, REPORT, frame

OWN_LOOK = "base.css"
ASSETS = (OWN_LOOK, "report.css", "search.js")
_QUALITY = "QUALITY.md"

Page = tuple[str, str, dict[str, Any]]


def write_report(folder: Path, version: str, nhs_look: Path | None = None) -> None:
    """Write `report/` into a release's folder, from the files that are already in it.

    The same tables give the same bytes. A release without the tables that the report reads has a first page
    that says which are missing, and no other.

    Args:
        folder: Folder of the release, with database, descriptor, QUALITY.md and BACKTEST.md.
        version: Version of the release.
        nhs_look: Stylesheet of the NHS design system; ours stands in where the file is missing.
    """
    report = folder / REPORT
    (report / "assets").mkdir(parents=True)
    assets = {name: stylesheet(name) for name in ASSETS}
    look = OWN_LOOK
    if nhs_look is not None and nhs_look.is_file():
        look = nhs_look.name
        assets[look] = nhs_look.read_bytes()
    for name, content in assets.items():
        (report / "assets" / name).write_bytes(content)
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        facts = Facts(connection)
        missing = facts.missing_tables()
        is_sample = not missing and facts.is_sample
        pages = (
            iter([(INDEX, "missing.html.jinja", {"missing": missing})]) if missing else _pages(facts, folder)
        )
        for page, template, view in pages:
            path = report / page
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(render(template, site=frame(version, is_sample, look, page), **view))


def _pages(facts: Facts, folder: Path) -> Iterator[Page]:
    providers, read = provider.read_providers(facts), groups.read_groups(facts)
    yield INDEX, "national.html.jinja", national.national_view(facts)
    for row in facts.providers:
        view = provider.provider_view(facts, providers, row)
        yield f"provider/{row['provider_code']}.html", "provider.html.jinja", view
    for code in facts.regions:
        yield f"region/{code}.html", "group.html.jinja", groups.region_view(facts, read, providers, code)
    for code in facts.professions:
        yield f"profession/{code}.html", "group.html.jinja", groups.profession_view(facts, read, code)
    for code in facts.domains:
        yield f"domain/{code}.html", "group.html.jinja", groups.domain_view(facts, read, code)
    for code in facts.indicators:
        yield f"item/{code}.html", "item.html.jinja", item.item_view(facts, read, providers, code)
    yield from _lists(facts, read, providers)
    yield from _reference(folder)


def _lists(facts: Facts, read: groups.Groups, providers: provider.Providers) -> Iterator[Page]:
    listed = groups.provider_list(facts, providers)
    yield "providers.html", "providers.html.jinja", {"providers": listed}
    items = item.item_list(facts, read)
    yield "items.html", "items.html.jinja", {"wave": facts.wave, "waves": facts.waves, "items": items}
    for kind, title, lead, names in (
        ("region", "Regions", "Learners, declarations and concerns of each region.", facts.regions),
        ("profession", "Professions", "Each profession in England, beside all of them.", facts.professions),
        ("domain", "Domains", "The six domains of the Education Quality Framework.", facts.domains),
    ):
        key = f"{kind}_code"
        found = [row.get(key) for row in (listed if kind == "region" else read.reasons)]
        noun = "provider" if kind == "region" else "cell"
        links = [
            (
                f"{kind}/{code}.html",
                name,
                f"{found.count(code)} {noun}s{'' if kind == 'region' else ' to ask about'}",
            )
            for code, name in names.items()
        ]
        yield f"{kind}s.html", "links.html.jinja", {"title": title, "lead": lead, "links": links}


def _reference(folder: Path) -> Iterator[Page]:
    yield "method.html", "prose.html.jinja", reference.method_view(folder / REPORT)
    yield (
        "backtest.html",
        "prose.html.jinja",
        reference.document_view(folder / BACK_TEST, "Back-test", None),
    )
    more = ("../quality.html", "Every rule of every gate, with trends")
    yield (
        "quality.html",
        "prose.html.jinja",
        reference.document_view(folder / _QUALITY, "Data quality of this release", more),
    )
    yield "dictionary.html", "dictionary.html.jinja", reference.dictionary_view(folder)
