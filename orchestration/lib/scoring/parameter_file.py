"""Scoring parameters that somebody wants to try: a small CSV or YAML, read and checked strictly.

Belongs here: reading the file and every reason to refuse it. What may be tried, and within which limits, is
governed in `dbt_project/seeds/scoring_parameter.csv`.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import yaml

from expectations.reference import seed

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_ITEM_WEIGHT = "item_weight."
_REMEDY = "Remedy: correct or remove these lines; every parameter stands with its limits in"
_SEED = "dbt_project/seeds/scoring_parameter.csv"
# Pairs of limits that lose their meaning when they change places; equal ones are allowed.
_RISING = (
    ("winsor_lower", "winsor_upper"),
    ("band_watch_z", "band_risk_z", "band_elevated_z"),
    ("floor_risk_category", "floor_elevated_category", "floor_suspended_category"),
)


class ParameterFileError(Exception):
    """The file of parameters cannot be used; names file, row, parameter, what is allowed and the remedy."""


@dataclass(frozen=True)
class Given:
    """One line of the file as it was written: its row, counted from 1, parameter and text of the value."""

    row: int
    parameter: str
    text: str


def read_parameters(file: Path) -> dict[str, str]:
    """Return the parameters that a file sets, each value as text in its shortest plain form.

    Args:
        file: `.csv` with the columns parameter and value (others are not read), or `.yaml` / `.yml` with one
            `parameter: value` per line.

    Raises:
        ParameterFileError: The file cannot be read, sets nothing, or holds a line that is not allowed; all
            faults are told at once.
    """
    readers: Mapping[str, Callable[[str], Iterable[Given]]] = {
        ".csv": _csv_lines,
        ".yaml": _yaml_lines,
        ".yml": _yaml_lines,
    }
    if file.suffix.lower() not in readers:
        raise ParameterFileError(
            f"{file}: neither CSV nor YAML by its name. Remedy: call it .csv, .yaml or .yml."
        )
    try:
        lines = list(readers[file.suffix.lower()](file.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError, csv.Error, yaml.YAMLError, ValueError) as error:
        told = " ".join(str(error).split())
        raise ParameterFileError(f"{file}: cannot be read: {told}. Remedy: correct the file.") from error
    if not lines:
        raise ParameterFileError(f"{file}: sets no parameter. {_REMEDY} {_SEED}.")
    first = {line.parameter: line.row for line in reversed(lines)}
    faults = [fault for line in lines if (fault := _fault(line, first[line.parameter]))]
    if not faults:
        faults = list(_out_of_order(lines))
    if faults:
        raise ParameterFileError(
            "\n".join([*(f"{file}: {fault}" for fault in faults), f"{_REMEDY} {_SEED}."])
        )
    return {line.parameter: _plain(line.text) for line in lines}


def _csv_lines(content: str) -> Iterable[Given]:
    reader = csv.DictReader(io.StringIO(content), strict=True)
    if missing := {"parameter", "value"} - set(reader.fieldnames or ()):
        raise ValueError(f"column {' and '.join(sorted(missing))} is missing from its first line")
    for record in reader:
        yield Given(reader.line_num, (record["parameter"] or "").strip(), (record["value"] or "").strip())


def _yaml_lines(content: str) -> Iterable[Given]:
    # Composed, not loaded: a key that is given twice is still there twice, and each has its line.
    root = yaml.compose(content, Loader=yaml.SafeLoader)
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise ValueError("it is not a list of `parameter: value`")
    for key, value in root.value:
        if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            raise ValueError(f"line {key.start_mark.line + 1} is not `parameter: value`")
        yield Given(key.start_mark.line + 1, key.value.strip(), value.value.strip())


def _governed(parameter: str) -> dict[str, str] | None:
    """Return the row of the seed that limits a parameter; a weight of one item has the limits of all."""
    code = parameter.removeprefix(_ITEM_WEIGHT)
    if code != parameter:
        if code not in {row["indicator_code"] for row in seed("indicator") if row["is_scored"] == "true"}:
            return None
        parameter = "item_weight"
    return next((row for row in seed("scoring_parameter") if row["parameter"] == parameter), None)


def _fault(line: Given, first_row: int) -> str | None:
    place = f"row {line.row}: {line.parameter or '(no name)'}"
    if line.row != first_row:
        return f"{place} is given twice, first in row {first_row}"
    limits = _governed(line.parameter)
    if limits is None:
        return f"{place} is no parameter of the scoring"
    low, high = Decimal(limits["minimum"]), Decimal(limits["maximum"])
    whole = limits["is_whole"] == "true"
    allowed = f"allowed: {'a whole number' if whole else 'a number'} from {low} to {high} ({limits['unit']})"
    if low == high:
        allowed = f"it is {low} and cannot be tried alone"
    if not _NUMBER.fullmatch(line.text):
        return f"{place} = {line.text!r} is not a number; {allowed}"
    value = Decimal(line.text)
    if not low <= value <= high or (whole and value != value.to_integral_value()):
        return f"{place} = {line.text} is out of range; {allowed}"
    return None


def _out_of_order(lines: list[Given]) -> Iterable[str]:
    value = {row["parameter"]: Decimal(row["value"]) for row in seed("scoring_parameter")}
    value |= {line.parameter: Decimal(line.text) for line in lines}
    for names in _RISING:
        for lower, upper in pairwise(names):
            if value[lower] > value[upper]:
                yield f"{lower} = {value[lower]} is above {upper} = {value[upper]}"


def _plain(text: str) -> str:
    """Return a number without exponent, sign of plus and needless zeros: one number, one parameter hash."""
    return f"{Decimal(text).normalize():f}"
