"""Files of scoring parameters: what is read, and what is refused with which words."""

import csv
from pathlib import Path

import pytest

from expectations.reference import seed
from orchestration.lib.home import DBT_PROJECT
from orchestration.lib.scoring.parameter_file import ParameterFileError, read_parameters


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.csv", "parameter,value,why\nsource_rho,0.20,try\n item_weight.supervision , 2e0,try\n"),
        ("p.CSV", "\ufeffvalue,parameter\r\n+.2,source_rho\r\n2,item_weight.supervision\r\n"),
        ("p.yaml", "# try\nsource_rho: 0.2\nitem_weight.supervision: 2\n"),
        ("p.yml", "{source_rho: '0.2', item_weight.supervision: 2.0}"),
    ],
)
def test_every_spelling_of_a_number_is_one_text(tmp_path: Path, name: str, text: str) -> None:
    found = read_parameters(_file(tmp_path, name, text))
    assert found == {"source_rho": "0.2", "item_weight.supervision": "2"}


def test_the_governed_seed_is_itself_a_file_of_parameters() -> None:
    found = read_parameters(DBT_PROJECT / "seeds/scoring_parameter.csv")
    assert found == {row["parameter"]: row["value"] for row in seed("scoring_parameter")}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("source_ro,0.2", "row 2: source_ro is no parameter of the scoring"),
        (",0.2", "row 2: (no name) is no parameter of the scoring"),
        ("item_weight.nonsense,2", "row 2: item_weight.nonsense is no parameter"),
        ("item_weight.overall_experience,2", "row 2: item_weight.overall_experience is no parameter"),
        ("source_rho,high", "row 2: source_rho = 'high' is not a number; allowed: a number from 0 to 0.95"),
        ("source_rho,", "row 2: source_rho = '' is not a number"),
        ("source_rho,nan", "row 2: source_rho = 'nan' is not a number"),
        ("source_rho,1_0", "row 2: source_rho = '1_0' is not a number"),
        ("source_rho,0.96", "row 2: source_rho = 0.96 is out of range; allowed: a number from 0 to 0.95"),
        ("source_rho,-0.1", "row 2: source_rho = -0.1 is out of range"),
        ("floor_watch_months,6.5", "allowed: a whole number from 1 to 60 (months)"),
        ("method_version,2", "row 2: method_version = 2 is out of range; it is 1 and cannot be tried alone"),
        ("source_rho,0.2\nsource_rho,0.2", "row 3: source_rho is given twice, first in row 2"),
        ("band_watch_z,2", "band_watch_z = 2 is above band_risk_z = 1.959964"),
        ("band_risk_z,1.5\nband_watch_z,1.55", "band_watch_z = 1.55 is above band_risk_z = 1.5"),
        ("", "sets no parameter"),
    ],
)
def test_what_is_refused_says_row_parameter_limits_and_remedy(tmp_path: Path, line: str, told: str) -> None:
    path = _file(tmp_path, "p.csv", f"parameter,value\n{line}\n")
    with pytest.raises(ParameterFileError) as refused:
        read_parameters(path)
    assert told in str(refused.value)
    assert str(path) in str(refused.value)
    assert "Remedy: " in str(refused.value)
    assert "seeds/scoring_parameter.csv" in str(refused.value)


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = _file(tmp_path, "p.yaml", "source_rho: 2\nsource_rho: 0.1\nnonsense: 1\nband_risk_z: x\n")
    with pytest.raises(ParameterFileError) as refused:
        read_parameters(path)
    told = str(refused.value).splitlines()
    assert [line.split(": ")[1] for line in told[:-1]] == ["row 1", "row 2", "row 3", "row 4"]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("p.txt", "source_rho,0.2", "neither CSV nor YAML"),
        ("p.csv", "source_rho,0.2\n", "column parameter and value is missing"),
        ("p.csv", "", "column parameter and value is missing"),
        ("p.yaml", "- source_rho", "not a list of `parameter: value`"),
        ("p.yaml", "source_rho: {value: 0.2}", "line 1 is not `parameter: value`"),
        ("p.yaml", "a: b: c", "cannot be read"),
        ("p.yaml", "", "sets no parameter"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, name: str, text: str, told: str) -> None:
    with pytest.raises(ParameterFileError, match=told):
        read_parameters(_file(tmp_path, name, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParameterFileError, match=r"nowhere\.csv: cannot be read"):
        read_parameters(tmp_path / "nowhere.csv")


def test_every_governed_value_lies_within_its_own_limits() -> None:
    with (DBT_PROJECT / "seeds/scoring_parameter.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    outside = [
        row["parameter"]
        for row in rows
        if not float(row["minimum"]) <= float(row["value"]) <= float(row["maximum"])
    ]
    assert rows
    assert outside == []
