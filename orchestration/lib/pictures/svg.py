"""From an Altair chart to SVG text that a screen reader can tell.

Belongs here: rendering, the common look, and the text beside the drawing. What is drawn is up to the
other modules.
"""

import base64
import html
from typing import Any

import altair as alt
import vl_convert

# Okabe and Ito's colours, told apart with any colour vision; shapes and labels repeat what they say.
INK, GREY, BLUE, ORANGE, GREEN, PURPLE = "#1b1b1b", "#767676", "#0072b2", "#d55e00", "#009e73", "#cc79a7"
_LOOK: dict[str, Any] = {
    "font": "Arial, sans-serif",
    "background": "white",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "gridColor": "#e4e4e4",
    },
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "symbolStrokeWidth": 2},
    "title": {"anchor": "start", "fontSize": 15, "subtitleFontSize": 12, "subtitleColor": INK, "offset": 12},
}


class NothingShown(ValueError):
    """There is nothing a picture could show: every figure it needs is hidden or was never collected."""


def render(chart: Any, title: str, subtitle: list[str], description: str) -> str:
    """Draw a chart.

    Args:
        chart: An Altair chart without a title.
        title: What the picture shows; also its accessible name.
        subtitle: Lines below the title, such as what is hidden.
        description: The picture in words, for those who do not see it.

    Returns:
        SVG text with `title` and `desc`, its only references inside itself.
    """
    titled = chart.properties(title=alt.TitleParams(title, subtitle=subtitle)).configure(**_LOOK)
    svg = str(vl_convert.vegalite_to_svg(titled.to_dict(), vl_version="6.4", allowed_base_urls=[]))
    opening, drawing = svg.split(">", 1)
    named = f"<title>{html.escape(title)}</title><desc>{html.escape(description)}</desc>"
    return f'{opening} role="img" aria-label="{html.escape(title)}">{named}{drawing}\n'


def as_markdown(svg: str) -> str:
    """An image in Markdown that carries its drawing with it, as the Dagster UI shows one."""
    name = svg.split('aria-label="', 1)[1].split('"', 1)[0]
    return f"![{name}](data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()})"


def listed(names: list[str], most: int = 8) -> str:
    """Names in one sentence's worth of text: `A, B and 3 more`."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def counted(count: int, one: str, many: str) -> str:
    """A count with its noun."""
    return f"{count:,} {one if count == 1 else many}"
