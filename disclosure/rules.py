"""The parameters of disclosure control."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rules:
    """What a release must not tell.

    Attributes:
        threshold: People; a cell of fewer is hidden (and never a cell of nobody).
        respondents_width: People; the respondents of a cell below the threshold must be uncertain by at least
            this much.
        favourable_width: People; likewise the favourable count, or the counted one where no answer is
            favourable.
        companion_width: People; likewise all counts of a companion, which is no secret by itself.
        routes: Question -> questions whose routed answer decides to whom it is put.
        secondary: Whether companions are hidden too. Off only to show what the threshold alone gives away.
    """

    threshold: int
    respondents_width: int
    favourable_width: int
    companion_width: int
    routes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    secondary: bool = True

    def __post_init__(self) -> None:
        if min(self.threshold, self.respondents_width, self.favourable_width, self.companion_width) < 1:
            raise ValueError("Threshold and widths of disclosure control are at least one person.")
