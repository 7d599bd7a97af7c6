"""Files find their feed, and replace another only after its bytes are safe."""

import io
from pathlib import Path

import openpyxl
import pytest

from expectations.contract import FEEDS, contract
from orchestration.lib.home import Home
from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.landing.archive import archive_path
from orchestration.lib.landing.errors import LandingError
from orchestration.lib.landing.land import land_files
from orchestration.lib.landing.ledger import register_landing, set_aside, sightings
from orchestration.lib.landing.recognise import recognise_feed
from tests.unit.ingest.bench import Bench

REGISTER = '"ZA1","T","Y56","QKK","","","","","","","20000401","",' + ",".join(['""'] * 15) + "\n"


def land_file(home: Home, file: Path, feed: str | None = None) -> Path:
    (landed,) = land_files(home, [file], feed)
    return landed.path


def heading_of(feed: str) -> str:
    return ",".join(c.name.replace("_", " ").title() for c in contract(feed).columns if c.required) + "\n"


@pytest.mark.parametrize("feed", [f for f in FEEDS if contract(f).has_heading])
def test_a_feed_is_recognised_by_its_required_headings(tmp_path: Path, feed: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(heading_of(feed))
    assert recognise_feed(path, ReaderLimits()) == feed


def test_a_damaged_heading_still_tells_the_feed(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("response_id,wave,submitted_on,zzxqy,profession,supervision\n")
    assert recognise_feed(path, ReaderLimits()) == "nets_responses"


def test_a_workbook_is_recognised_by_its_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.create_sheet("PSA").append([c.name for c in contract("psa").columns])
    buffer = io.BytesIO()
    book.save(buffer)
    path = tmp_path / "export.xlsx"
    path.write_bytes(buffer.getvalue())
    assert recognise_feed(path, ReaderLimits()) == "psa"


def test_a_register_is_recognised_by_layout_and_name(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "ods_etr_2026-07.csv"
    path.write_text(REGISTER)
    assert land_file(bench.home, path) == bench.home.landing / "providers" / path.name
    other = tmp_path / "other_2026-07.csv"
    other.write_text(REGISTER)
    with pytest.raises(LandingError, match="fit no feed"):
        land_file(bench.home, other)
    assert land_file(bench.home, other, "providers").is_file()


@pytest.mark.parametrize(
    ("name", "content", "feed", "told"),
    [
        ("a.csv", "colour,size\n1,2\n", None, "fit no feed"),
        ("a.csv", "ukprn,name,provider_code,provider_type,valid_from\n", None, "several feeds"),
        ("a.csv", "", None, "no bytes"),
        ("a.csv", "x", "nets", "no feed 'nets'"),
        (".a.csv", "ukprn,name\n", None, "hidden"),
        ("a.csv.part", "ukprn,name\n", None, "temporary"),
        ("register.csv", REGISTER, "providers", "does not say which date"),
    ],
)
def test_what_cannot_be_landed_is_told(
    bench: Bench, tmp_path: Path, name: str, content: str, feed: str | None, told: str
) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(LandingError, match=told):
        land_file(bench.home, path, feed)
    assert not any(p.is_file() for p in bench.home.landing.rglob("*"))


def test_a_folder_or_a_missing_file_is_told(bench: Bench, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(LandingError, match="no such file"):
            land_file(bench.home, path)


def test_another_file_of_the_same_name_is_archived_before_it_is_replaced(
    bench: Bench, tmp_path: Path
) -> None:
    source = tmp_path / "he.csv"
    source.write_text("ukprn,name\n10000001,A\n")
    landed = land_file(bench.home, source)
    first = landed.read_bytes()
    assert land_file(bench.home, source) == landed
    assert sightings(bench.home) == []
    source.write_text("ukprn,name\n10000001,B\n")
    land_file(bench.home, source)
    (seen,) = sightings(bench.home)
    assert archive_path(bench.home, seen.sha256).read_bytes() == first
    assert landed.read_text() == source.read_text()


def test_a_crash_while_copying_leaves_the_old_file(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "he.csv"
    source.write_text("ukprn,name\n10000001,A\n")
    landed = land_file(bench.home, source)
    source.write_text("ukprn,name\n10000001,B\n")

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("orchestration.lib.landing.land.shutil.copyfileobj", crash)
    with pytest.raises(KeyboardInterrupt):
        land_file(bench.home, source)
    assert landed.read_text() == "ukprn,name\n10000001,A\n"
    assert [p.name for p in landed.parent.iterdir()] == ["he.csv"]


def test_one_file_that_will_not_do_keeps_all_of_them_out(bench: Bench, tmp_path: Path) -> None:
    good, bad = tmp_path / "he.csv", tmp_path / "odd.csv"
    good.write_text("ukprn,name\n10000001,A\n")
    bad.write_text("colour,size\n1,2\n")
    with pytest.raises(LandingError, match="fit no feed"):
        land_files(bench.home, [good, bad])
    assert not any(path.is_file() for path in bench.home.landing.rglob("*"))


def test_two_files_cannot_land_under_one_name(bench: Bench, tmp_path: Path) -> None:
    files = [tmp_path / folder / "he.csv" for folder in ("a", "b")]
    for file in files:
        file.parent.mkdir()
        file.write_text(f"ukprn,name\n10000001,{file.parent.name}\n")
    with pytest.raises(LandingError, match=r"education_providers/he\.csv"):
        land_files(bench.home, files)


def test_bytes_that_were_set_aside_say_so_when_they_are_landed_again(bench: Bench, tmp_path: Path) -> None:
    source = tmp_path / "he.csv"
    source.write_text("ukprn,name\n10000001,A\n")
    (landed,) = land_files(bench.home, [source])
    assert landed.set_aside is None
    register_landing(bench.home)
    decision = set_aside(bench.home, "he.csv", "withdrawn by the sender", "me")
    again = source.rename(tmp_path / "again.csv")
    assert [one.set_aside for one in land_files(bench.home, [again])] == [decision]
    again.write_text("ukprn,name\n10000001,B\n")
    assert [one.set_aside for one in land_files(bench.home, [again])] == [None]


def test_of_a_register_that_was_set_aside_another_date_does_not_say_so(bench: Bench, tmp_path: Path) -> None:
    files = [tmp_path / f"register_{year}.csv" for year in (2022, 2023)]
    for file in files:
        file.write_text("the same\n")
    land_files(bench.home, files, "providers")
    register_landing(bench.home)
    decision = set_aside(bench.home, "register_2022.csv", "withdrawn by the sender", "me")
    assert [one.set_aside for one in land_files(bench.home, files, "providers")] == [decision, None]


def test_bytes_seen_before_are_told(bench: Bench, tmp_path: Path) -> None:
    text = "ukprn,name\n10000001,University One\n"
    first, again = tmp_path / "he.csv", tmp_path / "he_again.csv"
    first.write_text(text)
    again.write_text(text)
    assert [one.seen_as for one in land_files(bench.home, [first])] == [None]
    register_landing(bench.home)
    assert [one.seen_as for one in land_files(bench.home, [again])] == ["he.csv"]


def test_a_workbook_whose_sheets_fit_no_feed_says_so(bench: Bench, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title in ("north", "south"):
        book.create_sheet(title).append(["ukprn", "name"])
        book[title].append(["10000001", "University One"])
    path = tmp_path / "two.xlsx"
    book.save(path)
    with pytest.raises(LandingError, match="'north', 'south'"):
        land_files(bench.home, [path])


@pytest.mark.parametrize("name", ["Thumbs.db", "desktop.ini", ".DS_Store"])
def test_clutter_of_a_file_browser_is_no_file(bench: Bench, name: str) -> None:
    bench.drop("education_providers", name, "clutter")
    assert register_landing(bench.home) == []
