"""Documents of the project as pages: Markdown to HTML, pictures brought along, headings with anchors.

Belongs here: the conversion. Raw HTML in a document is left out, and so are links to files that are no page.
"""

import re
from itertools import count
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_SCROLL = '<div class="eqw-scroll" role="region" tabindex="0" aria-label="Table {}">\n<table>'


def prose(text: str) -> tuple[Markup, list[str]]:
    """Return a document as HTML, and the pictures it shows.

    Args:
        text: Markdown with tables.

    Returns:
        HTML whose pictures lie in `images/`, and their paths as the document names them.
    """
    parser = MarkdownIt("commonmark").enable("table")
    pictures: list[str] = []
    tokens = [token for token in parser.parse(text) if token.type != "html_block"]
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _slug(tokens[place + 1].content))
        if token.children is not None:
            token.children = [child for child in token.children if child.type != "html_inline"]
            _drop_links(token.children)
            for child in token.children:
                if child.type == "image":
                    source = str(child.attrs["src"])
                    pictures.append(source)
                    child.attrSet("src", f"images/{Path(source).name}")
    html = parser.renderer.render(tokens, parser.options, {})
    numbers = count(1)
    html = re.sub("<table>", lambda _: _SCROLL.format(next(numbers)), html)
    html = html.replace("</table>", "</table>\n</div>")
    # A first column without a heading has none to tell.
    html = html.replace("<th></th>", "<td></td>").replace("<th>", '<th scope="col">')
    # The parser escapes all text; raw HTML was left out above.
    return Markup(html), pictures  # noqa: S704


def _slug(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def _drop_links(children: list[Token]) -> None:
    """Unlink what leads to a file beside the document: it is not part of the report."""
    dropped = False
    for child in list(children):
        if child.type == "link_open":
            href = str(child.attrs["href"])
            dropped = not href.startswith(("https://", "http://", "#"))
        if child.type in ("link_open", "link_close") and dropped:
            children.remove(child)
