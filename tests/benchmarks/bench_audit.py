"""`./dev bench audit [append] [verify] [--check]`: what the log costs to write and to verify."""

import importlib
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from importlib.util import find_spec

# Name -> the module with `rounds(argv)`, which gives the lines to print and the goals that were missed.
PARTS = {"append": "tests.benchmarks.audit_append", "verify": "tests.benchmarks.audit_verify"}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = ArgumentParser(prog="./dev bench audit", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of: {', '.join(PARTS)}; none: all")
    parser.add_argument("--check", action="store_true", help="exit 1 where a goal is missed")
    chosen, rest = parser.parse_known_args(arguments)
    if unknown := [part for part in chosen.parts if part not in PARTS]:
        parser.error(f"there is no part {unknown[0]}; there are {', '.join(PARTS)}")
    missed = []
    for part in chosen.parts or [name for name, module in PARTS.items() if find_spec(module)]:
        lines, failed = importlib.import_module(PARTS[part]).rounds(rest)
        print("\n".join(lines), flush=True)
        missed += failed
    for goal in missed:
        print(f"MISSED {goal}", file=sys.stderr)
    return 1 if missed and chosen.check else 0


if __name__ == "__main__":
    raise SystemExit(main())
