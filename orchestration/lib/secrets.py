"""Secrets: from the environment, or from a file that nobody else may read; from nowhere else.

Belongs here: finding one by its name. A secret is handed to what needs it and never kept, logged or shown; a
message about it names the variable or the file.
"""

import os
import stat
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class SecretError(Exception):
    """A secret cannot be used; names the variable or the file, never the value."""


def read_secret(name: str) -> str | None:
    """Return a secret, or None when it is not given.

    Args:
        name: The variable that holds it. The variable `<name>_FILE` may name a file that holds it instead,
            as systemd credentials and mounted secrets do; a line break at its end is not part of it.

    Raises:
        SecretError: Both are given, the file cannot be read or is empty, or others may read it.
    """
    value, file = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if value and file:
        raise SecretError(f"{name} and {name}_FILE are both set. Remedy: set one of them.")
    if not file:
        return value or None
    return _read_file(f"{name}_FILE", Path(file))


def require_secret(name: str) -> str:
    """Return a secret that is needed.

    Raises:
        SecretError: As `read_secret`, or it is not given.
    """
    secret = read_secret(name)
    if secret is None:
        raise SecretError(f"{name} is not set. Remedy: set it, or {name}_FILE, in the environment.")
    return secret


def _read_file(variable: str, path: Path) -> str:
    try:
        mode = path.stat().st_mode
        if mode & _OTHERS:
            raise SecretError(
                f"{variable}: {path} may be read by others (mode {stat.S_IMODE(mode):04o})."
                f" Remedy: chmod 0600 {path}"
            )
        secret = path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SecretError(f"{variable}: {path} cannot be read ({type(error).__name__}).") from error
    if not secret:
        raise SecretError(f"{variable}: {path} is empty.")
    return secret
