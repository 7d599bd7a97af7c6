"""Pictures by what they hold: points, limits, labels, and what they say of what is hidden. Not by pixels."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from orchestration.lib.pictures.domain_profile import domain_profile
from orchestration.lib.pictures.funnel import Z_95, Z_998, funnel_limit, funnel_plot
from orchestration.lib.pictures.trend import trend

SVG = "{http://www.w3.org/2000/svg}"
ORACLE = Path(__file__).resolve().parents[4] / "shared" / "oracles" / "funnel_proportion_10_units.csv"


def _units() -> pd.DataFrame:
    shown = [("ASH (SAMPLE)", 40, 50.0), ("OAK (SAMPLE)", 100, 81.0), ("ELM & FIR (SAMPLE)", 400, 95.0)]
    rows = [(name, "shown", n, pct) for name, n, pct in shown]
    rows += [(f"HIDDEN {i} (SAMPLE)", "suppressed", None, None) for i in range(4)]
    return pd.DataFrame(rows, columns=["provider_name", "status_code", "respondents", "favourable_pct"])


def _points() -> pd.DataFrame:
    rows = [(w, "ASH", p, p - 5, p + 5) for w, p in (("2022", 70.0), ("2023", np.nan), ("2024", 60.0))]
    rows += [(w, "Nursing in England", 80.0, 79.0, 81.0) for w in ("2022", "2023", "2024")]
    return pd.DataFrame(rows, columns=["wave_code", "series", "favourable_pct", "lower_95", "upper_95"])


def _cells() -> pd.DataFrame:
    rows = [
        ("Culture", "shown", "elevated", 3.2, 1.2, 0.0, 3.4),
        ("Governance", "shown", "insufficient_evidence", np.nan, 0.0, 0.0, np.nan),
        ("Learners", "suppressed", None, np.nan, np.nan, 1.96, np.nan),
    ]
    z = ["z_survey", "z_concerns", "z_self_assessment", "z_composite"]
    return pd.DataFrame(rows, columns=["domain_name", "status_code", "band", *z])


def _parts(svg: str) -> tuple[ET.Element, str, str, list[str], list[str]]:
    """Root, title, description, texts drawn, and the labels of the marks."""
    root = ET.fromstring(svg)
    texts = ["".join(t.itertext()) for t in root.iter(f"{SVG}text")]
    marks = [
        p.get("aria-label", "") for p in root.iter(f"{SVG}path") if p.get("aria-roledescription") == "point"
    ]
    return root, root.findtext(f"{SVG}title", ""), root.findtext(f"{SVG}desc", ""), texts, marks


ALL = {
    "funnel": lambda: funnel_plot(_units(), "Clinical supervision", "Nursing, 2024", 80.0, 0.001),
    "trend": lambda: trend(_points(), "Clinical supervision", "ASH", "Nursing in England"),
    "profile": lambda: domain_profile(_cells(), "ASH (SAMPLE)", "Nursing, 2024"),
}


@pytest.mark.parametrize("name", ALL)
def test_same_data_same_bytes_and_nothing_from_outside(name: str) -> None:
    svg = ALL[name]()
    assert svg == ALL[name]()
    assert set(re.findall(r"https?://[^\"' )]+", svg)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert "<script" not in svg


@pytest.mark.parametrize("name", ALL)
def test_every_picture_has_a_name_and_words(name: str) -> None:
    root, title, description, texts, _ = _parts(ALL[name]())
    assert root.get("role") == "img"
    assert root.get("aria-label") == title
    assert title in texts
    assert len(description) > 100


def test_a_funnel_has_a_point_for_each_provider_shown_and_none_for_the_hidden() -> None:
    svg = ALL["funnel"]()
    _, _, description, texts, marks = _parts(svg)
    assert len(marks) == 3
    assert "HIDDEN" not in svg
    assert any("3 providers shown; 4 not shown" in t for t in texts)
    assert "1 less favourable than the 95 % limits explain: ASH (SAMPLE)." in description
    assert "1 more favourable." in description
    assert "ASH (SAMPLE)" in texts
    assert "OAK (SAMPLE)" not in texts


def test_funnel_limits_meet_the_published_ten_units() -> None:
    if not ORACLE.exists():
        pytest.skip(f"reference results are not beside the project: {ORACLE.name}")
    units = pd.read_csv(ORACLE)
    n, share, tau2 = units.denominator.to_numpy(float), units.target[0], units.tau2[0]
    for z, bound in ((Z_95, "95"), (Z_998, "998")):
        for side, sign in (("l", -1), ("u", 1)):
            chance = units[f"{side}l{bound}"].to_numpy()
            beyond = units[f"od{side}l{bound}"].to_numpy()
            assert funnel_limit(n, share, 0.0, sign * z) == pytest.approx(chance, abs=1e-9)
            assert funnel_limit(n, share, tau2, sign * z) == pytest.approx(beyond, abs=1e-9)


def test_funnel_limits_never_leave_zero_to_one() -> None:
    limits = [funnel_limit(np.array([1.0, 3.0]), 0.95, 0.01, z) for z in (-3.09, 3.09)]
    assert np.min(limits) >= 0
    assert np.max(limits) <= 1


def test_a_funnel_of_hidden_providers_only_is_refused() -> None:
    with pytest.raises(ValueError, match="no provider is shown"):
        funnel_plot(_units().tail(4), "Clinical supervision", "Nursing, 2024", 80.0, 0.0)


def test_a_trend_leaves_a_gap_where_a_wave_is_hidden_and_says_so() -> None:
    root, _, description, texts, marks = _parts(ALL["trend"]())
    assert len(marks) == 5, "two of the place, three of the country"
    assert any("Not shown: 2023" in t for t in texts)
    assert "2022 70 % (65 to 75); 2024 60 % (55 to 65)" in description
    lines = [p.get("d", "") for p in root.iter(f"{SVG}path") if p.get("aria-roledescription") == "line mark"]
    assert sorted(line.count("M") for line in lines) == [1, 2], "the place's line is broken in two"


def test_a_profile_keeps_rows_without_marks_and_names_what_is_hidden() -> None:
    _, _, description, texts, marks = _parts(ALL["profile"]())
    assert {"Culture", "Governance", "Learners"} <= set(texts)
    assert any("Composite not shown, few people: Learners" in t for t in texts)
    assert len(marks) == 7
    assert "Culture: composite 3.4, band elevated" in description
    assert "Governance: no composite shown" in description
