"""QUALITY.md, RELEASE.md, BACKTEST.md and the pages: what a release holds and how good it is, for people.

Belongs here: gathering the figures and rendering the templates beside this file; quality.html is made by
`lib/quality`, dictionary.html and dbt_docs.html by `lib/dictionary`. No rule is judged here, and no
offending value is shown: those stay in the restricted zone.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2

from orchestration.lib.dictionary.dbt_docs import dbt_docs_page
from orchestration.lib.dictionary.page import dictionary_page
from orchestration.lib.duck import rows_of
from orchestration.lib.gates.audit import LOAD_AUDIT, QUARANTINE
from orchestration.lib.gates.verdict import Verdict
from orchestration.lib.home import Home
from orchestration.lib.ingest.rules import RULES
from orchestration.lib.quality.release_page import release_page
from orchestration.lib.release.back_test import BACK_TEST, NAMES, back_test
from orchestration.lib.release.datapackage import LICENCE_NOTE, PARQUET
from orchestration.lib.release.diff import TableChange
from orchestration.lib.release.provenance import Provenance
from orchestration.lib.release.table import Table

QUALITY = "QUALITY.md"
QUALITY_PAGE = "quality.html"
DBT_DOCS_PAGE = "dbt_docs.html"
DICTIONARY_PAGE = "dictionary.html"
RELEASE = "RELEASE.md"

_ROWS_BY_FEED = """
    select feed, status, count(*) as files, coalesce(sum(rows_in), 0) as rows_in,
        coalesce(sum(rows_accepted), 0) as rows_accepted,
        coalesce(sum(rows_quarantined), 0) as rows_quarantined,
        coalesce(sum(rows_waiting), 0) as rows_waiting,
        coalesce(sum(cells_quarantined), 0) as cells_quarantined
    from rows group by feed, status order by feed, status
"""
_NOT_ACCEPTED = """
    select feed, file_name, load_id, status, coalesce(rule_ids, '') as rule_ids,
        coalesce(reason, '') as reason
    from rows where status <> 'accepted' order by status, feed, load_sequence
"""
_LOAD_WARNINGS = """
    select feed, file_name, warnings, coalesce(unknown_columns, 0) as unknown_columns from rows
    where status = 'accepted' and (coalesce(warnings, '') <> '' or coalesce(unknown_columns, 0) > 0)
    order by feed, load_sequence
"""
_QUARANTINE_BY_RULE = """
    select feed, rule_id, scope, count(*) as entries, count(*) filter (where is_waiting) as waiting,
        count(distinct load_id) as files
    from rows group by feed, rule_id, scope order by feed, rule_id, scope
"""


def write_quality(
    folder: Path, version: str, home: Home, verdicts: Sequence[Verdict], load_verdicts: Sequence[Verdict]
) -> None:
    """Write QUALITY.md (gates, quarantine, row counts, files left out) and quality.html (every rule)."""
    audit = home.ops / LOAD_AUDIT
    _render(
        folder / QUALITY,
        version=version,
        verdicts=sorted(verdicts, key=lambda verdict: verdict.subject),
        load_verdicts=sorted(load_verdicts, key=lambda verdict: verdict.subject),
        rows_by_feed=rows_of(audit, _ROWS_BY_FEED),
        not_accepted=rows_of(audit, _NOT_ACCEPTED),
        load_warnings=rows_of(audit, _LOAD_WARNINGS),
        quarantine=[_with_remedy(row) for row in rows_of(home.ops / QUARANTINE, _QUARANTINE_BY_RULE)],
    )
    (folder / QUALITY_PAGE).write_bytes(release_page(home, version, verdicts, load_verdicts))


def write_dictionary(folder: Path, version: str, home: Home) -> None:
    """Write dictionary.html (every column, and where it comes from) and dbt_docs.html (every model)."""
    (folder / DICTIONARY_PAGE).write_bytes(dictionary_page(home, version))
    (folder / DBT_DOCS_PAGE).write_bytes(dbt_docs_page(home))


def write_back_test(folder: Path, version: str) -> None:
    """Write BACKTEST.md (what the score foresaw) from the tables already in the release's folder."""
    _render(folder / BACK_TEST, version=version, names=NAMES, **back_test(folder / PARQUET))


def write_release_notes(
    folder: Path,
    version: str,
    provenance: Provenance,
    tables: tuple[Table, ...],
    previous: str | None,
    changes: tuple[TableChange, ...] | None,
) -> None:
    """Write RELEASE.md: inputs, versions, tables, changes.

    Args:
        folder: Release folder.
        version: Version being written.
        provenance: What it was made from.
        tables: Released tables.
        previous: Version before it, if any.
        changes: Changes since then; None when there is nothing intact to compare with.
    """
    _render(
        folder / RELEASE,
        version=version,
        provenance=provenance,
        tables=tables,
        previous=previous,
        changes=changes,
        licence_note=LICENCE_NOTE,
    )


def _with_remedy(row: dict[str, Any]) -> dict[str, Any]:
    """Add what to do, in the words of the rule: the remedy of a row may speak of what the file holds."""
    return {**row, "remedy": RULES[row["rule_id"]].remedy}


def _render(path: Path, **values: Any) -> None:
    # Markdown, not HTML: what a file name could break is escaped by the `cell` filter.
    environment = jinja2.Environment(  # noqa: S701
        loader=jinja2.PackageLoader("orchestration.lib.release"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["cell"] = _cell
    text = environment.get_template(f"{path.name}.jinja").render(**values)
    path.write_text(text, encoding="utf-8")


def _cell(value: Any) -> str:
    """Return a value as the text of one Markdown table cell."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    text = " ".join(str(value).split())
    for character in "\\|<>`":
        text = text.replace(character, f"\\{character}")
    return text
