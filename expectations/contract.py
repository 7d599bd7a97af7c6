"""Feed contracts: the one place where a feed's columns, types and codes are written.

Belongs here: loading and checking `contracts/<feed>.yaml`. Reading files is `orchestration/lib/ingest`,
judging a load is `suites/`.
"""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from expectations import reference

CONTRACTS = Path(__file__).resolve().parent / "contracts"

# The order in which feeds are read: a feed comes after the ones it refers to.
FEEDS = (
    "providers",
    "provider_attributes",
    "education_providers",
    "learner_numbers",
    "nets_responses",
    "nets_aggregates",
    "psa",
    "concerns",
    "concern_events",
)

ColumnType = Literal["string", "code", "date", "datetime", "integer", "boolean"]

_SQL_TYPES: dict[ColumnType, str] = {
    "string": "VARCHAR",
    "code": "VARCHAR",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Strict):
    """One column of a feed.

    Attributes:
        required: The file must have the column.
        nullable: A blank is allowed although the column is required; columns that are not required may
            always be blank.
        codes: Name of the governed code list (see `reference.py`) for type `code`.
        multi: Several codes, joined with `;`.
        synonyms: Further spellings (lower case) of a code.
        reference: Entity whose known keys the value must be among.
        restricted: Never leaves the restricted zone.
        free_text: Words or addresses, not a code: not searched for identifiers of persons.
    """

    name: str
    type: ColumnType
    description: str
    required: bool = False
    nullable: bool = False
    position: int | None = None
    codes: str | None = None
    multi: bool = False
    synonyms: dict[str, str] = Field(default_factory=dict)
    reference: Literal["provider", "education_provider", "concern"] | None = None
    pattern: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    may_be_future: bool = False
    restricted: bool = False
    free_text: bool = False

    @property
    def may_be_blank(self) -> bool:
        """Whether a row without a value is valid."""
        return self.nullable or not self.required

    @property
    def sql_type(self) -> str:
        """DuckDB type of the column in an accepted load."""
        return _SQL_TYPES[self.type]

    @model_validator(mode="after")
    def _codes_exist(self) -> "Column":
        if (self.type == "code") != (self.codes is not None):
            raise ValueError(f"{self.name}: type code needs a code list, other types have none")
        if self.codes is not None and self.codes not in reference.reference_names():
            raise ValueError(f"{self.name}: unknown code list {self.codes!r}")
        return self


class RowRule(_Strict):
    """A rule over several columns of one row, named by the id under which ingest implements it."""

    rule: Literal["closed_before_opened", "favourable_exceeds_respondents"]
    columns: tuple[str, ...]
    why: str


class Contract(_Strict):
    """One feed as its contract file describes it."""

    feed: str
    version: int
    title: str
    grain: str
    key: tuple[str, ...]
    has_heading: bool
    quarantine_tolerance: float = Field(ge=0, lt=1)
    columns: tuple[Column, ...]
    optional_feed: bool = False
    question_columns: bool = False
    snapshot_date_from_name: bool = False
    position_count: int | None = None
    file_name_patterns: tuple[str, ...] = ()
    row_rules: tuple[RowRule, ...] = ()

    def column(self, name: str) -> Column:
        """Return a column by name.

        Raises:
            KeyError: The contract has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.feed} has no column {name!r}")

    def accepted_schema(self) -> tuple[tuple[str, str], ...]:
        """Return name and DuckDB type of every column of an accepted load, in order.

        `_load_id` is the name of the load, `_source_row` the 1-based row in the file as a person counts it
        (a heading is row 1).
        """
        dated = (("snapshot_date", "DATE"),) if self.snapshot_date_from_name else ()
        asked = tuple((q.code, "VARCHAR") for q in reference.questions()) if self.question_columns else ()
        own = tuple((column.name, column.sql_type) for column in self.columns)
        return (*dated, *own, *asked, ("_load_id", "VARCHAR"), ("_source_row", "BIGINT"))


@cache
def contract(feed: str) -> Contract:
    """Load the contract of a feed.

    Raises:
        FileNotFoundError: There is no such feed.
        pydantic.ValidationError: The contract file is not valid.
    """
    text = (CONTRACTS / f"{feed}.yaml").read_text(encoding="utf-8")
    loaded = Contract.model_validate(yaml.safe_load(text))
    if loaded.feed != feed:
        raise ValueError(f"{feed}.yaml describes {loaded.feed!r}")
    return loaded
