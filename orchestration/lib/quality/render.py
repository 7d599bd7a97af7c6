"""Pages as bytes: the templates beside this file, every value escaped, the style sheet within the page.

Belongs here: rendering. What a page shows is for the page's own module.
"""

from collections import Counter
from typing import Any

import jinja2
from markupsafe import Markup

from orchestration.lib.quality.text import number, visible
from orchestration.lib.quality.trend import HEIGHT, WIDTH


def render(template: str, **values: Any) -> bytes:
    """Return a page that stands alone: no script, and nothing fetched from anywhere.

    Args:
        template: Name of a template in `templates/`.
        **values: What it shows.

    Raises:
        jinja2.UndefinedError: The template asks for something that was not given.
    """
    environment = jinja2.Environment(
        # One look for all pages: the dictionary's own template extends the page beside this file.
        loader=jinja2.ChoiceLoader(
            [jinja2.PackageLoader(f"orchestration.lib.{room}") for room in ("quality", "dictionary")]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_visible_unless_markup,
    )
    environment.filters["number"] = number
    environment.globals.update(trend_width=WIDTH, trend_height=HEIGHT)
    return environment.get_template(template).render(**values).encode("utf-8")


def _visible_unless_markup(value: Any) -> Any:
    """Make every printed value visible but what a macro of ours has already rendered."""
    return value if isinstance(value, Markup) else visible(value)


def outcome_counts(views: Any) -> Counter[str]:
    """Return how many rules of all suites ended how; loosened bounds are counted under `loosened`."""
    counts = Counter(rule.outcome for view in views for rule in view.rules)
    counts["loosened"] = sum(rule.rule.loosened is not None for view in views for rule in view.rules)
    return counts
