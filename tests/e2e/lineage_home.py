"""A released home with a correction, and what several tests ask of it.

Belongs here: the story of the home and queries over it. No expectation about any number.
"""

import csv
import json
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from expectations.contract import contract
from orchestration.lib.home import Home
from orchestration.lib.ingest.headings import match_headings
from orchestration.lib.ingest.readers.raw_table import SOURCE_ROW
from orchestration.lib.ingest.readers.read_file import read_file
from orchestration.lib.lineage.trace_rules import TraceRule, feed_of
from orchestration.lib.settings import read_settings
from tests.e2e.conftest import Eqw

# So many that the one faulty row beside them is within tolerance.
CORRECTED = 150
STAGING = {
    "stg_concerns__concern", "stg_concerns__event", "stg_learners__learner_number", "stg_nets__aggregate",
    "stg_nets__response", "stg_psa__answer", "stg_register__education_provider",
    "stg_register__provider_attribute", "stg_register__provider_snapshot",
}  # fmt: skip


def make_release(eqw: Eqw, late: Path) -> None:
    """Release sample data in which a later file corrects responses and brings one that is kept out."""
    eqw("sample", "--scale", "1", "--waves", "2023,2024")
    first = next((eqw.home / "landing/nets_responses").glob("*2024*"))
    with first.open(encoding="utf-8", newline="") as handle:
        rows = csv.reader(handle)
        heading, corrected, faulty = next(rows), list(islice(rows, CORRECTED)), next(rows)
    faulty[heading.index("profession")] = "astronaut"
    with late.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([heading, *corrected, faulty])
    eqw("land", late, "--feed", "nets_responses")
    eqw("run")


def read_manifest(home: Home) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((home.dbt_target / "manifest.json").read_text(encoding="utf-8"))
    return read


def staging_feeds(home: Home) -> dict[str, str]:
    manifest = read_manifest(home)
    return {staging: feed_of(manifest, staging) for staging in sorted(STAGING)}


def rows_with_their_key(home: Home, feed: str, load_id: str, landed_file: Path) -> tuple[int, int, int]:
    """Rows of a load found in the landed bytes by number, those that hold the same key there, and all."""
    described = contract(feed)
    raw = read_file(landed_file, described, read_settings(home).reader_limits)
    positions = match_headings(described, raw.headings, raw.table.num_columns - 1).positions
    key = next(name for name in described.key if name in positions and name != "wave")
    accepted = home.accepted / feed / f"{load_id}.parquet"
    landed = raw.table  # noqa: F841  # DuckDB finds it by its name
    ((rows, same),) = duckdb.sql(
        f"""select count(*), count(*) filter (landed.c{positions[key]} = accepted."{key}")
        from '{accepted}' as accepted inner join landed on landed.{SOURCE_ROW} = accepted._source_row"""
    ).fetchall()
    ((expected,),) = duckdb.sql(f"select count(*) from '{accepted}'").fetchall()
    return rows, same, expected


def compare(
    warehouse: duckdb.DuckDBPyConnection, table: str, figure: str, rules: list[TraceRule]
) -> tuple[int, int]:
    """Return how many cells of a sample show the figure, and in how many of them it is not what rows give."""
    parts = [
        f"coalesce((select {rule.adds_up[figure]} from staging.{rule.rows} as input where {rule.where}), 0)"
        for rule in rules
        if figure in rule.adds_up
    ]
    ((shown, wrong),) = warehouse.execute(
        f"""with cells as (
            select * from published.{table} where {figure} is not null order by hash({figure}, *columns(*))
            limit 400
        ), compared as (select {figure} as released, {" + ".join(parts)} as from_rows from cells as cell)
        select count(*), count(*) filter (released <> from_rows) from compared"""
    ).fetchall()
    return shown, wrong


def shown_cell(home: Home) -> list[str]:
    """Arguments of `eqw trace` for the shown survey cell with the most respondents."""
    found = duckdb.sql(
        f"""select indicator_code, wave_code, provider_code, profession_code
        from '{home.releases}/current/parquet/fct_survey_indicator.parquet'
        where status_code = 'shown' order by respondents desc, provider_code, profession_code, indicator_code
        limit 1"""
    )
    (values,) = found.fetchall()
    return ["fct_survey_indicator", *(f"{c}={v}" for c, v in zip(found.columns, values, strict=True))]


def restricted_words(home: Home) -> set[str]:
    """Pseudonyms and free text of the sample: what must be nowhere outside the restricted zone."""
    columns = {
        "nets_responses": "response_id",
        "concerns": "unnest([summary, desired_improvement, success_measure, monitoring, next_steps])",
        "concern_events": "unnest([note, condition_text])",
        "psa": "comment",
    }
    words = [
        word
        for feed, column in columns.items()
        for (word,) in duckdb.sql(
            f"select {column} from read_parquet('{home.accepted / feed}/*.parquet', union_by_name = true)"
        ).fetchall()
    ]
    return {word for word in words if word and len(word) > 5}
