"""Only what reads a source that changed is built again, and all that follows from it."""

import json
from functools import cache
from typing import Any

import pytest

from expectations.contract import FEEDS
from orchestration.lib.warehouse.inputs import BuildInputs
from orchestration.lib.warehouse.manifest import manifest_path, prepare_manifest
from orchestration.lib.warehouse.stale import MEMORY, kept_models

_OPS = ("load_audit", "quarantine", "released_survey_cell")


def inputs(code: str = "code", told: tuple[str, ...] = ("first",), **changed: str) -> BuildInputs:
    """Return inputs in which every source is as ever, but those that are named."""
    sources = {name: "as ever" for name in (*FEEDS, *_OPS)}
    return BuildInputs(code=code, sources={**sources, **changed}, told=told)


@cache
def manifest() -> Any:
    prepare_manifest()
    return json.loads(manifest_path().read_text(encoding="utf-8"))


def built(before: BuildInputs, now: BuildInputs, told: str | None = None) -> set[str]:
    """Return the names of the models and seeds that are built again."""
    nodes = {k: n["name"] for k, n in manifest()["nodes"].items() if n["resource_type"] in ("model", "seed")}
    return {nodes[key] for key in nodes.keys() - kept_models(manifest(), before, now, told)}


def all_models() -> set[str]:
    return built(inputs(), inputs(code="other"))


def test_nothing_changed_builds_nothing() -> None:
    assert built(inputs(), inputs()) == set()


def test_other_code_builds_everything_even_of_unchanged_input() -> None:
    assert {"dsc_survey_cell", "stg_nets__response", "question"} < all_models()


def test_concerns_build_what_follows_from_them_and_no_survey_cell() -> None:
    again = built(inputs(), inputs(concerns="more", concern_events="more", load_audit="more"))
    assert {"stg_concerns__concern", "stg_concerns__event", "fct_concern", "pub_rpt_concern_register"} < again
    assert {"ops_load_audit", "pub_load_audit", "fct_domain_risk", "pub_rpt_survey_as_today"} < again
    assert not again & {
        "stg_nets__response",
        "int_survey_cell",
        "dsc_survey_cell",
        "stg_psa__answer",
        "question",
    }


def test_the_survey_builds_what_is_hidden_of_it() -> None:
    again = built(inputs(), inputs(nets_responses="a corrected wave"))
    assert {"stg_nets__response", "int_survey_cell", "dsc_survey_cell", "pub_fct_survey_indicator"} < again
    assert not again & {"stg_concerns__concern", "fct_concern", "stg_psa__answer"}


def test_the_audit_alone_builds_no_feed() -> None:
    assert built(inputs(), inputs(load_audit="a refused file")) == {
        "stg_ops__load",
        "ops_load_audit",
        "pub_load_audit",
    }


def test_a_macro_apart_from_the_order_of_loads_reads_no_audit() -> None:
    """What `_only_ranks` takes for granted: only one more model names the audit, and that follows it."""
    nodes = [node for node in manifest()["nodes"].values() if node["resource_type"] == "model"]
    audit = {key for key, node in manifest()["sources"].items() if node["name"] == "load_audit"}
    readers = [node for node in nodes if audit & set(node["depends_on"]["nodes"])]
    plain = {node["name"] for node in readers if "load_audit" in node["raw_code"]}
    assert plain == {"stg_ops__load"}
    macros = {key for key, macro in manifest()["macros"].items() if "'load_audit'" in macro["macro_sql"]}
    assert macros == {"macro.education_quality.ranked_by_load"}
    (sql,) = (manifest()["macros"][key]["macro_sql"] for key in macros)
    assert "load_audit.feed = '{{ feed }}'" in sql
    used = {word.split(")")[0].rstrip(",") for word in sql.split() if word.startswith("load_audit.")}
    assert used == {"load_audit.load_sequence", "load_audit.load_id", "load_audit.feed"}


def test_what_a_release_told_of_its_own_verdicts_changes_none_of_them() -> None:
    now = inputs(told=("first", "own"), released_survey_cell="more")
    assert built(inputs(), now, told="own") == {MEMORY}


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (("first", "another's"), "own"),
        (("first", "another's", "own"), "own"),
        (("own",), "own"),
        (("first", "own"), None),
        ((), "own"),
    ],
)
def test_anything_else_that_was_told_is_decided_anew(now: tuple[str, ...], told: str | None) -> None:
    again = built(inputs(), inputs(told=now, released_survey_cell="other"), told)
    assert {MEMORY, "dsc_survey_cell", "pub_fct_survey_equality"} < again


def test_a_source_of_which_no_account_is_kept_is_always_read_again() -> None:
    before, now = inputs(), inputs()
    del before.sources["psa"], now.sources["psa"]
    assert {"stg_psa__answer", "fct_self_assessment"} < built(before, now)


def test_an_account_is_kept_of_every_source() -> None:
    assert {node["name"] for node in manifest()["sources"].values()} == set(inputs().sources)
