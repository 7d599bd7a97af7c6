"""Limits are settings: each refusal names the limit, and a raised one lets the very same bytes in."""

import gzip
import io
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.lib.home import PROJECT_ROOT, Home
from orchestration.lib.ingest.load import load_feed
from orchestration.lib.ingest.manifest import LoadManifest
from orchestration.lib.landing.land import LandingError, land_files
from orchestration.lib.settings import Settings, SettingsError, read_settings
from tests.unit.ingest.bench import Bench
from tests.unit.ingest.workbook_bytes import raw_workbook, workbook

FEED = "learner_numbers"
HEADINGS = ["wave", "provider_code", "profession", "learners"]
ROWS = [["2024", "ZA1", "nursing", "1"], ["2024", "ZA2", "nursing", "2"], ["2024", "ZA1", "dental", "3"]]
TEXT = "".join(",".join(row) + "\n" for row in [HEADINGS, *ROWS])


def parquet() -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(dict(zip(HEADINGS, zip(*ROWS, strict=True), strict=True))), buffer)
    return buffer.getvalue()


FILES = {
    "n.csv": TEXT.encode(),
    "n.csv.gz": gzip.compress(TEXT.encode()),
    "n.xlsx": workbook({FEED: [HEADINGS, *ROWS]}),
    "n.parquet": parquet(),
}


def set_limits(home: Home, **limits: int) -> None:
    lines = "".join(f"  {name}: {value}\n" for name, value in limits.items())
    home.settings.write_text(f"reader_limits:\n{lines}")


def message(manifest: LoadManifest) -> str:
    assert manifest.rejection is not None
    assert manifest.rejection.rule_id == "limit_exceeded"
    assert "section reader_limits of settings.yaml" in manifest.rejection.remedy
    return manifest.rejection.message


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("limit", ["max_bytes", "max_columns", "max_rows", "max_cell_characters"])
def test_a_raised_limit_lets_the_same_bytes_in(known: Bench, name: str, limit: str) -> None:
    set_limits(known.home, **{limit: 2})
    refused = known.load(FEED, name, FILES[name])
    assert f"; the limit {limit} is 2." in message(refused)
    set_limits(known.home, **{limit: 1_000_000})
    (loaded,) = load_feed(known.home, FEED)
    assert (loaded.sha256, loaded.status, loaded.rows_accepted) == (refused.sha256, "candidate", 3)
    known.home.settings.unlink()
    (again,) = load_feed(known.home, FEED)
    assert again.limits_hash == Settings().reader_limits.digest != loaded.limits_hash


def test_a_lowered_limit_refuses_what_was_let_in(known: Bench) -> None:
    assert known.load(FEED, "n.csv", TEXT).status == "candidate"
    set_limits(known.home, max_rows=3)
    (refused,) = load_feed(known.home, FEED)
    assert message(refused) == "The file has 4 rows; the limit max_rows is 3."


def test_landing_obeys_the_limits(known: Bench, tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_text(TEXT)
    set_limits(known.home, max_columns=3)
    with pytest.raises(LandingError, match="The file has 4 columns; the limit max_columns is 3"):
        land_files(known.home, [path])
    known.home.settings.unlink()
    assert land_files(known.home, [path])[0].feed == FEED


def test_a_home_without_settings_has_the_defaults(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert read_settings(home) == Settings()
    home.settings.write_text("# nothing set\n")
    assert read_settings(home) == Settings()
    set_limits(home, max_rows=7)
    limits = read_settings(home).reader_limits
    assert (limits.max_rows, limits.max_columns) == (7, Settings().reader_limits.max_columns)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("reader_limits: {max_row: 5}", "reader_limits.max_row: Extra inputs"),
        ("readers: {}", "readers: Extra inputs"),
        ("reader_limits: {max_rows: '5'}", "reader_limits.max_rows: Input should be a valid integer"),
        (
            "reader_limits: {max_rows: 0}",
            "reader_limits.max_rows: Input should be greater than or equal to 1",
        ),
        ("reader_limits: {max_rows: true}", "reader_limits.max_rows: Input should be a valid integer"),
        ("reader_limits: {max_bytes: 99999999999}", "reader_limits.max_bytes: Input should be less than"),
        ("reader_limits: {max_rows: 1, max_rows: 2}", "this cannot be read: the key 'max_rows' occurs twice"),
        ("reader_limits:", "reader_limits: Input should be"),
        ("- 1", "the file: Input should be"),
        ("a: [", "this cannot be read"),
        ("!!python/object:os.system {}", "this cannot be read"),
    ],
)
def test_a_setting_that_is_not_allowed_is_refused(tmp_path: Path, content: str, told: str) -> None:
    home = Home(tmp_path)
    home.settings.write_text(content)
    with pytest.raises(SettingsError) as refused:
        read_settings(home)
    assert str(refused.value).startswith(f"{home.settings}: {told}")
    assert "Remedy: correct or " in str(refused.value)


