"""A crash at any step of a publish leaves `current` on a whole release."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orchestration.lib.home import Home
from orchestration.lib.release import build
from orchestration.lib.release.candidate import export_candidate
from orchestration.lib.release.catalogue import Release, find_release, list_releases
from orchestration.lib.release.verify import verify_release

Publish = Callable[..., Release]
Change = Callable[[str], None]

MORE = "insert into published.fct_domain_risk values ('ahp', 'D1', 2.0, '1', 'abc')"


@pytest.mark.parametrize(
    "step",
    ["_copy_tables", "build_database", "write_quality", "write_sums", "sync_tree", "write_seal"],
)
def test_a_crash_before_the_rename_leaves_the_old_release_current(
    home: Home, publish: Publish, change_warehouse: Change, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    publish()
    change_warehouse(MORE)
    with monkeypatch.context() as patch:
        patch.setattr(build, step, _dies)
        with pytest.raises(KeyboardInterrupt):
            publish()
    assert find_release(home, "current").version == "v2026.11.1"
    assert [path.name for path in home.releases.glob(".v*.tmp")] == [".v2026.11.2.tmp"]
    assert verify_release(home.releases / "current") == []
    assert publish().rows["fct_domain_risk"] == 4
    assert list(home.releases.glob(".*")) == []


def test_a_crash_between_rename_and_current_is_finished_by_the_next_publish(
    home: Home, publish: Publish, change_warehouse: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()
    change_warehouse(MORE)
    with monkeypatch.context() as patch:
        patch.setattr(build, "point_link", _dies)
        with pytest.raises(KeyboardInterrupt):
            publish()
    assert find_release(home, "current").version == "v2026.11.1"
    assert [release.version for release in list_releases(home)] == ["v2026.11.2", "v2026.11.1"]
    finished = publish()
    assert (finished.version, finished.reused, finished.is_current) == ("v2026.11.2", True, True)


@pytest.mark.parametrize("dies_at", [1, 2, 3])
def test_a_crash_in_any_replacement_leaves_current_whole(
    home: Home, publish: Publish, change_warehouse: Change, monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    publish()
    change_warehouse(MORE)
    export_candidate(home)
    calls: list[Any] = []
    real = Path.replace

    def dying(source: Path, target: Path) -> Path:
        if home.releases in target.parents:
            calls.append(target)
            if len(calls) == dies_at:
                raise KeyboardInterrupt
        return real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", dying)
        with pytest.raises(KeyboardInterrupt):
            publish()
    assert len(calls) == dies_at
    assert verify_release(home.releases / "current") == []
    assert publish().rows["fct_domain_risk"] == 4
    assert verify_release(home.releases / "current") == []
    assert list(home.releases.glob(".*")) == []


def _dies(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
