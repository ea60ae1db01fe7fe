"""The scoreboard: `./dev score [ITEM ...]`. One JSON line for each item, exit 0 when all passed, else 1.

The list is closed. An item runs the tests that stand for it, on both engines where it touches a database.
"""

import json
import os
import platform
import re
import secrets
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BOTH = ("sqlite", "postgresql")
# Asked for by name, so that an unset REAL_DATA_DIR fails the item.
VECTORS = ("tests/merkle/test_real_vectors.py", "tests/audits/test_real_canonical.py")
COUNT = re.compile(r"(\d+) (passed|failed|error|errors|skipped|deselected)\b")


@dataclass(frozen=True)
class Item:
    """What a line of the scoreboard means, and the tests that answer it."""

    title: str
    tests: tuple[str, ...]
    engines: tuple[str, ...] = BOTH


ITEMS: dict[str, Item] = {
    "kill-worker": Item(
        "A worker killed in mid-check: every disclosure is determined exactly once",
        ("tests/faults/test_worker_killed.py", "tests/faults/test_effects.py"),
    ),
    "kill-broker": Item(
        "The broker stopped, blocked or emptied: nobody is turned away, nothing is lost",
        ("tests/faults/test_broker_down.py",),
    ),
    "kill-mail": Item(
        "A worker killed while it sends, the mail server away: no mail is lost, a second copy says it is one",
        ("tests/faults/test_mail_faults.py",),
    ),
    "kill-seq": Item(
        "Whoever signs is killed under load: each entry has one place, no head contradicts another",
        ("tests/faults/test_sequencer_killed.py",),
    ),
    "kill-db": Item(
        "The database server killed under 8 writers: nothing acknowledged is lost, nothing is there twice",
        ("tests/faults/test_database_killed.py",),
        ("postgresql",),
    ),
    "rotate": Item(
        "The signing key changed, the log declared lost, the clock a day off: proofs hold, alarms ring",
        (
            "tests/audits/test_key_rotation.py",
            "tests/audits/test_declared_loss.py",
            "tests/audits/test_clock.py",
        ),
    ),
    "kill-screen": Item(
        "The screening of a file of names killed in the middle: the same command ends with the same bytes",
        ("tests/faults/test_screen_killed.py",),
        ("sqlite",),
    ),
    "kill-batch": Item(
        "A worker killed while it screens an uploaded file: every row is answered once",
        ("tests/faults/test_batch_killed.py",),
    ),
    "coverage": Item(
        "No row of an audited table changes without its entry, by whatever way",
        ("tests/workflow/test_coverage.py", "tests/workflow/test_coverage_paths.py"),
    ),
    "replay": Item(
        "After random days of every verb the log, folded, is the tables",
        ("tests/faults/test_random_days.py", "tests/workflow/test_replay.py"),
    ),
    "erase": Item(
        "Disposal leaves no readable trace, every proof still verifies, and a hold blocks all of it",
        ("tests/faults/test_erasure.py", "tests/faults/test_disposal_killed.py"),
    ),
    "db-bypass": Item(
        "Every way past the log, by every database role: refused, or found by who checks",
        (
            "tests/audits/test_bypass.py",
            "tests/audits/test_triggers.py",
            "tests/audits/test_authorizer.py",
            "tests/audits/test_roles.py",
            "tests/audits/test_log_checked.py",
        ),
    ),
    "roles": Item(
        "The whole service with each process under its own database role",
        ("tests/audits/test_service_under_roles.py",),
        ("postgresql",),
    ),
    "tamper": Item(
        "Every kind of edit, of an export or of the tables, is found at its entry; no false alarm (--clean)",
        (
            "tests/audits/test_verify_tampering.py",
            "tests/audits/test_tamper_export.py",
            "tests/audits/test_tamper_clean.py",
            "tests/audits/test_log_checked.py",
            "tests/audits/test_tamper_database.py",
        ),
    ),
    "anchors": Item(
        "Authorities, witnesses, mail servers, disks that fail or lie: nothing false is kept, nothing lost",
        (
            "tests/audits/test_anchor_stamps.py",
            "tests/audits/test_anchor_witness.py",
            "tests/audits/test_anchor_copy.py",
            "tests/audits/test_anchor_queue.py",
            "tests/faults/test_anchor_killed.py",
        ),
    ),
    "witness": Item(
        "A witness asked to cosign forks, and killed while it signs: it never contradicts what it said",
        ("tests/audits/test_witness.py",),
        ("sqlite",),
    ),
    "bitflip": Item(
        "One bit changed anywhere in an export is never accepted, but where nothing is vouched for (--n)",
        ("tests/audits/test_bitflip.py",),
        ("sqlite",),
    ),
    "badbundles": Item(
        "Bundles cut, bombed, linked or lying get a verdict in bounded memory, never a traceback",
        ("tests/audits/test_bad_bundles.py", "tests/audits/test_bundle.py"),
        ("sqlite",),
    ),
    "mutants": Item(
        "Small changes of the log's cores are noticed by their tests, 95 of 100 at least (--mutants all)",
        ("tests/mutation",),
        ("sqlite",),
    ),
    "verify-speed": Item(
        "A bundle of 20,000 entries (--n) is verified in little memory; of a million also in 30 s",
        ("tests/benchmarks/test_audit_verify.py",),
        ("sqlite",),
    ),
    "vectors": Item(
        "Published vectors of the tree, the signatures and the canonical form",
        (
            "tests/merkle",
            "tests/audits/test_ed25519.py",
            "tests/audits/test_canonical.py",
            "tests/audits/test_published_formats.py",
            *VECTORS,
        ),
        ("sqlite",),
    ),
    "fsck": Item(
        "Programs that others wrote agree on checkpoints, tiles and proofs (1,000 and 100,000 entries; --n)",
        ("tests/audits/test_second_tlog.py", "tests/merkle/test_second_tree.py"),
        ("sqlite",),
    ),
}


