"""Two years later: the auditor finds an entry with its proof, takes reports away and checks them offline."""

import csv
import io
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.demo import Demo
from tests.browser.person import PATIENCE_MS, Person
from tests.processes import REPOSITORY

People = Callable[..., Person]
REFUSED = {
    "delegate": {
        "/log/entries/": 403,
        "/log/entries/1/": 403,
        "/log/report/": 403,
        "/log/report/rows.csv": 403,
        "/log/export/": 403,
        "/queue/": 403,
        "/queue/cases/1/": 404,
        "/lists/": 403,
        "/health/": 403,
    },
    "auditor": {
        "/meetings/new/": 403,
        "/documents/new/": 403,
        "/disclosures/new/?meeting=none": 403,
        "/health/": 403,
        "/queue/cases/999/": 404,
        "/log/entries/99999/": 404,
    },
}


def test_auditor_proves_and_others_are_refused(person: People, demo: Demo, tmp_path: Path) -> None:
    auditor = person("auditor")
    auditor.look()

    find_an_entry(auditor)
    take_a_report(auditor)
    build_an_export(auditor)
    bundle = download(auditor.page, tmp_path, button="Download, ZIP")
    policy = tmp_path / "policy.txt"
    policy.write_text(demo.manage("audit_policy"))

    verified = verify(bundle, policy)
    assert (verified.returncode, verified.stderr) == (0, "")
    assert "PASS" in verified.stdout

    see_health(person("administrator"))
    for somebody in (auditor, person("delegate")):
        be_refused(somebody)


def build_an_export(auditor: Person) -> None:
    """From the report's filter: what goes along is chosen and counted before it is taken."""
    auditor.page.get_by_role("link", name="Build an export").click()
    auditor.look()
    auditor.page.get_by_label("Of all entries shown").check()
    auditor.press("Count it")
    expect(auditor.page.get_by_role("button", name="Download, ZIP")).to_be_visible()
    auditor.look("auditor-export")


def see_health(administrator: Person) -> None:
    """The page says what is to be looked at, and the figures behind it."""
    assert administrator.go("/health/") == 200
    expect(administrator.page.get_by_text("Newest signed head")).to_be_visible()
    administrator.look("administrator-health")


def be_refused(somebody: Person) -> None:
    """What is for others is 403, and what belongs to others does not exist."""
    addresses = REFUSED[somebody.name]
    assert {address: somebody.go(address) for address in addresses} == addresses
    somebody.look()


def find_an_entry(auditor: Person) -> None:
    """Search by kind and object; the page of an entry proves it once it is signed."""
    page = auditor.page
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Log").click()
    auditor.look()
    page.get_by_label("Object, as disclosure/42").fill("disclosure/1")
    auditor.press("Search")
    rows = page.get_by_role("row").filter(has_text="disclosure/1")
    expect(rows.first).to_be_visible()
    page.get_by_label("Object, as disclosure/42").fill("disclosure")
    auditor.press("Search")
    expect(page.get_by_role("alert")).to_contain_text("Write the object as type/id")
    auditor.look()

    page.get_by_label("Object, as disclosure/42").fill("disclosure/1")
    auditor.press("Search")
    rows.last.get_by_role("link").first.click()
    await_signature(page)
    expect(page.get_by_role("img", name=re.compile("^Proof path of entry"))).to_be_visible()
    auditor.look("auditor-entry")


def await_signature(page: Page) -> None:
    """The sequencer signs within seconds; the page of an entry says so when it is loaded again."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while "waits for its place" in page.get_by_role("heading", level=1).inner_text():
        assert time.monotonic() < end, "the sequencer has not signed the entry"
        page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("is in the log, unchanged")


def take_a_report(auditor: Person) -> None:
    """The CSV holds what the page counts, and the same report again is the same bytes."""
    page = auditor.page
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Reports").click()
    page.locator("#id_kind").select_option("determination.made")
    auditor.press("Show")
    counted = int(re.match(r"\d+", auditor.heading().inner_text()).group())
    assert counted >= 5
    auditor.look("auditor-report")

    address = page.get_by_role("link", name="Rows, CSV").get_attribute("href")
    first, second = (page.request.get(f"{auditor.demo.url}{address}") for _ in range(2))
    assert first.headers["content-type"] == "text/csv; charset=utf-8"
    assert first.body() == second.body()
    read = list(csv.reader(io.StringIO(first.body().decode("utf-8-sig"))))
    head = dict(row for row in read if len(row) == 2)
    assert (head["filter_kind"], head["rows"]) == ("determination.made", str(counted))
    names, *rows = [row for row in read if len(row) > 2]
    assert len(rows) == counted
    assert {row[names.index("kind")] for row in rows} == {"determination.made"}


def download(page: Page, folder: Path, *, button: str) -> Path:
    """The file that the button gives."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def verify(bundle: Path, policy: Path) -> "subprocess.CompletedProcess[str]":
    """What the offline verifier says, as an auditor runs it."""
    command = [sys.executable, "-m", "audits.verify", "bundle", str(bundle), "--policy", str(policy)]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=120)
