"""Whatever a file holds, every row of it is accepted or quarantined, once and under its own number."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.lib.home import Home
from tests.unit.ingest.bench import NETS, Bench, questions_2024

CELL = st.one_of(
    st.sampled_from(
        [
            "",
            "2024",
            "2020-1",
            "ZA1",
            "za1 ",
            "ZZ9",
            "nursing",
            "Nursing",
            "5",
            "5.0",
            "-1",
            "x;y",
            "31/12/2023",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8),
)
ROW = st.lists(CELL, min_size=1, max_size=6)
ANSWERS = st.dictionaries(
    st.sampled_from(sorted(questions_2024())),
    st.sampled_from(["", "yes", "no", "good", "Not applicable", "culture;workload", "nonsense"]),
    max_size=8,
)
PROPERTY = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def fresh_bench(root: str) -> Bench:
    bench = Bench(Home(Path(root)))
    bench.know_providers("ZA1")
    return bench


def source_rows(bench: Bench, manifest) -> tuple[list[int], set[int]]:  # type: ignore[no-untyped-def]
    kept = [row[0] for row in bench.accepted(manifest, "_source_row")]
    out = {row[0] for row in bench.quarantine(manifest) if row[4] == "row"}
    return kept, out


@PROPERTY
@given(rows=st.lists(ROW, min_size=1, max_size=12), delimiter=st.sampled_from([",", ";", "\t"]))
def test_rows_of_any_text_are_conserved(rows: list[list[str]], delimiter: str) -> None:
    heading = ["wave", "provider_code", "profession", "learners"]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([heading, *rows])
    with tempfile.TemporaryDirectory() as root:
        bench = fresh_bench(root)
        manifest = bench.load("learner_numbers", "n.csv", buffer.getvalue())
        if manifest.status == "rejected":
            assert manifest.rejection is not None
            assert manifest.rejection.rule_id in ("no_rows", "person_identifier")
            return
        kept, out = source_rows(bench, manifest)
        # A blank row is no row: white space of any kind alone says nothing.
        given_rows = {n for n, row in enumerate(rows, start=2) if len(row) != 4 or any(row)}
        assert len(kept) == len(set(kept)) == manifest.rows_accepted
        assert not set(kept) & out
        assert set(kept) | out <= given_rows
        assert manifest.rows_in == len(kept) + len(out)


@PROPERTY
@given(answers=st.lists(ANSWERS, min_size=1, max_size=8))
def test_answers_are_conserved(answers: list[dict[str, str]]) -> None:
    rows = [
        NETS | questions_2024() | given_answers | {"response_id": f"R{n:04}"}
        for n, given_answers in enumerate(answers)
    ]
    with tempfile.TemporaryDirectory() as root:
        bench = fresh_bench(root)
        manifest = bench.load("nets_responses", "n.csv", rows)
        kept, out = source_rows(bench, manifest)
        assert sorted([*kept, *out]) == list(range(2, len(rows) + 2))
        columns = ", ".join(f'"{code}"' for code in questions_2024())
        left = [[v for v in row if v is not None] for row in bench.accepted(manifest, columns)]
        cells_out = [row for row in bench.quarantine(manifest) if row[4] == "cell"]
        written = sum(bool(v) for n in kept for v in answers[n - 2].values())
        assert sum(map(len, left)) + len(cells_out) == written
        assert manifest.cells_quarantined == len(cells_out)
