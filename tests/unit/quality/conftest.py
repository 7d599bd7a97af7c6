"""A home whose gates have judged files of every kind, and a reader of pages."""

from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

from expectations.registry import published_suite, published_tables
from expectations.result import RuleResult
from expectations.suite import Rule
from orchestration.lib.gates.audit import write_ops
from orchestration.lib.gates.feed_gate import check_feed
from orchestration.lib.gates.promotion import promote
from orchestration.lib.gates.verdict import Verdict, load_verdicts
from orchestration.lib.home import Home
from orchestration.lib.quality.release_page import release_page
from tests.unit.ingest.bench import CONCERN, NETS, Bench, csv_text, questions_2024

# Words that only restricted columns, or rows about people, hold.
SECRETS = ("Xanthe", "Larkspur", "pseudonym77", "Ethnicgroup", "2024-03-17")
# A name of two letters, which no page holds by chance.
TOO_SHORT = "ÿŒ"
HOSTILE = "<script>alert(1)<script>.csv"
_VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """A parsed page: its tags, its text by tag, and what was opened and not closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.faults: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1:] or 'nothing'}")
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def ids(self) -> list[str]:
        return [str(attributes["id"]) for _, attributes in self.tags if "id" in attributes]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A home with one accepted register."""
    return bench_at(tmp_path / "home")


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Accepted loads that warn, with restricted values in the rows that do; one was refused and replaced.

    Made once: tests read it and write nothing but pages.
    """
    return _judge(bench_at(tmp_path_factory.mktemp("judged") / "home"))


@pytest.fixture(scope="session")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A refused file, a rejected one, one with rows in quarantine, and a name that deceives the eye."""
    bench = bench_at(tmp_path_factory.mktemp("refused") / "home")
    bench.load("education_providers", HOSTILE, "ukprn,name\n10000001,q\n10000002,University of Easting\n")
    bench.load("education_providers", "no_heading.csv", "number,name\n10000001,University of Easting\n")
    bench.drop("education_providers", "gpj.\u202ecsv.csv", "ukprn,name\n1,x\n")
    secret = {"summary": "Xanthe shouted", "department": "Larkspur"}
    rows = [CONCERN | secret | {"concern_id": f"C{number}"} for number in range(20)]
    rows += [CONCERN | secret | {"concern_id": "C99", "isf_category": "seventeen"}]
    bench.load("concerns", "concerns.csv", csv_text(rows))
    answers = NETS | questions_2024() | {"ethnicity": "Ethnicgroup", "submitted_on": "2019-03-17"}
    people = [answers | {"response_id": f"pseudonym77-{number}"} for number in range(12)]
    bench.load("nets_responses", "nets_2024.csv", csv_text(people))
    for feed in ("education_providers", "concerns", "nets_responses"):
        check_feed(bench.home, feed)
    return bench.home


def bench_at(root: Path) -> Bench:
    bench = Bench(Home(root))
    bench.load("providers", "ods_etr_2018.csv", _register("ZA1", "ZA2"))
    check_feed(bench.home, "providers")
    promote(bench.home, "providers")
    return bench


def _judge(bench: Bench) -> Home:
    short = f"ukprn,name\n10000001,{TOO_SHORT}\n10000002,University of Easting\n"
    bench.load("education_providers", HOSTILE, short)
    good = "ukprn,name\n10000001,University of Northwold\n10000002,University of Easting\n"
    bench.load("education_providers", HOSTILE, good)
    check_feed(bench.home, "education_providers")
    promote(bench.home, "education_providers")
    answers = [
        NETS
        | questions_2024()
        | {"response_id": f"pseudonym77-{number}", "ethnicity": "Ethnicgroup", "submitted_on": "2024-03-17"}
        for number in range(30)
    ]
    bench.load("nets_responses", "nets_2024.csv", csv_text(answers))
    concern = CONCERN | {"summary": "Xanthe shouted", "department": "Larkspur", "provider_code": "ZA2"}
    bench.load("concerns", "concerns.csv", csv_text([concern, concern | {"concern_id": "C2"}]))
    for feed in ("nets_responses", "concerns"):
        check_feed(bench.home, feed)
    write_ops(bench.home)
    return bench.home


def _register(*codes: str) -> str:
    row = '"{}","TRUST {}","Y56","QKK","","","","","","","20000401","",' + ",".join(['""'] * 15)
    return "".join(row.format(code, code) + "\n" for code in codes)


def rule_result(rule: Rule, *, passed: bool = True, rows: Sequence[dict[str, object]] = ()) -> RuleResult:
    return RuleResult(
        rule_id=rule.id,
        severity=rule.severity,
        passed=passed,
        observed="holds" if passed else f"{len(rows)} rows break the rule",
        bound=rule.bound,
        unexpected_count=None if passed else len(rows),
        failing_rows=tuple(rows),
        why=rule.why,
        how_to_resolve=rule.how_to_resolve,
        owner=rule.owner,
    )


def table_verdicts() -> list[Verdict]:
    """Every published suite passed; one rule that warns does not hold."""
    verdicts = []
    for table in published_tables():
        rules = published_suite(table).rules
        warns = next((rule for rule in rules if rule.severity == "warning"), None)
        results = [
            rule_result(rule, passed=rule is not warns, rows=[{"wave_code": "2024", "note": "<b>&\u202e"}])
            for rule in rules
        ]
        verdicts.append(Verdict(table, "a" * 64, "s1", True, len(rules), results=tuple(results)))
    return verdicts


def page_of(home: Home) -> Page:
    return Page(release_page(home, "v2026.11.1", table_verdicts(), load_verdicts(home)).decode())
