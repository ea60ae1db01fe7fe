"""Decides cases on file: python -m participation.rules FILE.json [--json] [--overlay FILE].

Starts no Django.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from participation.rules.decide import decide
from participation.rules.determination import Determination
from participation.rules.facts import FactsError, load_facts
from participation.rules.in_force import Edition, ParametersError, edition
from participation.rules.reading import below

Expected = tuple[str, list[str]]


def main(arguments: Sequence[str] | None = None) -> int:
    """0: nothing differs; 1: something differs; 2: a file cannot be read."""
    options = _options(arguments)
    try:
        rules = edition(_overlay(options.overlay))
        decided = [_decided(number, case, rules) for number, case in enumerate(_cases(options.file))]
    except (FactsError, ParametersError, OSError, ValueError, RecursionError) as fault:
        print(f"{options.file}: {fault}", file=sys.stderr)
        return 2
    differing = [_differs(determination, expected) for _, determination, expected in decided]
    if options.json:
        answers = [{"id": name, **determination.as_json()} for name, determination, _ in decided]
        print(json.dumps(answers, ensure_ascii=False, indent=1))
    else:
        for (name, determination, expected), differs in zip(decided, differing, strict=True):
            print(
                _line(name, determination)
                + (f"  EXPECTED {_shown(*expected)}" if expected and differs else "")
            )
        print(f"{differing.count(False)} agree, {differing.count(True)} differ")
    return 1 if any(differing) else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m participation.rules", description=__doc__)
    parser.add_argument("file", type=Path, help="a JSON list of {id, facts, expected?: {outcome, flags}}")
    parser.add_argument("--json", action="store_true", help="print the determinations")
    parser.add_argument("--overlay", type=Path, help="a JSON object of dated parameters that stand in front")
    return parser.parse_args(arguments)


def _cases(file: Path) -> list[Any]:
    cases = json.loads(file.read_text("utf-8"), object_pairs_hook=_object)
    if not isinstance(cases, list):
        raise FactsError("", "a list of cases is needed")
    return cases


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object of different keys: of two values neither is the fact."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise FactsError(key, "is given twice in one object")
        found[key] = value
    return found


def _overlay(file: Path | None) -> dict[str, Any] | None:
    if file is None:
        return None
    try:
        overlay = json.loads(file.read_text("utf-8"), object_pairs_hook=_object)
    except ValueError as fault:
        raise ParametersError(f"overlay {file}: {fault}") from fault
    if not isinstance(overlay, dict):
        raise ParametersError(f"{file}: an object of parameters is needed")
    return overlay


def _decided(number: int, case: Any, rules: Edition) -> tuple[str, Determination, Expected | None]:
    if not isinstance(case, dict) or "facts" not in case or not isinstance(case.get("id"), str):
        raise FactsError(f"[{number}]", "a case is an object with id and facts")
    expected = _expected(f"[{number}].expected", case.get("expected"))
    try:
        return case["id"], decide(load_facts(case["facts"]), rules), expected
    except FactsError as fault:
        path = below(f"[{number}].facts", fault.path) if fault.path else f"[{number}].facts"
        raise FactsError(path, f"{fault.problem} (case {case['id']})") from fault


def _expected(path: str, value: Any) -> Expected | None:
    if value is None:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("outcome"), str):
        raise FactsError(path, "an object with outcome and flags is needed")
    flags = value.get("flags") or []
    if not isinstance(flags, list) or not all(isinstance(each, str) for each in flags):
        raise FactsError(f"{path}.flags", "a list of words is needed")
    return value["outcome"], sorted(flags)


def _differs(determination: Determination, expected: Expected | None) -> bool:
    return expected is not None and expected != (determination.outcome.value, list(determination.flags))


def _line(name: str, determination: Determination) -> str:
    return f"{name} {_shown(determination.outcome.value, list(determination.flags))}"


def _shown(outcome: str, flags: Sequence[str]) -> str:
    return f"{outcome} [{', '.join(flags)}]"


if __name__ == "__main__":
    sys.exit(main())
