"""The same seed gives the same bytes, and waves do not disturb each other."""

import hashlib
from pathlib import Path

import pytest

from sample_data.generate import generate
from sample_data.streams import stream


def _prints(home: Path) -> dict[str, tuple[str, float]]:
    return {
        str(path.relative_to(home)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime)
        for path in home.rglob("*")
        if path.is_file()
    }


def test_same_seed_same_bytes_and_times(tmp_path: Path) -> None:
    generate(tmp_path / "a", scale=0.02)
    generate(tmp_path / "b", scale=0.02)
    generate(tmp_path / "b", scale=0.02)  # again over itself
    assert _prints(tmp_path / "a") == _prints(tmp_path / "b")
    assert not list((tmp_path / "a").glob(".sample*"))


def test_another_seed_gives_other_bytes(tmp_path: Path) -> None:
    generate(tmp_path / "a", scale=0.02, waves=("2024",))
    generate(tmp_path / "b", scale=0.02, waves=("2024",), seed=7)
    first, second = _prints(tmp_path / "a"), _prints(tmp_path / "b")
    same = {name for name in first if first[name] == second[name]}
    assert first.keys() == second.keys()
    assert same == {"truth/README.txt", "truth/national_targets.parquet"}


def test_a_wave_is_the_same_whichever_others_are_made(tmp_path: Path) -> None:
    generate(tmp_path / "one", scale=0.02, waves=("2023",))
    generate(tmp_path / "two", scale=0.02, waves=("2019", "2023"))
    one, two = _prints(tmp_path / "one"), _prints(tmp_path / "two")
    assert set(two) - set(one) == {
        "landing/learner_numbers/learner_numbers_2019.csv",
        "landing/nets_responses/nets_responses_2019.csv",
    }
    assert all(two[name] == one[name] for name in one)


def test_streams_are_independent() -> None:
    first, second = stream(1, "survey", "2023"), stream(1, "survey", "2024")
    assert first.random() != second.random()
    # Written down once: the same number in every process and on every machine.
    assert stream(1, "survey", "2023").integers(2**32) == 643283226


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan")])
def test_a_scale_must_be_positive(tmp_path: Path, scale: float) -> None:
    with pytest.raises(ValueError, match="scale must be above 0"):
        generate(tmp_path, scale=scale)


def test_an_unknown_wave_is_named_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no wave '2099'.*2018, 2019"):
        generate(tmp_path, scale=0.02, waves=("2099",))


def test_tiny_half_waves_and_progress(tmp_path: Path) -> None:
    lines: list[str] = []
    summary = generate(tmp_path, scale=0.01, waves=("2020-1", "2026"), progress=lines.append)
    assert summary.rows["nets_responses"] == pytest.approx(369 / 2 + 415, abs=3)
    assert "nets_responses/nets_responses_2020-1.csv: 185 rows" in lines or len(lines) > 10
