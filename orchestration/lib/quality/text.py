"""Text of others as a page may show it.

Belongs here: making visible what would deceive the eye. Escaping HTML is left to the templates.
"""

import unicodedata
from typing import Any

# Control, format (right-to-left override is one), surrogate, private, unassigned, line and paragraph ends.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def visible(value: Any) -> str:
    """Return a value as one line; a character that cannot be seen is told by its code, as `[U+202E]`."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    return "".join(
        f"[U+{ord(character):04X}]" if unicodedata.category(character) in _UNSEEN else character
        for character in " ".join(str(value).split())
    )


def number(value: float) -> str:
    """Return a number as people read it: no more than six significant digits of a fraction."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.6g}"