def test_one_cell_far_away_does_not_make_a_table_of_the_sheet(known: Bench) -> None:
    for number, row in enumerate(
        [
            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            "<row r='1048576'><c\n s = '1' r\n= 'xfd1048576'><v>1</v></c></row>",
            '<x:row r="1048576"><x:c s=">" r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
            '<row r="1048576">' + "<c><v>1</v></c>" * 16_000 + "</row>",
        ]
    ):
        manifest = known.load(FEED, f"far{number}.xlsx", raw_workbook(row))
        assert message(manifest).startswith("A sheet reaches over ")
    formats = "".join(f'<row r="{n}"><c r="XFD{n}" s="1"/></row>' for n in (2, 1_048_576))
    heading = "".join(
        f'<c r="{column}1" t="inlineStr"><is><t>{name}</t></is></c>'
        for column, name in zip("ABCD", HEADINGS, strict=True)
    )
    manifest = known.load(FEED, "formats.xlsx", raw_workbook(f'<row r="1">{heading}</row>{formats}'))
    assert manifest.rejection is not None
    assert manifest.rejection.rule_id == "no_rows"


@pytest.mark.parametrize("place", ["XFDA1", "A99999999999", "1A", "", "&#65;1"])
def test_a_cell_in_no_place_refuses_the_file(known: Bench, place: str) -> None:
    manifest = known.load(FEED, "p.xlsx", raw_workbook(f'<row><c r="{place}"><v>1</v></c></row>'))
    assert manifest.rejection is not None
    assert manifest.rejection.message == "A cell of the workbook is in no place of a sheet."


def test_a_directory_that_lies_is_found_out(known: Bench) -> None:
    data = raw_workbook("<row/>" * 1000)
    place = data.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24
    lying = data[:place] + (7).to_bytes(4, "little") + data[place + 4 :]
    manifest = known.load(FEED, "l.xlsx", lying)
    assert manifest.rejection is not None
    assert "bytes and declares 7." in manifest.rejection.message


_CHILD = """
import sys
from pathlib import Path
from expectations.contract import contract
from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.ingest.readers.read_file import read_file
from orchestration.lib.ingest.rejection import FileRejectedError

for name in sys.argv[1:]:
    try:
        read_file(Path(name), contract("learner_numbers"), ReaderLimits())
    except FileRejectedError as refused:
        sys.stdout.write(refused.rule.rule_id + "\\n")
status = Path("/proc/self/status").read_text()
sys.stdout.write(status.split("VmHWM:")[1].split()[0])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is asked of Linux' /proc")
def test_a_bomb_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{c}{row}" t="s"><v>0</v></c>' for c in "ABCDEFGHIJ") + "</row>"
        for row in range(1, 5000)
    )
    repeated = pa.DictionaryArray.from_arrays(pa.array([0] * 3_000_000, pa.int32()), ["x" * 1_000_000])
    packed = io.BytesIO()
    pq.write_table(pa.table({"wave": repeated}), packed)
    # Its outermost element begins in one unpacked piece and ends in the next.
    padded = f"<!--{'x' * ((1 << 20) - 9)}--><sst><si><t>{'x' * 90_000}</t></si></sst>"
    bombs = {
        "split.xlsx": raw_workbook(rows, more={"xl/sharedStrings.xml": padded}),
        "shared.xlsx": raw_workbook(rows, strings=f"<si><t>{'x' * 90_000}</t></si>"),
        "far.xlsx": raw_workbook('<row r="1"><c r="XFD1048576"><v>1</v></c></row>'),
        "part.xlsx": raw_workbook("", more={"xl/styles.xml": "<x/>" * 20_000_000}),
        "repeated.parquet": packed.getvalue(),
        "columns.csv": b",".join(b"c%d" % n for n in range(10_000)) + b"\n1\n",
        "heading.csv": b"x" * 50_000_000 + b",b\n1,2\n",
        "cell.csv": b"wave,b\n1," + b"x" * 50_000_000 + b"\n",
        "packed.csv.gz": gzip.compress(b"wave\n" + b"1" * (80 << 20), 1),
    }
    for name, data in bombs.items():
        (tmp_path / name).write_bytes(data)
    with (tmp_path / "huge.csv").open("wb") as huge:
        huge.truncate(5 << 30)
    child = subprocess.run(
        [sys.executable, "-c", _CHILD, *(str(tmp_path / name) for name in [*bombs, "huge.csv"])],
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT_ROOT,
    )
    *rules, kilobytes = child.stdout.split()
    assert rules == ["limit_exceeded"] * (len(bombs) + 1)
    assert int(kilobytes) < 700_000
