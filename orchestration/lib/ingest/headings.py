"""Which column of a file is which column of the contract.

Belongs here: matching headings and positions. Does not belong here: the cells below them.
"""

import re
from collections import Counter
from dataclasses import dataclass

from expectations import reference
from expectations.contract import Contract
from orchestration.lib.ingest.rejection import FileRejectedError


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

    def refuse_missing_required(self, contract: Contract, headings: tuple[str, ...]) -> None:
        """Refuse the file when it lacks a required column.

        Raises:
            FileRejectedError: A required column is missing; names it and the headings found.
        """
        required = [c.name for c in contract.columns if c.required and c.name in self.missing]
        if required:
            names = ", ".join(f"'{name}'" for name in required)
            unknown = ", ".join(f"'{heading}'" for heading in self.unknown) or "none"
            found = ", ".join(heading for heading in headings if heading) or "none"
            raise FileRejectedError(
                "missing_column",
                f"Required columns that are missing: {names}. Headings not recognised: {unknown[:500]}. "
                f"Headings found: {found[:500]}.",
            )


def normalise_heading(heading: str) -> str:
    """Return a heading in the form in which headings are compared: `Provider-Code ` -> `provider_code`."""
    visible = re.sub("[\u200b\u200c\u200d\u2060\ufeff]", "", heading)
    return re.sub(r"[\s_-]+", "_", visible.strip()).strip("_").lower()


def contract_columns(contract: Contract) -> tuple[str, ...]:
    """Return the names of all columns a file of the feed may have, questions included."""
    asked = tuple(q.code for q in reference.questions()) if contract.question_columns else ()
    return (*(column.name for column in contract.columns), *asked)


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
        raise FileRejectedError(
            "duplicate_heading",
            f"The heading {', '.join(repr(name) for name in twice)} occurs more than once.",
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
