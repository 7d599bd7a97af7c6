"""Loads that an older ingest made, and loads whose bytes a person deleted: neither stops a run."""

import json
from pathlib import Path
from typing import Any

import pytest

from orchestration.lib.gates.standing import standing
from orchestration.lib.ingest import load, version
from orchestration.lib.ingest.load import load_feed
from orchestration.lib.ingest.manifest import LoadManifest, find_manifest, load_folder, read_manifests
from orchestration.lib.ingest.version import ingest_version
from orchestration.lib.landing.archive import ArchiveError, archive_path
from orchestration.lib.landing.ledger import set_aside
from tests.unit.ingest.bench import CONCERN, Bench

FEED = "learner_numbers"
NUMBERS = {"wave": "2024", "provider_code": "ZA1", "profession": "nursing", "learners": "10"}
LIMITS = "reader_limits: {max_rows: 8000000}\n"


def rewrite(bench: Bench, manifest: LoadManifest, **changes: Any) -> None:
    path = load_folder(bench.home, manifest.feed, manifest.load_id) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_the_version_follows_from_the_sources(tmp_path: Path) -> None:
    files = [tmp_path / "a.py", tmp_path / "b.py"]
    digests = set()
    for texts in (("x", "y"), ("x", "z"), ("xy", "")):
        for file, text in zip(files, texts, strict=True):
            file.write_text(text)
        digests.add(version._digest(files))
    assert len(digests) == 3
    assert ingest_version() == ingest_version() != ""


@pytest.mark.parametrize("older", [{"ingest_version": 3}, {"a_field_of_old": 1}])
def test_a_load_of_an_older_layout_is_made_anew(known: Bench, older: dict[str, Any]) -> None:
    first = known.load(FEED, "n.csv", [NUMBERS])
    rewrite(known, first, **older)
    standing(known.home, [FEED])
    assert load_feed(known.home, FEED) == [first]
    assert read_manifests(known.home, FEED) == [first]


def test_a_load_of_an_older_ingest_that_was_set_aside_is_still_known(known: Bench) -> None:
    first = known.load(FEED, "n.csv", [NUMBERS])
    rewrite(known, first, ingest_version=3)
    set_aside(known.home, "n.csv", "test", "me")
    assert load_feed(known.home, FEED) == []
    (kept,) = standing(known.home, [FEED])
    assert kept.manifest is not None
    assert (kept.manifest.rows_in, kept.manifest.ingest_version) == (1, "3")


def names_persons(bench: Bench) -> LoadManifest:
    rows = [CONCERN | {"concern_id": f"n{i}@example.org"} for i in range(30)]
    rejected = bench.load("concerns", "c.csv", rows)
    assert rejected.rejection is not None
    assert rejected.rejection.rule_id == "person_identifier"
    return rejected


def forget(bench: Bench, manifest: LoadManifest) -> None:
    """Do what the README says of a file that must not be kept."""
    (bench.home.landing / manifest.feed / manifest.file_name).unlink()
    archive_path(bench.home, manifest.sha256).unlink()


def change_everything(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    (bench.home.root / "settings.yaml").write_text(LIMITS)
    monkeypatch.setattr(load, "ingest_version", lambda: "another")


def test_a_deleted_file_that_named_persons_stays_refused(
    known: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    rejected = names_persons(known)
    forget(known, rejected)
    change_everything(known, monkeypatch)
    assert load_feed(known.home, "concerns") == [rejected]


def test_a_corrected_file_of_its_name_is_made(known: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    rejected = names_persons(known)
    forget(known, rejected)
    change_everything(known, monkeypatch)
    corrected = known.load("concerns", "c.csv", [CONCERN])
    assert (corrected.status, corrected.rows_accepted) == ("candidate", 1)
    assert load_feed(known.home, "concerns") == [rejected, corrected]


def test_one_that_is_still_there_is_made_again(known: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    rejected = names_persons(known)
    (known.home.root / "settings.yaml").write_text(LIMITS)
    (made,) = load_feed(known.home, "concerns")
    assert made.limits_hash != rejected.limits_hash


@pytest.mark.parametrize("content", [[NUMBERS], "wave\n2024\n"])
def test_other_missing_bytes_stop_the_run(
    known: Bench, monkeypatch: pytest.MonkeyPatch, content: Any
) -> None:
    made = known.load(FEED, "n.csv", content)
    forget(known, made)
    change_everything(known, monkeypatch)
    with pytest.raises(ArchiveError, match=r"n\.csv"):
        load_feed(known.home, FEED)


@pytest.mark.parametrize("name", ["accepted.parquet", "quarantine.parquet"])
def test_a_load_that_lacks_a_file_is_made_again(known: Bench, name: str) -> None:
    made = known.load(FEED, "f.csv", [NUMBERS])
    folder = load_folder(known.home, FEED, made.load_id)
    (folder / name).unlink()
    assert find_manifest(folder) is None
    assert [load.status for load in standing(known.home, [FEED])] == ["unchecked"]
    assert load_feed(known.home, FEED) == [made]
    assert (folder / name).is_file()
