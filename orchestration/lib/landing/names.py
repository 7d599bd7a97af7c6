"""File names that nobody can type, see or trust, and how any name is shown.

Belongs here: names. Does not belong here: what kind of thing a path is (`scan.py`).
"""

import os
import shlex
import unicodedata

# Control and format characters (right-to-left overrides, zero-width), stray surrogates, line separators.
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def what_is_wrong(name: str) -> str | None:
    """Say why a file may not bear this name, or None if it may.

    A name goes into ledgers, messages and releases. One that is no text cannot be written there, and one
    that holds a line break or turns the direction of writing can make a message say something else.
    """
    if any(unicodedata.category(character) == "Cs" for character in name):
        return "The name holds bytes that are not UTF-8."
    if any(unicodedata.category(character) in _UNSEEN for character in name):
        return "The name holds a line break or another character that cannot be seen."
    return None


def shown(name: str) -> str:
    """Return a name or path as text that is safe to print, with what cannot be seen written as an escape."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(
        character.encode("unicode_escape").decode()
        if unicodedata.category(character) in _UNSEEN
        else character
        for character in text
    )


def as_argument(name: str) -> str:
    """Return a name as a shell takes it for one argument, never for an option."""
    return shlex.quote(f"./{name}" if name.startswith("-") else name)
