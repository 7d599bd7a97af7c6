"""Pages about the figures: method and what is hidden, back-test, data quality, dictionary.

Belongs here: bringing documents that exist anyway into the report.
"""

from pathlib import Path
from typing import Any

from expectations.reference import seed
from orchestration.lib.home import PROJECT_ROOT
from orchestration.lib.release.datapackage import read_descriptor, tables_of
from orchestration.lib.report.prose import prose

DOCS = PROJECT_ROOT / "docs"


def method_view(report: Path) -> dict[str, Any]:
    """Return the scoring method as a page; its pictures are copied into the report.

    Args:
        report: Folder of the report.
    """
    text, pictures = prose((DOCS / "method.md").read_text(encoding="utf-8"))
    (report / "images").mkdir()
    for picture in pictures:
        (report / "images" / Path(picture).name).write_bytes((DOCS / picture).read_bytes())
    return {"title": "Method", "text": text, "rules": seed("disclosure_parameter"), "more": None}


def document_view(path: Path, title: str, more: tuple[str, str] | None) -> dict[str, Any]:
    """Return a document of the release as a page.

    Args:
        path: A Markdown file of the release.
        title: Of the page.
        more: Address and name of a page that tells more.
    """
    text, _ = prose(path.read_text(encoding="utf-8"))
    return {"title": title, "text": text, "rules": None, "more": more}


def dictionary_view(folder: Path) -> dict[str, Any]:
    """Return every table and column of a release, as its descriptor has them."""
    return {"tables": sorted(tables_of(read_descriptor(folder)), key=lambda table: table.name)}
