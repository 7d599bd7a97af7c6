"""Which column of a file is which column of the contract.

Belongs here: matching headings and positions. Does not belong here: the cells below them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from expectations import reference
from expectations.contract import Contract
from orchestration.lib.ingest.rejection import FileRejectedError

_MOST_RECOGNISED = 10
_MOST_UNKNOWN = 5
_MOST_CHARACTERS = 40
# Share of letters in common from which two headings are taken for one word spelt in two ways.
_NEARLY = 0.85
_HEADING_FORM = re.compile(r"[A-Za-z][\w-]*( [\w(][\w()-]*){0,2}")
_MANY_DIGITS = re.compile(r"\d{3}")


@dataclass(frozen=True)
class HeadingMatch:
    """Where a contract's columns lie in a file.

    Attributes:
        positions: Contract column (or question) -> 0-based position in the file.
        unknown: Headings that the contract does not know, as written, with their positions.
        missing: Columns and questions of the contract that the file lacks.
    """

    positions: dict[str, int]
    unknown: dict[str, int]
    missing: tuple[str, ...]

    def refuse_missing_required(self, contract: Contract) -> None:
        """Refuse the file when it lacks a required column.

        Raises:
            FileRejectedError: A required column is missing; names it, the headings that were recognised and,
                where they can be repeated, some of those that were not.
        """
        required = [c.name for c in contract.columns if c.required]
        missing = [name for name in required if name in self.missing]
        if not missing:
            return
        names = ", ".join(f"'{name}'" for name in missing)
        unknown = quote_headings(contract, self.positions, list(self.unknown))
        recognised = list(self.positions)
        raise FileRejectedError(
            "missing_column",
            f"Required columns that are missing: {names}. Headings not recognised: {unknown}. "
            f"Headings recognised: {_some(recognised, _MOST_RECOGNISED)}.{self._one_column()}",
        )

    def _one_column(self) -> str:
        alone = len(self.positions) + len(self.unknown) == 1
        return " The file has one column: cells are parted by comma, semicolon or tab." if alone else ""

    def refuse_misspelt(self) -> None:
        """Refuse the file when an unknown heading is nearly that of a column which the file lacks.

        Left out as unknown, the column would be lost though somebody filled it in.

        Raises:
            FileRejectedError: Names the headings and the columns they may be meant for.
        """
        meant = [(heading, self._nearest(heading)) for heading in self.unknown]
        told = [f"'{heading}' (is it '{column}'?)" for heading, column in meant if column is not None]
        if told:
            raise FileRejectedError(
                "misspelt_heading",
                f"Headings that are nearly those of columns: {_some(told, _MOST_UNKNOWN)}.",
            )

    def _nearest(self, heading: str) -> str | None:
        near = get_close_matches(normalise_heading(heading), self.missing, n=1, cutoff=_NEARLY)
        return near[0] if near else None


def normalise_heading(heading: str) -> str:
    """Return a heading in the form in which headings are compared: `Provider-Code ` -> `provider_code`."""
    visible = unicodedata.normalize("NFC", re.sub("[\u200b\u200c\u200d\u2060\ufeff]", "", heading))
    return re.sub(r"[\s_-]+", "_", visible.strip()).strip("_").lower()


def count_recognised(headings: Iterable[str], expected: Collection[str]) -> int:
    """Return how many of the expected columns are among headings, each counted once."""
    return len({normalise_heading(heading) for heading in headings} & set(expected))


def quote_headings(contract: Contract, recognised: Collection[str], headings: Sequence[str]) -> str:
    """Return headings for a message: at most five, and only what can be nothing else.

    A file without a heading row has its first row of data there, whose cells may hold restricted text. None
    of them is repeated, however short; nor is anything that does not look like a heading.

    Args:
        contract: The feed's contract.
        recognised: Columns of the contract that are among the file's headings.
        headings: The headings to speak of, as written.
    """
    required = [column.name for column in contract.columns if column.required]
    if headings and 2 * sum(name in recognised for name in required) < len(required):
        return f"{len(headings)} (not repeated: the file seems to have no heading row)"
    quotable = [f"'{heading}'" for heading in headings if looks_like_heading(heading)]
    hidden = len(headings) - len(quotable)
    if hidden and not quotable:
        return f"{hidden} (not repeated: not in the form of a heading)"
    return _some(quotable, _MOST_UNKNOWN, hidden)


def looks_like_heading(text: str) -> bool:
    """Whether a text is short and has the form of a heading: at most three words, no long numbers."""
    return (
        len(text) <= _MOST_CHARACTERS
        and _HEADING_FORM.fullmatch(text) is not None
        and _MANY_DIGITS.search(text) is None
    )


def _some(names: Sequence[str], most: int, hidden: int = 0) -> str:
    rest = max(len(names) - most, 0) + hidden
    told = ", ".join(names[:most]) or "none"
    return f"{told} … and {rest} more" if rest else told


def contract_columns(contract: Contract) -> tuple[str, ...]:
    """Return the names of all columns a file of the feed may have, questions included."""
    asked = tuple(q.code for q in reference.questions()) if contract.question_columns else ()
    return (*(column.name for column in contract.columns), *asked)


def required_key(contract: Contract) -> tuple[str, ...]:
    """Return the columns without which no row of a file has a key."""
    parts = [contract.column(name) for name in contract.key if name != "snapshot_date"]
    return tuple(column.name for column in parts if not column.may_be_blank)


def match_headings(contract: Contract, headings: tuple[str, ...], width: int) -> HeadingMatch:
    """Find the contract's columns in a file.

    Args:
        contract: The feed's contract.
        headings: Headings as written; empty for a layout without a heading row.
        width: Number of columns of the file.

    Raises:
        FileRejectedError: A heading is duplicated, or a fixed layout has another width.
    """
    names = contract_columns(contract)
    if not contract.has_heading:
        return _match_positions(contract, width)
    normalised = [normalise_heading(heading) for heading in headings]
    twice = [name for name, count in Counter(filter(None, normalised)).items() if count > 1]
    if twice:
        written = [headings[normalised.index(name)].strip() for name in twice]
        raise FileRejectedError(
            "duplicate_heading",
            f"Headings that occur more than once: {quote_headings(contract, normalised, written)}.",
        )
    positions = {name: normalised.index(name) for name in names if name in normalised}
    known = set(positions.values())
    unknown = {
        heading.strip() or f"(column {i + 1})": i for i, heading in enumerate(headings) if i not in known
    }
    return HeadingMatch(positions, unknown, tuple(name for name in names if name not in positions))


def _match_positions(contract: Contract, width: int) -> HeadingMatch:
    if width != contract.position_count:
        raise FileRejectedError(
            "wrong_column_count", f"The file has {width} columns; the layout has {contract.position_count}."
        )
    positions = {c.name: c.position - 1 for c in contract.columns if c.position is not None}
    return HeadingMatch(positions, {}, ())
