"""Codes of the released tables in plain English.

Belongs here: words. A code without words is a fault of this file and raises `KeyError`.
"""

import datetime as dt

STATUS = {
    "shown": "shown",
    "suppressed": "hidden: protects few people",
    "no_respondents": "nobody answered",
    "not_asked": "not asked",
    "no_data": "no data",
    "not_applicable": "does not apply",
    "comparability_break": "not comparable",
}
BANDS = {
    "training_suspended": "Training suspended",
    "elevated": "Elevated",
    "risk": "Risk",
    "watch": "Watch",
    "no_evidence_of_risk": "No evidence of risk",
    "insufficient_evidence": "Insufficient evidence",
}
FLAGGED = ("training_suspended", "elevated", "risk", "watch")
DECLARATIONS = {
    "met": "Met",
    "met_with_exceptions": "Met with exceptions",
    "not_met": "Not met",
    "not_applicable": "Does not apply",
    "unanswered": "Unanswered",
}
MOVEMENTS = {
    "emerging": "New signal",
    "escalating": "Signal, rising",
    "continuing": "Signal, as before",
    "receding": "No longer a signal",
    "clear": "No signal",
    "not_comparable": "Not comparable",
    "hidden": "Hidden",
    "no_evidence": "No evidence",
}
DIRECTIONS = {
    "less_favourable": "less favourable than last cycle",
    "more_favourable": "more favourable than last cycle",
    "no_clear_change": "no clear change",
}
TRENDS = {"better": "more favourable", "worse": "less favourable", "unchanged": "unchanged"}
EVENTS = {
    "raised": "raised",
    "categorised": "category set",
    "plan_agreed": "plan agreed",
    "plan_off_track": "plan off track",
    "progress": "progress noted",
    "condition_set": "condition set",
    "condition_met": "condition met",
    "immediate_requirement": "immediate requirement made",
    "requirement_met": "requirement met",
    "shared": "shared with others",
    "closed": "closed",
    "reopened": "reopened",
}
SOURCES = {"nets": "National Education and Training Survey", "psa": "Provider Self-Assessment"}
PROVIDER_TYPES = {
    "acute": "Acute",
    "mental_health": "Mental health",
    "community": "Community",
    "ambulance": "Ambulance",
    "primary_care": "Primary care",
    "independent": "Independent",
    "education": "Education",
    "other": "Other",
}


def status(code: str | None) -> str:
    """Return why a figure is there or not; no row at all means that nothing was collected."""
    return STATUS[code] if code else "no data"


def band(code: str | None) -> str:
    """Return the name of a band; a cell without one is hidden."""
    return BANDS[code] if code else "Hidden"


def month(day: dt.date | None) -> str:
    """Return a month as people read it, `May 2024`."""
    return day.strftime("%b %Y") if day else "–"


def pct(value: float | None) -> str:
    """Return a percentage to one decimal."""
    return "–" if value is None else f"{value:.1f} %"


def z(value: float | None) -> str:
    """Return a score with its sign, to two decimals."""
    return "–" if value is None else f"{value:+.2f}".replace("-", "−")


def points(value: float | None) -> str:
    """Return a difference in percentage points with its sign."""
    return "–" if value is None else f"{value:+.1f}".replace("-", "−")


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sentence(text: str) -> str:
    """Return a text that begins with a capital letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]
