"""What the pictures show, read from a release: published tables only; what is hidden is left out and counted.

Belongs here: one function per picture, from an open release database to SVG. Drawing is the other modules'.
"""

import duckdb

from orchestration.lib.pictures.domain_profile import domain_profile
from orchestration.lib.pictures.funnel import funnel_plot
from orchestration.lib.pictures.svg import NothingShown
from orchestration.lib.pictures.trend import trend


def funnel_of(release: duckdb.DuckDBPyConnection, wave: str, profession: str, indicator: str) -> str:
    """Draw the funnel of one indicator and profession.

    The benchmark is the published figure of the profession in the country; the spread between units is
    the one that the scores of the same cells allow for, 0 where no cell shows it.

    Raises:
        NothingShown: Nothing is shown of it.
    """
    key = [wave, profession, indicator]
    units = release.execute(
        "select provider_name, status_code, respondents, favourable_pct from fct_survey_indicator "
        "join dim_provider using (provider_key) where wave_code = ? and profession_code = ? "
        "and indicator_code = ? order by provider_key",
        key,
    ).df()
    benchmark = release.execute(
        "select favourable_pct from fct_survey_place where wave_code = ? and profession_code = ? "
        "and indicator_code = ? and place_level_code = 'national' and favourable_pct is not null",
        key,
    ).fetchone()
    if benchmark is None:
        raise NothingShown(f"no benchmark is shown for {indicator}, {profession}, {wave}")
    (tau2,) = release.execute(
        "select coalesce(max(tau2), 0) from fct_risk_contribution "
        "where wave_code = ? and profession_code = ? and item_code = ?",
        key,
    ).fetchall()[0]
    label = _label(release, "dim_indicator", "indicator", indicator)
    group = f"{_label(release, 'dim_profession', 'profession', profession)}, {wave}"
    return funnel_plot(units, label, group, benchmark[0], tau2)


def domain_profile_of(release: duckdb.DuckDBPyConnection, wave: str, provider: str, profession: str) -> str:
    """Draw the domains of one provider and profession.

    Raises:
        NothingShown: The release has no such cell.
    """
    cells = release.execute(
        "select domain_name, status_code, band, z_survey, z_concerns, z_self_assessment, z_composite, "
        "provider_name from fct_domain_risk join dim_eqf_domain using (domain_code) "
        "join dim_provider using (provider_key) where wave_code = ? and fct_domain_risk.provider_code = ? "
        "and profession_code = ? order by domain_code",
        [wave, provider, profession],
    ).df()
    name = cells.provider_name.iloc[0] if len(cells) else provider
    group = f"{_label(release, 'dim_profession', 'profession', profession)}, {wave}"
    return domain_profile(cells.drop(columns="provider_name"), name, group)


def trend_of(release: duckdb.DuckDBPyConnection, provider: str, profession: str, indicator: str) -> str:
    """Draw an indicator of one provider and profession over the waves, beside the profession in the country.

    Waves before a break of comparability are left out.

    Raises:
        NothingShown: No wave is shown.
    """
    nation = f"{_label(release, 'dim_profession', 'profession', profession)} in England"
    points = release.execute(
        """
        with comparable as (
            select wave_code from dim_wave inner join dim_indicator
                on wave_year >= coalesce(comparable_from_year, 0)
            where indicator_code = $indicator
        )
        select wave_code, 'place' as series, favourable_pct, value_lower_95, value_upper_95, value_pct
        from fct_survey_indicator where provider_code = $provider and profession_code = $profession
            and indicator_code = $indicator and wave_code in (select wave_code from comparable)
        union all
        select wave_code, $nation, favourable_pct, value_lower_95, value_upper_95, value_pct
        from fct_survey_place where place_level_code = 'national' and profession_code = $profession
            and indicator_code = $indicator and wave_code in (select wave_code from comparable)
        """,
        {"provider": provider, "profession": profession, "indicator": indicator, "nation": nation},
    ).df()
    # Limits are of the share that print counts; where that is the adverse one, both turn round.
    turned = (points.favourable_pct - points.value_pct).abs() > 1e-9
    lower = points.value_lower_95.where(~turned, 100 - points.value_upper_95)
    upper = points.value_upper_95.where(~turned, 100 - points.value_lower_95)
    names = release.execute(
        "select max_by(provider_name, provider_key) from dim_provider where provider_code = ?", [provider]
    ).fetchall()
    name = str(names[0][0] or provider)
    series = points.series.where(points.series != "place", name)
    drawn = points.assign(series=series, lower_95=lower, upper_95=upper)
    return trend(drawn, _label(release, "dim_indicator", "indicator", indicator), name, nation)


def _label(release: duckdb.DuckDBPyConnection, table: str, what: str, code: str) -> str:
    column = {"indicator": "favourable_label", "profession": "profession_name"}[what]
    found = release.execute(f"select {column} from {table} where {what}_code = ?", [code]).fetchone()
    if found is None:
        raise ValueError(f"the release has no {what} {code!r}")
    return str(found[0])
