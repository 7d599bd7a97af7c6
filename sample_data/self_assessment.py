"""The `psa` feed: returns of providers about themselves, one file per cycle.

Belongs here: who returns, what is asked of them, and the versions of a return. What they declare is
`declarations.py`.
"""

from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from expectations import reference
from sample_data.calibration import share_count
from sample_data.coded import BLANK, Coded
from sample_data.declarations import ANSWERS, declare
from sample_data.providers import Providers
from sample_data.streams import stream
from sample_data.writer import SampleWriter

CYCLES = (2022, 2023, 2024)
_RETURN_RATE = 0.95
_ROLES = ("Chief Nurse", "Medical Director", "Chief People Officer", "Chief Executive")
# What becomes of a return: share of providers, and for each of its versions whether it was signed off.
_HISTORIES = (
    (0.80, (True,)),
    (0.11, (True, True)),  # superseded
    (0.06, (True, False)),  # the later one stayed a draft
    (0.03, (False,)),  # never signed off
)


def self_assessment_table(
    providers: Providers,
    present: npt.NDArray[np.bool_],
    quality: npt.NDArray[np.float64],
    cycle: int,
    seed: int,
) -> pa.Table:
    """Return every version of every return of a cycle.

    Args:
        providers: The providers.
        present: Which professions train at which provider, shape (providers, professions).
        quality: Latent quality of the year, shape (providers, professions, domains).
        cycle: Year of the self-assessment.
        seed: Seed of the sample.
    """
    rng = stream(seed, "self assessment", str(cycle))
    open_now = np.flatnonzero(providers.is_open(np.datetime64(f"{cycle}-09-01")) & present.any(axis=1))
    returning = np.sort(rng.permutation(open_now)[: share_count(len(open_now), _RETURN_RATE)])
    history = np.searchsorted(np.cumsum([h[0] for h in _HISTORIES])[:-1], rng.random(len(returning)))
    versions = [_HISTORIES[h][1] for h in history]
    scored = np.array([any(v) for v in versions])

    items = _items(returning, present, cycle)
    items["answer"] = declare(items, returning, scored, quality, cycle, rng)
    current = np.array([max((i for i, ok in enumerate(v, 1) if ok), default=1) for v in versions])
    tables = []
    for version in (1, 2):
        has = np.array([len(v) >= version for v in versions])
        signed = np.array([len(v) >= version and v[version - 1] for v in versions])
        rows = {name: column[has[items["position"]]] for name, column in items.items()}
        # What was later replaced, and what stayed a draft, differs from what counts in some answers.
        other = (current != version)[rows["position"]] & (rng.random(len(rows["position"])) < 0.08)
        rows["answer"] = np.where(other & (rows["answer"] == 2), 0, rows["answer"])
        tables.append(_table(rows, returning, providers, signed, version, cycle, rng))
    return pa.concat_tables(tables).sort_by([("provider_code", "ascending"), ("version", "ascending")])


def _items(
    returning: npt.NDArray[np.int64], present: npt.NDArray[np.bool_], cycle: int
) -> dict[str, npt.NDArray[np.int64]]:
    """Return one row per provider and question (and profession): positions in the governed lists."""
    position, question, profession = [], [], []
    for number, row in enumerate(reference.seed("psa_question")):
        if not int(row["asked_from_year"]) <= cycle <= int(row["asked_to_year"] or 9999):
            continue
        if row["answer_level"] == "organisation":
            where, which = np.arange(len(returning)), np.full(len(returning), BLANK)
        else:
            where, which = np.nonzero(present[returning])
        position.append(where)
        profession.append(which)
        question.append(np.full(len(where), number))
    return {
        "position": np.concatenate(position),
        "question": np.concatenate(question),
        "profession": np.concatenate(profession),
    }


def _table(
    rows: dict[str, npt.NDArray[np.int64]],
    returning: npt.NDArray[np.int64],
    providers: Providers,
    signed: npt.NDArray[np.bool_],
    version: int,
    cycle: int,
    rng: np.random.Generator,
) -> pa.Table:
    size, per_provider = len(rows["position"]), len(returning)
    minutes = rng.integers(0, 42, per_provider) * 24 * 60 + rng.integers(0, 540, per_provider)
    start = np.datetime64(f"{cycle}-09-02T08:30") + np.timedelta64(60 * (version - 1), "D")
    submitted = (start + minutes.astype("timedelta64[m]"))[rows["position"]]
    role = np.where(signed, rng.integers(0, len(_ROLES), per_provider), BLANK)[rows["position"]]
    exceptions = np.where(rows["answer"] == 1, rows["profession"], BLANK)
    professions = tuple(reference.codes("profession"))
    comment = np.select([rows["answer"] == 0, rows["answer"] == 1], [0, 1], BLANK)
    remarks = ("An action plan is being agreed.", "Met for most learners; exceptions are being followed up.")
    return pa.table(
        {
            "cycle": pa.array(np.full(size, cycle)),
            "provider_code": providers.code[returning[rows["position"]]].tolist(),
            "question_code": Coded(rows["question"], tuple(reference.codes("psa_question")))
            .arrow()
            .cast(pa.string()),
            "profession": Coded(rows["profession"], professions).arrow().cast(pa.string()),
            "answer": Coded(rows["answer"], ANSWERS).arrow().cast(pa.string()),
            "version": pa.array(np.full(size, version)),
            "submitted_at": pa.array(submitted.astype("datetime64[s]")),
            "signed_off_by_role": Coded(role, _ROLES).arrow().cast(pa.string()),
            "exception_professions": Coded(exceptions, professions).arrow().cast(pa.string()),
            "comment": Coded(comment, remarks).arrow().cast(pa.string()),
        }
    )


def write_self_assessments(
    providers: Providers,
    present: npt.NDArray[np.bool_],
    quality_of: dict[int, npt.NDArray[np.float64]],
    seed: int,
    writer: SampleWriter,
) -> None:
    """Write the returns of every cycle into landing."""
    for cycle in CYCLES:
        table = self_assessment_table(providers, present, quality_of[cycle], cycle, seed)
        writer.feed("psa", f"psa_{cycle}.csv", table, date(cycle, 12, 15))
