"""Bundles that nobody should send, through the command line as an auditor types it, from the project and as
`verify.pyz` on a bare Python: each gets one JSON object, its exit code, no traceback, and bounded memory.
"""

import io
import json
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from audits.bundle import join_entries
from audits.policy import format_policy
from audits.verify.app import build_app
from tests.audits.bad_zips import (
    END,
    FIRST,
    LIST,
    LOG,
    MEGABYTE,
    NOTE,
    PARTS,
    ZIP,
    bomb,
    deflated,
    end64,
    lying_bomb,
    many,
    overlapping,
    patched,
    symlink,
    without_member,
)
from tests.audits.made_log import MadeLog, pack, signer
from tests.measured import run_measured
from tests.processes import REPOSITORY

MEMORY = 150 * MEGABYTE
ENTRIES = "tile/entries/000"
STRANGER = signer(9)
OTHER = MadeLog(300, origin="other.example", seed=5)


def with_first_body(body: bytes) -> bytes:
    return pack(PARTS | {ENTRIES: join_entries([body, *LOG.bodies[1:256]])})


def with_head(note: bytes) -> bytes:
    return pack(PARTS | {"checkpoint": note})


def named(name: str) -> bytes:
    return pack([*PARTS.items(), (name, b"x")])


def nul_name() -> bytes:
    return named("checkpoinX").replace(b"checkpoinX", b"checkpoin\0")


