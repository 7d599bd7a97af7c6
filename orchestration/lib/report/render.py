"""From views to pages: the templates beside this file, every value escaped, links relative.

Belongs here: rendering. What a page shows is for the page's own module.
"""

from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup

from orchestration.lib.quality.text import visible
from orchestration.lib.report import strips, words


def render(template: str, **values: Any) -> bytes:
    """Return a page.

    Args:
        template: Name of a template in `templates/`.
        **values: What it shows.

    Raises:
        jinja2.UndefinedError: The template asks for something that was not given.
    """
    return _environment().get_template(template).render(**values).encode("utf-8")


def stylesheet(name: str) -> bytes:
    """Return a file of `templates/` as it stands."""
    source, _, _ = jinja2.PackageLoader("orchestration.lib.report").get_source(_environment(), name)
    return source.encode("utf-8")


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("orchestration.lib.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_visible_unless_markup,
    )
    environment.filters.update(
        pct=words.pct,
        z=words.z,
        points=words.points,
        month=words.month,
        status=words.status,
        band=words.band,
        sentence=words.sentence,
    )
    environment.globals.update(
        count=words.count,
        declarations=words.DECLARATIONS,
        movements=words.MOVEMENTS,
        directions=words.DIRECTIONS,
        trends=words.TRENDS,
        provider_types=words.PROVIDER_TYPES,
        sources=words.SOURCES,
        strip_width=str(strips.WIDTH),
        strip_height=str(strips.HEIGHT),
        strip_middle=str(strips.HEIGHT // 2),
        z_bounds=tuple(strips.z_at(bound) for bound in (1.644854, 1.959964, 3.090232)),
        z_zero=strips.z_at(0),
    )
    return environment


def _visible_unless_markup(value: Any) -> Any:
    return value if isinstance(value, Markup) else visible(value)
