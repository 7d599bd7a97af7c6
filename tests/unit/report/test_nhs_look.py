"""The stylesheet of the NHS design system: taken without what needs the network, used where it is there."""

import io
import tarfile
from pathlib import Path

import pytest

from orchestration.lib.durable import sha256_of
from orchestration.lib.home import Home
from orchestration.lib.report import nhs_look
from orchestration.lib.report.write import write_report
from tests.unit.report.conftest import write_release

CSS = (
    '@charset "UTF-8";@font-face{font-family:F;src:url(https://assets.nhs.uk/a.woff2) format("woff2")}'
    ".a{background:url(/assets/images/x.svg) 0 0}.b{color:#005eb8}"
)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "nhsuk-frontend.tgz"
    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo("package/dist/nhsuk/nhsuk-frontend.min.css")
        member.size = len(CSS)
        archive.addfile(member, io.BytesIO(CSS.encode()))
    monkeypatch.setattr(nhs_look, "_SHA256", sha256_of(path))
    return path


def test_fonts_and_pictures_are_left_out_and_rules_stay(package: Path, tmp_path: Path) -> None:
    text = nhs_look.take_look(package, Home.at(tmp_path / "home")).read_text(encoding="utf-8")
    assert "font-face" not in text
    assert "url(" not in text
    assert ".a{background:none 0 0}.b{color:#005eb8}" in text
    assert "MIT licence" in text


def test_another_package_is_refused(package: Path, tmp_path: Path) -> None:
    package.write_bytes(package.read_bytes() + b"x")
    with pytest.raises(nhs_look.LookError, match="its hash differs"):
        nhs_look.take_look(package, Home.at(tmp_path / "home"))
    assert not (tmp_path / "home").exists()


def test_a_report_has_the_look_that_is_there_and_its_own_where_none_is(package: Path, tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    folder = write_release(tmp_path / "release")
    write_report(folder, "v1", home.report_look)
    assert "assets/base.css" in (folder / "report/index.html").read_text(encoding="utf-8")
    look = nhs_look.take_look(package, home)
    with_look = write_release(tmp_path / "with_look")
    write_report(with_look, "v1", look)
    page = (with_look / "report/provider/P0.html").read_text(encoding="utf-8")
    assert "../assets/nhsuk-frontend.css" in page
    assert "base.css" not in page
    assert (with_look / "report/assets/nhsuk-frontend.css").read_bytes() == look.read_bytes()
