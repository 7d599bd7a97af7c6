"""Suites of rules, read strictly from `suites/feeds/*.yaml` and `suites/published/*.yaml`.

Belongs here: what a suite file may say, and resolving what it refers to. Does not belong here: the list of
all suites (`registry.py`), running one (`runner.py`).
"""

import hashlib
import re
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from expectations import reference
from expectations.contract import CONTRACTS, FEEDS, contract
from expectations.tools import tool_versions

SUITES = Path(__file__).resolve().parent / "suites"

Severity = Literal["error", "warning"]

# Every expectation type proven to run on DuckDB (tests/gates), under the name suites use for it.
EXPECTATIONS = {
    "column_distinct_values_to_contain_set": "ExpectColumnDistinctValuesToContainSet",
    "column_value_lengths_to_be_between": "ExpectColumnValueLengthsToBeBetween",
    "column_values_to_be_between": "ExpectColumnValuesToBeBetween",
    "column_values_to_be_in_set": "ExpectColumnValuesToBeInSet",
    "column_values_to_match_regex": "ExpectColumnValuesToMatchRegex",
    "column_values_to_not_be_null": "ExpectColumnValuesToNotBeNull",
    "table_row_count_to_be_between": "ExpectTableRowCountToBeBetween",
    "unexpected_rows": "UnexpectedRowsExpectation",
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Loosened(_Strict):
    """When and why a bound was made wider, and what it was before."""

    date: date
    reason: str = Field(min_length=10)
    was: str = Field(min_length=5)


class Rule(_Strict):
    """One rule of a suite.

    Attributes:
        id: `<suite>.<what holds>`, unique over all suites and never reused for another meaning.
        expectation: A key of `EXPECTATIONS`.
        kwargs: Arguments of the expectation. `{$codes: name}` stands for the codes of a governed list,
            `{$contract: attribute}` or `{$contract: column.attribute}` for what the feed's contract says,
            `{$pattern: column}` for its pattern. For `unexpected_rows` the one argument is `sql`: a select
            from `rows` (the rule's table) that returns what is wrong.
        table: Table of the suite that the rule looks at.
        bound: What is allowed, in words; `$quarantine_tolerance` stands for what the feed's contract allows.
        observed: For a rule about the table as a whole, whose failing rows need no counting: what was seen,
            as a format string over the first failing row. Left out, the rows that break the rule are counted.
        hides_small: Columns of the failing rows that are blank where they would count fewer than ten people;
            a blank in any other column is told as unknown.
        measure: A select of one number from the tables of the suite: what the rule is about, measured whether
            it holds or not, so that people can follow it over the loads. Left out, that is the number of rows
            that break the rule.
        reading: How the measured number is told, as a format string over `measured`.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$")
    expectation: str
    kwargs: dict[str, Any]
    table: str = "batch"
    severity: Severity
    bound: str = Field(min_length=5)
    observed: str | None = None
    hides_small: tuple[str, ...] = ()
    measure: str | None = None
    reading: str | None = None
    why: str = Field(min_length=10)
    how_to_resolve: str = Field(min_length=10)
    owner: str
    loosened: Loosened | None = None

    @model_validator(mode="after")
    def _known_expectation(self) -> "Rule":
        if self.expectation not in EXPECTATIONS:
            raise ValueError(f"{self.id}: unknown expectation {self.expectation!r}")
        if self.expectation == "unexpected_rows" and set(self.kwargs) != {"sql"}:
            raise ValueError(f"{self.id}: unexpected_rows takes sql and nothing else")
        if (self.measure is None) != (self.reading is None):
            raise ValueError(f"{self.id}: a measure and its reading come together")
        if unnamed := [name for name in self.hides_small if f"{{{name}" not in (self.observed or "")]:
            raise ValueError(f"{self.id}: hides what `observed` does not tell: {', '.join(unnamed)}")
        return self


class Table(_Strict):
    """A table the rules of a suite may look at.

    Attributes:
        holds: What its rows are.
        key: Columns that name a row to a person; shown with each failing row.
        sql: Definition over the other tables, for a table that is derived; `$questions` stands for the
            question columns of the bank.
    """

    holds: str
    key: tuple[str, ...] = ()
    sql: str | None = None


class Suite(_Strict):
    """All rules about one feed's loads or one published table.

    Attributes:
        references: Governed reference tables (dbt seeds) the rules read, each as table `ref_<seed>`.
        version: SHA-256 over the suite file, everything it refers to, and the tools that evaluate it; a
            receipt under another version does not count.
    """

    suite: str
    stage: Literal["feed", "published"]
    title: str
    tables: dict[str, Table]
    references: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = Field(min_length=1)
    version: str

    @property
    def given_tables(self) -> tuple[str, ...]:
        """Names of the tables that whoever runs the suite must provide."""
        return tuple(name for name, table in self.tables.items() if table.sql is None)

    def rule(self, rule_id: str) -> Rule:
        """Return a rule by its id.

        Raises:
            KeyError: The suite has no such rule.
        """
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(f"{self.suite} has no rule {rule_id!r}")

    def resolved_kwargs(self, rule: Rule) -> dict[str, Any]:
        """Return a rule's arguments with everything it refers to filled in."""
        return {name: self._resolve(value) for name, value in rule.kwargs.items()}

    def _resolve(self, value: Any) -> Any:
        match value:
            case str():
                return resolved_sql(value)
            case {"$codes": str(name), **rest} if not rest:
                return list(reference.codes(name))
            case {"$contract": str(path), **rest} if not rest:
                return self._of_contract(path)
            case {"$pattern": str(column), **rest} if not rest:
                # The contract's patterns speak of the whole value, a regular-expression rule searches in it.
                return f"^(?:{self._of_contract(f'{column}.pattern')})$"
            case dict():
                raise ValueError(f"{self.suite}: cannot read the argument {value!r}")
        return value

    def _of_contract(self, path: str) -> Any:
        column, _, attribute = path.rpartition(".")
        described = contract(self.suite).column(column) if column else contract(self.suite)
        value = getattr(described, attribute)
        if value is None:
            raise ValueError(f"{self.suite}: the contract says nothing about {path!r}")
        return value

    @model_validator(mode="after")
    def _hangs_together(self) -> "Suite":
        ids = [rule.id for rule in self.rules]
        if twice := sorted({rule_id for rule_id in ids if ids.count(rule_id) > 1}):
            raise ValueError(f"{self.suite}: rule ids occur twice: {', '.join(twice)}")
        if self.stage == "feed" and self.suite not in FEEDS:
            raise ValueError(f"{self.suite} is no feed")
        if f"{self.suite}.has_rows" not in ids:
            # Most expectations pass on an empty table, so each suite says when a table may be empty.
            raise ValueError(f"{self.suite}: a suite needs the rule {self.suite}.has_rows")
        for rule in self.rules:
            if not rule.id.startswith(f"{self.suite}."):
                raise ValueError(f"{rule.id}: the id must begin with {self.suite!r}")
            if rule.table not in self.tables:
                raise ValueError(f"{rule.id}: the suite has no table {rule.table!r}")
            self.resolved_kwargs(rule)
        return self


def resolved_sql(sql: str) -> str:
    """Return a statement in which `$questions` is replaced by the question columns of the bank."""
    return sql.replace("$questions", ", ".join(f'"{question.code}"' for question in reference.questions()))


def load_suite(path: Path) -> Suite:
    """Read one suite file.

    A suite-level `owner` is the owner of every rule that names none.

    Raises:
        pydantic.ValidationError: The file breaks a rule of this module.
        ValueError: The file's name and its content disagree, or a key occurs twice.
    """
    text = path.read_text(encoding="utf-8")
    content = yaml.load(text, Loader=_NoDuplicates)  # noqa: S506 - a subclass of the safe loader
    owner = content.pop("owner", None)
    if owner is not None:
        content["rules"] = [{"owner": owner, **rule} for rule in content.get("rules", [])]
    stage = path.parent.name.removesuffix("s")
    if stage == "feed" and path.stem in FEEDS:
        tolerance = f"{contract(path.stem).quarantine_tolerance * 100:.4g} %"
        for rule in content.get("rules", []):
            rule["bound"] = str(rule.get("bound", "")).replace("$quarantine_tolerance", tolerance)
    if (content.get("suite"), content.get("stage", stage)) != (path.stem, stage):
        raise ValueError(f"{path} describes {content.get('stage')} suite {content.get('suite')!r}")
    version = _version(text, content.get("references", ()), path.stem, stage)
    return Suite.model_validate({**content, "stage": stage, "version": version})


def _version(text: str, references: tuple[str, ...], name: str, stage: str) -> str:
    """Return a digest that changes whenever the suite, what it refers to, or what evaluates it changes."""
    files = [reference.SEEDS / f"{seed}.csv" for seed in references]
    files += [reference.code_file(code_list) for code_list in re.findall(r"\$codes: *(\w+)", text)]
    files += [CONTRACTS / f"{name}.yaml"] if stage == "feed" else sorted(CONTRACTS.glob("*.yaml"))
    files += [reference.SEEDS / "question.csv"] if "$questions" in text else []
    digest = hashlib.sha256(f"{sorted(tool_versions().items())}\n{text}".encode())
    for file in sorted(set(files)):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


class _NoDuplicates(yaml.SafeLoader):
    """YAML loader that refuses a key given twice instead of keeping the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"line {node.start_mark.line + 1}: key given twice: {', '.join(twice)}")
        return super().construct_mapping(node, deep=deep)
