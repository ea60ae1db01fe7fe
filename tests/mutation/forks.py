"""A plugin for pytest: the tests are collected once, then each mutant is tried in a fork of that process.

Loading and collecting take seconds, most mutants break a test within milliseconds. First all tests run
without a mutant, to learn which of them reach which function; then each mutant meets those of its function
until one fails: first those that noticed the mutants before, since neighbours break alike, then the quickest.

From the environment: MUTANTS_RESULTS, the file to write, with a line for each mutant: name, what became of
it, the test that noticed; MUTANTS_SHARE, `k/n`: every n-th mutant from the k-th.
"""

import gc
import json
import os
import signal
import sys
import time
from collections import defaultdict
from pathlib import Path

import mutmut.mutation.trampoline as trampoline
import pytest
from _pytest.runner import runtestprotocol

# A test that takes this many times its own time, and some seconds, is stuck in a mutant: that is noticed too.
_PATIENCE, _AT_LEAST = 8, 10
_active = ""

# A test with the seconds that it takes without a mutant.
_Timed = tuple[float, pytest.Item]

# Read at each call of a mutated function, and from the environment by default, which takes longer than most.
trampoline.get_mutant_under_test = lambda: _active


def _activate(mutant: str) -> None:
    global _active
    _active = mutant
    os.environ["MUTANT_UNDER_TEST"] = mutant


def _passes(item: pytest.Item) -> bool:
    reports = runtestprotocol(item, nextitem=None, log=False)
    return not any(report.failed for report in reports)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """In place of running the tests: try the share of mutants."""
    results = Path(os.environ["MUTANTS_RESULTS"])
    share, shares = map(int, os.environ["MUTANTS_SHARE"].split("/"))
    reach = _tests_by_function(session.items, results.with_suffix(".reach"))
    # What is collected here would be copied in every fork that looks at it.
    gc.collect()
    gc.freeze()
    with results.open("w", buffering=1) as out:
        for mutant in _mutants()[share::shares]:
            function = mutant.rpartition("__mutmut_")[0]
            tests = reach.get(function, [])
            outcome, noticed_by = _tried(mutant, tests)
            tests.sort(key=lambda timed: timed[1].nodeid != noticed_by)
            out.write(f"{mutant}\t{outcome}\t{noticed_by}\n")
    return True


def _mutants() -> list[str]:
    """The names of all mutants, as they were written beside the mutated files."""
    files = sorted(Path().rglob("*.py.meta"))
    return [name for file in files for name in json.loads(file.read_text())["exit_code_by_key"]]


def _tests_by_function(items: list[pytest.Item], kept: Path) -> dict[str, list[_Timed]]:
    """The tests that reach each function, quickest first. Exits when one fails without a mutant."""
    child = os.fork()
    if not child:
        _record_reach(items, kept)
        os._exit(0)
    os.waitpid(child, 0)
    reach: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for number, (seconds, functions, passed) in enumerate(json.loads(kept.read_text())):
        if not passed:
            pytest.exit(f"{items[number].nodeid} fails without any mutant.", returncode=2)
        for function in functions:
            reach[function].append((seconds, number))
    return {
        name: [(seconds, items[number]) for seconds, number in sorted(found)] for name, found in reach.items()
    }


def _record_reach(items: list[pytest.Item], kept: Path) -> None:
    reached: set[str] = set()
    trampoline.record_trampoline_hit = lambda name, caller=None: reached.add(name)
    _activate("stats")
    found = []
    for item in items:
        reached.clear()
        began = time.perf_counter()
        passed = _passes(item)
        found.append((time.perf_counter() - began, sorted(reached), passed))
    kept.write_text(json.dumps(found))


def _tried(mutant: str, tests: list[_Timed]) -> tuple[str, str]:
    """What became of a mutant: `noticed`, by which test, `stuck`, `survived`, or `untested`."""
    if not tests:
        return "untested", ""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _try(mutant, tests, writing)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as noticed_by:
        name = noticed_by.read()
    if os.WIFSIGNALED(status):
        return "stuck", ""
    return ("noticed", name) if os.WEXITSTATUS(status) else ("survived", "")


def _forget() -> None:
    """What functions remember from before the fork, they must work out again."""
    here = str(Path.cwd())
    ours = [one for one in sys.modules.values() if str(getattr(one, "__file__", "")).startswith(here)]
    for module in ours:
        for value in list(vars(module).values()):
            if getattr(value, "__module__", None) == module.__name__ and hasattr(value, "cache_clear"):
                value.cache_clear()


def _try(mutant: str, tests: list[_Timed], writing: int) -> None:
    """In the fork: the tests one after the other, in the order given, until one fails."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.__stdout__.fileno())  # type: ignore[union-attr]
    os.dup2(nowhere, sys.__stderr__.fileno())  # type: ignore[union-attr]
    gc.disable()
    _activate(mutant)
    _forget()
    for seconds, test in tests:
        signal.alarm(int(_AT_LEAST + _PATIENCE * seconds))
        try:
            passed = _passes(test)
        except BaseException:  # noqa: BLE001 - whatever a mutant raises, it was noticed
            passed = False
        if not passed:
            os.write(writing, test.nodeid.encode())
            os._exit(1)
    os._exit(0)
