"""A copy of the log as files: complete, never rewritten, resumed, and refused where something is wrong."""

import os
import resource
from contextlib import contextmanager

import pytest
from django.utils import timezone

from audits import log
from audits.anchors.copy import copied
from audits.anchors.outside import AnchorError
from audits.anchors.standing import standings
from audits.models import AnchorDuty
from tests.audits import tlog_client
from tests.audits.anchoring import by_copy, duty_of, grown, told, turn


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "vault").mkdir()
    return tmp_path / "vault"


@pytest.fixture
def duty(log_database, settings, folder):
    grown(300)
    return duty_of(settings, by_copy(folder))


def get_from(folder):
    return lambda path: (folder / path).read_bytes()


def files(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def note():
    return log.latest_checkpoint().note.encode()


def test_a_stranger_reads_the_folder_and_gets_the_root(duty, folder):
    assert turn(duty) == "held"

    head = log.signed_head()
    assert tlog_client.recomputed(get_from(folder)) == (300, head.root)
    assert files(folder) == {
        "checkpoint",
        "tile/0/000",
        "tile/0/001.p/44",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/44",
    }


def test_the_check_of_a_folder_can_fail(duty, folder):
    turn(duty)
    path = folder / "tile/entries/000"
    content = path.read_bytes()
    path.write_bytes(content[:-2] + b"!}")

    with pytest.raises(AssertionError):
        tlog_client.recomputed(get_from(folder))


def test_full_tiles_are_written_once_and_pieces_go_when_they_are_whole(duty, folder):
    turn(duty)
    full = [folder / "tile/0/000", folder / "tile/entries/000"]
    before = [(path.stat().st_ino, path.stat().st_mtime_ns) for path in full]
    grown(250)

    assert turn(duty) == "held"

    assert [(path.stat().st_ino, path.stat().st_mtime_ns) for path in full] == before
    assert tlog_client.recomputed(get_from(folder))[0] == 550
    assert not [name for name in files(folder) if name.startswith(("tile/0/001.p", "tile/entries/001.p"))]


def test_a_turn_that_is_cut_off_goes_on_and_the_head_comes_last(duty, folder):
    assert copied(folder, note(), held=None, seconds=0) is False
    assert files(folder) == set()
    AnchorDuty.objects.update(due_at="2026-01-01T00:00:00Z")
    grown(300)
    (folder / "tile/entries").mkdir(parents=True)
    (folder / "tile/entries/000.new").write_bytes(b"half of a ti")

    assert turn(duty) == "held"

    assert tlog_client.recomputed(get_from(folder))[0] == 600


def test_what_a_cut_off_turn_has_left_is_not_written_again(duty, folder):
    turn(duty)
    (folder / "checkpoint").unlink()
    inode = (folder / "tile/0/000").stat().st_ino

    assert copied(folder, note(), held=None) is True
    assert (folder / "tile/0/000").stat().st_ino == inode


@contextmanager
def files_of_at_most(most):
    """As on a full disk: no file of this process grows beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_told_and_later_made_up_for(duty, folder):
    with files_of_at_most(4096), pytest.raises(AnchorError, match="OSError: File too large"):
        copied(folder, note(), held=None)

    assert "checkpoint" not in files(folder)
    assert (turn(duty), tlog_client.recomputed(get_from(folder))[0]) == ("held", 300)


def test_a_folder_that_takes_no_files_is_told(log_database, settings):
    grown(3)
    duty = duty_of(settings, by_copy("/proc/self", "closed"))

    assert turn(duty) == "failed"
    assert told(duty)[2].split(":")[0] in ("FileNotFoundError", "PermissionError", "OSError")


def test_a_disk_that_is_not_mounted_is_told(duty, folder):
    turn(duty)
    os.rename(folder, folder.with_name("unmounted"))
    grown(1)
    assert (turn(duty), told(duty)[2]) == ("failed", "there is no such folder: is the disk mounted?")
    folder.mkdir()
    assert (turn(duty), told(duty)[2]) == (
        "failed",
        "the folder has lost the head of 300 entries: is the disk mounted?",
    )
    assert files(folder) == set()


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (b"300\n", b"999\n", "contradiction: the folder holds 999 entries of "),
        (
            b"plenary.example/log\n",
            b"other.example/log\n",
            "contradiction: the folder holds 300 entries of other.example/log",
        ),
        (b"300\n", b"299\n", "contradiction: the folder holds another history of the first 299 entries"),
        (b"\n\n", b"\n", "the head in the folder cannot be read"),
    ],
)
def test_a_folder_with_another_history_is_refused_and_left_as_it_is(duty, folder, old, new, error):
    turn(duty)
    changed = (folder / "checkpoint").read_bytes().replace(old, new, 1)
    (folder / "checkpoint").write_bytes(changed)
    grown(300)

    assert turn(duty) == "failed"

    assert told(duty)[2].startswith(error)
    (one,) = standings(now=timezone.now())
    assert one.contradicts is error.startswith("contradiction")
    assert bool(one.alarm) is one.contradicts
    assert (folder / "checkpoint").read_bytes() == changed
