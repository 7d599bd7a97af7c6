"""dbt's own documentation as one page that stands alone: every model, its SQL and the graph of models.

Belongs here: putting dbt's page and manifest together. Columns and their lineage are `page.py`.

It is what `dbt docs generate --static` writes, without a second start of dbt and without what a release must
not carry: paths of the data home and of the project, times of the run. dbt's page holds a tracker; a policy
in its head forbids every request, and the manifest says that no usage is told.
"""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from orchestration.lib.home import PROJECT_ROOT, Home

_POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'"
    " 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:; font-src data:\">"
)
_MANIFEST = '"MANIFEST.JSON INLINE DATA"'
_CATALOG = '"CATALOG.JSON INLINE DATA"'
# What only one run knows (a run need not build every model), and compiled SQL: it says in a home's words what
# the SQL beside it says for all.
_LEFT_OUT = (
    "compiled", "compiled_code", "compiled_path", "build_path", "created_at", "extra_ctes",
    "extra_ctes_injected", "raw_compiled_code", "root_path",
)  # fmt: skip


def dbt_docs_page(home: Home) -> bytes:
    """Return dbt's documentation of the models that the home was built with.

    Args:
        home: The data home; dbt's manifest is read.

    Raises:
        RuntimeError: dbt's page is not of the form that this module knows.
    """
    page = _template().read_text(encoding="utf-8")
    if any(page.count(mark) != 1 for mark in (_MANIFEST, _CATALOG, "<head>")):
        raise RuntimeError(f"{_template()} is not dbt's page as this version knows it.")
    manifest = json.loads((home.dbt_target / "manifest.json").read_text(encoding="utf-8"))
    catalog: dict[str, Any] = {"metadata": {}, "nodes": {}, "sources": {}, "errors": None}
    page = page.replace("<head>", f"<head>{_POLICY}", 1)
    page = page.replace(_MANIFEST, _inline(_told(manifest), home)).replace(_CATALOG, json.dumps(catalog))
    return page.encode("utf-8")


def _template() -> Path:
    found = find_spec("dbt.version")
    if found is None or found.origin is None:
        raise RuntimeError("dbt is not installed.")
    return Path(found.origin).parent / "task" / "docs" / "index.html"


def _told(manifest: dict[str, Any]) -> dict[str, Any]:
    own = manifest["metadata"].get("project_name")
    for kind in ("nodes", "sources", "macros", "unit_tests"):
        for entry in manifest.get(kind, {}).values():
            for name in _LEFT_OUT:
                entry.pop(name, None)
            # Which of dbt's own macros a model calls is known only once it was built.
            depends = entry.get("depends_on", {})
            if "macros" in depends:
                depends["macros"] = [key for key in depends["macros"] if key.startswith(f"macro.{own}.")]
    manifest["metadata"] = {
        "project_name": own,
        "adapter_type": manifest["metadata"].get("adapter_type"),
        "dbt_version": manifest["metadata"].get("dbt_version"),
        "send_anonymous_usage_stats": False,
    }
    # The macros of dbt itself are in dbt's manual.
    manifest["macros"] = {
        key: macro for key, macro in manifest.get("macros", {}).items() if macro["package_name"] == own
    }
    # dbt writes its tests in another order each time it parses the project anew.
    for kind in ("nodes", "sources", "macros", "unit_tests"):
        manifest[kind] = dict(sorted(manifest.get(kind, {}).items()))
    for kind in ("parent_map", "child_map"):
        manifest[kind] = {key: sorted(keys) for key, keys in sorted(manifest.get(kind, {}).items())}
    return manifest


def _inline(manifest: dict[str, Any], home: Home) -> str:
    text = json.dumps(manifest, ensure_ascii=False)
    for path, name in ((home.root, "DATA_HOME"), (PROJECT_ROOT, "PROJECT")):
        text = text.replace(json.dumps(str(path), ensure_ascii=False)[1:-1], name)
    # Inside a script the end of a script must not be written out.
    return text.replace("</", "<\\/")
