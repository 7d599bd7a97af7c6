"""What a release says, read once for all pages: codes with their names, and rows by the page they belong to.

Belongs here: asking the release's own database. Only released tables are in it: nothing hidden can be read.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb

from sample_data.names import MARK

Row = dict[str, Any]

NEEDED = (
    "dim_eqf_domain",
    "dim_indicator",
    "dim_isf_category",
    "dim_profession",
    "dim_provider",
    "dim_wave",
    "fct_concern",
    "fct_concern_event",
    "fct_concern_span",
    "fct_domain_risk",
    "fct_response_rate",
    "fct_survey_place",
    "rpt_assurance_topic",
    "rpt_backtest",
    "rpt_backtest_band",
    "rpt_concern_place_month",
    "rpt_concern_prompt",
    "rpt_domain_movement",
    "rpt_domain_reason",
    "rpt_indicator_trend",
    "rpt_national_indicator",
    "rpt_published_figure",
    "rpt_score_firmness",
    "rpt_triangulation_change",
    "rpt_triangulation_place",
)


@dataclass(frozen=True)
class Facts:
    """An open release.

    Attributes:
        connection: To the release's database.
    """

    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str, **values: Any) -> list[Row]:
        """Return the rows of a query, one dictionary each; values stand as `$name` in the query."""
        found = self.connection.execute(query, values or None)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def grouped(self, key: str, query: str, **values: Any) -> dict[str, list[Row]]:
        """Return the rows of a query by one of its columns, in the order of the query."""
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows(query, **values):
            groups[row[key]].append(row)
        return groups

    def missing_tables(self) -> list[str]:
        """Return which of the tables that the report reads are not in this release."""
        found = {row["table_name"] for row in self.rows("select table_name from duckdb_tables()")}
        return sorted(set(NEEDED) - found)

    @cached_property
    def is_sample(self) -> bool:
        """Whether any provider bears the mark of sample data."""
        names = self.rows(
            "select 1 from dim_provider where contains(provider_name, $mark) limit 1", mark=MARK
        )
        return bool(names)

    @cached_property
    def wave(self) -> str | None:
        """The newest wave with scores; None when there is none."""
        found = self.rows(
            "select max_by(wave_code, wave_order) as wave_code from dim_wave"
            " where wave_code in (select wave_code from fct_domain_risk)"
        )
        return None if found[0]["wave_code"] is None else str(found[0]["wave_code"])

    @cached_property
    def waves(self) -> list[Row]:
        """Waves with data, oldest first."""
        return self.rows("select * from dim_wave where has_data order by wave_order")

    @cached_property
    def domains(self) -> dict[str, str]:
        """Names of the domains by code, in their order."""
        return self._names("select domain_code, domain_name from dim_eqf_domain order by sort_order")

    @cached_property
    def professions(self) -> dict[str, str]:
        """Names of the professions by code, in their order."""
        return self._names("select profession_code, profession_name from dim_profession order by sort_order")

    @cached_property
    def categories(self) -> dict[int, str]:
        """Names of the categories of the Intensive Support Framework."""
        found = self.rows("select isf_category, isf_name from dim_isf_category order by isf_category")
        return {row["isf_category"]: row["isf_name"] for row in found}

    @cached_property
    def regions(self) -> dict[str, str]:
        """Names of the regions by code, in the order of their names."""
        return self._names(
            "select region_code, max(region_name) as region_name from dim_provider"
            " where is_current and region_code is not null group by region_code order by region_name"
        )

    @cached_property
    def providers(self) -> list[Row]:
        """Providers as they are now, by name."""
        return self.rows(
            "select provider_code, provider_name, region_code, region_name, provider_type_code, icb_code,"
            " closed_on from dim_provider where is_current order by provider_name, provider_code"
        )

    @cached_property
    def indicators(self) -> dict[str, Row]:
        """Indicators that have a favourable side, by code, in the order of their themes.

        Two that share one favourable side are one question told twice: the scored one stands for both.
        """
        found = self.rows(
            "select * from dim_indicator where favourable_label is not null"
            " qualify row_number()"
            " over (partition by favourable_label order by is_scored desc, indicator_code) = 1"
            " order by theme, indicator_code"
        )
        return {row["indicator_code"]: row for row in found}

    def _names(self, query: str) -> dict[str, str]:
        return {str(code): str(name) for code, name in self.connection.execute(query).fetchall()}
