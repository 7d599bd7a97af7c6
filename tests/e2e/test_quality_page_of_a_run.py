"""A run that a gate refuses still leaves the page that says why, through the installed command."""

import pytest

from tests.e2e.conftest import Eqw

pytestmark = pytest.mark.slow


def test_a_refused_run_writes_the_page_and_says_where_it_is(eqw: Eqw) -> None:
    landing = eqw.home / "landing" / "education_providers"
    landing.mkdir(parents=True)
    (landing / "names.csv").write_text("ukprn,name\n10000001,q\n10000002,University of Easting\n")
    said = eqw("run", expect=1).stdout
    page = eqw.home / "quality" / "index.html"
    assert f"Quality  {page}" in said
    text = page.read_text(encoding="utf-8")
    assert "education_providers.name_length" in text
    assert "names.csv" in text
    plain = eqw.json("quality")
    assert plain["page"] == str(page)
    assert [(file["file_name"], file["status"]) for file in plain["files"]] == [("names.csv", "refused")]
