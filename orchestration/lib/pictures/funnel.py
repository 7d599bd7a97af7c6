"""Funnel plot: every provider's share on one indicator against how many answered, and how far chance reaches.

Belongs here: the drawing and its limits (scoring method, section 1).
"""

from typing import Any

import altair as alt
import numpy as np
import numpy.typing as npt
import pandas as pd

from orchestration.lib.pictures.svg import BLUE, GREY, INK, ORANGE, NothingShown, counted, listed, render

Z_95, Z_998 = 1.959964, 3.090232
_POINTS = 120  # of each limit's curve
_LABELLED = 6  # providers named in the drawing; the text names more


def funnel_limit(
    answers: npt.NDArray[np.float64], share: float | npt.NDArray[np.float64], tau2: float, z: float
) -> npt.NDArray[np.float64]:
    """Share at which a unit with so many answers stands z deviations from the benchmark, 0..1.

    Args:
        answers: Number of answers, shape (k,).
        share: Benchmark, 0..1, one for all or one each.
        tau2: Variance between units beyond chance, on the arcsine scale; 0 for chance alone.
        z: Deviations, negative below the benchmark.
    """
    y = np.arcsin(np.sqrt(share)) + z * np.sqrt(1 / (4 * answers) + tau2)
    limit: npt.NDArray[np.float64] = np.sin(np.clip(y, 0, np.pi / 2)) ** 2
    return limit


def funnel_plot(units: pd.DataFrame, indicator: str, group: str, benchmark_pct: float, tau2: float) -> str:
    """Draw the published shares of one indicator, profession and wave.

    Args:
        units: One row per provider: provider_name, status_code, respondents, favourable_pct; the last two
            empty where status_code is not `shown`.
        indicator: Label of the indicator.
        group: Who is compared, such as "Nursing, 2024".
        benchmark_pct: Favourable share of the whole group, per cent.
        tau2: Variance between units beyond chance, as the score allows for.

    Returns:
        SVG text.

    Raises:
        NothingShown: No provider is shown.
    """
    shown = units[units.status_code == "shown"].astype({"respondents": float, "favourable_pct": float})
    if shown.empty:
        raise NothingShown(f"no provider is shown for {indicator}, {group}")
    share = benchmark_pct / 100
    low, high = (funnel_limit(shown.respondents.to_numpy(), share, tau2, z) * 100 for z in (-Z_95, Z_95))
    shown = shown.assign(
        place=np.select(
            [shown.favourable_pct < low, shown.favourable_pct > high],
            ["less favourable than chance explains", "more favourable than chance explains"],
            "within the 95 % limits",
        ),
        distance=low - shown.favourable_pct,
    ).sort_values("distance", ascending=False)
    below = shown[shown.place.str.startswith("less")]
    hidden = len(units) - len(shown)
    subtitle = [
        f"{group}. Benchmark {benchmark_pct:.1f} % favourable. Lines: 95 % (inner) and 99.8 % limits.",
        f"{counted(len(shown), 'provider', 'providers')} shown; {hidden} not shown: few people answered.",
    ]
    names = below.provider_name.tolist()
    description = " ".join(
        [
            f"Funnel plot of {indicator}, {subtitle[0]} {subtitle[1]}",
            f"{len(names)} less favourable than the 95 % limits explain"
            + (f": {listed(names)}." if names else "."),
            f"{int((shown.favourable_pct > high).sum())} more favourable.",
            "In a group in which nothing differs one in forty lies beyond either limit.",
        ]
    )
    chart = alt.layer(_limits(shown.respondents, share, tau2), _benchmark(benchmark_pct), _points(shown))
    middle = float(np.sqrt(shown.respondents.min() * shown.respondents.max()))
    chart = chart + _labels(below.head(_LABELLED), middle)
    return render(chart.properties(width=620, height=360), f"Funnel plot: {indicator}", subtitle, description)


def _limits(respondents: "pd.Series[float]", share: float, tau2: float) -> Any:
    answers = np.geomspace(0.85 * respondents.min(), 1.15 * respondents.max(), _POINTS)
    curves = [
        pd.DataFrame(
            {"answers": answers, "pct": 100 * funnel_limit(answers, share, tau2, z), "limit": f"{z}"}
        )
        for z in (-Z_998, -Z_95, Z_95, Z_998)
    ]
    inner = alt.condition(
        f"abs(toNumber(datum.limit)) < {(Z_95 + Z_998) / 2}", alt.value([1, 0]), alt.value([5, 4])
    )
    return (
        alt.Chart(pd.concat(curves))
        .mark_line(color=GREY, strokeWidth=1.3, interpolate="monotone")
        .encode(x=_ANSWERS, y=_SHARE, detail="limit:N", strokeDash=inner)
    )


def _benchmark(pct: float) -> Any:
    return alt.Chart(pd.DataFrame({"pct": [pct]})).mark_rule(color=INK).encode(y="pct:Q")


def _points(shown: pd.DataFrame) -> Any:
    places = [
        "less favourable than chance explains",
        "within the 95 % limits",
        "more favourable than chance explains",
    ]
    return (
        alt.Chart(shown.rename(columns={"respondents": "answers", "favourable_pct": "pct"}))
        .mark_point(filled=True, size=46, opacity=0.85)
        .encode(
            x=_ANSWERS,
            y=_SHARE,
            color=alt.Color(
                "place:N",
                scale=alt.Scale(domain=places, range=[ORANGE, GREY, BLUE]),
                legend=alt.Legend(title=None, orient="bottom", labelLimit=400),
            ),
            shape=alt.Shape(
                "place:N", scale=alt.Scale(domain=places, range=["triangle-down", "circle", "triangle-up"])
            ),
        )
    )


def _labels(below: pd.DataFrame, middle: float) -> Any:
    named = below.rename(columns={"respondents": "answers", "favourable_pct": "pct"})
    # Names run towards the middle, where there is room.
    left = alt.Chart(named[named.answers <= middle]).mark_text(align="left", dx=7, fontSize=11, color=INK)
    right = alt.Chart(named[named.answers > middle]).mark_text(align="right", dx=-7, fontSize=11, color=INK)
    return alt.layer(*(side.encode(x=_ANSWERS, y=_SHARE, text="provider_name:N") for side in (left, right)))


_ANSWERS = alt.X("answers:Q", title="Answers (log scale)", scale=alt.Scale(type="log", nice=False))
_SHARE = alt.Y("pct:Q", title="Favourable, %", scale=alt.Scale(zero=False, nice=True))
