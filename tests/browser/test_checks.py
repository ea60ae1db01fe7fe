"""Each check of a page is shown to fail, on a page that has exactly that fault."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import checks

SOUND = """<!doctype html><html lang="en"><head><title>Sound</title>
<meta name="viewport" content="width=device-width">
<style>.skip { display: block; padding: 6px } a:focus, button:focus { outline: 2px solid blue }</style></head>
<body><a class="skip" href="#main">Skip to content</a>
<main id="main"><h1>Sound</h1><button>Press</button>%s</main></body></html>"""
TOO_PALE = '<p style="color: #ccc; background: #fff">Nobody can read this.</p>'
TOO_WIDE = '<div style="width: 500px">Wide</div>'
NO_RING = '<button style="outline: none">Where am I?</button>'


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def test_sound_page_passes_every_check(blank: Page) -> None:
    blank.set_content(SOUND % "")

    assert checks.axe_faults(blank) == []
    assert checks.axe_faults(blank, rules=checks.DRAWN) == []
    assert checks.sideways_faults(blank) == []
    assert checks.keyboard_faults(blank) == []


def test_axe_finds_what_cannot_be_read(blank: Page) -> None:
    blank.set_content(SOUND % TOO_PALE)

    (whole,) = checks.axe_faults(blank)
    (drawn,) = checks.axe_faults(blank, rules=checks.DRAWN)

    assert whole == drawn
    assert whole.startswith("color-contrast: ")


def test_sideways_scroll_is_found_with_its_cause(blank: Page) -> None:
    blank.set_content(SOUND % TOO_WIDE)

    (fault,) = checks.sideways_faults(blank)

    assert fault.startswith("sideways scroll at 360 px: ")
    assert TOO_WIDE in fault


def test_stop_without_a_ring_and_a_missing_skip_link_are_found(blank: Page) -> None:
    blank.set_content((SOUND % NO_RING).replace('class="skip"', 'class="other"'))

    first, second = checks.keyboard_faults(blank)

    assert first.startswith("the first stop is not the skip link but <a ")
    assert second == f"no ring at {NO_RING}"


def test_listener_hears_console_errors_and_script_errors(blank: Page) -> None:
    listener = checks.Listener(blank)

    blank.set_content(SOUND % "")
    with blank.expect_event("pageerror"):
        blank.evaluate(
            "() => { console.error('refused'); setTimeout(() => { throw new Error('broken') }, 0) }"
        )

    assert listener.faults == ["console error: refused", "script error: broken"]
