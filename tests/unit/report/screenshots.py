"""Pictures of the report for the documents: `make screenshots`, from the current release of a home.

Belongs here: which views are taken. Whether the pages work is for the tests beside this file.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from orchestration.lib.home import PROJECT_ROOT, Home
from orchestration.lib.release.catalogue import CURRENT
from orchestration.lib.report.site import REPORT

FOLDER = PROJECT_ROOT / "docs" / "images" / "report"
MOST_BYTES = 150_000


def main() -> int:
    """Take every picture; 1 when one is too large for the repository."""
    report = Home.from_environment().releases / CURRENT / REPORT
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None or not (report / "index.html").is_file():
        sys.stderr.write(f"Chromium and {report / 'index.html'} are needed; eqw run makes the report.\n")
        return 1
    pages = sorted((report / "provider").glob("*.html"), key=lambda page: (-page.stat().st_size, page.name))
    fullest = f"provider/{pages[0].name}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        wide = browser.new_page(viewport={"width": 1120, "height": 760})
        narrow = browser.new_page(viewport={"width": 360, "height": 720})
        taken = [
            _take(wide, report, "index.html", "main", "england"),
            _take(wide, report, fullest, "main", "provider"),
            _take(wide, report, fullest, "#learners", "provider-learners"),
            _take(wide, report, fullest, "#concerns", "provider-concerns"),
            _take(wide, report, "item/supervision.html", "#funnel", "question-funnel"),
            _take(narrow, report, fullest, "main", "provider-phone"),
        ]
        browser.close()
    large = [path.name for path in taken if path.stat().st_size > MOST_BYTES]
    for path in taken:
        sys.stdout.write(f"{path.stat().st_size:>8,} bytes  {path.relative_to(PROJECT_ROOT)}\n")
    return 1 if large else 0


def _take(page: Page, report: Path, name: str, part: str, picture: str) -> Path:
    page.goto((report / name).resolve().as_uri())
    if part == "main":
        page.evaluate("scrollTo(0, 0)")
    else:
        page.locator(part).evaluate("heading => heading.scrollIntoView()")
    path = FOLDER / f"{picture}.png"
    page.screenshot(path=path)
    return path


if __name__ == "__main__":
    sys.exit(main())
