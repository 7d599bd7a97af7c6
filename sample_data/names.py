"""Invented names and codes that can never be mistaken for a real organisation.

Belongs here: words and code shapes. Every name says `(SAMPLE)`; provider codes are X, letter, digit, a shape
the register does not use; university numbers start with 99, outside the range of the real ones.
"""

import itertools

import numpy as np

MARK = "(SAMPLE)"
_STARTS = (
    "ALDEN", "BRACKEN", "CORLE", "DUNNA", "ELMER", "FENNIS", "GORSE", "HARLA", "ISTER",
    "JUNA", "KELDER", "LYDA", "MARLE", "NETHA", "OAKEN", "PELLA", "QUILLA", "ROWEN",
    "SELKA", "TARRA", "ULVER", "VENNA", "WITHA", "YARRA", "ZELDA",
)  # fmt: skip
_ENDS = (
    "MERE", "WICK", "HOLT", "COMBE", "STOW", "NESS", "BURN", "LEIGH", "GARTH",
    "FOLD", "SHAW", "BECK", "HURST", "MARSH", "VALE",
)  # fmt: skip
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which are easily misread as 1 and 0

_PATTERNS = {
    "acute": ("{} HOSPITALS TRUST", "{} UNIVERSITY HOSPITALS TRUST", "{} GENERAL HOSPITAL TRUST"),
    "mental_health": ("{} MENTAL HEALTH TRUST", "{} PARTNERSHIP TRUST"),
    "community": ("{} COMMUNITY HEALTHCARE TRUST",),
    "ambulance": ("{} AMBULANCE SERVICE TRUST",),
    "primary_care": ("{} PRIMARY CARE GROUP",),
    "independent": ("{} CLINICS LIMITED",),
    "education": ("{} SCHOOL OF HEALTH",),
    "other": ("{} HOSPICE",),
}


def place_names(count: int, rng: np.random.Generator) -> list[str]:
    """Return distinct invented place names in capitals.

    Raises:
        ValueError: More names are asked for than can be made.
    """
    every = ["".join(pair) for pair in itertools.product(_STARTS, _ENDS)]
    if count > len(every):
        raise ValueError(f"only {len(every)} place names can be made, {count} were asked for")
    return [every[i] for i in rng.permutation(len(every))[:count]]


def provider_codes(count: int) -> list[str]:
    """Return distinct provider codes of the form X, letter, digit.

    Raises:
        ValueError: More codes are asked for than the form holds.
    """
    every = [f"X{letter}{digit}" for letter in _LETTERS for digit in range(10)]
    if count > len(every):
        raise ValueError(f"only {len(every)} provider codes can be made, {count} were asked for")
    return every[:count]


def provider_name(place: str, provider_type: str, variant: int) -> str:
    """Return the name of a provider at a place.

    Args:
        place: Invented place name.
        provider_type: Code of the governed list `provider_type`.
        variant: Picks among the patterns of the type.
    """
    patterns = _PATTERNS[provider_type]
    return f"{patterns[variant % len(patterns)].format(place)} {MARK}"


def university_name(place: str) -> str:
    """Return the name of an invented university."""
    return f"University of {place.title()} {MARK}"


def ukprn(index: int) -> str:
    """Return the number of an invented university: eight digits, starting with 99."""
    return f"99{index + 1:06d}"
