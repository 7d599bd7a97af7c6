"""Rules of the house that no linter knows: file sizes, one entry point, telemetry off, no stray addresses."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


def _files(pattern: str, *folders: str) -> list[Path]:
    return sorted(
        p
        for folder in folders
        for p in (ROOT / folder).rglob(pattern)
        if "target" not in p.relative_to(ROOT).parts and "__pycache__" not in p.parts
    )


@pytest.mark.parametrize(
    "file",
    _files("*.py", "orchestration", "expectations", "sample_data", "tests") + _files("*.sql", "dbt_project"),
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_a_file_holds_one_thing(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 250


@pytest.mark.parametrize(
    "file",
    _files("*.py", "orchestration", "expectations", "sample_data"),
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_a_module_says_what_it_is(file: Path) -> None:
    first = file.read_text(encoding="utf-8").lstrip()
    assert first.startswith('"""'), "a module opens with a docstring that says what belongs here"


def test_workspace_and_project_name_the_same_code_location() -> None:
    workspace = yaml.safe_load((ROOT / "workspace.yaml").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    module = workspace["load_from"][0]["python_module"]["module_name"]
    assert module == project["tool"]["dg"]["project"]["root_module"] + ".definitions"


def test_telemetry_of_dagster_and_dbt_is_off() -> None:
    instance = yaml.safe_load((ROOT / "orchestration/instance/dagster.yaml").read_text(encoding="utf-8"))
    assert instance["telemetry"]["enabled"] is False
    dbt = yaml.safe_load((ROOT / "dbt_project/dbt_project.yml").read_text(encoding="utf-8"))
    assert dbt["flags"]["send_anonymous_usage_stats"] is False


def test_no_data_is_tracked() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "data"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert tracked == ["data/README.md"]


def test_importing_the_library_does_no_heavy_work() -> None:
    program = (
        "import sys, orchestration.cli.app; "
        "heavy = {'great_expectations', 'dagster', 'dbt', 'pandas'} & set(sys.modules); "
        "sys.exit(f'imported at start: {sorted(heavy)}' if heavy else 0)"
    )
    done = subprocess.run(
        [ROOT / ".venv/bin/python", "-c", program], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_no_page_holds_an_unfilled_placeholder() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    assert len(pages) > 5
    assert not [page.name for page in pages if re.search(r"@@[A-Z]+@@", page.read_text(encoding="utf-8"))]
