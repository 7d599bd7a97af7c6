"""The model that decides what is shown is handed what releases told, in the types it compares them with."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest

from disclosure.cells import COUNTS, KEY

MODEL = Path(__file__).resolve().parents[2] / "dbt_project/models/disclosure/dsc_survey_cell.py"
_CELLS = """
    select '2024' as wave_code, 'bullying' as question_code, 'bullying' as indicator_code, place_level_code,
        place_code, region_code, 'all' as profession_code, 'none' as breakdown_code, 'all' as group_code,
        40::bigint as respondents, 30::bigint as favourable, 10::bigint as counted
    from (values ('provider', 'R1', 'Y56'), ('region', 'Y56', 'Y56'), ('national', 'ENGLAND', null))
        as place (place_level_code, place_code, region_code)
    union all by name
    select '2024' as wave_code, 'learners' as question_code, 'learners' as indicator_code,
        place_level_code, place_code, region_code, 'all' as profession_code, 'none' as breakdown_code,
        'all' as group_code, 60::bigint as respondents
    from (values ('provider', 'R1', 'Y56'), ('region', 'Y56', 'Y56'), ('national', 'ENGLAND', null))
        as place (place_level_code, place_code, region_code)"""
_TOLD = """
    select * exclude (question_code, region_code, respondents, favourable, counted), status as status_code,
        case when status = 'shown' then respondents end as respondents,
        case when status = 'shown' then favourable end as favourable,
        case when status = 'shown' then counted end as counted,
        1::bigint as release_number
    from cells cross join (select '{status}' as status)
    where {which}"""
_OTHERS = {
    "disclosure_parameter": """
        select * from (values
            ('disclosure_threshold', 10), ('respondents_width', 5), ('favourable_width', 3),
            ('companion_width', 1)
        ) as parameter (parameter, value)""",
    "question": "select 'bullying' as question_code, null::varchar as base_question_codes",
}


class Dbt:
    """As much of dbt as a model asks for."""

    def __init__(self, told: str) -> None:
        self._connection = duckdb.connect()
        self._connection.execute(f"create table cells as {_CELLS}")
        self._tables = {
            "int_survey_cell": "from cells",
            "stg_ops__released_survey_cell": told,
            **_OTHERS,
        }

    def config(self, **_: Any) -> None:
        """Take the model's settings, which play no part here."""

    def ref(self, name: str) -> duckdb.DuckDBPyRelation:
        return self._connection.sql(self._tables[name])


@pytest.fixture
def dsc_survey_cell() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dsc_survey_cell", MODEL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def decided(model: ModuleType, told: str) -> dict[tuple[str, str], str]:
    found = model.model(Dbt(told), None)
    return dict(
        zip(zip(found["indicator_code"], found["place_code"], strict=True), found["status_code"], strict=True)
    )


def test_nothing_is_hidden_where_nothing_was(dsc_survey_cell: ModuleType) -> None:
    nothing = _TOLD.format(status="shown", which="false")
    assert set(decided(dsc_survey_cell, nothing).values()) == {"shown"}


def test_a_cell_above_the_threshold_stays_hidden_as_released(dsc_survey_cell: ModuleType) -> None:
    hidden = _TOLD.format(status="suppressed", which="place_code = 'R1' and indicator_code = 'learners'")
    assert decided(dsc_survey_cell, hidden)["learners", "R1"] == "suppressed"


def test_figures_told_before_are_met_again(
    dsc_survey_cell: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counts that may be empty have one type on both sides, or none of them would ever be the same."""
    handed: list[Any] = []
    monkeypatch.setattr(dsc_survey_cell, "control_after", lambda *tables: handed.extend(tables) or tables[0])
    shown = _TOLD.format(status="shown", which="indicator_code = 'bullying'")
    hidden = _TOLD.format(status="suppressed", which="indicator_code = 'learners'")
    dsc_survey_cell.model(Dbt(f"{shown} union all by name {hidden}"), None)
    cells, _, told = handed
    figures = [*KEY, *COUNTS]
    met = told[told["status_code"] == "shown"][figures].astype(str)
    assert len(met) == 3
    assert set(met.itertuples(index=False)) < set(cells[figures].astype(str).itertuples(index=False))
