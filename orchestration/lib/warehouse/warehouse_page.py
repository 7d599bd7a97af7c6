"""docs/warehouse.md: `python -m orchestration.lib.warehouse.warehouse_page > docs/warehouse.md`.

Belongs here: the tables of the warehouse as a page for people, rendered from dbt's manifest. A test keeps the
page as this module writes it; what it says is changed in the YAML beside each model.
"""

import json
import sys
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.lib.warehouse.bus_matrix import LEGEND, bus_matrix
from orchestration.lib.warehouse.manifest import manifest_path, prepare_manifest
from orchestration.lib.warehouse.model_docs import PUBLISHED, RESTRICTED, ModelDocs, model_docs

_WIDTH = 118
_HEAD = """# The warehouse: which table, which years, which caveat

Written by `python -m orchestration.lib.warehouse.warehouse_page > docs/warehouse.md`; change the YAML
beside the model (`config.meta`), not this page. Columns and their lineage: `dictionary.html` in every
release.
"""
_PUBLISHED = """Open `releases/current/education_quality.duckdb` read-only, or the same tables under
`parquet/`. Every query here runs as it stands.
"""
_RESTRICTED = """In `warehouse/warehouse.duckdb` of the data home. Exact figures, small cells included:
for the team that runs the warehouse, never for readers.
"""


def warehouse_page(manifest: Mapping[str, Any]) -> str:
    """Return the page as Markdown.

    Args:
        manifest: dbt's manifest.

    Raises:
        ModelDocsError: A table does not say what its readers must know.
    """
    published = model_docs(manifest, (PUBLISHED,))
    restricted = model_docs(manifest, RESTRICTED)
    parts = [_HEAD, "## Bus matrix", "", *_matrix(published), "", *textwrap.wrap(LEGEND + ".", _WIDTH), ""]
    parts += ["## Released tables", "", _PUBLISHED]
    parts += [line for table in published for line in _section(table)]
    parts += ["## Restricted marts and reports", "", _RESTRICTED]
    parts += [line for table in restricted for line in _section(table)]
    return "\n".join(parts).rstrip() + "\n"


def _matrix(tables: Sequence[ModelDocs]) -> list[str]:
    dimensions = [table.name for table in tables if table.is_dimension]
    heads = [name.removeprefix("dim_").replace("_", " ") for name in dimensions]
    lines = [f"| | {' | '.join(heads)} |", "|---" + "|:-:" * len(heads) + "|"]
    for fact, marks in bus_matrix(tables).items():
        lines.append(f"| `{fact}` | {' | '.join(marks[name] for name in dimensions)} |")
    return lines


def _section(table: ModelDocs) -> list[str]:
    qualified = table.name if table.schema_name == PUBLISHED else f"{table.schema_name}.{table.name}"
    return [
        f"### `{qualified}`",
        "",
        *textwrap.wrap(_escaped(table.description), _WIDTH),
        "",
        f"- **Grain** {table.grain}",
        f"- **Key** {', '.join(f'`{name}`' for name in table.primary_key)}",
        f"- **Years** {_escaped(table.years)}",
        *(f"- **Caveat** {_escaped(caveat)}" for caveat in table.caveats),
        "",
        "```sql",
        *textwrap.wrap(table.example_query, _WIDTH, break_long_words=False, break_on_hyphens=False),
        "```",
        "",
    ]


def _escaped(text: str) -> str:
    for character in "\\*<|":
        text = text.replace(character, f"\\{character}")
    return text


if __name__ == "__main__":
    prepare_manifest()
    sys.stdout.write(warehouse_page(json.loads(manifest_path().read_text(encoding="utf-8"))))