def measure(name: str, *, seed: int, environment: dict[str, str]) -> dict[str, Any]:
    """The line of one item."""
    item, began = ITEMS[name], time.monotonic()
    runs = {engine: _run(item, engine, environment) for engine in item.engines}
    return {
        "item": name,
        "title": item.title,
        "passed": all(run["exit"] == 0 and run.get("passed", 0) > 0 for run in runs.values()),
        "seconds": round(time.monotonic() - began, 1),
        "figures": runs,
        "seed": seed,
        "commit": _commit(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    }


def _run(item: Item, engine: str, environment: dict[str, str]) -> dict[str, Any]:
    """Exit code, counts of pytest, and what the tests measured; CI is set: a skipped test is a failed one."""
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures"
        result: dict[str, Any] = _pytest(item, engine, environment | {"FAULT_FIGURES": str(figures)})
        for line in figures.read_text().splitlines() if figures.exists() else ():
            result |= json.loads(line)
    return result


def _pytest(item: Item, engine: str, environment: dict[str, str]) -> dict[str, int]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *item.tests]
    env = os.environ | environment | {"TEST_ENGINE": engine, "CI": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout[-4000:] + done.stderr[-1000:], file=sys.stderr)
    last = done.stdout.strip().splitlines()[-1:] or [""]
    return {"exit": done.returncode} | {word: int(number) for number, word in COUNT.findall(last[0])}


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = ArgumentParser(prog="./dev score", description=__doc__)
    parser.add_argument("items", nargs="*", metavar="ITEM", help=f"one of: {', '.join(ITEMS)}; none: all")
    parser.add_argument("--list", action="store_true", help="name the items and end")
    parser.add_argument("--kills", type=int, help="how often a fault is injected, where it is a kill")
    parser.add_argument("--writers", type=int, help="how many write at once, where the log is under load")
    parser.add_argument("--tasks", type=int, help="how many disclosures wait for the worker")
    parser.add_argument("--steps", type=int, help="how many random steps people take")
    parser.add_argument("--n", type=int, help="how many entries, bits or people, where an item counts them")
    parser.add_argument("--clean", type=int, help="how many untouched bundles must pass")
    parser.add_argument("--mutants", choices=["all"], help="break every core of the log, not one file")
    parser.add_argument("--seed", type=int, help="of what is drawn at random; a fresh one is printed")
    chosen = parser.parse_args(arguments)
    if unknown := [name for name in chosen.items if name not in ITEMS]:
        parser.error(f"there is no item {unknown[0]}; there are {', '.join(ITEMS)}")
    if chosen.list:
        for name, item in ITEMS.items():
            print(f"{name:12} {item.title}")
        return 0
    seed = chosen.seed if chosen.seed is not None else secrets.randbelow(2**31)
    given = {
        "FAULT_KILLS": chosen.kills,
        "FAULT_TASKS": chosen.tasks,
        "FAULT_STEPS": chosen.steps,
        "FAULT_WRITERS": chosen.writers,
        "FAULT_N": chosen.n,
        "FAULT_CLEAN": chosen.clean,
        "FAULT_MUTANTS": chosen.mutants,
        "FAULT_SEED": seed,
    }
    environment = {name: str(value) for name, value in given.items() if value is not None}
    passed = True
    for name in chosen.items or ITEMS:
        line = measure(name, seed=seed, environment=environment)
        print(json.dumps(line), flush=True)
        passed = passed and line["passed"]
    return 0 if passed else 1


if __name__ == "__main__":
    raise SystemExit(main())
