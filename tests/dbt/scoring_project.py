"""The scoring models as plain SQL: compiled once by dbt, then run in a private DuckDB on small inputs.

What belongs here: compiling, the shape of the inputs, building. What does not: any expected number.
"""

import functools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "dbt_project" / "seeds"
SCORING = (
    "path:models/scoring",
    "path:models/marts/risk",
    "rpt_assurance_gap",
    "rpt_triangulation",
    "rpt_backtest",
    "rpt_backtest_band",
)

# Inputs of the scoring models that tests fill; only the columns the models read.
INPUTS = {
    "fct_survey_indicator": "wave_code varchar, provider_code varchar, profession_code varchar, "
    "indicator_code varchar, respondents bigint, favourable bigint",
    "int_survey_total": "wave_code varchar, provider_code varchar, profession_code varchar, "
    "indicator_code varchar, respondents bigint",
    "fct_learner_numbers": "wave_code varchar, provider_code varchar, profession_code varchar, "
    "learners bigint",
    "fct_self_assessment": "cycle integer, provider_code varchar, provider_key varchar, "
    "question_code varchar, profession_code varchar, domain_code varchar, answer_code varchar, "
    "adverse_score double, is_signed_off boolean, is_current boolean, version integer default 1, "
    "submitted_at timestamp default '2000-01-01'",
    "fct_concern": "concern_id varchar, provider_code varchar, patient_safety boolean, raised_on date",
    "fct_concern_event": "concern_id varchar, event_sequence bigint, event_type_code varchar, "
    "condition_code varchar, occurred_on date",
    "int_concern_span": "concern_id varchar, valid_from date, valid_to date, isf_category integer, "
    "is_open boolean",
    "int_concern_known_span": "concern_id varchar, valid_from date, valid_to date, known_from date, "
    "known_to date, isf_category integer, is_open boolean",
    "int_concern_as_of": "as_of_on date",
    "fct_concern_register": "concern_id varchar, register_code varchar, entered_on date",
    "brg_concern_profession": "concern_id varchar, profession_code varchar",
    "brg_concern_domain": "concern_id varchar, domain_code varchar",
    "int_provider_at_wave": "wave_code varchar, provider_code varchar, provider_key varchar",
    "int_survey_place": "wave_code varchar, provider_code varchar, region_code varchar",
    "dim_provider": "provider_key varchar, provider_name varchar",
}
# Inputs that are governed seeds, or dimensions that repeat one.
SEEDED = {
    "scoring_parameter": "scoring_parameter",
    "scoring_sensitivity": "scoring_sensitivity",
    "score_level": "score_level",
    "poisson_exact_limit": "poisson_exact_limit",
    "psa_question": "psa_question",
    "dim_indicator": "indicator",
    "question": "question",
    "dim_wave": "wave",
    "dim_eqf_domain": "eqf_domain",
    "concern_register": "concern_register",
}


