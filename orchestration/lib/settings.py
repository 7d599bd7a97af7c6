"""What a data engineer may set for one data home without touching code: `<home>/settings.yaml`.

Belongs here: reading the file, strictly. A setting's meaning and default stand with the code that obeys it.
"""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from orchestration.lib.alerts.section import AlertSettings
from orchestration.lib.home import Home
from orchestration.lib.ingest.readers.limits import ReaderLimits


class SettingsError(Exception):
    """The settings cannot be used; names file, key and remedy."""


class Settings(BaseModel):
    """Everything that can be set; what the file leaves out has the default of its section."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    reader_limits: ReaderLimits = ReaderLimits()
    alerts: AlertSettings = AlertSettings()


def read_settings(home: Home) -> Settings:
    """Return the settings of a data home; the defaults when it has no file of settings.

    Raises:
        SettingsError: The file is no YAML, or holds a key or value that is not allowed.
    """
    path = home.settings
    if not path.exists():
        return Settings()
    try:
        # A SafeLoader, made stricter.
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        told = " ".join(str(error).split())
        raise SettingsError(f"{path}: this cannot be read: {told}. Remedy: correct or delete it.") from error
    try:
        return Settings.model_validate({} if content is None else content)
    except ValidationError as error:
        raise SettingsError(_told(path, error)) from error


class _UniqueKeyLoader(yaml.SafeLoader):
    """YAML lets a key occur twice and keeps the last; here that is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if twice := [key for key in keys if keys.count(key) > 1]:
            told = f"the key {twice[0]!r} occurs twice"
            raise yaml.constructor.ConstructorError(None, None, told, node.start_mark)
        return super().construct_mapping(node, deep)


def _told(path: Path, error: ValidationError) -> str:
    found = "; ".join(
        f"{'.'.join(str(part) for part in one['loc']) or 'the file'}: {one['msg']}" for one in error.errors()
    )
    limits = ", ".join(f"reader_limits.{name}" for name in ReaderLimits.model_fields)
    alerts = ", ".join(f"alerts.{name}" for name in AlertSettings.model_fields)
    return (
        f"{path}: {found}. Remedy: correct or remove these keys; there are {limits}, all whole numbers;"
        f" and {alerts} (docs/operations.md)."
    )
