"""The parts of docs/method.md that are made: parameters from the seed, measurements from the simulations.

What belongs here: finding, writing and comparing the parts. What does not: measuring (scoring_measures).
"""

import pandas as pd
from scoring_project import ROOT, SEEDS

PAGE = ROOT / "docs" / "method.md"
IMAGES = ROOT / "docs" / "images" / "method"


def _bounds(name: str, page: str) -> tuple[int, int]:
    opening = f"<!-- made: {name} -->\n"
    return page.index(opening) + len(opening), page.index(f"<!-- end: {name} -->")


def part(name: str, page: str) -> str:
    """The text between the marks of a part.

    Raises:
        ValueError: The page has no such part.
    """
    start, end = _bounds(name, page)
    return page[start:end]


def with_part(name: str, text: str, page: str) -> str:
    """The page with a part replaced."""
    start, end = _bounds(name, page)
    return page[:start] + text + page[end:]


def markdown(table: pd.DataFrame) -> str:
    """A table in Markdown; floats with two decimals."""
    cells = [
        [f"{v:.2f}" if isinstance(v, float) else str(v) for v in row] for row in table.itertuples(index=False)
    ]
    lines = [list(table.columns), ["---"] * len(table.columns), *cells]
    return "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


def parameters() -> str:
    """Every governed parameter with value, unit and source."""
    seed = pd.read_csv(SEEDS / "scoring_parameter.csv", dtype=str)
    # What stands in angle brackets would be taken for a tag.
    shown = seed[["parameter", "value", "unit", "why", "source"]].replace({"<": "&lt;"}, regex=True)
    return markdown(shown)
