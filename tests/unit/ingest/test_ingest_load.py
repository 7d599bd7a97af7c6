"""Loads are made once, made again when what they depend on changed, and appear whole or not at all."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from orchestration.lib.home import Home
from orchestration.lib.ingest import build, load
from orchestration.lib.ingest.load import load_feed
from orchestration.lib.ingest.manifest import LoadManifest, load_folder, read_manifests
from orchestration.lib.ingest.natural_keys import natural_keys
from orchestration.lib.landing.archive import ArchiveError, archive_path
from orchestration.lib.landing.ledger import register_landing, set_aside
from tests.unit.ingest.bench import CONCERN, NETS, Bench, csv_text, questions_2024

NUMBERS = {"wave": "2024", "provider_code": "ZA1", "profession": "nursing", "learners": "10"}
UNKNOWN = NUMBERS | {"provider_code": "ZB1"}


def folder(bench: Bench, manifest: LoadManifest) -> Path:
    return load_folder(bench.home, manifest.feed, manifest.load_id)


def count_builds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []
    original = build.build_load

    def counted(con, contract, source, *rest):  # type: ignore[no-untyped-def]
        made.append(source.file_name)
        return original(con, contract, source, *rest)

    monkeypatch.setattr(load, "build_load", counted)
    return made


def test_a_load_is_made_once(known: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    made = count_builds(monkeypatch)
    first = known.load("learner_numbers", "n.csv", [NUMBERS])
    assert load_feed(known.home, "learner_numbers") == [first]
    assert made == ["n.csv"]


def test_making_a_load_twice_gives_the_same_bytes(known: Bench) -> None:
    manifest = known.load("nets_responses", "n.csv", [NETS | questions_2024(), NETS | questions_2024()])
    names = ("accepted.parquet", "quarantine.parquet", "keys.parquet", "manifest.json")
    before = [(folder(known, manifest) / name).read_bytes() for name in names]
    shutil.rmtree(folder(known, manifest))
    load_feed(known.home, "nets_responses")
    assert [(folder(known, manifest) / name).read_bytes() for name in names] == before


def test_new_code_or_a_new_contract_makes_every_load_again(
    known: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    known.load("learner_numbers", "n.csv", [NUMBERS])
    made = count_builds(monkeypatch)
    monkeypatch.setattr(load, "ingest_version", lambda: "another")
    load_feed(known.home, "learner_numbers")
    monkeypatch.undo()
    made_again = count_builds(monkeypatch)
    monkeypatch.setattr(load, "contract_hash", lambda _: "another")
    load_feed(known.home, "learner_numbers")
    assert (made, made_again) == (["n.csv"], ["n.csv"])


def test_waiting_rows_load_when_their_provider_arrives(known: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = known.load("learner_numbers", "n.csv", [NUMBERS, UNKNOWN])
    assert (waiting.rows_accepted, waiting.rows_waiting) == (1, 1)
    made = count_builds(monkeypatch)
    known.know_providers("ZB1")
    (healed,) = load_feed(known.home, "learner_numbers")
    assert (healed.rows_accepted, healed.rows_waiting) == (2, 0)
    assert made == ["ods_etr_2018.csv", "n.csv"]


def test_a_load_whose_keys_are_no_longer_known_is_made_again(known: Bench) -> None:
    known.load("learner_numbers", "n.csv", [NUMBERS])
    for file in (known.home.accepted / "providers").glob("*.parquet"):
        file.unlink()
    (made,) = load_feed(known.home, "learner_numbers")
    assert (made.rows_accepted, made.rows_waiting) == (0, 1)


def test_other_new_providers_leave_a_load_alone(known: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    known.load("learner_numbers", "n.csv", [NUMBERS])
    made = count_builds(monkeypatch)
    known.know_providers("ZC1")
    load_feed(known.home, "learner_numbers")
    assert "n.csv" not in made


def test_loads_come_in_the_order_they_were_seen_without_those_set_aside(known: Bench) -> None:
    for name, learners in (("b.csv", "1"), ("a.csv", "2"), ("c.csv", "3")):
        known.load("learner_numbers", name, [NUMBERS | {"learners": learners}])
    set_aside(known.home, "a.csv", "test", "me")
    assert [m.file_name for m in load_feed(known.home, "learner_numbers")] == ["b.csv", "c.csv"]
    assert len(read_manifests(known.home, "learner_numbers")) == 3


def test_a_crash_leaves_nothing_visible_and_the_next_run_goes_on(
    known: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    known.drop("learner_numbers", "n.csv", [NUMBERS])
    register_landing(known.home)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(build, "write_manifest", crash)
        with pytest.raises(KeyboardInterrupt):
            load_feed(known.home, "learner_numbers")
    feed = known.home.loads / "learner_numbers"
    assert [path.name[0] for path in feed.iterdir()] == ["."]
    assert read_manifests(known.home, "learner_numbers") == []
    assert [m.rows_accepted for m in load_feed(known.home, "learner_numbers")] == [1]
    assert not any(path.name.startswith(".") for path in feed.iterdir())


def keys(bench: Bench, manifest: LoadManifest) -> list[tuple[object, ...]] | None:
    path = natural_keys(bench.home, manifest)
    return duckdb.sql(f"select * from '{path}' order by all").fetchall() if path else None


def test_natural_keys_of_good_and_faulty_rows(known: Bench) -> None:
    rows = [NUMBERS, UNKNOWN, NUMBERS | {"wave": "x"}, NUMBERS | {"learners": "x", "profession": "dental"}]
    manifest = known.load("learner_numbers", "n.csv", rows)
    assert keys(known, manifest) == [
        ("2024", "ZA1", None, "dental", None),
        ("2024", "ZA1", None, "nursing", None),
        ("2024", "ZB1", None, "nursing", None),
    ]


@pytest.mark.parametrize("broken", [False, True])
def test_a_row_of_totals_has_no_natural_key(known: Bench, broken: bool) -> None:
    """Or no corrected file could ever cover one that was refused."""
    text = csv_text([CONCERN, dict.fromkeys(CONCERN, "") | {"concern_id": "Total"}])
    manifest = known.load("concerns", "c.csv", text.replace("source_type", "x") if broken else text)
    assert (manifest.status == "rejected") == broken
    assert keys(known, manifest) == [("C1",)]


@pytest.mark.parametrize("code", ["1000001X", "#N/A", "1.00E+07", "sum"])
def test_what_has_not_the_form_of_a_key_is_none(known: Bench, code: str) -> None:
    manifest = known.load("education_providers", "u.csv", f"ukprn,name\n{code},U\n10000001,V\n")
    assert keys(known, manifest) == [("10000001",)]


@pytest.mark.parametrize("site", ["#REF!", "Total"])
def test_nor_is_it_part_of_one(known: Bench, site: str) -> None:
    rows = [NUMBERS | {"site_code": "S1"}, NUMBERS | {"site_code": site}]
    manifest = known.load("learner_numbers", "n.csv", rows)
    assert keys(known, manifest) == [("2024", "ZA1", "S1", "nursing", None)]


def test_natural_keys_of_a_rejected_file(known: Bench) -> None:
    text = csv_text([NETS | questions_2024()]).replace("provider_code", "zzxqy")
    rejected = known.load("nets_responses", "n.csv", text)
    assert rejected.status == "rejected"
    assert keys(known, rejected) == [("2024", "r1")]


@pytest.mark.parametrize("content", [b"junk", b"\x00\x01", b"wave,learners\n2024,1\n"])
def test_no_natural_keys_can_be_read(known: Bench, content: bytes) -> None:
    assert keys(known, known.load("learner_numbers", "n.csv", content)) is None


def test_the_file_name_dates_a_register(bench: Bench) -> None:
    row = '"ZA1","T","Y56","QKK","","","","","","","20000401","",' + ",".join(['""'] * 15) + "\n"
    dated = bench.load("providers", "ods_etr_2026-07.csv", row)
    assert str(bench.accepted(dated, "snapshot_date")[0][0]) == "2026-07-01"
    undated = bench.load("providers", "register.csv", row.replace("T", "U"))
    assert undated.rejection is not None
    assert undated.rejection.rule_id == "missing_snapshot_date"


def test_a_register_of_another_width_is_refused(bench: Bench) -> None:
    rejection = bench.load("providers", "ods_etr_2026.csv", '"ZA1","T"\n').rejection
    assert rejection is not None
    assert rejection.rule_id == "wrong_column_count"


def test_a_home_may_have_any_name(tmp_path: Path) -> None:
    bench = Bench(Home(tmp_path / "O'Brien's home"))
    bench.know_providers("ZA1")
    assert bench.load("learner_numbers", "it's.csv", [NUMBERS, UNKNOWN]).rows_accepted == 1
    assert len(load_feed(bench.home, "learner_numbers")) == 1


def test_damaged_archived_bytes_are_never_loaded(known: Bench) -> None:
    known.drop("learner_numbers", "n.csv", [NUMBERS])
    (seen,) = register_landing(known.home)
    archived = archive_path(known.home, seen.sha256)
    archived.chmod(0o644)
    archived.write_text("other")
    with pytest.raises(ArchiveError, match=r"n\.csv"):
        load_feed(known.home, "learner_numbers")


def test_the_manifest_refuses_counts_that_do_not_add_up(known: Bench) -> None:
    manifest = known.load("learner_numbers", "n.csv", [NUMBERS])
    told = json.loads(manifest.model_dump_json()) | {"rows_in": 7}
    with pytest.raises(ValueError, match="7 rows in, 1 accepted and 0 quarantined"):
        LoadManifest.model_validate(told)
