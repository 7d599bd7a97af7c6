"""Pictures of the library as a page holds them: within its text, so that they scale and can be searched.

Belongs here: taking a picture over into a page. Drawing is `lib/pictures`.
"""

import re
from collections.abc import Callable

from markupsafe import Markup

from orchestration.lib.pictures.svg import NothingShown


def drawn(draw: Callable[[], str]) -> Markup | None:
    """Return a picture, or None when everything it would show is hidden.

    Its width becomes the most that it may take, so that it fits its column; the names of its clip paths are
    made its own, because a page may hold several.

    Args:
        draw: A function of `lib/pictures`, ready to be called.
    """
    try:
        svg = draw()
    except NothingShown:
        return None
    label = re.search(r'aria-label="([^"]*)"', svg)
    own = re.sub(r"[^a-z0-9]+", "-", label[1].lower()) if label else "picture"
    svg = re.sub(r'\b(id="|url\(#)clip', rf"\1{own}-clip", svg)
    opening, rest = svg.split(">", 1)
    width = re.search(r' width="([0-9.]+)"', opening)
    opening = re.sub(r' (?:width|height)="[^"]*"', "", opening)
    if width:
        opening += f' style="width:100%;min-width:min(34rem,{width[1]}px);max-width:{width[1]}px"'
    # The picture is one image with one name and one description; what its parts are called is never read out.
    rest = re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", rest)
    # Every value in the drawing was escaped by the library that drew it.
    return Markup(f"{opening}>{rest}")  # noqa: S704
