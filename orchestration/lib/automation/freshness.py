"""How long each feed may bring nothing new: `freshness.yaml`.

Belongs here: reading that declaration, strictly. Every feed has its entry. The Dagster daemon watches it.
"""

from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from expectations.contract import FEEDS

DECLARED = Path(__file__).with_name("freshness.yaml")


class Awaited(BaseModel):
    """When a feed is awaited.

    Attributes:
        late: Days without anything new that are worth a look; None where nothing is awaited.
        overdue: Days after which somebody has to ask the sender; None where nothing is awaited.
        reason: Why these.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    late: int | None = Field(None, gt=0)
    overdue: int | None = Field(None, gt=0)
    reason: str = Field(min_length=1)

    @model_validator(mode="after")
    def _is_both_or_none(self) -> Self:
        if (self.late is None) != (self.overdue is None):
            raise ValueError("late and overdue are given together, or neither is")
        if self.late is not None and self.overdue is not None and self.late >= self.overdue:
            raise ValueError("a feed is late before it is overdue")
        return self


class _Declaration(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    feeds: dict[str, Awaited]

    @model_validator(mode="after")
    def _speaks_of_every_feed(self) -> Self:
        if differing := sorted(set(self.feeds) ^ set(FEEDS)):
            raise ValueError(f"every feed has its entry, and nothing else: {', '.join(differing)}")
        return self


def awaited(path: Path = DECLARED) -> dict[str, Awaited]:
    """Return when each feed is awaited.

    Raises:
        ValidationError: A feed has no entry, or an entry is not of the agreed form.
    """
    return _Declaration.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).feeds
