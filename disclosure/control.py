"""Decide for every cell whether a release may show it.

Belongs here: the order in which questions are decided, and what each inherits. Companions are `protect.py`'s.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from disclosure.cells import (
    BY_COMPANION,
    BY_THRESHOLD,
    COUNTS,
    KEY,
    LEARNERS,
    NO_RESPONDENTS,
    SHOWN,
    SUPPRESSED,
    check,
)
from disclosure.levels import Array, Levels
from disclosure.protect import Protection
from disclosure.question import Question, measures
from disclosure.rules import Rules
from disclosure.wave import Wave, read_question


def control(cells: pd.DataFrame, rules: Rules, earlier: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the keys of all cells with `status_code` and `hidden_by`.

    Args:
        cells: Exact counts, one row per cell, in any order.
        rules: Threshold, widths, routes.
        earlier: What earlier releases said about cells: the same keys, `status_code`, and the counts where
            shown. A cell hidden once stays hidden.

    Returns:
        One row per cell in the order of the keys. `hidden_by` is `threshold`, `secondary` or empty.

    Raises:
        ValueError: The cells are not of the agreed shape.
    """
    ordered = check(cells)
    ordered["was_hidden"], ordered["was_told"] = _remembered(ordered, earlier)
    statuses, reasons = np.full(len(ordered), SHOWN, object), np.full(len(ordered), None, object)
    for _, rows in ordered.groupby("wave_code", sort=True):
        hidden, small = _decide_wave(rows.reset_index(drop=True), rules)
        statuses[rows.index[hidden]] = SUPPRESSED
        reasons[rows.index[hidden]] = np.where(small[hidden], BY_THRESHOLD, BY_COMPANION)
    statuses[(ordered["respondents"] == 0).to_numpy()] = NO_RESPONDENTS
    return ordered[list(KEY)].assign(status_code=statuses, hidden_by=reasons)


def _remembered(cells: pd.DataFrame, earlier: pd.DataFrame | None) -> tuple[Array, Array]:
    """Where an earlier release hid a cell, and where one told the very figures the cell has now."""
    nothing = np.zeros(len(cells), bool)
    if earlier is None or earlier.empty:
        return nothing, nothing
    hidden = earlier.loc[earlier["status_code"] == SUPPRESSED, list(KEY)].drop_duplicates()
    told = earlier.loc[earlier["status_code"] == SHOWN, [*KEY, *COUNTS]].drop_duplicates()
    was_hidden = cells[list(KEY)].merge(hidden, on=list(KEY), how="left", indicator=True)["_merge"] == "both"
    # Counts may be empty: compared as text, empty equals empty.
    now, then = cells[[*KEY, *COUNTS]].astype(str), told.astype(str)
    told_row = pd.MultiIndex.from_frame(now).isin(pd.MultiIndex.from_frame(then))
    return was_hidden.to_numpy(), told_row


