"""Domain profile: what each source says about each domain of one provider and profession, on one scale of z.

Belongs here: the drawing.
"""

import altair as alt
import numpy as np
import pandas as pd

from orchestration.lib.pictures.svg import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, NothingShown, render

SOURCES = {
    "z_survey": "survey",
    "z_concerns": "concerns",
    "z_self_assessment": "self-assessment",
    "z_composite": "composite",
}
BOUNDS = {"watch": 1.644854, "risk": 1.959964, "elevated": 3.090232}


def domain_profile(cells: pd.DataFrame, provider: str, group: str) -> str:
    """Draw the published cells of one provider, profession and wave.

    Args:
        cells: One row per domain: domain_name, status_code, band, z_survey, z_concerns, z_self_assessment,
            z_composite; a z is empty where the source is absent or hidden.
        provider: Name of the provider.
        group: Profession and wave.

    Returns:
        SVG text.

    Raises:
        NothingShown: There is no cell.
    """
    if cells.empty:
        raise NothingShown(f"no cell of {provider}, {group}")
    long = cells.melt(["domain_name", "status_code", "band"], list(SOURCES), "source", "z").dropna(
        subset=["z"]
    )
    long = long.assign(source=long.source.map(SOURCES), z=long.z.astype(float))
    hidden = cells.loc[cells.status_code != "shown", "domain_name"].tolist()
    told = f"Composite not shown, few people: {', '.join(hidden)}." if hidden else "Every domain is shown."
    subtitle = [
        f"{group}. Further right is worse; lines: watch 1.64, risk 1.96, elevated 3.09.",
        f"{told} A source without a mark has no evidence, or is hidden.",
    ]
    sentences = [
        f"{domain}: composite {z:.1f}, band {str(band).replace('_', ' ')}"
        if status == "shown" and not np.isnan(z)
        else f"{domain}: no composite shown"
        for domain, status, z, band in zip(
            cells.domain_name, cells.status_code, cells.z_composite.astype(float), cells.band, strict=True
        )
    ]
    description = f"{provider}, {subtitle[0]} {told} {'; '.join(sentences)}."
    y = alt.Y(
        "domain_name:N", title=None, sort=cells.domain_name.tolist(), axis=alt.Axis(labelLimit=320, grid=True)
    )
    sources = list(SOURCES.values())
    legend = alt.Legend(title=None, orient="bottom")
    points = (
        alt.Chart(long)
        .mark_point(filled=True, opacity=0.95)
        .encode(
            y=y,
            yOffset=alt.YOffset("source:N", sort=sources),
            x=alt.X("z:Q", title="z, larger is worse", scale=alt.Scale(domain=[-4.2, 4.2])),
            color=alt.Color(
                "source:N",
                scale=alt.Scale(domain=sources, range=[BLUE, ORANGE, GREEN, INK]),
                legend=legend,
            ),
            shape=alt.Shape(
                "source:N",
                scale=alt.Scale(domain=sources, range=["circle", "triangle-up", "square", "diamond"]),
                legend=legend,
            ),
            size=alt.condition("datum.source == 'composite'", alt.value(170), alt.value(70)),
        )
    )
    zero = alt.Chart(pd.DataFrame({"z": [0.0]})).mark_rule(color=GREY).encode(x="z:Q")
    bounds = alt.Chart(pd.DataFrame({"z": list(BOUNDS.values())})).mark_rule(color=PURPLE, strokeDash=[4, 3])
    names = alt.Chart(cells).mark_text(opacity=0).encode(y=y)  # keeps the row of a domain without any mark
    chart = alt.layer(zero, bounds.encode(x="z:Q"), names, points).properties(width=480, height=230)
    return render(chart, f"Domain profile: {provider}", subtitle, description)
