"""What must hold on every page: axe finds nothing, no sideways scroll, a ring at every stop of the Tab key.

Each check gives a list of faults in words; an empty list is a pass.
"""

import re
from collections.abc import Sequence
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Response

NARROW = 360
# As far as one walk with the Tab key goes.
MOST_STOPS = 60
# A refused form comes back as 422, and a refused page as 403 or 404; the browser notes them as errors.
EXPECTED_NOTE = re.compile(r"Failed to load resource: the server responded with a status of (403|404|422) ")
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}
# What width and colours can change: enough for the second look at a page.
DRAWN = ("color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable")
_axe = Axe()

# The page may have moved the focus, to an error summary for example; a node that goes leaves it at its place.
TO_THE_START = """() => {
  const start = document.createElement("span");
  start.tabIndex = -1;
  document.body.prepend(start);
  start.focus();
  start.remove();
}"""
# What has the focus, and whether that can be seen: an outline or a shadow of its own.
FOCUSED = """() => {
  const found = document.activeElement;
  if (!found || found === document.body) return null;
  const style = getComputedStyle(found);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const box = found.getBoundingClientRect();
  return {
    what: found.outerHTML.slice(0, 120),
    skip: found.classList.contains("skip"),
    seen: (outlined || style.boxShadow !== "none") && box.width > 0 && box.height > 0
      && box.bottom > 0 && box.top < innerHeight,
  };
}"""
# The first culprits, so that the fault names them.
WIDER = """() => {
  const { clientWidth: room, scrollWidth: needed } = document.documentElement;
  if (needed <= room) return [];
  const wide = [...document.querySelectorAll("body *")].filter(
    (el) => el.getBoundingClientRect().right > room + 1);
  return [`page is ${needed} px wide`, ...wide.slice(0, 3).map((el) => el.outerHTML.slice(0, 120))];
}"""


def axe_faults(page: Page, *, rules: Sequence[str] = ()) -> list[str]:
    """Each violation with its first elements. Takes: `rules`, the only ones to apply; all when empty."""
    options = AXE_OPTIONS | ({"runOnly": {"type": "rule", "values": list(rules)}} if rules else {})
    found: list[dict[str, Any]] = _axe.run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {' | '.join(node['html'][:160] for node in one['nodes'][:3])}"
        for one in found
    ]


def sideways_faults(page: Page) -> list[str]:
    """What sticks out at the narrow width; the width from before is given back."""
    before = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 800})
    wide: list[str] = page.evaluate(WIDER)
    if before:
        page.set_viewport_size(before)
    return [f"sideways scroll at {NARROW} px: {'; '.join(wide)}"] if wide else []


def keyboard_faults(page: Page) -> list[str]:
    """The skip link comes first, and every stop of the Tab key shows where the focus is."""
    page.evaluate(TO_THE_START)
    faults = []
    for number in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        if number == 0 and not focused["skip"]:
            faults.append(f"the first stop is not the skip link but {focused['what']}")
        if number and focused["skip"]:
            break
        if not focused["seen"]:
            faults.append(f"no ring at {focused['what']}")
    return faults


class Listener:
    """Collects what the browser complains about: console, refused content, broken scripts, answers 5xx."""

    def __init__(self, page: Page) -> None:
        self.faults: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not EXPECTED_NOTE.match(message.text):
            self.faults.append(f"console {message.type}: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} at {response.url}")
