"""Curves: how one figure runs against another, one line per series, named at its end.

Belongs here: the drawing. What it shows is the caller's.
"""

import altair as alt
import pandas as pd

from orchestration.lib.pictures.svg import BLUE, GREEN, GREY, INK, ORANGE, render

_COLOURS, _DASHES = [BLUE, ORANGE, GREEN, INK], [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3]]
_SHAPES = ["circle", "square", "triangle-up", "diamond"]


def curves(
    table: pd.DataFrame, title: str, subtitle: str, x_title: str, y_title: str, bounds: tuple[float, ...] = ()
) -> str:
    """Draw the columns of a table against its first.

    Args:
        table: First column the x axis, in the order given; up to four further ones the series, numbers.
        title: What the curves show.
        subtitle: One line below it.
        x_title: Of the first column.
        y_title: Of the series.
        bounds: Values of y at which a dashed line is drawn.

    Returns:
        SVG text.

    Raises:
        ValueError: There are more series than can be told apart.
    """
    first, *series = table.columns
    if len(series) > len(_COLOURS):
        raise ValueError(f"at most {len(_COLOURS)} series can be told apart, not {len(series)}")
    places = [str(value) for value in table[first]]
    long = table.assign(**{first: places}).melt(first, series, "series", "value")
    long = long.rename(columns={first: "place"})
    x = alt.X("place:O", title=x_title, sort=places, axis=alt.Axis(labelAngle=0))
    y = alt.Y("value:Q", title=y_title, scale=alt.Scale(zero=True))
    legend = alt.Legend(title=None, orient="bottom", labelLimit=400)
    colour = alt.Color(
        "series:N", scale=alt.Scale(domain=series, range=_COLOURS[: len(series)]), legend=legend
    )
    dash = alt.StrokeDash(
        "series:N", scale=alt.Scale(domain=series, range=_DASHES[: len(series)]), legend=legend
    )
    shape = alt.Shape("series:N", scale=alt.Scale(domain=series, range=_SHAPES[: len(series)]), legend=legend)
    lines = alt.Chart(long).mark_line(strokeWidth=2).encode(x=x, y=y, color=colour, strokeDash=dash)
    points = alt.Chart(long).mark_point(filled=True, size=55).encode(x=x, y=y, color=colour, shape=shape)
    limits = alt.Chart(pd.DataFrame({"value": list(bounds)})).mark_rule(color=GREY, strokeDash=[4, 3])
    told = "; ".join(
        f"{name}: " + ", ".join(f"{p} {v:.1f}" for p, v in zip(places, table[name], strict=True))
        for name in series
    )
    chart = alt.layer(limits.encode(y="value:Q"), lines, points).properties(width=560, height=280)
    return render(chart, title, [subtitle], f"{title}. {subtitle} {y_title} by {x_title}. {told}.")
