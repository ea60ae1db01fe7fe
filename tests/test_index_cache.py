"""The index file: made once, mapped, never trusted blindly, switched without a wait or a mixture."""

import logging
import threading
from pathlib import Path
from typing import Any

import pytest

from participation import index_cache
from participation.models import Snapshot
from participation.screening.screen import screen
from participation.screening.types import Name
from participation.workflow.import_list import Imported, import_list
from participation.workflow.list_files import parse_list

pytestmark = pytest.mark.django_db

HEADER = "source,name,alt_names,addresses,federal_register_notice,license_requirement\n"
EL = "Entity List (EL) - Bureau of Industry and Security"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.SCREENING_INDEX_DIR = tmp_path / "index"
    index_cache.forget()
    return settings.SCREENING_INDEX_DIR


def imported(*names: str) -> Imported:
    rows = "".join(f'"{EL}","{name}","","CN","84 FR 22961","All items"\n' for name in names)
    content = (HEADER + rows).encode()
    parsed = parse_list(content, source="csl")
    return import_list(content, parsed, source="csl", title="CSL", accept_doubts=True)


def found(text: str, snapshot: Snapshot) -> list[str]:
    answer = screen([Name(text, "CN")], index_cache.index_for(snapshot))[0]
    return [match.party.name for match in answer.matches]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_import_leaves_the_file_before_anybody_asks(folder: Path) -> None:
    snapshot = imported("Huawei Technologies Co., Ltd.").snapshot
    made = contents(folder)

    assert found("Huawei", snapshot) == ["Huawei Technologies Co., Ltd."]

    assert [name[-6:] for name in made] == [".index"]
    assert contents(folder) == made


def test_the_file_made_before_the_switch_knows_what_is_gone(folder: Path) -> None:
    imported("Huawei Technologies Co., Ltd.", "FiberHome Technologies Group")
    second = imported("FiberHome Technologies Group", "Hangzhou Hikvision").snapshot
    made = contents(folder)

    assert found("Huawei", second) == []
    assert found("FiberHome", second) == ["FiberHome Technologies Group"]
    assert found("Hikvision", second) == ["Hangzhou Hikvision"]

    assert (len(made), contents(folder)) == (2, made)


def test_the_same_rows_make_the_same_bytes(folder: Path) -> None:
    snapshot = imported("Huawei Technologies Co., Ltd.", "FiberHome Technologies Group").snapshot
    first = contents(folder)
    for path in folder.iterdir():
        path.unlink()

    index_cache.index_for(snapshot)

    assert contents(folder) == first


def cut_short(content: bytes) -> bytes:
    return content[: len(content) // 2]


def empty(content: bytes) -> bytes:
    return b""


def head_changed(content: bytes) -> bytes:
    return content.replace(b'"about": "', b'"about": "f', 1)


def one_bit_changed(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


def something_else(content: bytes) -> bytes:
    return b"<html>" * 1000


def of_another_format(content: bytes) -> bytes:
    return content[:8] + b"\xff" + content[9:]


@pytest.mark.parametrize(
    "harm", [cut_short, empty, head_changed, one_bit_changed, something_else, of_another_format]
)
def test_a_harmed_file_is_made_again_and_the_log_says_so(
    harm: Any, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    snapshot = imported("Huawei Technologies Co., Ltd.").snapshot
    whole = contents(folder)
    (path,) = folder.iterdir()
    path.write_bytes(harm(path.read_bytes()))
    index_cache.forget()

    with caplog.at_level(logging.WARNING):
        assert found("Huawei", snapshot) == ["Huawei Technologies Co., Ltd."]

    assert contents(folder) == whole
    assert [record.message.split(" ")[0] for record in caplog.records] == ["index.unreadable"]


def test_a_file_of_other_rows_is_not_used(folder: Path) -> None:
    imported("Huawei Technologies Co., Ltd.")
    (other,) = folder.iterdir()
    content = other.read_bytes()
    second = imported("FiberHome Technologies Group").snapshot
    for path in folder.iterdir():
        path.write_bytes(content)

    assert found("Huawei", second) == []
    assert found("FiberHome", second) == ["FiberHome Technologies Group"]


def test_a_folder_that_cannot_be_written_costs_the_file_not_the_answer(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    settings.SCREENING_INDEX_DIR = tmp_path / "taken"

    snapshot = imported("Huawei Technologies Co., Ltd.").snapshot

    assert found("Huawei", snapshot) == ["Huawei Technologies Co., Ltd."]
    assert "index.not_written" in caplog.text


def test_an_earlier_list_has_its_own_file(folder: Path) -> None:
    first = imported("Huawei Technologies Co., Ltd.").snapshot
    imported("FiberHome Technologies Group")
    first.refresh_from_db()

    assert found("Huawei", first) == ["Huawei Technologies Co., Ltd."]
    assert found("FiberHome", first) == []


def test_the_files_used_last_are_kept_and_the_others_removed(folder: Path) -> None:
    for number in range(index_cache.KEPT_FILES + 3):
        snapshot = imported(f"Quuxcorge{number} Technologies").snapshot

    assert len(contents(folder)) == index_cache.KEPT_FILES
    assert found(f"Quuxcorge{number}", snapshot) == [f"Quuxcorge{number} Technologies"]


def test_threads_never_see_two_lists_in_one_answer() -> None:
    """Every answer to a whole batch is that of one list, while the lists change under the readers."""
    lists = [imported(f"Quuxcorge Works {n}", f"Grault Works {n}").snapshot for n in range(2)]
    for snapshot in lists:
        snapshot.refresh_from_db()
    indexes = [index_cache.index_for(snapshot) for snapshot in lists]
    held = [indexes[0]]
    mixed: list[set[str]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            index = held[0]
            answers = screen([Name("Quuxcorge Works", "CN"), Name("Grault Works", "CN")], index)
            numbers = {match.party.name.split()[-1] for answer in answers for match in answer.matches}
            if len(numbers) != 1:
                mixed.append(numbers)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for turn in range(200):
        held[0] = indexes[turn % 2]
        stop.wait(0.002)
    stop.set()
    for reader in readers:
        reader.join()

    assert mixed == []


def test_two_that_make_the_file_at_once_leave_one_whole_file(folder: Path) -> None:
    snapshot = imported("Huawei Technologies Co., Ltd.").snapshot
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    path.unlink()
    at_once = threading.Barrier(4)

    def write() -> None:
        at_once.wait()
        index_cache._write(path, whole)

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert contents(folder) == {path.name: whole}
    assert found("Huawei", snapshot) == ["Huawei Technologies Co., Ltd."]
