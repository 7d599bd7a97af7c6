"""What a reader of all releases knows about one wave, as linear equations and inequalities.

Belongs here: what the intruder is granted. Shown counts are known exactly (percentages and scores invert to
them); a hidden cell holds somebody; parts add up to totals in every table; no count exceeds its base;
favourable
and counted are tied as the question bank ties them; nobody answers who was not asked, where the number
asked is shown. A hidden cell whose data did not change between releases is one unknown in all of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import pandas as pd

from disclosure.cells import COUNTS, KEY, LEARNERS, RESPONSES, SUPPRESSED
from disclosure.levels import PROFESSIONS
from disclosure.rules import Rules
from disclosure.wave import ALL

Terms: TypeAlias = dict["Count", float]


class Cell(NamedTuple):
    """A place in a table."""

    level: str
    place: str
    profession: str
    breakdown: str
    group: str


class Count(NamedTuple):
    """One number: respondents and favourable of a question, counted of an indicator.

    Attributes:
        kind: `respondents`, `favourable` or `counted`.
        code: Question or indicator.
        cell: Where.
        edition: In which release it last changed: before and after are two numbers.
    """

    kind: str
    code: str
    cell: Cell
    edition: int


class Knowledge:
    """One wave.

    Attributes:
        exact: Every number, hidden ones too.
        told: Numbers that some release shows.
        equal: Expressions that are zero.
        at_most: Expressions that are not above zero.
        needed: Width promised of hidden numbers, people.
    """

    def __init__(self, releases: Sequence[pd.DataFrame], rules: Rules) -> None:
        self.exact: dict[Count, float] = {}
        self.told: set[Count] = set()
        self.equal: list[Terms] = []
        self.at_most: list[Terms] = []
        self.needed: dict[Count, float] = {}
        self._editions: dict[tuple[str, Cell], tuple[tuple[Any, ...], int]] = {}
        for number, release in enumerate(releases):
            self._read(release, number, rules)

    def _read(self, release: pd.DataFrame, number: int, rules: Rules) -> None:
        rows = [
            (Cell(*row[3:8]), row)
            for row in release[[*KEY, "region_code", *COUNTS, "status_code"]].itertuples(index=False)
        ]
        questions: dict[tuple[str, Cell], list[Any]] = {}
        for cell, row in rows:
            questions.setdefault((str(row.question_code), cell), []).append(row)
        here: dict[tuple[str, str, Cell], Count] = {}
        for (question, cell), found in questions.items():
            state = tuple(
                sorted(
                    (row.indicator_code, str(row.respondents), str(row.favourable), str(row.counted))
                    for row in found
                )
            )
            before = self._editions.get((question, cell), (state, number))
            edition = before[1] if before[0] == state else number
            self._editions[question, cell] = state, edition
            for row in found:
                for kind, code in (
                    ("respondents", question),
                    ("favourable", question),
                    ("counted", row.indicator_code),
                ):
                    value = getattr(row, kind)
                    if pd.isna(value):
                        continue
                    count = here[kind, code, cell] = Count(kind, code, cell, edition)
                    self.exact[count] = float(value)
                    if row.status_code != SUPPRESSED:
                        self.told.add(count)
        self._parts_add_up(here, {cell: row.region_code for cell, row in rows})
        ties = _ties(release)
        for (question, cell), found in questions.items():
            base = here["respondents", question, cell]
            self._within_base(
                base,
                [here.get(("counted", row.indicator_code, cell)) for row in found],
                here.get(("favourable", question, cell)),
                ties[question],
            )
            self._promise(base, question, found, here, rules)

    def _parts_add_up(self, here: Mapping[tuple[str, str, Cell], Count], region: Mapping[Cell, Any]) -> None:
        sums: dict[tuple[Any, ...], Terms] = {}
        for (kind, code, cell), count in here.items():
            for relation, total in _totals(cell, region[cell]):
                whole = here.get((kind, code, total))
                if whole is not None:
                    terms = sums.setdefault((kind, code, relation, total), {whole: -1.0})
                    terms[count] = 1.0
        self.equal += sums.values()

    def _within_base(
        self, base: Count, counted: Sequence[Count | None], favourable: Count | None, ties: Mapping[str, str]
    ) -> None:
        some = [count for count in counted if count is not None]
        self.at_most += [{count: 1.0, base: -1.0} for count in [*some, *([favourable] if favourable else [])]]
        if favourable is None:
            if some and ties.get("") == "covers":
                self.at_most.append({base: 1.0, **dict.fromkeys(some, -1.0)})
            return
        rest: Terms = {favourable: 1.0, base: -1.0}
        for count in some:
            tie = ties.get(count.code)
            if tie == "same":
                self.equal.append({count: 1.0, favourable: -1.0})
            elif tie == "others":
                self.equal.append({count: 1.0, favourable: 1.0, base: -1.0})
            else:
                rest[count] = 1.0
        if len(rest) > 2:
            (self.equal if ties.get("") == "all" else self.at_most).append(rest)

    def _promise(
        self,
        base: Count,
        question: str,
        rows: Sequence[Any],
        here: Mapping[tuple[str, str, Cell], Count],
        rules: Rules,
    ) -> None:
        asked = _asked(question, base.cell, here, rules)
        if (
            asked
            and all(count in self.told for count in asked)
            and self.exact[base] <= sum(self.exact[c] for c in asked)
        ):
            self.at_most.append({base: 1.0, **dict.fromkeys(asked, -1.0)})
            self.needed[base] = 0.0
        elif question in rules.routes:
            self.needed[base] = 0.0
        else:
            self.needed[base] = self._width(base, rules.respondents_width, rules)
        favourable = here.get(("favourable", question, base.cell))
        counted = [here.get(("counted", row.indicator_code, base.cell)) for row in rows]
        for count in [favourable] if favourable else counted:
            if count is not None:
                self.needed[count] = min(self._width(base, rules.favourable_width, rules), self.exact[base])

    def _width(self, base: Count, small: int, rules: Rules) -> int:
        return small if self.exact[base] < rules.threshold else rules.companion_width


def _totals(cell: Cell, region: Any) -> Iterator[tuple[str, Cell]]:
    """Yield the totals that a cell is part of, and what is summed to give them."""
    if cell.level == "provider":
        yield "places", cell._replace(level="region", place=region)
    elif cell.level == "region":
        yield "places", cell._replace(level="national", place="ENGLAND")
    if cell.breakdown != PROFESSIONS:
        yield cell.breakdown, cell._replace(breakdown=PROFESSIONS, group=ALL)
    if cell.profession != ALL:
        yield f"professions of {cell.breakdown}", cell._replace(profession=ALL)


def _asked(
    question: str, cell: Cell, here: Mapping[tuple[str, str, Cell], Count], rules: Rules
) -> list[Count]:
    """The counts of those to whom a question was put."""
    if question in {RESPONSES, LEARNERS}:
        return []
    if question in rules.routes:
        found = [here.get(("counted", parent, cell)) for parent in rules.routes[question]]
    else:
        found = [here.get(("respondents", RESPONSES, cell))]
    return [count for count in found if count is not None]


def _ties(release: pd.DataFrame) -> dict[str, dict[str, str]]:
    """How the question bank ties counts to the favourable one; the empty name is for all of them together."""
    ties: dict[str, dict[str, str]] = {}
    for question, rows in release.groupby("question_code"):
        found = ties.setdefault(str(question), {})
        for indicator, own in rows.groupby("indicator_code"):
            if own["counted"].equals(own["favourable"]):
                found[str(indicator)] = "same"
            elif (own["counted"] + own["favourable"]).equals(own["respondents"]):
                found[str(indicator)] = "others"
        some = rows[~rows["indicator_code"].isin(list(found))]
        cells = [some[name] for name in KEY[3:]]
        total = some["counted"].groupby(cells).sum()
        base, favourable = (some[name].groupby(cells).first() for name in ("respondents", "favourable"))
        if some["favourable"].isna().all() and (total >= base).all():
            found[""] = "covers"
        elif (total + favourable == base).all():
            found[""] = "all"
    return ties
