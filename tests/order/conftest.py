"""The small world, the project compiled once, and what the reference history leaves."""

from dataclasses import dataclass

import pytest

from tests.order.compiled_project import CompiledProject
from tests.order.histories import reference_history
from tests.order.replay import Outcome, open_gates, replay
from tests.order.world import World, declared_rows
from tests.order.world_concerns import concern_rows
from tests.order.world_survey import survey_rows


@pytest.fixture(scope="session")
def world() -> World:
    return World((*declared_rows(), *survey_rows(), *concern_rows()))


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> CompiledProject:
    return CompiledProject(tmp_path_factory.mktemp("project"))


@dataclass(frozen=True)
class Law:
    """What every history must leave: what the reference history leaves."""

    project: CompiledProject
    reference: Outcome

    def check(self, outcome: Outcome) -> None:
        """Fail with the rows that differ."""
        assert outcome.rows_in == self.reference.rows_in
        assert len(outcome.accepted) + len(outcome.quarantined) == outcome.rows_in
        assert sorted(outcome.accepted) == sorted(self.reference.accepted)
        assert outcome.facts == self.reference.facts
        self.project.build(outcome.home)
        assert self.project.differences() == {}


@pytest.fixture(scope="session")
def reference(world: World, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    with open_gates():
        return replay(tmp_path_factory.mktemp("reference"), reference_history(world))


@pytest.fixture
def law(compiled: CompiledProject, reference: Outcome) -> Law:
    compiled.build(reference.home)
    compiled.expect()
    return Law(compiled, reference)
