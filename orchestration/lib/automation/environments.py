"""Which schedules and sensors the environment named by `EQW_ENVIRONMENT` runs.

Belongs here: reading `environments.yaml`, strictly. There is no default: what is not declared does not run.
"""

import os
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

VARIABLE = "EQW_ENVIRONMENT"
DECLARED = Path(__file__).with_name("environments.yaml")

Name = Literal["concerns_daily", "everything_nightly", "release_weekly", "new_files", "freed_rows"]


class UnknownEnvironment(Exception):
    """The environment cannot be used; names it and what to do."""


class _Declaration(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    environments: dict[str, list[Name]]


def declared_here(path: Path = DECLARED) -> frozenset[Name]:
    """Return the names of what this environment runs by itself; nothing where no environment is named.

    Raises:
        UnknownEnvironment: `EQW_ENVIRONMENT` names an environment that is not declared.
        ValueError: The declaration names a schedule or sensor that does not exist.
    """
    environment = os.environ.get(VARIABLE, "")
    if not environment:
        return frozenset()
    environments = _read(path).environments
    if environment not in environments:
        raise UnknownEnvironment(
            f"{VARIABLE} is {environment!r}, which is not declared. Remedy: set it to one of"
            f" {', '.join(environments)}, or declare it in {path}."
        )
    return frozenset(environments[environment])


def _read(path: Path) -> _Declaration:
    try:
        return _Declaration.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise ValueError(f"{path}: {error}") from error
