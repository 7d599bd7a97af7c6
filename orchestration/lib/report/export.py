"""A provider or the country as a file to send: a workbook of its figures, or its page on paper.

Belongs here: reading a release and writing the file. Tables and pages come from the release, so they can show
nothing that it hides.
"""

import os
import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

import duckdb

from orchestration.lib.release.catalogue import Release
from orchestration.lib.release.database import DATABASE
from orchestration.lib.report.errors import ExportError
from orchestration.lib.report.facts import Facts
from orchestration.lib.report.sheets import national_sheets, provider_sheets
from orchestration.lib.report.site import INDEX, REPORT
from orchestration.lib.report.workbook import write_workbook

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_SECONDS = 120


def export_workbook(release: Release, provider: str | None, path: Path) -> None:
    """Write the figures of a provider, or of the country, as a workbook.

    Args:
        release: The release.
        provider: Code of a provider; None for the country.
        path: Where to.

    Raises:
        ExportError: The release has no such provider, or not the tables that a report needs.
    """
    with duckdb.connect(str(release.path / DATABASE), read_only=True) as connection:
        facts = Facts(connection)
        if missing := facts.missing_tables():
            raise ExportError(f"{release.version} has no {', '.join(missing)}; cut a release with eqw run.")
        name, sheets = provider_sheets(facts, provider) if provider else ("England", national_sheets(facts))
        cover = [
            f"Release {release.version}. Only released figures are here.",
            "It prompts questions; it judges no provider.",
        ]
        if facts.is_sample:
            cover.insert(
                0, "Synthetic figures: every provider, learner and concern in this release is invented."
            )
    # Excel knows no time zones; the time of a release is in UTC.
    made = datetime.fromisoformat(release.created).replace(tzinfo=None)
    write_workbook(path, f"Education quality: {name}", cover, made, sheets)


def print_page(release: Release, provider: str | None, path: Path) -> None:
    """Print the page of a provider, or of the country, to PDF with the Chromium of this machine.

    Raises:
        ExportError: There is no such page, no Chromium, or it printed nothing.
    """
    page = release.path / REPORT / (f"provider/{provider}.html" if provider else INDEX)
    if (provider and Path(provider).name != provider) or not page.is_file():
        raise ExportError(f"{release.version} has no page of {provider or 'England'}.")
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise ExportError(
            f"A PDF needs Chromium ({', '.join(_BROWSERS)}) on this machine. Remedy: install it, print {page}"
            " from any browser, or use --to xlsx."
        )
    with tempfile.TemporaryDirectory() as profile:
        options = ["--headless", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={profile}"]
        if os.geteuid() == 0:
            options.append("--no-sandbox")  # Chromium has no sandbox for root; the page is ours
        done = subprocess.run(  # noqa: S603  # a browser of this machine on a page of ours
            [browser, *options, f"--print-to-pdf={path.resolve()}", page.resolve().as_uri()],
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
    if done.returncode or not path.is_file():
        raise ExportError(f"{browser} did not print {page}: {done.stderr.strip()[-500:]}")
