"""Every way in which a release can stop being what was released is found."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.lib.home import Home
from orchestration.lib.release.catalogue import Release
from orchestration.lib.release.checksums import seal_of, write_seal, write_sums
from orchestration.lib.release.verify import verify_release

FILES = [
    "QUALITY.md",
    "RELEASE.md",
    "SHA256SUMS",
    "datapackage.json",
    "education_quality.duckdb",
    "parquet/dim_profession.parquet",
    "parquet/fct_domain_risk.parquet",
    "report/index.html",
    "report/assets/report.css",
]


def flip(path: Path, position: int) -> None:
    data = bytearray(path.read_bytes())
    data[position] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_one_changed_byte_anywhere_is_found(released: Release, name: str, share: float) -> None:
    path = released.path / name
    flip(path, int(share * (path.stat().st_size - 1)))
    assert verify_release(path.parents[name.count("/")])


@pytest.mark.parametrize(
    "name",
    [
        "QUALITY.md",
        "datapackage.json",
        "education_quality.duckdb",
        "parquet/dim_profession.parquet",
        "report/index.html",
    ],
)
def test_one_fault_is_told_once_and_nothing_untrue_with_it(released: Release, name: str) -> None:
    path = released.path / name
    flip(path, path.stat().st_size // 2)
    assert verify_release(released.path) == [f"{name} was changed"]
    path.unlink()
    assert verify_release(released.path) == [f"{name} is missing"]


def test_every_single_byte_of_the_list_of_sums_matters(released: Release) -> None:
    release = released.path
    sums = release / "SHA256SUMS"
    for position in range(0, sums.stat().st_size, 41):
        flip(sums, position)
        assert verify_release(release)
        flip(sums, position)
    assert verify_release(release) == []


def test_a_copy_away_from_home_is_as_strict_about_its_list(released: Release, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "v2026.11.1"
    shutil.copytree(released.path, copy)
    assert verify_release(copy) == []
    sums = copy / "SHA256SUMS"
    for spoilt in (
        sums.read_bytes() + b"\n",
        sums.read_bytes().upper(),
        sums.read_bytes().replace(b"\n", b"\r\n"),
    ):
        original = sums.read_bytes()
        sums.write_bytes(spoilt)
        assert verify_release(copy)
        sums.write_bytes(original)


def test_a_file_changed_together_with_its_sum_breaks_the_seal(released: Release) -> None:
    release = released.path
    (release / "QUALITY.md").write_text("All is well.\n")
    write_sums(release)
    assert verify_release(release) == ["SHA256SUMS or v2026.11.1.sha256 was changed: the seal does not fit"]


def test_a_missing_seal_is_a_fault_at_home(released: Release) -> None:
    release = released.path
    seal_of(release).unlink()
    assert verify_release(release) == ["v2026.11.1.sha256 is missing beside the release"]


def _missing(release: Path) -> None:
    (release / "QUALITY.md").unlink()


def _extra(release: Path) -> None:
    (release / "parquet" / "more.txt").write_text("x")


def _empty_folder(release: Path) -> None:
    (release / "notes").mkdir()


def _link(release: Path) -> None:
    (release / "RELEASE.md").rename(release.parent / "RELEASE.md")
    (release / "RELEASE.md").symlink_to("../RELEASE.md")


def _no_sums(release: Path) -> None:
    (release / "SHA256SUMS").unlink()


def _gone(release: Path) -> None:
    shutil.rmtree(release)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_missing, "QUALITY.md is missing"),
        (_extra, "parquet/more.txt is not listed in SHA256SUMS"),
        (_empty_folder, "notes is not listed in SHA256SUMS"),
        (_link, "RELEASE.md was changed"),
        (_no_sums, "SHA256SUMS is missing"),
        (_gone, "no such folder"),
    ],
)
def test_files_that_come_go_or_hide_are_named(
    released: Release, spoil: Callable[[Path], None], words: str
) -> None:
    release = released.path
    spoil(release)
    assert any(words in fault for fault in verify_release(release))


def _descriptor(change: Callable[[dict[str, Any]], None]) -> Callable[[Path], None]:
    def spoil(release: Path) -> None:
        path = release / "datapackage.json"
        descriptor = json.loads(path.read_text())
        change(descriptor)
        path.write_text(json.dumps(descriptor))

    return spoil


def _database(sql: str) -> Callable[[Path], None]:
    def spoil(release: Path) -> None:
        with duckdb.connect(str(release / "education_quality.duckdb")) as connection:
            connection.execute(sql)

    return spoil


def _not_parquet(release: Path) -> None:
    (release / "parquet" / "dim_profession.parquet").write_bytes(b"none")


def _not_a_database(release: Path) -> None:
    (release / "education_quality.duckdb").write_bytes(b"none")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_descriptor(lambda d: d.update(version="v2026.11.9")), "says version v2026.11.9"),
        (_descriptor(lambda d: d["resources"].pop()), "is not described in datapackage.json"),
        (
            _descriptor(lambda d: d["resources"][0].update(path="parquet/x.parquet")),
            "described in datapackage.json but",
        ),
        (_descriptor(lambda d: d["resources"][0].update(hash="sha256:0")), "another hash"),
        (_descriptor(lambda d: d["resources"][0].update(bytes=1)), "another size"),
        (_descriptor(lambda d: d["resources"][0].update(row_count=9)), "has 3 rows, datapackage.json says 9"),
        (_descriptor(lambda d: d["resources"][0]["schema"]["fields"].pop()), "describes other columns"),
        (_descriptor(lambda d: d.pop("resources")), "not a release's descriptor"),
        (lambda release: (release / "datapackage.json").write_text("[]"), "not a release's descriptor"),
        (
            _database("update dim_profession set profession_name = 'x' where profession_code = 'ahp'"),
            "1 rows differ",
        ),
        (
            _database("delete from dim_profession where profession_code = 'ahp'"),
            "rows differ between",
        ),
        (_database("delete from fct_domain_risk where domain_code = 'D2'"), "1 rows differ"),
        (_database("alter table fct_domain_risk drop column composite"), "columns differ"),
        (_database("drop table fct_domain_risk"), "lacks table fct_domain_risk"),
        (_database("create table more (x int)"), "has extra table more"),
        (_not_parquet, "cannot be read"),
        (_not_a_database, "cannot be opened"),
    ],
)
def test_a_release_that_contradicts_itself_is_found_although_its_sums_fit(
    released: Release, spoil: Callable[[Path], None], words: str
) -> None:
    release = released.path
    spoil(release)
    write_sums(release)
    write_seal(release, release)
    assert any(words in fault for fault in verify_release(release))


@pytest.mark.parametrize("target", ["v2026.11.7", "/tmp", "../candidate"])
def test_a_link_that_points_nowhere_good_is_found(home: Home, released: Release, target: str) -> None:
    release = released.path
    link = home.releases / "current"
    link.unlink()
    link.symlink_to(target)
    assert [fault for fault in verify_release(release) if fault.startswith(f"current points to {target}")]


def test_a_folder_in_place_of_the_link_is_found_at_home_only(
    home: Home, released: Release, tmp_path: Path
) -> None:
    link = home.releases / "current"
    link.unlink()
    link.mkdir()
    assert verify_release(released.path) == ["current is not a link"]
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(released.path, elsewhere / "v2026.11.1")
    (elsewhere / "current").mkdir()
    assert verify_release(elsewhere / "v2026.11.1") == []