class _Decided:
    """What has been decided about the questions of a wave so far."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.hidden: dict[str, Levels] = {}
        self.small: dict[str, Levels] = {}

    def decide(
        self,
        question: Question,
        small: Levels,
        hidden: Levels,
        asked_hidden: Levels,
        known: Levels,
        kept: Levels | None,
    ) -> None:
        """Decide one question, beginning with what must be hidden."""
        present = {key: values > 0 for key, values in question.people.items()}
        if self.rules.secondary:
            promised = measures(question, asked_hidden, self.rules)
            start = {key: mask.copy() for key, mask in hidden.items()}
            hidden = Protection(question, promised, known, kept).extend(start)
        else:
            hidden = small
        self.hidden[question.code] = {key: mask & present[key] for key, mask in hidden.items()}
        self.small[question.code] = {key: mask & present[key] for key, mask in small.items()}


def _hide_respondents(
    questions: list[Question], hidden: Levels, known: Mapping[str, Levels], rules: Rules
) -> dict[str, Levels]:
    """Hide companions, in place, until the respondents of all these questions are uncertain enough.

    Returns:
        Question -> where its respondents are.
    """
    everywhere = {key: np.ones_like(mask) for key, mask in hidden.items()}
    protections = [
        Protection(question, measures(question, everywhere, rules)[:1], known[question.code])
        for question in questions
    ]
    before = -1
    while before != (before := sum(int(mask.sum()) for mask in hidden.values())):
        for protection in protections:
            protection.extend(hidden)
    return {
        question.code: protection.kept[0] for question, protection in zip(questions, protections, strict=True)
    }


def _decide_wave(rows: pd.DataFrame, rules: Rules) -> tuple[Array, Array]:
    """Return which rows are hidden, and which of them for their own smallness."""
    wave = Wave(rows)
    asked = _asked(rows)
    of_question = {str(code): index.to_numpy() for code, index in rows.groupby(asked).groups.items()}
    # An indicator that stands for itself is put to the same people as its question.
    asker = dict(zip(asked, rows["question_code"], strict=True))
    questions = {code: _question(wave, rows, code, index) for code, index in of_question.items()}
    was_hidden = _mask_by_question(wave, rows, of_question, "was_hidden")
    was_told = _mask_by_question(wave, rows, of_question, "was_told")
    plain = [code for code in questions if asker[code] not in rules.routes and code != LEARNERS]
    decided = _Decided(rules)
    everywhere = {key: ~mask for key, mask in wave.shape.zeros(bool).items()}
    small, hidden = wave.shape.zeros(bool), wave.shape.zeros(bool)
    kept: dict[str, Levels] = {}
    if plain:
        # Who answered is hidden for all questions put to everybody together, on the smallest of their bases.
        small = _any([_is_small(questions[code], rules) for code in plain])
        hidden = _any([small, _hidden_for_all([questions[code] for code in plain], was_hidden)])
        if rules.secondary:
            kept = _hide_respondents([questions[code] for code in plain], hidden, was_told, rules)
    for code in [*plain, *(code for code in questions if code not in plain)]:
        question = questions[code]
        if code in plain:
            own, start, asked_hidden = small, _any([hidden, was_hidden[code]]), hidden
        else:
            above = [
                decided.hidden[parent] for parent in rules.routes.get(asker[code], ()) if parent in questions
            ]
            own = _is_small(question, rules)
            start = _any([own, was_hidden[code], *above])
            asked_hidden = _any(above) if above else everywhere
        decided.decide(question, own, start, asked_hidden, was_told[code], kept.get(code))
    hidden_rows, small_rows = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
    for code, index in of_question.items():
        hidden_rows[index] = wave.at(index, decided.hidden[code])
        small_rows[index] = wave.at(index, decided.small[code])
    return hidden_rows, small_rows


def _hidden_for_all(questions: list[Question], was_hidden: Mapping[str, Levels]) -> Levels:
    """Where earlier releases hid who answered: a question alone may be hidden for its favourable count."""
    nobody = [{key: values == 0 for key, values in question.people.items()} for question in questions]
    hidden = [was_hidden[question.code] for question in questions]
    return {
        key: np.all([mask[key] | none[key] for mask, none in zip(hidden, nobody, strict=True)], axis=0)
        & np.any([mask[key] for mask in hidden], axis=0)
        for key in hidden[0]
    }


def _asked(rows: pd.DataFrame) -> pd.Series:
    """Question of each row; the indicator itself where those of a question rest on different respondents.

    Files of counts may give one indicator of a question and not another, or each on a base of its own.
    """
    cell = [name for name in KEY if name != "indicator_code"]
    bases = rows.groupby(cell)["respondents"].agg(["size", "nunique"]).groupby("question_code")
    indicators = rows.groupby("question_code")["indicator_code"].nunique()
    uneven = (bases["nunique"].max() > 1) | (bases["size"].min() < indicators)
    return rows["question_code"].where(~rows["question_code"].map(uneven), rows["indicator_code"])


def _question(wave: Wave, rows: pd.DataFrame, code: str, index: Array) -> Question:
    indicators: dict[str, tuple[Levels, Levels | None, Levels | None]] = {}
    for indicator, found in rows.loc[index].groupby("indicator_code").groups.items():
        base, favourable, counted = (
            None
            if rows.loc[found, count].isna().all()
            else wave.levels(found.to_numpy(), rows.loc[found, count].fillna(0).to_numpy(np.int64))
            for count in COUNTS
        )
        if base is None:
            raise ValueError(f"Indicator {indicator} has cells without respondents.")
        indicators[str(indicator)] = (base, favourable, counted)
    return read_question(code, indicators)


def _mask_by_question(
    wave: Wave, rows: pd.DataFrame, of_question: Mapping[str, Array], column: str
) -> dict[str, Levels]:
    flags = rows[column].to_numpy(bool)
    found = {}
    for code, index in of_question.items():
        # True where any indicator's row is.
        marked = index[flags[index]]
        found[code] = wave.levels(marked, np.ones(len(marked), bool))
    return found


def _is_small(question: Question, rules: Rules) -> Levels:
    return {key: (values > 0) & (values < rules.threshold) for key, values in question.people.items()}


def _any(masks: list[Levels]) -> Levels:
    return {key: np.any([mask[key] for mask in masks], axis=0) for key in masks[0]}
