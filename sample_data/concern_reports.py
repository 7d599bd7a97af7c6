"""What the report of a concern states: seven points, most of them often left blank.

Belongs here: which points are written, and the words. Which concerns there are is `concerns.py`. Points are
left blank more often by some sources than by others, so that a measure of completeness has something to find.
"""

import numpy as np
import pyarrow as pa

from sample_data.coded import BLANK, Coded
from sample_data.streams import stream

_SUMMARIES = {
    "D1": "Unsupportive behaviour on the ward is not improving.",
    "D2": "Concerns reported by learners are not followed up.",
    "D3": "Learners have no named supervisor in the first weeks.",
    "D4": "Supervisors have no time set aside for teaching.",
    "D5": "Learners cannot attend the clinics their programme asks for.",
    "D6": "Placements are at risk through gaps in the workforce.",
}
# Points that are free text in the log, with the share of reports that state them, and what they then say.
_POINTS = {
    "desired_improvement": (0.75, "The provider agrees actions for the team with a date for each."),
    "success_measure": (0.45, "Learners say in the next survey that it has improved."),
    "monitoring": (0.55, "Reviewed with the provider every month."),
    "next_steps": (0.6, "If there is no progress by the next review it is escalated."),
    "other_groups_affected": (0.3, "Learners of other professions on the same ward."),
}
# Sources that know the form write more; whoever meets it for the first time writes less.
_CARE = {"visit": 0.2, "regulator": 0.15, "educator": 0.05, "learner": -0.2, "nets": -0.25, "psa": -0.25}
_NO_SUMMARY = 0.02


def report_columns(sources: list[str], domains: list[str], seed: int) -> dict[str, pa.Array]:
    """Return the restricted text columns of concerns.

    Args:
        sources: Source type of each concern.
        domains: Primary domain of each concern.
        seed: Seed of the sample.

    Returns:
        Column name to texts, blank where the report does not state the point.
    """
    rng = stream(seed, "concern reports")
    care = np.array([_CARE.get(source, 0.0) for source in sources])
    stated = rng.random(len(sources)) >= _NO_SUMMARY
    issues = np.array([list(_SUMMARIES).index(domain) for domain in domains])
    summary = Coded(np.where(stated, issues, BLANK), tuple(_SUMMARIES.values()))
    columns = {"summary": summary.arrow().cast(pa.string())}
    for name, (share, text) in _POINTS.items():
        written = np.where(rng.random(len(sources)) < share + care, 0, BLANK)
        columns[name] = Coded(written, (text,)).arrow().cast(pa.string())
    return columns
