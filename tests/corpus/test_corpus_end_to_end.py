"""The corpus in one home, through the command line: nothing falls over, all that is bad is named."""

import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.corpus.case import Case, NotTakenIn, Quarantined, Rejected
from tests.corpus.corpus import CASES
from tests.corpus.harness import LONG_AGO
from tests.corpus.tables import bytes_of, known_concerns, known_register, learners, universities
from tests.e2e.conftest import Eqw

_KNOWN = (
    ("providers", "ods_etr_2018.csv", known_register),
    ("education_providers", "universities.csv", universities),
    ("concerns", "known_concerns.csv", known_concerns),
)
# What refuses in these stops the feeds that refer to them, so they come last, the register after all.
_REFERRED_TO = ("concerns", "providers")
_USED_TWICE = {name for name, count in Counter((c.feed, c.file_name) for c in CASES).items() if count > 1}


def _is_bad(case: Case) -> bool:
    return isinstance(case.outcome, Rejected) or (
        isinstance(case.outcome, Quarantined) and bool(case.outcome.gate)
    )


def _sample() -> list[Case]:
    """All that is not taken in, a quarter of what is refused, and some of the rest."""
    outside = [case for case in CASES if case.put is not None or isinstance(case.outcome, NotTakenIn)]
    bad = [case for case in CASES if _is_bad(case) and case.feed not in _REFERRED_TO]
    return list({case.id: case for case in [*outside, *bad[::4], *CASES[::20]]}.values())


def _file_name(case: Case) -> str:
    return f"{case.id}-{case.file_name}" if (case.feed, case.file_name) in _USED_TWICE else case.file_name


def _drop(home: Path, case: Case) -> None:
    # A link in place of a feed's folder would hide the other files of that feed.
    feed = "provider_attributes" if case.id == "landing-folder-of-a-feed-is-a-link" else case.feed
    folder = home / "landing" / feed
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _file_name(case)
    if case.make is not None:
        path.write_bytes(case.make())
    elif case.put is not None:
        case.put(path)
    if path.is_file() and not path.is_symlink():
        # Bad files come after good ones: a later good file with the same rows would make them good.
        os.utime(path, (LONG_AGO + _is_bad(case), LONG_AGO + _is_bad(case)))


@pytest.mark.slow
@pytest.mark.parametrize(
    "cases", [pytest.param(_sample(), id="sample"), pytest.param(CASES, id="whole", marks=pytest.mark.full)]
)
def test_everything_bad_is_named(cases: Sequence[Case], tmp_path: Path) -> None:
    eqw = Eqw(tmp_path / "home")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.csv").write_text("wave\n")
    for feed, name, make in _KNOWN:
        (tmp_path / name).write_bytes(make())
        eqw("land", "--feed", feed, tmp_path / name)
        os.utime(eqw.home / "landing" / feed / name, (LONG_AGO - 9, LONG_AGO - 9))
    (tmp_path / "-rf $(id).csv").write_bytes(bytes_of(learners({2: {"learners": "many"}})))
    eqw("land", "--", "-rf $(id).csv")
    os.utime(eqw.home / "landing" / "learner_numbers" / "-rf $(id).csv", (LONG_AGO, LONG_AGO))
    later = [[c for c in cases if _is_bad(c) and c.feed == feed] for feed in _REFERRED_TO]
    at_once = [case for case in cases if not any(case in batch for batch in later)]
    for batch in filter(None, (at_once, *later)):
        for case in batch:
            _drop(eqw.home, case)
        eqw("run", expect=1)
    told = eqw("status")
    status = json.loads(eqw("status", "--json").stdout)
    refused = {(one["subject"], one["rule_id"]): one["remedy"] for one in status["refusals"]}
    for case in cases:
        subject = f"{case.feed}/{_file_name(case)}"
        match case.outcome:
            case Rejected(rule=rule):
                assert refused[subject, rule]
                assert subject in told.stdout
            case Quarantined(gate=gate):
                assert all(refused[subject, rule] for rule in gate)
            case NotTakenIn(rule=rule):
                assert any(f": {rule}: " in fault for fault in status["landing_faults"])
    assert {subject for subject, _ in refused} == {f"{c.feed}/{_file_name(c)}" for c in cases if _is_bad(c)}
    outside = [case for case in cases if isinstance(case.outcome, NotTakenIn)]
    assert len(status["landing_faults"]) == len(outside)
    assert told.stdout.count("NOT TAKEN IN") == len(outside)
    assert status["not_conserved"] == []
    assert sorted(path.name for path in (tmp_path / "outside").iterdir()) == ["secret.csv"]


def test_landing_by_command_refuses_what_is_no_file(tmp_path: Path) -> None:
    eqw = Eqw(tmp_path / "home")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "a\nb.csv").write_bytes(bytes_of(learners()))
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)))
    odd = (
        tmp_path / "pipe.csv",
        tmp_path / "a\nb.csv",
        tmp_path / "noise.bin",
        tmp_path,
        "../../etc/shadow-",
        "",
    )
    for name in odd:
        assert eqw("land", name, expect=2).stderr
    assert not (eqw.home / "landing").exists()
