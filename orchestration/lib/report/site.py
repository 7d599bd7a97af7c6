"""The frame of every page: where it lies, what leads to it, which part of the report is open.

Belongs here: paths and names of parts. What a page shows is its module's.
"""

from dataclasses import dataclass

REPORT = "report"  # folder of a release
INDEX = "index.html"
SECTIONS = (
    (INDEX, "England"),
    ("regions.html", "Regions"),
    ("providers.html", "Providers"),
    ("professions.html", "Professions"),
    ("domains.html", "Domains"),
    ("items.html", "Questions"),
    ("method.html", "Method"),
    ("backtest.html", "Back-test"),
    ("quality.html", "Data quality"),
    ("dictionary.html", "Dictionary"),
)


@dataclass(frozen=True)
class Site:
    """The frame of one page.

    Attributes:
        version: Of the release.
        is_sample: Whether the release is of sample data.
        look: Stylesheet of the NHS look: the design system's own, or ours.
        section: Page of the part that is open.
        trail: Pages that lead here, with their names.
        root: From the page to the folder of the report.
    """

    version: str
    is_sample: bool
    look: str
    section: str
    trail: tuple[tuple[str, str], ...]
    root: str
    sections: tuple[tuple[str, str], ...] = SECTIONS


def frame(version: str, is_sample: bool, look: str, page: str) -> Site:
    """Return the frame of a page.

    Args:
        version: Of the release.
        is_sample: Whether the release is of sample data.
        look: Name of a stylesheet in `assets/`.
        page: Path of the page within the report, such as `provider/XA0.html`.
    """
    folder = page.rpartition("/")[0]
    section = f"{folder}s.html" if folder else page
    names = dict(SECTIONS)
    trail = [] if page == INDEX else [(INDEX, names[INDEX])]
    if folder:
        trail.append((section, names[section]))
    return Site(version, is_sample, look, section, tuple(trail), "../" if folder else "")