def packed_by(way: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as archive:
        archive.writestr("checkpoint", NOTE)
    return out.getvalue()


CUTS = {
    "in the first header": 10,
    "behind the first header": 40,
    "in the middle of a member": FIRST + 1000,
    "between two members": FIRST,
    "before the list": LIST,
    "in the list": LIST + 60,
    "before the end": END,
    "in the end": END + 9,
    "of its last byte": len(ZIP) - 1,
}
# What is sent: (bundle, exit code, a part of what is said).
BUNDLES = {
    **{f"cut {where}": (ZIP[:place], 2, "is not a zip file") for where, place in CUTS.items()},
    "nothing": (b"", 2, "is not a zip file"),
    "no zip": (b"%PDF-1.7\n" * 1000, 2, "is not a zip file"),
    "only the end": (ZIP[END:], 2, "is not a zip file"),
    "members in another order": (pack(dict(reversed(PARTS.items()))), 0, None),
    "a head with the line of a stranger": (with_head(LOG.note(300, STRANGER, LOG.signer)), 0, None),
    "the head of another log": (with_head(OTHER.note()), 3, "no key of the log 'other.example'"),
    "a head of another key": (with_head(LOG.note(300, STRANGER)), 3, "which is not in the policy"),
    "no head": (without_member("checkpoint"), 2, "has no checkpoint"),
    "a head that is no note": (with_head(b"hello"), 2, "note: "),
    "a bomb of its true size": (bomb(40 * MEGABYTE), 2, "has 41943040 bytes, more than"),
    "a bomb of high ratio": (bomb(MEGABYTE + 500), 2, "unpacks to more than 200 times its size"),
    "a bomb that lies": (lying_bomb(400 * MEGABYTE), 1, ""),
    "a bomb inside verify.pyz": (pack(PARTS | {"verify.pyz": bomb(40 * MEGABYTE)}), 0, None),
    "a large member": (pack(PARTS | {"README.txt": bytes(MEGABYTE)}), 2, "README.txt has 1048576 bytes"),
    "many members": (many(5000), 2, "checkpoints/0"),
    "an end that states 10**9 members": (end64(10**9, 46, 0), 2, "lists more than"),
    "an end that states other places": (end64(len(PARTS), 46, 2**40), 2, ""),
    "members that overlap": (overlapping(), 2, ""),
    "one member behind the list's back": (patched(ZIP, FIRST + 30, b"tile/0/999"), 2, ""),
    "a name that goes up": (named("../../etc/cron.d/x"), 2, "has no place in a bundle"),
    "an absolute name": (named("/etc/passwd"), 2, "has no place in a bundle"),
    "a name with a drive": (named("C:\\checkpoint"), 2, "has no place in a bundle"),
    "a name with a NUL": (nul_name(), 2, "hidden name"),
    "a name twice": (named("checkpoinX").replace(b"checkpoinX", b"checkpoint"), 2, "is there twice"),
    "a folder as a member": (named("tile/0/"), 2, "has no place in a bundle"),
    "a name that steers a terminal": (named("\x1b]0;x\x07"), 2, "has no place in a bundle"),
    "a member in secret writing": (patched(ZIP, LIST + 8, b"\x01\x00"), 2, "is encrypted"),
    "a member packed by bzip2": (packed_by(zipfile.ZIP_BZIP2), 2, "packed in a way"),
    "a member packed by LZMA": (packed_by(zipfile.ZIP_LZMA), 2, "packed in a way"),
    "a link": (symlink("checkpoints/7", b"/etc/passwd"), 2, "is a link or a device"),
    "bytes before the zip": (b"MZ" + ZIP, 2, "bytes before"),
    "a zip before the zip": (ZIP + ZIP, 2, "bytes before"),
    "bytes behind the zip": (ZIP + b"x", 2, "something follows"),
    "a comment": (ZIP[:-2] + b"\x01\x00x", 2, "something follows"),
    "an entry of nothing but brackets": (with_first_body(b"[" * 4096), 1, ""),
    "an entry with a huge number": (with_first_body(b'{"v":' + b"9" * 4000 + b"}"), 1, ""),
    "an entry that is not UTF-8": (with_first_body(b'{"v":"\xff"}'), 1, ""),
    "a payload of nothing but brackets": (pack(PARTS).replace(b"Grund 7", b"Grund 8", 1), 2, "Bad CRC-32"),
    "a tile of no hashes": (deflated(tile__0__000=b""), 1, ""),
}  # fmt: skip


def outcome(arguments: Sequence[str], folder: Path) -> tuple[dict[str, object], int]:
    """What the command printed, and the most memory it held. Its exit code is the one it states."""
    out, err = folder / "out", folder / "err"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        cost = run_measured(arguments, cwd=REPOSITORY, stdout=stdout, stderr=stderr)
    assert err.read_text() == ""
    said = json.loads(out.read_text())
    assert said["code"] == cost.code
    return said, cost.peak


@pytest.fixture(scope="module")
def commands(tmp_path_factory):
    """The two ways to call the verifier."""
    app = tmp_path_factory.mktemp("app") / "verify.pyz"
    app.write_bytes(build_app())
    return [sys.executable, "-m", "audits.verify"], [sys.executable, "-I", "-S", str(app)]


@pytest.mark.parametrize("sent", BUNDLES)
def test_bundle_gets_its_verdict(tmp_path, commands, sent):
    content, code, part = BUNDLES[sent]
    (tmp_path / "export.zip").write_bytes(content)
    (tmp_path / "policy.txt").write_bytes(LOG.policy)
    more = ["bundle", str(tmp_path / "export.zip"), "--policy", str(tmp_path / "policy.txt"), "--json"]

    verdicts = [outcome([*command, *more], tmp_path) for command in commands]

    (said, _), (alone, _) = verdicts
    assert said == alone
    assert said["code"] == code
    assert part is None or part in f"{said['place']}: {said['problem']}"
    assert max(memory for _, memory in verdicts) < MEMORY


POLICIES = {
    "of another key": (format_policy([STRANGER.key]), 3),
    "of another log": (format_policy([OTHER.signer.key]), 3),
    "without a quorum": (f"log {LOG.signer.key}\n".encode(), 2),
    "of nothing": (b"", 2),
    "of bytes": (bytes(range(256)), 2),
    "of 300,000 bytes": (b"#" * 300_000, 2),
}


@pytest.mark.parametrize("which", POLICIES)
def test_policy_gets_its_verdict(tmp_path, commands, which):
    content, code = POLICIES[which]
    (tmp_path / "export.zip").write_bytes(ZIP)
    (tmp_path / "policy.txt").write_bytes(content)
    more = ["bundle", str(tmp_path / "export.zip"), "--policy", str(tmp_path / "policy.txt"), "--json"]

    verdicts = [outcome([*command, *more], tmp_path)[0] for command in commands]

    assert [said["code"] for said in verdicts] == [code, code]


@pytest.mark.parametrize("path", [".", "absent.zip", "/dev/null"])
def test_what_is_no_file_gets_its_verdict(tmp_path, commands, path):
    (tmp_path / "policy.txt").write_bytes(LOG.policy)

    said, _ = outcome(
        [*commands[0], "bundle", path, "--policy", str(tmp_path / "policy.txt"), "--json"], tmp_path
    )

    assert (said["code"], said["place"]) == (2, path)


def test_memory_is_seen_where_it_is_not_bounded(tmp_path):
    """The planted bug: a reader that unpacks whatever it is given."""
    (tmp_path / "export.zip").write_bytes(bomb(200 * MEGABYTE))
    greedy = (
        "import json, sys, zipfile; zipfile.ZipFile(sys.argv[1]).read('tile/entries/000');"
        "print(json.dumps({'code': 0}))"
    )

    _, memory = outcome([sys.executable, "-c", greedy, str(tmp_path / "export.zip")], tmp_path)

    assert memory > MEMORY
