"""One real browser for the session, and a fresh profile for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import demo as demonstration
from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.demo import Demo
from tests.browser.person import Person
from tests.workplace import Broker, CommittedDatabase, LiveApp


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless browser."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's event loop lives in this thread, where Django would refuse to use the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        running = playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, live_app: LiveApp) -> Iterator[Page]:
    """A page with an empty profile, on the live service: `page.goto("/")`."""
    context = browser.new_context(base_url=live_app.url)
    yield context.new_page()
    context.close()


@pytest.fixture
def demo(committed_db: CommittedDatabase, filesystem_broker: Broker, tmp_path: Path) -> Iterator[Demo]:
    """The demonstration with web, worker, beat and sequencer, on the test's own database."""
    with demonstration.running(committed_db, filesystem_broker, tmp_path) as running:
        yield running


@pytest.fixture
def person(browser: Browser, demo: Demo) -> Iterator[Callable[..., Person]]:
    """People who are signed in, each with a profile of their own: `person("officer")`.

    When the test is over, what was wrong on any page that they looked at fails it.
    """
    people: list[Person] = []

    def sign_in(name: str, **choices: bool) -> Person:
        people.append(Person(browser, demo, name, **choices))
        return people[-1].sign_in()

    yield sign_in
    faults = [fault for one in people for fault in one.faults]
    for one in people:
        one.leave()
    assert faults == []
