"""The cores of the log that their tests hold: FAULT_MUTANTS=all breaks them whole, which takes an hour."""

import os
import subprocess
import sys

import pytest

from tests.mutation.__main__ import ROOT

SHORT = [("merkle", ("audits/merkle/hashing.py",))]
WHOLE = [("merkle", ()), ("notes", ()), ("bundle", ()), ("verify", ())]
CHOSEN = WHOLE if os.environ.get("FAULT_MUTANTS") == "all" else SHORT


@pytest.mark.parametrize(("target", "only"), CHOSEN, ids=[target for target, _ in CHOSEN])
def test_share_of_mutants_that_a_test_notices(target: str, only: tuple[str, ...]) -> None:
    files = ["--only", *only] if only else []
    command = [sys.executable, "-m", "tests.mutation", target, *files, "--least", "95"]

    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    print(run.stdout.splitlines()[-1])
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-1000:]


def test_unknown_target_is_refused() -> None:
    command = [sys.executable, "-m", "tests.mutation", "nothing"]

    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (run.returncode, run.stderr.strip()) == (
        1,
        "there is no target nothing: pyproject.toml has no [tool.mutation.nothing]",
    )
