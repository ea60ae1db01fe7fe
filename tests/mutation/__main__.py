"""`python -m tests.mutation [TARGET] [--only 'audits/merkle/*']`: the mutants that no test notices.

Works in a copy of the files that git knows in the folder, of this repository by default. mutmut writes the
mutants, and the tests are chosen, as `[tool.mutmut]` in pyproject.toml says, which is the rules core, or
`[tool.mutation.TARGET]` in its place. `--only` takes some of the target's files.
Prints each survivor as a change of the source, and the share noticed by file. Exit 1 below the least share.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTICED = frozenset({"noticed", "stuck"})
_GENERATE = """
from pathlib import Path
import mutmut.__main__ as mutmut
from mutmut.mutation.trampoline import set_mutant_under_test

set_mutant_under_test("mutant_generation")
Path("mutants").mkdir()
mutmut.copy_src_dir()
mutmut.copy_also_copy_files()
mutmut.setup_source_paths()
mutmut.create_mutants({processes})
"""


def main() -> int:
    parser = ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("target", nargs="?", default="rules", help="rules, merkle, notes, bundle or verify")
    parser.add_argument("--only", nargs="+", help="patterns of the files to change")
    parser.add_argument("--folder", type=Path, default=ROOT)
    parser.add_argument("--least", type=float, default=90, help="percent that must be noticed")
    parser.add_argument("--every", type=int, default=1, help="3: every third mutant, for an estimate")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutants-") as place:
        folder = Path(place)
        _copy(chosen.folder, folder)
        _choose(folder / "pyproject.toml", chosen.target, chosen.only)
        generate = _GENERATE.format(processes=chosen.processes)
        subprocess.run([sys.executable, "-c", generate], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        outcomes = _tried(folder / "mutants", chosen.processes, chosen.every)
        return _report(folder, outcomes, chosen.least)


def _copy(source: Path, folder: Path) -> None:
    """The files that git knows, as they stand in the work tree."""
    known = subprocess.run(["git", "ls-files", "-z"], cwd=source, check=True, capture_output=True, text=True)
    for name in filter(None, known.stdout.split("\0")):
        if (source / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, folder / name)


def _choose(file: Path, target: str, only: list[str] | None) -> None:
    """Put the target's settings where mutmut reads them."""
    text = file.read_text()
    tools = tomllib.loads(text)["tool"]
    if target != "rules" and target not in tools.get("mutation", {}):
        raise SystemExit(f"there is no target {target}: pyproject.toml has no [tool.mutation.{target}]")
    settings = tools["mutmut"] if target == "rules" else tools["mutation"][target]
    if only:
        settings["only_mutate"] = only
    before, _, rest = text.partition("[tool.mutmut]\n")
    after = rest[rest.find("\n[") :] if "\n[" in rest else ""
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    file.write_text("\n".join([f"{before}[tool.mutmut]", *lines, after]))


def _tried(folder: Path, processes: int, every: int) -> dict[str, str]:
    """What became of every n-th mutant, by its name; each process takes its share."""
    settings = tomllib.loads((folder / "pyproject.toml").read_text())["tool"]["mutmut"]
    # Nobody reads why a test fails here: to work that out takes longer than the test.
    tests = [
        *settings["pytest_add_cli_args_test_selection"],
        *settings["pytest_add_cli_args"],
        "--assert=plain",
        "--tb=no",
    ]
    results = [folder / f"results.{number}" for number in range(processes)]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "--rootdir=.", "-p", "tests.mutation.forks", *tests],
            cwd=folder,
            env=os.environ | {
                "MUTANTS_RESULTS": str(result),
                "MUTANTS_SHARE": f"{number * every}/{processes * every}",
                "MUTANT_UNDER_TEST": "",
                "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}",
            },
        )
        for number, result in enumerate(results)
    ]  # fmt: skip
    codes = [each.wait() for each in running]
    if any(codes):
        raise SystemExit(2)
    lines = (line.split("\t") for result in results for line in result.read_text().splitlines())
    return {name: outcome for name, outcome, _ in lines}


def _report(folder: Path, outcomes: dict[str, str], least: float) -> int:
    left = sorted(name for name, outcome in outcomes.items() if outcome not in NOTICED)
    for name in left:
        shown = subprocess.run(
            [Path(sys.executable).with_name("mutmut"), "show", name],
            cwd=folder,
            capture_output=True,
            text=True,
        )
        print(f"{name}: {outcomes[name]}\n{shown.stdout}")
    for file, share in _by_file(outcomes):
        print(f"{share:6.1f} %  {file}")
    noticed = 100 * (len(outcomes) - len(left)) / len(outcomes)
    print(f"{noticed:.1f} % of {len(outcomes)} mutants noticed; {dict(Counter(outcomes.values()))}")
    return 0 if noticed >= least else 1


def _by_file(outcomes: dict[str, str]) -> Iterator[tuple[str, float]]:
    every = Counter(name.rpartition(".")[0] for name in outcomes)
    noticed = Counter(name.rpartition(".")[0] for name, outcome in outcomes.items() if outcome in NOTICED)
    return ((file, 100 * noticed[file] / number) for file, number in sorted(every.items()))


if __name__ == "__main__":
    raise SystemExit(main())
