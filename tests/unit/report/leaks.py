"""Does a page of a report tell a figure that the released tables hide? One reading for reports of any size.

Belongs here: comparing pages with tables. The reports it reads are made by the tests.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

import duckdb

from orchestration.lib.release.database import DATABASE

HIDDEN = "hidden: protects few people"

_SHARES = """
select place_code, indicator_code, favourable_label, provider_name from fct_survey_place
inner join dim_indicator using (indicator_code)
inner join dim_provider on place_code = provider_code and is_current
where status_code = 'suppressed' and place_level_code = 'provider' and profession_code = 'all'
    and wave_code = (select max_by(wave_code, wave_order) from dim_wave
        where wave_code in (select wave_code from fct_domain_risk))
"""
_CELLS = """
select provider_code, profession_name, domain_name from fct_domain_risk
inner join dim_profession using (profession_code) inner join dim_eqf_domain using (domain_code)
where status_code = 'suppressed'
    and wave_code = (select max_by(wave_code, wave_order) from dim_wave
        where wave_code in (select wave_code from fct_domain_risk))
order by provider_code
"""


class _Words(HTMLParser):
    """The text of a page without its tags, drawings left out."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.depth += tag in ("svg", "script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in ("svg", "script", "style")

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.parts.append(data)


def words(html: str) -> str:
    """Return what a reader sees of a piece of a page, drawings apart."""
    parser = _Words()
    parser.feed(html)
    return " ".join(" ".join(parser.parts).split())


def leaks(release: Path) -> tuple[int, list[str]]:
    """Compare every hidden share and cell of the newest wave with the rows that show it.

    Args:
        release: Folder of a release with its report.

    Returns:
        How many hidden figures were looked at, and each row that bears a number where it must not.
    """
    with duckdb.connect(str(release / DATABASE), read_only=True) as connection:
        shares = connection.execute(_SHARES).fetchall()
        cells = connection.execute(_CELLS).fetchall()
    pages = {
        path.relative_to(release / "report").with_suffix("").as_posix(): path.read_text(encoding="utf-8")
        for path in (release / "report").rglob("*.html")
    }
    looked, found = 0, []
    for place, item, _, name in shares:
        # A question told twice has a page under one of its codes.
        if f"item/{item}" not in pages:
            continue
        looked += 1
        row = re.search(rf'<tr id="{place}">.*?</tr>', pages[f"item/{item}"], re.DOTALL)
        text = words(row[0] if row else "").replace(f"{name}, {place}", "")
        if HIDDEN not in text or re.search(r"\d", text) or "<svg" in (row[0] if row else ""):
            found.append(f"{place} {item}: {text}")
    for place, profession, domain in cells:
        looked += 1
        table = pages[f"provider/{place}"].split(f"{profession}: what each source says", 1)[1]
        rows = re.findall(r"<tr>.*?</tr>", table.split("</table>", 1)[0], re.DOTALL)
        row_text = next((words(row) for row in rows if f">{domain}<" in row), "")
        # The survey's score may be shown where the composite is hidden: at most one number has a sign.
        if not row_text.endswith(" Hidden") or len(re.findall(r"[+\u2212]\d", row_text)) > 1:
            found.append(f"{place} {profession} {domain}: {row_text}")
    return looked, found
