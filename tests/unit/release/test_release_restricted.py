"""What a file holds where it should not is nowhere in a release, even when the gate quoted it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from orchestration.lib.gates.audit import _AUDIT_SCHEMA, write_ops
from orchestration.lib.gates.feed_gate import check_feed
from orchestration.lib.gates.standing import standing
from orchestration.lib.gates.verdict import load_verdicts
from orchestration.lib.home import Home
from orchestration.lib.release.catalogue import Release
from tests.unit.ingest.bench import CONCERN, Bench, csv_text

# Free text of every length, some of it in the form of a heading.
CELLS = {
    "department": "Larkspur ward",
    "other_groups_affected": "Cleaners",
    "summary": "The registrar Xanthe shouted at the trainee",
    "desired_improvement": "Respect",
    "success_measure": "Nobody is shouted at",
    "monitoring": "Weekly rounds",
    "next_steps": "Weekly rounds",
}


def test_no_cell_of_a_refused_file_without_headings_is_released(
    home: Home,
    publish: Callable[..., Release],
    change_warehouse: Callable[[str], None],
    change_manifest: Callable[[Callable[[dict[str, Any]], None]], None],
) -> None:
    bench = Bench(home)
    bench.know_providers("ZA1")
    check_feed(home, "providers")
    good = csv_text([CONCERN | CELLS | {"Sapphire column": "x"}])
    for cells in (CELLS, CELLS | {"next_steps": "Saffron meetings"}):
        headless = csv_text([CONCERN | cells] * 2).split("\n", 1)[1]
        assert bench.load("concerns", "concerns.csv", headless).status == "rejected"
    assert bench.load("concerns", "concerns.csv", good).unknown_columns == ("Sapphire column",)
    check_feed(home, "concerns")
    assert [found.status for found in standing(home, ["concerns"])] == [
        "superseded", "superseded", "accepted",
    ]  # fmt: skip
    write_ops(home)
    change_warehouse(
        f"create table published.load_audit as select * from read_parquet('{home.ops}/load_audit.parquet')"
    )
    change_manifest(_add_load_audit)

    release = publish(load_verdicts=load_verdicts(home))

    quality = (release.path / "QUALITY.md").read_text()
    assert "| refused | duplicate_heading |  |" in quality
    assert "| refused | missing_column |  |" in quality
    assert "| concerns.csv | concerns | unknown_columns | 1 |" in quality
    files = [path for path in release.path.rglob("*") if path.is_file()]
    assert {"QUALITY.md", "load_audit.parquet", "datapackage.json"} <= {path.name for path in files}
    texts = {path.name: _text(path) for path in files}
    for words in (*CELLS.values(), "Saffron", "Xanthe", "Larkspur", "Sapphire"):
        assert [name for name, text in texts.items() if words in text] == [], words


def _text(path: Path) -> str:
    """Return all there is to read in a file; a table's cells are compressed, so they are read as cells."""
    if path.suffix == ".parquet":
        return str(pq.read_table(path).to_pylist())
    return path.read_bytes().decode("utf-8", errors="replace")


def _add_load_audit(nodes: dict[str, Any]) -> None:
    nodes["load_audit"] = nodes["dim_profession"] | {
        "unique_id": "load_audit",
        "name": "pub_load_audit",
        "alias": "load_audit",
        "original_file_path": "models/published/pub_load_audit.sql",
        "description": "What became of every file.",
        "config": {
            "meta": nodes["dim_profession"]["config"]["meta"]
            | {"grain": "one load of one feed", "primary_key": ["feed", "load_id"]}
        },
        "columns": {
            name: {"name": name, "description": name, "data_type": "varchar"} for name in _AUDIT_SCHEMA.names
        },
    }
