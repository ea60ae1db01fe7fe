"""Somebody at a browser of their own: signs in, goes to pages, and looks at each with every check."""

import os
import re
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import checks
from tests.browser.demo import PASSWORD, Demo
from tests.processes import REPOSITORY

WIDE = {"width": 1280, "height": 800}
# A longer page is cut: nobody reads further in a document, and the file stays small.
LONGEST = {WIDE["width"]: 1100, checks.NARROW: 2600}
PUBLISHED = REPOSITORY / "docs" / "screenshots"
# A page may wait for a check in the worker, on a machine that does other things too.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


class Person:
    """One of the four people. `faults` holds what was found wrong on any page so far."""

    def __init__(self, browser: Browser, demo: Demo, name: str, *, scripts: bool = True) -> None:
        self.name, self.demo, self.scripts = name, demo, scripts
        self.context = browser.new_context(
            base_url=demo.url,
            viewport=WIDE,
            color_scheme="light",
            # A colour that is still on its way to the other scheme would count as too pale.
            reduced_motion="reduce",
            locale="en-GB",
            java_script_enabled=scripts,
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.listener = checks.Listener(self.page)
        self.faults: list[str] = self.listener.faults

    def sign_in(self) -> "Person":
        """Gives the person, on their first page."""
        self.page.goto("/")
        self.fill({"Username": self.name, "Password": PASSWORD})
        self.press("Sign in")
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()
        return self

    def go(self, address: str) -> int:
        """Open an address; gives the status of the answer."""
        answer = self.page.goto(address)
        assert answer is not None
        return answer.status

    def fill(self, fields: dict[str, str]) -> None:
        """Type into fields by their labels; `optional` after a label does not count."""
        for label, text in fields.items():
            self.field(label).fill(text)

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}( optional)?$"))

    def choose(self, group: str, option: "str | re.Pattern[str]") -> None:
        """A radio or a tick in the group with this legend."""
        found = self.page.get_by_role("group", name=group).get_by_label(option).first
        # By key: on a busy machine the page may still be moving under a pointer.
        if not found.is_checked():
            found.press("Space")
        expect(found).to_be_checked()

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    def look(self, picture: str = "") -> None:
        """Check the page as it is; with a name, take its pictures. axe itself needs scripts."""
        page = self.page
        page.wait_for_load_state()  # a page that has just come may have no element yet
        page.evaluate("() => scrollTo(0, 0)")
        found = self._axe_faults() if self.scripts else []
        found += checks.sideways_faults(page)
        if picture:
            self._take_pictures(picture)
        found += checks.keyboard_faults(page)
        address = page.url.removeprefix(self.demo.url)
        self.faults += [f"{self.name} at {address}: {fault}" for fault in found]

    def _axe_faults(self) -> list[str]:
        """All of axe on the wide light page; then what width and colours change, on the narrow dark one."""
        page, found = self.page, checks.axe_faults(self.page)
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": checks.NARROW, "height": 800})
        found += [f"dark, narrow: {one}" for one in checks.axe_faults(page, rules=checks.DRAWN)]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(WIDE)
        return found

    def _take_pictures(self, name: str) -> None:
        page, folder = self.page, self.demo.folder / "screenshots"
        folder.mkdir(exist_ok=True)
        for width in (WIDE["width"], checks.NARROW):
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": 800})
                # The window becomes as high as the page, so that nothing sticks halfway.
                height = min(page.evaluate("document.documentElement.scrollHeight"), LONGEST[width])
                page.set_viewport_size({"width": width, "height": height})
                path = folder / f"{name}-{width}-{scheme}.png"
                page.screenshot(path=path, animations="disabled", caret="hide")
                publish(path)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(WIDE)

    def leave(self) -> None:
        self.context.close()


def publish(picture: Path) -> None:
    """Copy into docs/ when PLENARY_SCREENSHOTS is 1; an ordinary run leaves the tree as it was."""
    if os.environ.get("PLENARY_SCREENSHOTS") == "1":
        PUBLISHED.mkdir(exist_ok=True)
        shutil.copyfile(picture, PUBLISHED / picture.name)
