"""The command: its lines, its exit codes, and that it starts no Django."""

import json
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import participation.rules.__main__
from participation.rules.__main__ import main
from tests.rules.case_tables import facts_with, party


def write(folder: Path, content: Any, name: str = "cases.json") -> str:
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return str(file)


AGREES = {"outcome": "not_subject_to_ear", "flags": []}
DIFFERS = {"outcome": "license_required", "flags": ["ofac"]}


def test_agreeing_cases_exit_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(
        tmp_path,
        [
            {"id": "one", "facts": facts_with(), "expected": AGREES, "reason": "ignored"},
            {"id": "two", "facts": facts_with({}, ["russian"])},
        ],
    )

    assert main([file]) == 0
    assert capsys.readouterr().out == (
        "one not_subject_to_ear []\ntwo not_subject_to_ear [ofac_screen]\n2 agree, 0 differ\n"
    )


def test_a_difference_exits_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, [{"id": "one", "facts": facts_with(), "expected": DIFFERS}])

    assert main([file]) == 1
    assert capsys.readouterr().out == (
        "one not_subject_to_ear []  EXPECTED license_required [ofac]\n0 agree, 1 differ\n"
    )


def test_json_prints_the_determinations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, [{"id": "one", "facts": facts_with()}])

    assert main([file, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [(each["id"], each["outcome"], each["schema"]) for each in printed] == [
        ("one", "not_subject_to_ear", 1)
    ]


def test_json_is_indented_and_keeps_names_as_they_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = {**party("listed_other"), "name": "Société à Zürich", "country": "CH"}
    file = write(tmp_path, [{"id": "café", "facts": facts_with({"released_on": "2023-05-02"}, [listed])}])

    assert main([file, "--json"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith('[\n {\n  "id": "café",\n  "schema": 1,\n')
    assert "Société à Zürich" in printed


def test_several_flags_are_separated_by_commas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    owned = {"name": "Party", "country": "IR", "lists": [], "owned_by_listed_percent": 60}
    facts = facts_with({"released_on": "2023-05-02"}, [owned])

    assert main([write(tmp_path, [{"id": "one", "facts": facts}])]) == 0
    assert capsys.readouterr().out.startswith("one license_required [diversion_red_flag, ofac]\n")


def test_help_says_what_the_command_takes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    assert ended.value.code == 0
    assert " ".join(capsys.readouterr().out.split()) == (
        "usage: python -m participation.rules [-h] [--json] [--overlay OVERLAY] file "
        "Decides cases on file: python -m participation.rules FILE.json [--json] [--overlay FILE]. "
        "Starts no Django. "
        "positional arguments: file a JSON list of {id, facts, expected?: {outcome, flags}} "
        "options: -h, --help show this help message and exit "
        "--json print the determinations "
        "--overlay OVERLAY a JSON object of dated parameters that stand in front"
    )


def test_a_key_twice_in_the_overlay_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    overlay = write(tmp_path, '{"affiliates_rule": [], "affiliates_rule": []}', "overlay.json")

    assert main([write(tmp_path, []), "--overlay", overlay]) == 2
    assert "affiliates_rule: is given twice in one object" in capsys.readouterr().err


def test_a_file_that_is_no_list_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, {"id": "one"})

    assert main([file]) == 2
    assert capsys.readouterr().err == f"{file}: a list of cases is needed\n"


def test_overlay_file_stands_in_front(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = write(
        tmp_path,
        [
            {
                "id": "one",
                "facts": facts_with(
                    {"released_on": "2026-11-10", "activity.for_a_standard": False}, ["owned_60"]
                ),
            }
        ],
    )
    row = {
        "from": "2026-11-10",
        "value": "in_force",
        "citation": "90 FR 47201",
        "url": "https://example.org",
        "source": "regulation",
    }
    overlay = write(tmp_path, {"affiliates_rule": [row]}, "overlay.json")

    assert main([cases, "--overlay", overlay]) == 0
    assert capsys.readouterr().out.startswith("one license_required []\n")


FAULTS: list[tuple[Any, str]] = [
    ("{", "Expecting property name"),
    ({"id": "one"}, "a list of cases is needed"),
    ([{"id": "one"}], "[0]: a case is an object with id and facts"),
    (
        [{"id": "one", "facts": facts_with({"item.eccn": "5E2"})}],
        "[0].facts.item.eccn: EAR99 or an ECCN such as 5E002.a is needed, not '5E2' (case one)",
    ),
    (
        [{"id": "one", "facts": facts_with(), "expected": []}],
        "[0].expected: an object with outcome and flags is needed",
    ),
    (
        [{"id": "one", "facts": facts_with(), "expected": {"outcome": "no_technology", "flags": [1, "x"]}}],
        "[0].expected.flags: a list of words is needed",
    ),
    ([{"id": "one", "facts": None}], "[0].facts: an object is needed, not nothing (case one)"),
    ('[{"id": "one", "facts": {"body": {}, "body": {}}}]', "body: is given twice in one object"),
    ("[" * 100_000, "maximum recursion depth exceeded"),
]


@pytest.mark.parametrize(("content", "message"), FAULTS, ids=lambda each: str(each)[:30])
def test_a_fault_exits_with_2_and_its_path(
    content: Any, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, content)

    assert main([file]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert message in printed.err


def test_a_missing_file_exits_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.json")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_an_overlay_that_is_no_object_exits_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = write(tmp_path, [])

    assert main([cases, "--overlay", write(tmp_path, [], "overlay.json")]) == 2
    assert "an object of parameters is needed" in capsys.readouterr().err


def test_a_fault_in_the_overlay_names_the_overlay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    overlay = write(tmp_path, "{", "overlay.json")

    assert main([write(tmp_path, []), "--overlay", overlay]) == 2
    assert f"overlay {overlay}: Expecting property name" in capsys.readouterr().err


def test_the_module_is_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, [{"id": "one", "facts": facts_with(), "expected": DIFFERS}])
    monkeypatch.setattr(sys, "argv", ["rules", file])

    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(participation.rules.__main__.__file__), run_name="__main__")

    assert ended.value.code == 1
    assert capsys.readouterr().out.endswith("0 agree, 1 differ\n")


def test_the_command_starts_no_django() -> None:
    program = (
        "import sys, participation.rules.__main__; "
        "loaded = {name.split('.')[0] for name in sys.modules}; "
        "print(sorted(loaded & {'django', 'celery', 'requests', 'audits'}))"
    )

    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert found.stdout == "[]\n"
