"""The screening command killed in the middle: the same command again ends with the bytes of a whole run."""

import json
import os
import sys
from pathlib import Path

import pytest

from tests import processes
from tests.faults.killing import FaultNotInjected, kill_while

KILLS = int(os.environ.get("FAULT_KILLS", "3"))
SOURCE = "Entity List (EL) - Bureau of Industry and Security"
PARTIES = 30_000


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """The command without --out, for thirty thousand parties and a list of two hundred."""
    listed = "".join(f'"{SOURCE}","Radar Works {n} Co., Ltd.",CN\n' for n in range(200))
    (tmp_path / "list.csv").write_text(f"source,name,addresses\n{listed}")
    names = "".join(f"Radar Work {n % 300}{'s' * (n % 2)},CN\n" for n in range(PARTIES))
    (tmp_path / "names.csv").write_text(f"query,country\n{names}")
    screen = [sys.executable, "manage.py", "screen", str(tmp_path / "names.csv")]
    return [*screen, "--list", str(tmp_path / "list.csv"), "--out"]


def rows_kept(out: Path) -> int:
    """How many parties the sidecar counts; 0 where there is none."""
    try:
        return int(json.loads(out.with_name(f"{out.name}.part.json").read_text())["held"]["rows"])
    except FileNotFoundError:
        return 0


def test_a_killed_run_goes_on_and_gives_the_same_bytes(
    command: list[str], tmp_path: Path, data_folder: Path
) -> None:
    env = os.environ | {"PLENARY_DATA_DIR": str(data_folder)}
    whole, out = tmp_path / "whole.csv", tmp_path / "hits.csv"
    done = processes.manage(*command[2:], str(whole), env=env)
    assert done.returncode == 0, done.stderr

    kept = [0]
    for number in range(KILLS):
        run = processes.start("screen", [*command, str(out)], log=tmp_path / f"run-{number}.log", env=env)
        kill_while(run, lambda: kept[-1] < rows_kept(out) < PARTIES)
        kept.append(rows_kept(out))
        if out.exists():
            raise FaultNotInjected("the file was whole before the kill")
    last = processes.manage(*command[2:], str(out), env=env)

    assert last.returncode == 0, last.stderr
    assert kept == sorted(set(kept))
    assert f"hits.csv.part holds {kept[-1]} of {PARTIES} parties: going on from there." in last.stderr
    assert out.read_bytes() == whole.read_bytes()
    assert len(out.read_text().splitlines()) > PARTIES
