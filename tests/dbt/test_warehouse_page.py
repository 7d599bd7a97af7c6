"""docs/warehouse.md: current, complete, and its bus matrix is what the keys say."""

from pathlib import Path
from typing import Any

import pytest

from orchestration.lib.warehouse.bus_matrix import KEY, SAME_CODES, THROUGH, bus_matrix
from orchestration.lib.warehouse.model_docs import (
    PUBLISHED,
    RESTRICTED,
    ColumnDocs,
    ForeignKeyDocs,
    ModelDocs,
    ModelDocsError,
    model_docs,
)
from orchestration.lib.warehouse.warehouse_page import warehouse_page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "warehouse.md"


def table(name: str, *columns: str, references: tuple[str, ...] = ()) -> ModelDocs:
    """A table with the columns `name:type` and a key to each table of `references`."""
    return ModelDocs(
        unique_id=name,
        schema_name="published",
        name=name,
        description="d",
        grain="one",
        primary_key=(columns[0].split(":")[0],),
        years="all",
        caveats=("c",),
        example_query="select 1",
        foreign_keys=tuple(
            ForeignKeyDocs(columns=("x",), references=other, referenced_columns=("x",))
            for other in references
        ),
        columns=tuple(
            ColumnDocs(name=c.split(":")[0], type=c.partition(":")[2] or "varchar", description="d")
            for c in columns
        ),
    )


def test_the_page_is_current(manifest: dict[str, Any]) -> None:
    assert PAGE.read_text(encoding="utf-8") == warehouse_page(manifest)


def test_every_table_for_readers_is_on_the_page(manifest: dict[str, Any]) -> None:
    page = warehouse_page(manifest)
    tables = model_docs(manifest, (PUBLISHED, *RESTRICTED))
    assert len(tables) > 40
    for found in tables:
        name = found.name if found.schema_name == PUBLISHED else f"{found.schema_name}.{found.name}"
        section = page.split(f"### `{name}`")[1].split("\n### ")[0]
        assert found.grain in section
        assert section.count("**Caveat**") == len(found.caveats) > 0
        assert "```sql\nselect" in section


def test_a_fact_meets_a_dimension_by_key_through_another_fact_by_codes_or_not_at_all() -> None:
    tables = (
        table("dim_date", "date_day:date"),
        table("dim_provider", "provider_key"),
        table("dim_profession", "profession_code"),
        table("dim_wave", "wave_code"),
        table("fct_concern", "concern_id", "raised_on:date", references=("dim_provider",)),
        table("brg", "concern_id", "profession_code", references=("fct_concern",)),
    )
    assert bus_matrix(tables) == {
        "fct_concern": {
            "dim_date": SAME_CODES, "dim_provider": KEY, "dim_profession": "", "dim_wave": "",
        },
        "brg": {
            "dim_date": "", "dim_provider": THROUGH, "dim_profession": SAME_CODES, "dim_wave": "",
        },
    }  # fmt: skip


def test_every_fact_meets_a_conformed_dimension(manifest: dict[str, Any]) -> None:
    """A fact that meets none stands alone: then nothing can be read beside it."""
    alone = [
        name
        for name, marks in bus_matrix(model_docs(manifest, (PUBLISHED,))).items()
        if not any(marks.values())
    ]
    # On purpose: the audit of files, printed figures, and tables of groups or of questions of providers,
    # which are rows of no conformed dimension.
    assert alone == [
        "load_audit", "rpt_concern_completeness", "rpt_national_self_assessment", "rpt_published_figure",
        "rpt_self_assessment_topic",
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["grain", "primary_key", "years", "caveats", "example_query"])
def test_a_table_that_does_not_say_its_key_facts_is_named(manifest: dict[str, Any], key: str) -> None:
    node = next(n for n in manifest["nodes"].values() if n["name"] == "pub_dim_wave")
    meta = {name: value for name, value in node["config"]["meta"].items() if name != key}
    silent = {**node, "config": {**node["config"], "meta": meta}}
    with pytest.raises(ModelDocsError, match=rf"pub_dim_wave\.sql: config.meta lacks or misstates {key}"):
        model_docs({"nodes": {"one": silent}}, (PUBLISHED,))
