"""The finder of the browser: order, and an error that names what was tried."""

import pytest

from tests.browser import chromium


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """A machine without any browser, where we are not root."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    return tmp_path


def program(path, *, code=0):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {code}\n")
    path.chmod(0o755)
    return path


def test_browser_is_found_in_the_order_environment_path_playwright(bare_machine, monkeypatch):
    own = program(bare_machine / "playwright" / "chromium-1200" / "chrome-linux" / "chrome")
    assert chromium.chromium_path() == own

    on_path = program(bare_machine / "bin" / "chromium-browser")
    assert chromium.chromium_path() == on_path

    given = program(bare_machine / "given")
    monkeypatch.setenv("CHROMIUM", str(given))
    assert chromium.chromium_path() == given


def test_browser_that_does_not_start_is_passed_over(bare_machine, monkeypatch):
    monkeypatch.setenv("CHROMIUM", str(program(bare_machine / "broken", code=127)))
    on_path = program(bare_machine / "bin" / "google-chrome")

    assert chromium.chromium_path() == on_path


def test_no_browser_is_an_error_that_names_what_was_tried(bare_machine):
    with pytest.raises(chromium.NoBrowserError) as caught:
        chromium.chromium_path()

    assert str(caught.value).splitlines() == [
        "No browser for the tests. Tried:",
        "  - CHROMIUM: unset",
        *(f"  - PATH: no {name}" for name in chromium.NAMES),
        f"  - Playwright: no browser that starts in {bare_machine / 'playwright'}",
        "  - apt-get: needs root on Debian; run `apt-get install chromium`, or set CHROMIUM",
    ]


def test_browser_starts_and_runs_a_page(browser):
    page = browser.new_page()
    page.set_content("<button onclick=\"this.textContent='pressed'\">press</button>")
    page.click("button")

    assert page.text_content("button") == "pressed"
    page.close()
