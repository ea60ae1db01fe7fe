"""An officer screens a file of names: refused in words, watched, read, taken away; scripts on and off."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person

People = Callable[..., Person]
NAMES = [f"Nordlys Radio {number} AS,NO" for number in range(300)]
FILE = "\n".join(["query,country", *NAMES, "Megvii Technology Limited,CN", "Loongson,SG", "Acme,NOR", ","])


def put(officer: Person, text: str) -> None:
    """Choose a file of this text, and send it."""
    file = {"name": "attendees of the spring.csv", "mimeType": "text/csv", "buffer": text.encode()}
    officer.field("File of names").set_input_files(file)  # type: ignore[arg-type]
    officer.press("Screen the file")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_officer_screens_a_file_of_names(person: People, scripts: bool) -> None:
    officer = person("officer", scripts=scripts)
    page = officer.page
    officer.go("/lists/")
    page.get_by_role("link", name="Screen a file of names").click()
    officer.look("batches-empty" if scripts else "")

    put(officer, "name\nAcme\n")
    expect(page.get_by_role("alert")).to_contain_text("has no column 'query'")
    officer.look()
    put(officer, FILE)
    page.wait_for_url(re.compile(r"/lists/batches/\d+/$"))
    until = time.monotonic() + 60
    while not scripts and time.monotonic() < until and page.get_by_role("progressbar").count():
        page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("All 304 rows were screened")).to_be_visible()
    officer.look("batch" if scripts else "")

    page.get_by_role("link", name=re.compile("^Cannot be screened")).click()
    expect(page.get_by_text("country 'NOR' is not a two-letter code")).to_be_visible()
    officer.look("batch-unread" if scripts else "")
    with page.expect_download() as taking:
        page.get_by_role("link", name="Download the answers").click()
    rows = taking.value.path().read_text(encoding="utf-8-sig").splitlines()
    queries = list(dict.fromkeys(row.split(",")[0] for row in rows[1:]))
    assert queries == [
        *(row.split(",")[0] for row in NAMES),
        "Megvii Technology Limited",
        "Loongson",
        "Acme",
        "",
    ]
    officer.go("/lists/batches/")
    officer.look("batches" if scripts else "")
