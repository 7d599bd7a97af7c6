"""dbt's page: it stands alone, may ask nobody for anything, and tells nothing of where it was made."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from orchestration.lib.dictionary import dbt_docs
from orchestration.lib.dictionary.dbt_docs import dbt_docs_page
from orchestration.lib.home import PROJECT_ROOT, Home


def manifest(root: Path) -> dict[str, Any]:
    return {
        "metadata": {"project_name": "ours", "send_anonymous_usage_stats": True, "user_id": "somebody"},
        "nodes": {
            "model.a": {
                "name": "a", "raw_code": "select '</script>' as x", "created_at": 1.5,
                "compiled_code": f"select * from '{root}/accepted'", "root_path": str(PROJECT_ROOT),
            }
        },
        "sources": {"source.b": {"relation_name": f"read_parquet('{root}/accepted/b/*.parquet')"}},
        "macros": {"macro.c": {"package_name": "ours"}, "macro.d": {"package_name": "dbt"}},
    }  # fmt: skip


@pytest.fixture
def page(tmp_path: Path) -> str:
    home = Home.at(tmp_path / "höme")
    home.dbt_target.mkdir(parents=True)
    (home.dbt_target / "manifest.json").write_text(json.dumps(manifest(home.root)), encoding="utf-8")
    return dbt_docs_page(home).decode("utf-8")


def told(page: str) -> dict[str, Any]:
    """The manifest within the page."""
    start = page.index('{"metadata": {"project_name"')
    found: dict[str, Any] = json.JSONDecoder().raw_decode(page, start)[0]
    return found


def test_no_request_is_allowed_by_the_page_itself(page: str) -> None:
    (policy,) = re.findall(r'<head><meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    allowed = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert allowed["default-src"] == "'none'"
    assert {source for sources in allowed.values() for source in sources.split()} == {
        "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:",
    }  # fmt: skip
    assert told(page)["metadata"]["send_anonymous_usage_stats"] is False


def test_no_path_time_or_person_of_the_run_is_in_it(page: str, tmp_path: Path) -> None:
    for word in (str(tmp_path), str(PROJECT_ROOT), "somebody", "created_at", "compiled_code"):
        assert word not in json.dumps(told(page), ensure_ascii=False)
    assert (
        told(page)["sources"]["source.b"]["relation_name"] == "read_parquet('DATA_HOME/accepted/b/*.parquet')"
    )
    assert set(told(page)["macros"]) == {"macro.c"}


def test_sql_cannot_end_the_script_that_holds_it(page: str) -> None:
    assert "select '</script>" not in page
    assert told(page)["nodes"]["model.a"]["raw_code"] == "select '</script>' as x"


def test_a_page_of_another_form_is_a_fault(
    tmp_path: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page
    other = tmp_path / "index.html"
    other.write_text("<head></head>")
    monkeypatch.setattr(dbt_docs, "_template", lambda: other)
    with pytest.raises(RuntimeError, match="is not dbt's page as this version knows it"):
        dbt_docs_page(Home.at(tmp_path / "höme"))
