"""Theme: the questions of one theme over the waves, a small panel each, with breaks of comparability marked.

Belongs here: the drawing.
"""

import altair as alt
import pandas as pd

from orchestration.lib.pictures.svg import BLUE, GREY, INK, NothingShown, render

_LEAST_SPAN = 20.0  # percentage points of a panel's axis


def theme_trend(points: pd.DataFrame, theme: str, place: str) -> str:
    """Draw published shares.

    Args:
        points: One row per question and wave: label, wave_code, favourable_pct, lower_95, upper_95 (empty
            where nothing is shown), is_break (whether the wave may not be compared with the one before).
            Waves sort by their code.
        theme: Name of the theme.
        place: Whose shares they are.

    Returns:
        SVG text.

    Raises:
        NothingShown: No wave of any question is shown.
    """
    figures = ["favourable_pct", "lower_95", "upper_95"]
    points = points.assign(**{figure: points[figure].astype(float) for figure in figures})
    shown = points.dropna(subset=["favourable_pct"])
    if shown.empty:
        raise NothingShown(f"nothing is shown of {theme}")
    waves = sorted(points.wave_code.unique())
    # A break starts a run of its own: no line is drawn across it.
    run = points.sort_values(["label", "wave_code"]).groupby("label").is_break.cumsum().astype(str)
    points = points.assign(run=run)
    # Every panel spans as many points as the others, so that steepness means the same in all of them.
    ends = points.groupby("label").agg(low=("lower_95", "min"), high=("upper_95", "max"))
    half = max(float((ends.high - ends.low).max()), _LEAST_SPAN) / 2
    middle = points.label.map((ends.low + ends.high) / 2)
    points = points.assign(bottom=(middle - half).clip(0), top=(middle + half).clip(upper=100))
    told = "; ".join(
        f"{label}: " + ", ".join(f"{row.wave_code} {row.favourable_pct:.0f} %" for row in rows.itertuples())
        for label, rows in shown.groupby("label", sort=False)
    )
    breaks = points[points.is_break]
    broken = "".join(f" No comparison across {row.wave_code} for {row.label}." for row in breaks.itertuples())
    x = alt.X("wave_code:O", title=None, scale=alt.Scale(domain=waves), axis=alt.Axis(labelAngle=0))
    y = alt.Y("favourable_pct:Q", title="Favourable, %", scale=alt.Scale(zero=False, nice=True))
    base = alt.Chart(points)
    line = base.mark_line(strokeWidth=2, color=BLUE, invalid="break-paths-show-domains").encode(
        x=x, y=y, detail="run:N"
    )
    bars = base.mark_rule(color=BLUE).encode(
        x=x, y=alt.Y("lower_95:Q", scale=alt.Scale(zero=False)), y2="upper_95:Q"
    )
    reach = base.mark_rule(opacity=0).encode(y="bottom:Q", y2="top:Q")
    dots = base.mark_point(filled=True, size=40, color=BLUE).encode(x=x, y=y)
    marks = (
        base.transform_filter("datum.is_break")
        .mark_rule(color=GREY, strokeDash=[3, 3], xOffset=-22)
        .encode(x=x)
    )
    words = (
        base.transform_filter("datum.is_break")
        .mark_text(color=INK, text="break", xOffset=-25, y=10, align="right", fontSize=11)
        .encode(x=x)
    )
    panel = alt.layer(reach, bars, line, dots, marks, words).properties(width=270, height=140)
    chart = (
        panel.facet(
            facet=alt.Facet(
                "label:N",
                title=None,
                sort=None,
                header=alt.Header(labelLimit=290, labelAnchor="start", labelFontSize=12),
            ),
            columns=3,
        )
        .resolve_scale(y="independent")
        .resolve_axis(x="independent")
    )
    subtitle = ["Bars: 95 % intervals. A dashed line marks a break: no comparison across it."]
    return render(chart, f"{theme}, {place}", subtitle, f"Favourable share by wave. {told}.{broken}")
