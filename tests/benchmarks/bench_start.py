"""`./dev bench start [--cold] [--json] [--check]`: the first page, the memory, one disclosure.

The real `./dev run` is started on a scratch data folder and used over HTTP as the demonstration's delegate.
`cold` is a fresh clone of HEAD without anything; `warm` has environment and data; `no_data` no data yet.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests import processes
from tests.benchmarks.visitor import Page, Visitor
from tests.processes import REPOSITORY, ChildProcess

# What `--check` holds the figures against.
LIMITS = {"warm_s": 6.0, "cold_s": 90.0, "memory_mb": 600.0, "submit_s": 1.0}
PAGES, SUBMISSIONS, POLL_SECONDS = 20, 10, 0.05
PATIENCE = 600.0
# The command line tells what a process is; the first that fits counts.
NAMES = (("sequencer", "run_sequencer"), ("beat", " beat "), ("worker", " worker "), ("web", "gunicorn"))
STOP_POLLING = 286


@dataclass
class Service:
    """A `./dev run` whose first page has come."""

    url: str
    process: ChildProcess
    first_page_s: float

    def memory(self) -> Counter[str]:
        """PSS in bytes of every process of the tree, by what it is (Linux: smaps_rollup)."""
        root, found = psutil.Process(self.process.pid), Counter[str]()
        for process in [root, *root.children(recursive=True)]:
            line = f" {' '.join(process.cmdline())} "
            name = next((name for name, word in NAMES if word in line), "dev")
            found[name] += process.memory_full_info().pss
        return found


@contextmanager
def running(data: Path, *, root: Path = REPOSITORY) -> Iterator[Service]:
    """The service of the clone `root` on the data folder, from the start of `./dev run` to its stop."""
    port = processes.free_port()
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV"}
    }
    env |= {"PLENARY_DATA_DIR": str(data), "PORT": str(port)}
    began = time.monotonic()
    command = [getattr(sys, "_base_executable", sys.executable), root / "dev", "run"]
    child = processes.start("./dev run", command, log=data.with_suffix(".log"), env=env, cwd=root)
    visitor = Visitor(f"http://127.0.0.1:{port}")
    try:
        child.wait_for(lambda: _first_page(visitor), what="first page", seconds=PATIENCE)
        yield Service(visitor.root, child, time.monotonic() - began)
    finally:
        child.stop(seconds=30)


def _first_page(visitor: Visitor) -> bool:
    try:
        return visitor.get("/account/login/").status == 200
    except OSError:
        return False


def logged_in(service: Service) -> Visitor:
    """The delegate, with the password that `./dev run` prints."""
    said = re.search(r"delegate\s+password (\S+)", service.process.log_text())
    if said is None:
        raise SystemExit("bench: ./dev run did not print the delegate's password.")
    visitor = Visitor(service.url)
    form = visitor.get("/account/login/")
    page = visitor.send(form, {"login": "delegate", "password": said[1]}, having="password")
    if "/account/login/" in page.url:
        raise SystemExit("bench: the delegate could not log in.")
    return visitor


def look_around(visitor: Visitor) -> int:
    """Fetch PAGES pages, following links from the first one; gives how many came."""
    waiting, seen = ["/"], set[str]()
    while waiting and len(seen) < PAGES:
        path = waiting.pop(0)
        page = visitor.get(path)
        if page.status != 200:
            raise SystemExit(f"bench: {path} answers {page.status}.")
        seen.add(path)
        waiting += [link for link in page.links() if link not in seen and link not in waiting]
    return len(seen)


def submission(visitor: Visitor) -> float:
    """Seconds from sending the filled form to the page that shows the determination."""
    form = visitor.get(f"/disclosures/new/?meeting={_meeting(visitor)}")
    revision = re.search(r'name="revisions"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="revisions"', form.text)
    if revision is None:
        raise SystemExit("bench: the form offers no document.")
    fields = {
        "revisions": revision[1] or revision[2],
        "step": "submit",
        "for_a_standard": "yes",
        "intent_to_publish": "yes",
    }
    began = time.monotonic()
    page = visitor.send(form, fields, having="form_token")
    number = re.search(r"/disclosures/(\d+)/$", page.url)
    if page.status != 200 or number is None:
        wrong = "; ".join(re.findall(r'<a href="#id_[^>]*>([^<]+)', page.text))
        raise SystemExit(f"bench: the form answers {page.status} at {page.url}. {wrong}")
    while not _is_settled(page):
        if time.monotonic() - began > PATIENCE:
            raise SystemExit("bench: no determination came.")
        time.sleep(POLL_SECONDS)
        page = visitor.get(f"/disclosures/{number[1]}/status/")
    return time.monotonic() - began


def _meeting(visitor: Visitor) -> str:
    found = re.search(r'href="/meetings/(\d+)/', visitor.get("/meetings/").text)
    if found is None:
        raise SystemExit("bench: the demonstration has no meeting.")
    return found[1]


def _is_settled(page: Page) -> bool:
    """Whether the page no longer asks again for itself."""
    return page.status == STOP_POLLING or (page.status == 200 and "/status/?ms=" not in page.text)


def measured(*, cold: bool) -> dict[str, Any]:
    """All figures: seconds, and megabytes of 10^6 bytes."""
    with tempfile.TemporaryDirectory(prefix="plenary-bench-") as name:
        data = Path(name) / "data"
        with running(data) as service:
            figures: dict[str, Any] = {"no_data_s": round(service.first_page_s, 2)}
            visitor = logged_in(service)
            figures["pages"] = look_around(visitor)
            times = [submission(visitor)]
            parts = {name: round(size / 1e6, 1) for name, size in service.memory().most_common()}
            figures |= {"memory_mb": round(sum(parts.values()), 1), "memory_by_process_mb": parts}
            times += [submission(visitor) for _ in range(SUBMISSIONS - 1)]
            figures |= {
                "submit_s": round(statistics.median(times), 3),
                "submit_range_s": [round(min(times), 3), round(max(times), 3)],
            }
        with running(data) as service:
            figures["warm_s"] = round(service.first_page_s, 2)
        if cold:
            figures["cold_s"] = round(_cold(Path(name)), 2)
    return figures


def _cold(folder: Path) -> float:
    clone = folder / "clone"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(REPOSITORY), str(clone)], check=True)
    with running(folder / "cold-data", root=clone) as service:
        return service.first_page_s


def main(arguments: Sequence[str] | None = None) -> int:
    parser = ArgumentParser(prog="./dev bench start", description=__doc__)
    parser.add_argument("--cold", action="store_true", help="also start a fresh clone of HEAD")
    parser.add_argument("--json", action="store_true", help="one JSON line")
    parser.add_argument("--check", action="store_true", help="exit 1 where a figure is beyond its limit")
    chosen = parser.parse_args(arguments)
    # What a reader needs to know before comparing two machines, or two runs on one.
    figures: dict[str, Any] = {
        "load_before": round(os.getloadavg()[0], 1),
        "bytecode_is_kept": not sys.dont_write_bytecode,
    }
    figures |= measured(cold=chosen.cold)
    beyond = [name for name, limit in LIMITS.items() if figures.get(name, 0.0) > limit]
    if chosen.json:
        print(json.dumps(figures | {"limits": LIMITS, "beyond": beyond}))
    else:
        for name, value in figures.items():
            limit = f"  (limit {LIMITS[name]:g})" if name in LIMITS else ""
            print(f"{name:22} {value}{limit}{'  BEYOND' if name in beyond else ''}")
    return 1 if chosen.check and beyond else 0


if __name__ == "__main__":
    raise SystemExit(main())
