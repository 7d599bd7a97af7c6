"""The dbt project as plain SQL: compiled once by dbt, then run on one home after another.

Belongs here: compiling, running the models in dependency order, comparing tables. Contracts and tests of the
models are left to `dbt build`; a test shows that both give the same rows.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.home import DBT_PROJECT, Home
from tests.dbt.warehouse_home import empty_home, run_dbt

# Tables that speak of files and their order of arrival: what of them must be the same all the same.
_PROVENANCE = {
    "ops_load_audit": None,
    "pub_load_audit": None,
    "ops_quarantine": "feed, column_name, rule_id, offending_value, remedy, fault_scope, is_waiting",
    "ops_superseded_row": "feed, natural_key, load_rank",
}
_COMPARED = ("marts", "reports", "disclosure", "published", "ops")


@dataclass(frozen=True)
class _Model:
    name: str
    schema: str
    relation: str
    kind: str
    language: str
    code: str

    @property
    def table(self) -> str:
        """Schema and table, without the catalog."""
        return self.relation.partition(".")[2]

    @property
    def columns(self) -> str | None:
        """What must be the same in every history; None for nothing."""
        return _PROVENANCE.get(self.name, "*") if self.schema in _COMPARED else None


class CompiledProject:
    """Every model of the project in dependency order, with its governed seeds loaded.

    Compiled SQL names the home it was compiled for; building puts another in its place.
    """

    def __init__(self, work: Path) -> None:
        compiled = empty_home(work / "compiled")
        run_dbt(compiled, "compile", "--no-populate-cache")
        manifest = json.loads((compiled.dbt_target / "manifest.json").read_text(encoding="utf-8"))
        self._placeholder = str(compiled.root)
        self._models = _in_order(manifest["nodes"])
        self._db = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        self._db.execute("set TimeZone = 'UTC'")
        self._db.execute("attach ':memory:' as warehouse; attach ':memory:' as expected")
        schemas = {model.schema for model in self._models} | {"reference"}
        for catalog in ("warehouse", "expected"):
            for schema in sorted(schemas):
                self._db.execute(f"create schema {catalog}.{schema}")
        for node in manifest["nodes"].values():
            if node["resource_type"] == "seed":
                self._load_seed(node)

    def _load_seed(self, node: dict[str, object]) -> None:
        config = node["config"]
        assert isinstance(config, dict)
        path = DBT_PROJECT / str(node["original_file_path"])
        self._db.execute(
            f"create table {node['relation_name']} as "
            f"select * from read_csv('{path}', header = true, types = {config['column_types']})"
        )

    def build(self, home: Home) -> None:
        """Build every model from the accepted loads of a home."""
        for model in self._models:
            code = model.code.replace(self._placeholder, str(home.root))
            if model.language == "python":
                self._db.register("answer", self._ask(code))
                code = "from answer"
            self._db.execute(f"create or replace {model.kind} {model.relation} as {code}")

    def _ask(self, code: str) -> object:
        """Return what a Python model answers; dbt puts the names of what it reads into the code."""
        module: dict[str, Any] = {}
        exec(compile(code, "python model", "exec"), module)
        return module["model"](module["dbtObj"](lambda name: self._db.query(f"from {name}")), self._db)

    def expect(self) -> None:
        """Take what was built last as what later builds must equal."""
        for model in filter(_is_compared, self._models):
            self._db.execute(
                f"create or replace table expected.{model.table} as from warehouse.{model.table}"
            )

    def expect_built_by_dbt(self, home: Home) -> None:
        """Take what dbt itself built in a home as what the next build must equal."""
        with duckdb.connect(home.warehouse, read_only=True) as built:
            for model in filter(_is_compared, self._models):
                rows = built.execute(f"from {model.table}").to_arrow_table()
                self._db.register("rows", rows)
                self._db.execute(f"create or replace table expected.{model.table} as from rows")

    def differences(self) -> dict[str, list[tuple[object, ...]]]:
        """Rows of each table that differs: `-` expected and missing, `+` not expected."""
        found = {}
        for model in filter(_is_compared, self._models):
            now, then = (
                f"(select {model.columns} from {c}.{model.table})" for c in ("warehouse", "expected")
            )
            rows = self._db.execute(
                f"(select '-' as sign, * from (from {then} except all from {now}) limit 3) union all "
                f"(select '+' as sign, * from (from {now} except all from {then}) limit 3)"
            ).fetchall()
            if rows:
                found[f"{model.schema}.{model.name}"] = rows
        return found

    @contextmanager
    def broken(self, model: str, old: str, new: str) -> Iterator[None]:
        """Build one model with other SQL for a while, to see whether that would be noticed."""
        place = next(n for n, known in enumerate(self._models) if known.name == model)
        right = self._models[place]
        assert old in right.code
        self._models[place] = replace(right, code=right.code.replace(old, new))
        try:
            yield
        finally:
            self._models[place] = right


def _is_compared(model: _Model) -> bool:
    return model.columns is not None


def _in_order(nodes: dict[str, dict[str, object]]) -> list[_Model]:
    """Models, each after all it reads from."""
    models: dict[str, _Model] = {}

    def add(key: str) -> None:
        node = nodes.get(key)
        if node is None or node["resource_type"] != "model" or key in models:
            return
        depends = node["depends_on"]
        assert isinstance(depends, dict)
        for parent in depends["nodes"]:
            add(parent)
        config = node["config"]
        assert isinstance(config, dict)
        name, schema, relation, language, code = (
            str(node[told]) for told in ("name", "schema", "relation_name", "language", "compiled_code")
        )
        models[key] = _Model(name, schema, relation, config["materialized"], language, code)

    for key in nodes:
        add(key)
    return list(models.values())
