"""Survey items over generated tables: section 1 of the method at its edges, and what holds of any table."""

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from item_tables import Table, reference, scored, tables
from scoring_project import ScoringProject, scoring_project

# One example is one build of some dozen tables.
FEW = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
MANY = settings(FEW, max_examples=300)
BATCH = st.lists(tables(), min_size=10, max_size=40)
LARGE = st.lists(st.tuples(tables(units=(40, 45)), st.integers(0, 39)), min_size=5, max_size=25)
FIGURES = ["y", "target", "s", "z_raw", "phi", "tau2", "z"]


@pytest.fixture(scope="module")
def scoring() -> ScoringProject:
    return scoring_project()


def _equal_the_formulas(scoring: ScoringProject, several: list[Table]) -> None:
    for table, got in zip(several, scored(scoring, several), strict=True):
        expected = reference(table)
        assert len(got) == len(expected)
        for figure in FIGURES:
            assert got[figure].to_numpy() == pytest.approx(expected[figure].to_numpy(), rel=1e-9, abs=1e-9), (
                figure
            )


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(Table(np.zeros(12, int), np.arange(1, 13)), id="nobody adverse"),
        pytest.param(Table(np.arange(1, 13), np.arange(1, 13)), id="everybody adverse"),
        pytest.param(Table(np.array([0, 20] * 6), np.full(12, 20)), id="all or nobody"),
        pytest.param(Table(np.full(15, 5), np.full(15, 20)), id="all alike"),
        pytest.param(Table(np.array([1, 4]), np.array([2, 9])), id="one unit with a score"),
        pytest.param(Table(np.array([0, 1, 2]), np.array([1, 2, 2])), id="no unit with a score"),
        pytest.param(Table(np.array([3, 9]), np.array([20, 20])), id="two units"),
        pytest.param(
            Table(np.array([2] * 6 + [7] * 6 + [4]), np.full(13, 20)), id="ties at both percentiles"
        ),
    ],
)
def test_edges(scoring: ScoringProject, table: Table) -> None:
    _equal_the_formulas(scoring, [table])


@FEW
@given(several=BATCH)
def test_any_table(scoring: ScoringProject, several: list[Table]) -> None:
    _equal_the_formulas(scoring, several)


@pytest.mark.full
@MANY
@given(several=BATCH)
def test_any_table_many_times(scoring: ScoringProject, several: list[Table]) -> None:
    _equal_the_formulas(scoring, several)


def _answers_that_turn_adverse_never_lower_z(
    scoring: ScoringProject, several: list[tuple[Table, int]]
) -> None:
    chosen = [
        (table, unit) for table, unit in several if table.x[unit] < table.n[unit] and table.n[unit] >= 3
    ]
    assume(chosen)
    now = []
    for table, unit in chosen:
        x = table.x.copy()
        x[unit] += 1
        now.append(Table(x, table.n))
    before = scored(scoring, [table for table, _ in chosen])
    for (_, unit), was, then in zip(chosen, before, scored(scoring, now), strict=True):
        code = f"u{unit:03}"
        assert then.set_index("provider_code").z[code] >= was.set_index("provider_code").z[code] - 1e-9


@FEW
@given(several=LARGE)
def test_an_answer_that_turns_adverse_never_lowers_z(
    scoring: ScoringProject, several: list[tuple[Table, int]]
) -> None:
    _answers_that_turn_adverse_never_lower_z(scoring, several)


@pytest.mark.full
@MANY
@given(several=LARGE)
def test_an_answer_that_turns_adverse_never_lowers_z_many_times(
    scoring: ScoringProject, several: list[tuple[Table, int]]
) -> None:
    _answers_that_turn_adverse_never_lower_z(scoring, several)


@FEW
@given(several=BATCH, factor=st.sampled_from([4, 9, 16]))
def test_more_of_the_same_answers_leaves_y_and_sharpens_s(
    scoring: ScoringProject, several: list[Table], factor: int
) -> None:
    scorable = [table for table in several if (table.n >= 3).all()] or [
        Table(np.array([1, 5]), np.array([9, 9]))
    ]
    more = scored(scoring, [Table(table.x * factor, table.n * factor) for table in scorable])
    for was, now in zip(scored(scoring, scorable), more, strict=True):
        assert now.y.to_numpy() == pytest.approx(was.y.to_numpy(), abs=1e-12)
        assert now.s.to_numpy() == pytest.approx(was.s.to_numpy() / np.sqrt(factor), rel=1e-12)


def test_a_group_of_nine_is_compared_with_all_professions(scoring: ScoringProject) -> None:
    nine, ten = Table(np.arange(9), np.full(9, 20)), Table(np.arange(10), np.full(10, 20))
    small, full = scored(scoring, [nine, ten])
    assert set(small.benchmark) == {"all_professions"}
    assert small.is_limited_evidence.all(), "nor are there ten units in all professions"
    assert set(full.benchmark) == {"profession"}
    assert not full.is_limited_evidence.any()
