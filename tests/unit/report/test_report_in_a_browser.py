"""The report in a browser, from disk and from a web server: walked, searched, without a mouse, at 320 px."""

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.unit.report.test_report_pages import KINDS

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Chromium has no sandbox of its own for root; the pages are ours and ask nothing of the network.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def seen() -> list[str]:
    """Requests that left the report, and errors of the console."""
    return []


@pytest.fixture
def page(browser: Browser, release: Path, seen: list[str]) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    root = release.as_uri()
    page.on(
        "request",
        lambda request: seen.append(request.url) if not request.url.startswith((root, "data:")) else None,
    )
    page.on("console", lambda said: seen.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: seen.append(str(error)))
    yield page
    page.close()
    assert seen == []


def address(release: Path, name: str) -> str:
    return (release / "report" / name).as_uri()


def open_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")


@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing(page: Page, release: Path, name: str) -> None:
    page.goto(address(release, name))
    open_everything(page)
    # Axe would fetch the stylesheets again by itself, which a browser refuses on disk.
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [(fault["id"], [node["html"][:200] for node in fault["nodes"][:3]]) for fault in found] == []


@pytest.mark.parametrize("name", KINDS)
def test_no_page_scrolls_sideways_at_320_pixels(page: Page, release: Path, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address(release, name))
    open_everything(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_reader_walks_from_the_country_to_the_method(page: Page, release: Path) -> None:
    page.goto(address(release, "index.html"))
    page.get_by_role("navigation", name="Report").get_by_role("link", name="Regions").click()
    page.get_by_role("link", name=re.compile("Region 0")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Region 0")
    page.locator("#providers ~ * a", has_text="PLACE 0 (SAMPLE)").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("PLACE 0 (SAMPLE)")
    page.locator(".eqw-items a", has_text="Rated supervision well").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rated supervision well")
    page.get_by_role("link", name="method", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The scoring method")
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="England").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("England")


def test_the_way_from_a_place_to_a_question_ends_at_its_row(page: Page, release: Path) -> None:
    page.goto(address(release, "provider/P1.html"))
    page.locator(".eqw-items a", has_text="Rated supervision well").first.click()
    assert page.url.endswith("item/supervision.html#P1")


def test_search_narrows_the_list_of_providers(page: Page, release: Path) -> None:
    page.goto(address(release, "providers.html"))
    rows = page.locator("tr[data-search]:visible")
    expect(rows).to_have_count(10)
    page.get_by_label("Find a provider").fill("place 7")
    expect(rows).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("1 of 10 found")
    page.get_by_label("Find a provider").fill("")
    expect(rows).to_have_count(10)


def test_search_finds_a_column_and_hides_other_tables(page: Page, release: Path) -> None:
    page.goto(address(release, "dictionary.html"))
    page.get_by_label("Find a table or column").fill("widest_indicator_code")
    expect(page.locator(".eqw-entry:visible")).to_have_count(1)
    expect(page.locator(".eqw-entry:visible h2")).to_have_text("rpt_assurance_topic")


def test_without_scripts_the_list_is_whole_and_no_box_promises_more(browser: Browser, release: Path) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(address(release, "providers.html"))
    expect(page.locator("tr[data-search]:visible")).to_have_count(10)
    expect(page.locator("#search")).to_be_hidden()
    page.close()


def test_a_hidden_cell_says_so_to_the_eye(page: Page, release: Path) -> None:
    page.goto(address(release, "provider/P9.html"))
    cells = page.locator(".eqw-matrix tbody td")
    expect(cells.first).to_have_text("Hidden")
    assert set(cells.all_inner_texts()) == {"Hidden"}


def test_everything_is_reached_with_the_keyboard(page: Page, release: Path) -> None:
    page.goto(address(release, "provider/P0.html"))
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "maincontent"
    reachable = page.locator("main a:visible, main summary:visible, main [tabindex='0']:visible").count()
    reached = set()
    for _ in range(reachable + 5):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "[...document.querySelectorAll('main a, main summary, main [tabindex=\"0\"]')]"
                ".indexOf(document.activeElement)"
            )
        )
    assert len(reached - {-1}) == reachable
    assert reachable > 30


def test_what_has_focus_can_be_seen(page: Page, release: Path) -> None:
    page.goto(address(release, "index.html"))
    for kind in ("main a", "nav a", "summary span", ".eqw-scroll"):
        plain = _look(page, kind)
        focus = "part => (part.closest('summary') || part).focus({focusVisible: true})"
        page.locator(kind).first.evaluate(focus)
        assert _look(page, kind) != plain, kind


def _look(page: Page, kind: str) -> str:
    return str(
        page.locator(kind).first.evaluate(
            "part => { const s = getComputedStyle(part);"
            " return [s.outline, s.boxShadow, s.backgroundColor].join() }"
        )
    )


def test_a_web_server_serves_the_same(browser: Browser, release: Path) -> None:
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(release / "report"))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        origin = f"http://127.0.0.1:{server.server_port}/"
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(origin + "provider/P0.html")
        expect(page.get_by_role("heading", level=1)).to_contain_text("PLACE 0")
        page.close()
        server.shutdown()
    assert asked
    assert [url for url in asked if not url.startswith((origin, "data:"))] == []
