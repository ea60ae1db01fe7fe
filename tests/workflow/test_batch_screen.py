"""The screening command: columns, bands, order, and what is refused."""

import csv
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from audits.log import entries, payload_of
from participation.workflow.seed import seed_starter_list
from tests.processes import REPOSITORY

EL = "Entity List (EL) - Bureau of Industry and Security"
LIST = (
    f'source,name,addresses\n"{EL}","Huawei Technologies Co., Ltd.",CN\n"{EL}","Example Radar Institute",RU\n'
)
QUERIES = "query,country\nHuawei Technologies,CN\nEricsson,SE\nNot Provided,\nExample Radar Institute,RU\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    names, listed = tmp_path / "queries.csv", tmp_path / "list.csv"
    names.write_text(QUERIES)
    listed.write_text(LIST)
    return names, listed


def screened(*arguments: str) -> list[dict[str, str]]:
    out = StringIO()
    call_command("screen", *arguments, stdout=out)
    return list(csv.DictReader(StringIO(out.getvalue())))


def test_one_line_per_hit_in_the_order_of_the_input(files: tuple[Path, Path]) -> None:
    rows = screened(str(files[0]), "--list", str(files[1]))

    assert list(rows[0]) == [
        "query", "country", "band", "entity", "matched_name", "score", "explanation", "list",
    ]  # fmt: skip
    assert [(row["query"], row["band"], row["entity"], row["list"]) for row in rows] == [
        ("Huawei Technologies", "match", "Huawei Technologies Co., Ltd.", "EL"),
        ("Ericsson", "none", "", ""),
        ("Not Provided", "none", "", ""),
        ("Example Radar Institute", "match", "Example Radar Institute", "EL"),
    ]
    assert rows[2]["explanation"] != ""


def test_a_list_from_a_file_needs_no_database(files: tuple[Path, Path]) -> None:
    command = [sys.executable, "manage.py", "screen", str(files[0]), "--list", str(files[1])]
    nowhere = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere"}

    done = subprocess.run(
        command, cwd=REPOSITORY, env=nowhere, capture_output=True, text=True, check=False, timeout=120
    )

    assert (done.returncode, done.stderr) == (
        0, "4 parties: 2 match, 0 possible, 1 none, 1 cannot be screened.\n",
    )  # fmt: skip
    assert done.stdout.count("\n") == 5


def test_out_names_the_file(files: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "hits.csv"

    call_command("screen", str(files[0]), "--list", str(files[1]), "--out", str(out))

    assert out.read_text().splitlines()[0] == "query,country,band,entity,matched_name,score,explanation,list"


def test_the_list_in_force_is_the_default_and_is_recorded(files: tuple[Path, Path], db: None) -> None:
    seed_starter_list()

    rows = screened(str(files[0]), "--only", "EL")

    assert rows[0]["band"] == "match"
    entry = entries(kind="batch.screened").get()
    assert (payload_of(entry)["names"], payload_of(entry)["only"]) == (4, ["EL"])


REFUSED = [
    ("no column", "name,country\nx,\n", (), "no column 'query'"),
    ("empty file", "", (), "no column 'query'"),
    ("unknown list", QUERIES, ("--only", "EL,XX"), "XX is not one of"),
]


@pytest.mark.parametrize(
    ("text", "options", "message"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_refused(files: tuple[Path, Path], text: str, options: tuple[str, ...], message: str) -> None:
    files[0].write_text(text)

    with pytest.raises(CommandError, match=message) as refused:
        screened(str(files[0]), "--list", str(files[1]), *options)

    assert refused.value.returncode == 2


def test_a_broken_list_is_refused_with_its_row(files: tuple[Path, Path]) -> None:
    files[1].write_text("source,title\nx,y\n")

    with pytest.raises(CommandError, match="name"):
        screened(str(files[0]), "--list", str(files[1]))


def test_a_broken_row_is_told_and_never_silently_clear(files: tuple[Path, Path]) -> None:
    files[0].write_bytes(
        b'query,country\nHuawei Technologies,USA\n"open\nExample Radar Institute,RU\n\xff,\n,\n'
    )
    out, said = StringIO(), StringIO()

    with pytest.raises(CommandError) as told:
        call_command("screen", str(files[0]), "--list", str(files[1]), stdout=out, stderr=said)

    rows = [(row["band"], row["explanation"]) for row in csv.DictReader(StringIO(out.getvalue()))]
    assert rows[:2] + rows[3:] == [
        ("none", "cannot screen: line 2: country 'USA' is not a two-letter code"),
        ("none", "cannot screen: line 3: a quoted cell is not closed, or the row is too long"),
        ("none", "cannot screen: line 5: byte 71 of the file is not UTF-8"),
        ("none", "cannot screen: no organisation is stated"),
    ]
    assert rows[2][0] == "match"
    assert said.getvalue() == "5 parties: 1 match, 0 possible, 0 none, 4 cannot be screened.\n"
    assert (told.value.returncode, str(told.value)) == (
        1,
        "3 rows are broken and could not be screened: line 2, 3, 5. Their explanation says why.",
    )


def test_a_name_that_is_too_long_cannot_be_screened_and_breaks_nothing(files: tuple[Path, Path]) -> None:
    files[0].write_text(f"query,country\n{'x' * 10_000},\n")

    (row,) = screened(str(files[0]), "--list", str(files[1]))

    assert (row["band"], row["explanation"]) == (
        "none",
        "cannot screen: longer than 500 characters; this is not a name",
    )


def test_cells_that_a_spreadsheet_would_run_are_written_as_they_were(files: tuple[Path, Path]) -> None:
    files[0].write_text("query,country\n=1+1,\n+Acme,\n@Acme,\n-Acme,\n")

    rows = screened(str(files[0]), "--list", str(files[1]))

    assert [row["query"] for row in rows] == ["=1+1", "+Acme", "@Acme", "-Acme"]
