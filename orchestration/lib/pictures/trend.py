"""Trend: one indicator of one place over the waves with its 95 % intervals, beside what it is compared with.

Belongs here: the drawing.
"""

import altair as alt
import pandas as pd

from orchestration.lib.pictures.svg import BLUE, GREY, NothingShown, render


def trend(points: pd.DataFrame, indicator: str, place: str, compared_with: str) -> str:
    """Draw a published series.

    Args:
        points: One row per wave and series: wave_code, series (`place` or `compared_with`), favourable_pct,
            lower_95 and upper_95, the last three empty where nothing is shown. Waves sort by their code.
        indicator: Label of the indicator.
        place: Whose series it is.
        compared_with: The other series.

    Returns:
        SVG text.

    Raises:
        NothingShown: No point of the place is shown.
    """
    ordered = points.sort_values(["series", "wave_code"])
    figures = ["favourable_pct", "lower_95", "upper_95"]
    ordered = ordered.assign(**{figure: ordered[figure].astype(float) for figure in figures})
    own = ordered[ordered.series == place]
    shown = own.dropna(subset=["favourable_pct"])
    if shown.empty:
        raise NothingShown(f"no wave is shown for {place} on {indicator}")
    waves = sorted(ordered.wave_code.unique())
    missing = sorted(set(waves) - set(shown.wave_code))
    told = (
        f"Not shown: {', '.join(missing)} (few people answered, or not asked)."
        if missing
        else "All waves shown."
    )
    subtitle = [f"{place} beside {compared_with}. Bars: 95 % intervals.", told]
    values = "; ".join(
        f"{r.wave_code} {r.favourable_pct:.0f} % ({r.lower_95:.0f} to {r.upper_95:.0f})"
        for r in shown.itertuples(index=False)
    )
    description = f"Share favourable on {indicator} by wave. {place}: {values}. {told}"
    series = [place, compared_with]
    x = alt.X("wave_code:O", title="Wave", scale=alt.Scale(domain=waves), axis=alt.Axis(labelAngle=0))
    colour = alt.Color(
        "series:N",
        scale=alt.Scale(domain=series, range=[BLUE, GREY]),
        legend=alt.Legend(title=None, orient="bottom", labelLimit=400),
    )
    base = alt.Chart(ordered)
    reach = [float(ordered.lower_95.min()), float(ordered.upper_95.max())]
    # A wave that is not shown leaves a gap: a line across it would claim to know it.
    line = base.mark_line(strokeWidth=2, invalid="break-paths-show-domains").encode(
        x=x,
        y=alt.Y("favourable_pct:Q", title="Favourable, %", scale=alt.Scale(domain=reach, nice=True)),
        color=colour,
        strokeDash=alt.StrokeDash("series:N", scale=alt.Scale(domain=series, range=[[1, 0], [5, 4]])),
    )
    dots = base.mark_point(filled=True, size=50).encode(
        x=x,
        y="favourable_pct:Q",
        color=colour,
        shape=alt.Shape("series:N", scale=alt.Scale(domain=series, range=["circle", "square"])),
    )
    bars = base.mark_rule().encode(x=x, y="lower_95:Q", y2="upper_95:Q", color=colour)
    chart = alt.layer(bars, line, dots).properties(width=560, height=300)
    return render(chart, f"Trend: {indicator}", subtitle, description)
