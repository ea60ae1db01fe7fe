"""The verifier in one file: what is in it, and that it can print on any terminal."""

import io
import sys
from contextlib import redirect_stdout
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from audits.verify.__main__ import main
from audits.verify.app import MODULES, build_app
from tests.processes import REPOSITORY


def test_app_is_its_sources_and_a_way_in() -> None:
    content = build_app(("__init__.py", "merkle/hashing.py"), "audits.witness.__main__")

    assert content.startswith(b"#!/usr/bin/env python3\nPK\x03\x04")
    with ZipFile(io.BytesIO(content)) as archive:
        assert {(one.date_time, one.compress_type) for one in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), ZIP_STORED)
        }
        assert {name: archive.read(name).decode() for name in archive.namelist()} == {
            "__main__.py": "import sys\n\nfrom audits.witness.__main__ import main\n\nsys.exit(main())\n",
            "audits/__init__.py": (REPOSITORY / "audits/__init__.py").read_text(),
            "audits/merkle/hashing.py": (REPOSITORY / "audits/merkle/hashing.py").read_text(),
        }


def test_app_is_the_verifier_where_nothing_else_is_said() -> None:
    with ZipFile(io.BytesIO(build_app())) as archive:
        assert archive.namelist() == ["__main__.py", *(f"audits/{name}" for name in MODULES)]
        assert b"from audits.verify.__main__ import main\n" in archive.read("__main__.py")


def test_answers_are_printed_on_a_terminal_of_few_letters() -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")

    with redirect_stdout(out):
        code = main(["object", "Größe/", "--bundle", "x"])

    out.flush()
    assert (code, out.buffer.getvalue()) == (2, b"FAIL unreadable: 'Gr\\xf6\\xdfe/' is not type/id\n")  # type: ignore[attr-defined]


def test_arguments_are_those_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["verify.pyz", "object", str(tmp_path)])

    assert main() == 2
    assert capsys.readouterr().out == f"FAIL unreadable: cannot be read: Is a directory\n  in {tmp_path}\n"