def _dbt(work: Path, *arguments: str) -> str:
    """Run dbt on the real project with its output in `work`; return what it prints.

    Raises:
        AssertionError: dbt failed; the message is its log.
    """
    (work / "warehouse").mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "dbt.cli.main", "--quiet", "--no-send-anonymous-usage-stats", *arguments]
    command += ["--project-dir", str(ROOT / "dbt_project"), "--profiles-dir", str(ROOT / "dbt_project")]
    command += ["--target-path", str(work / "target"), "--log-path", str(work / "logs")]
    done = subprocess.run(
        command, cwd=work, env={**os.environ, "EQW_HOME": str(work)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def compile_inline(work: Path, sql: str) -> str:
    """Compile one query of macros; return plain SQL."""
    answer = _dbt(work, "compile", "--inline", sql, "--output", "json", "--no-populate-cache")
    return str(json.loads(answer[answer.index("{") :])["compiled"])


@dataclass(frozen=True, repr=False)
class ScoringProject:
    """Compiled scoring models in build order, and where the inputs are expected."""

    models: Mapping[str, tuple[str, str, frozenset[str]]]
    inputs: Mapping[str, str]

    @classmethod
    def compiled(cls, work: Path) -> "ScoringProject":
        """Compile the real project's scoring models."""
        _dbt(work, "compile", "--select", *SCORING, "--no-populate-cache")
        manifest = json.loads((work / "target" / "manifest.json").read_text(encoding="utf-8"))
        node = {k: n for k, n in manifest["nodes"].items() if n["resource_type"] in ("model", "seed")}
        compiled = {k: n for k, n in node.items() if n.get("compiled_code") and n["resource_type"] == "model"}
        # Selected models only: what they need but do not contain is an input.
        compiled = {k: n for k, n in compiled.items() if n["name"] not in INPUTS and n["name"] not in SEEDED}
        models: dict[str, tuple[str, str, frozenset[str]]] = {}

        def add(key: str) -> frozenset[str]:
            name = node[key]["name"]
            if name not in models and key in compiled:
                parents = [
                    add(parent) | {node[parent]["name"]} for parent in node[key]["depends_on"]["nodes"]
                ]
                models[name] = (
                    node[key]["relation_name"],
                    node[key]["compiled_code"],
                    frozenset().union(*parents),
                )
            return models[name][2] if name in models else frozenset()

        for key in compiled:
            add(key)
        relation = {n["name"]: n["relation_name"] for n in node.values()}
        return cls(models, {name: relation[name] for name in (*INPUTS, *SEEDED)})

    def build(
        self,
        target: str,
        inputs: Mapping[str, pd.DataFrame],
        parameters: Mapping[str, float] | None = None,
        threads: int = 1,
    ) -> duckdb.DuckDBPyConnection:
        """Build `target` and all it needs; `inputs` may also hold ready-made scoring models.

        Args:
            target: model to build last.
            inputs: frame per input (columns as in INPUTS; missing inputs are empty) or per scoring model.
            parameters: governed parameters that differ from the seed.
            threads: DuckDB threads.

        Returns:
            A connection whose default schema search finds every built table by its bare name.
        """
        db = duckdb.connect(config={"threads": threads, "autoinstall_known_extensions": "false"})
        db.execute("attach ':memory:' as warehouse; use warehouse; set TimeZone = 'UTC'")
        schemas = {r.split(".")[1] for r in (*self.inputs.values(), *(m[0] for m in self.models.values()))}
        for schema in sorted(schemas):
            db.execute(f"create schema if not exists {schema}")
        db.execute(f"set search_path = '{','.join(s.strip(chr(34)) for s in sorted(schemas))}'")
        for name, columns in INPUTS.items():
            db.execute(f"create table {self.inputs[name]} ({columns})")
            _fill(db, self.inputs[name], inputs.get(name))
        for name, seed in SEEDED.items():
            _create_from_seed(db, self.inputs[name], seed)
        for parameter, value in (parameters or {}).items():
            db.execute(
                f"update {self.inputs['scoring_parameter']} set value = ? where parameter = ?",
                [str(value), parameter],
            )
        for name, (relation, sql, _) in self.models.items():
            if name in inputs:
                frame = inputs[name]  # noqa: F841 - read by DuckDB through its name
                db.execute(f"create table {relation} as select * from frame")
            elif name == target or name in self.models[target][2]:
                db.execute(f"create table {relation} as {sql}")
        return db


@functools.cache
def scoring_project() -> ScoringProject:
    """The compiled project, once per test process."""
    with tempfile.TemporaryDirectory() as work:
        return ScoringProject.compiled(Path(work))


def _create_from_seed(db: duckdb.DuckDBPyConnection, relation: str, seed: str) -> None:
    columns = set(pd.read_csv(SEEDS / f"{seed}.csv", nrows=0).columns)
    # Left to itself the reader would make numbers of these codes.
    types = dict.fromkeys(columns & {"value", "wave_code"}, "varchar")
    option = f", types = {types}" if types else ""
    db.execute(f"create table {relation} as select * from read_csv('{SEEDS / seed}.csv'{option})")


def _fill(db: duckdb.DuckDBPyConnection, relation: str, frame: pd.DataFrame | None) -> None:
    if frame is not None and len(frame):
        db.execute(f"insert into {relation} by name select * from frame")


def rows(columns: str, values: Iterable[Iterable[Any]]) -> pd.DataFrame:
    """A small input table: column names in one string, one tuple per row."""
    return pd.DataFrame(list(values), columns=columns.split())
