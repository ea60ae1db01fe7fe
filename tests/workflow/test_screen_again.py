"""The same screening command again: it goes on where it was cut off, or says why it begins anew."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from audits.log import entries
from participation.management.commands import screen as command
from participation.workflow.seed import seed_starter_list
from tests.workflow.test_batch_screen import LIST

NAMES = [("Huawei Technologies", "CN"), ("Ericsson", "SE"), ("Example Radar Institute", "RU"), ("", "")] * 5


class CutOff(Exception):
    """Stands for whatever ends the run."""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Names, list, and where the answers go."""
    names, listed = tmp_path / "names.csv", tmp_path / "list.csv"
    names.write_text("query,country\n" + "".join(f"{name},{country}\n" for name, country in NAMES))
    listed.write_text(LIST)
    return names, listed, tmp_path / "hits.csv"


def run(files: tuple[Path, Path, Path], *options: str) -> str:
    """What the command said on stderr."""
    said = StringIO()
    names, listed, out = map(str, files)
    listing = () if "--default" in options else ("--list", listed)
    more = [one for one in options if one != "--default"]
    call_command("screen", names, *listing, "--out", out, *more, stderr=said)
    return said.getvalue()


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Run the command and end it after so many batches of six parties, one of them half written."""

    def run_and_cut(files: tuple[Path, Path, Path], *options: str, after: int = 2) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(command, "AT_ONCE", 6)
            whole, kept = command.PartFile.keep, []

            def keep(part: command.PartFile, text: str, held: dict[str, object]) -> None:
                if len(kept) > after:
                    part._out.write(text[: len(text) // 2].encode())
                    part._out.flush()
                    raise CutOff
                kept.append(held)
                whole(part, text, held)

            patch.setattr(command.PartFile, "keep", keep)
            with pytest.raises(CutOff):
                run(files, *options)

    return run_and_cut


def test_a_run_that_was_cut_off_goes_on_and_ends_with_the_same_bytes(
    files: tuple[Path, Path, Path], cut: Callable[..., None]
) -> None:
    run(files)
    whole = files[2].read_bytes()
    files[2].unlink()

    cut(files)
    held_back = not files[2].exists()
    said = run(files)

    assert held_back
    assert said.splitlines() == [
        "hits.csv.part holds 12 of 20 parties: going on from there.",
        "20 parties: 10 match, 0 possible, 5 none, 5 cannot be screened.",
    ]
    assert files[2].read_bytes() == whole
    assert sorted(path.name for path in files[2].parent.iterdir()) == ["hits.csv", "list.csv", "names.csv"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda files: files[0].write_text("query,country\nEricsson,SE\n"), "input"),
        (lambda files: files[1].write_text(LIST + LIST.splitlines()[1].replace("Huawei", "Megvii")), "list"),
    ],
    ids=["another input", "another list"],
)
def test_what_was_made_of_something_else_is_begun_anew_and_told(
    files: tuple[Path, Path, Path],
    cut: Callable[..., None],
    change: Callable[[tuple[Path, Path, Path]], object],
    told: str,
) -> None:
    cut(files)
    change(files)

    said = run(files)

    assert said.splitlines()[0] == f"hits.csv.part was made of something else ({told} changed): begun anew."
    assert not (files[2].parent / "hits.csv.part.json").exists()


def test_other_lists_and_other_weights_begin_anew(
    files: tuple[Path, Path, Path], cut: Callable[..., None]
) -> None:
    cut(files)
    state = files[2].parent / "hits.csv.part.json"
    stated = json.loads(state.read_text())
    stated["made_of"]["weights"] = "0-ffff"
    state.write_text(json.dumps(stated))

    said = run(files, "--only", "EL")

    assert said.splitlines()[0] == (
        "hits.csv.part was made of something else (only, weights changed): begun anew."
    )


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"made_of": 1, "bytes": 2, "held": 3}'])
def test_a_state_that_says_nothing_is_no_state(
    files: tuple[Path, Path, Path], cut: Callable[..., None], text: str
) -> None:
    run(files)
    whole = files[2].read_bytes()
    cut(files)
    (files[2].parent / "hits.csv.part.json").write_text(text)

    run(files)

    assert files[2].read_bytes() == whole


def test_a_part_that_is_shorter_than_stated_is_begun_anew(
    files: tuple[Path, Path, Path], cut: Callable[..., None]
) -> None:
    run(files)
    whole = files[2].read_bytes()
    cut(files)
    (files[2].parent / "hits.csv.part").write_text("query")

    run(files)

    assert files[2].read_bytes() == whole


def test_two_runs_at_once_do_not_write_the_same_file(files: tuple[Path, Path, Path]) -> None:
    part = command.PartFile(files[2], {})

    with pytest.raises(CommandError, match=r"hits\.csv\.part is being written by another run") as refused:
        run(files)

    part.close()
    assert refused.value.returncode == 2


def test_a_run_that_goes_on_is_one_entry(
    files: tuple[Path, Path, Path], cut: Callable[..., None], db: None
) -> None:
    seed_starter_list()

    cut(files, "--default")
    run(files, "--default")

    assert entries(kind="batch.screened").count() == 1


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere(
    files: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "AT_ONCE", 600)
    files[0].write_text("query,country\n" + "Ericsson,SE\n" * 3000)
    said, shown = StringIO(), Terminal()

    for stream in (said, shown):
        call_command(
            "screen",
            str(files[0]),
            "--list",
            str(files[1]),
            "--out",
            str(files[2]),
            stderr=stream,
            no_color=True,
        )

    assert said.getvalue().splitlines() == [
        *(f"{done} of 3000 parties" for done in (600, 1200, 1800, 2400, 3000)),
        "3000 parties: 0 match, 0 possible, 3000 none, 0 cannot be screened.",
    ]
    assert shown.getvalue().split("\r")[1] == "[######------------------------] 600 of 3000 parties"
    assert shown.getvalue().split("\r")[-1].startswith(f"[{'#' * 30}] 3000 of 3000 parties\n")
