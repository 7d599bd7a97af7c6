"""Rules that were taken away, each with when and why: `retired.yaml`.

Belongs here: reading that list strictly. Which rules are missing from the suites is told by `bounds.py`.
"""

import datetime as dt
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from expectations.registry import all_rules

RETIRED = Path(__file__).resolve().parent / "retired.yaml"


class Retired(BaseModel):
    """When and why a rule was taken away."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: dt.date
    reason: str = Field(min_length=10)


def retired() -> dict[str, Retired]:
    """Return the retired rules by id.

    Raises:
        pydantic.ValidationError: An entry lacks its date or reason, or says more.
        ValueError: A suite has a rule under the id of a retired one.
    """
    content = yaml.safe_load(RETIRED.read_text(encoding="utf-8"))
    listed = TypeAdapter(dict[str, Retired]).validate_python(content)
    if again := sorted(set(listed) & {rule.id for _, rule in all_rules()}):
        raise ValueError(
            f"{RETIRED.name} names rules that there are: {', '.join(again)}. Give the rule a new id."
        )
    return listed
