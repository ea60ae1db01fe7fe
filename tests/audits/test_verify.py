"""The verifier on honest bundles: every question answered, every count right."""

import json
import subprocess
import sys

import pytest

from audits.merkle.proofs import consistency_proof, inclusion_proof
from audits.merkle.tree import root_of
from audits.receipt import Receipt, format_hashes
from audits.verify.__main__ import main
from audits.verify.app import MODULES, build_app
from tests.audits.made_log import DOCUMENT, ORIGIN, MadeLog, changed, pack

LOG = MadeLog(600)
ROOT = root_of(LOG.hashes).hex()


def read(level, index):
    return root_of(LOG.hashes[index << level : (index + 1) << level])


@pytest.fixture
def files(tmp_path):
    """The paths of a policy and of whatever a test writes beside it."""
    (tmp_path / "policy.txt").write_bytes(LOG.policy)

    def write(**contents):
        for name, content in contents.items():
            (tmp_path / name).write_bytes(content)
        return tmp_path

    return write


def answer(capsys, *arguments):
    code = main([*map(str, arguments), "--json"])
    outcome = json.loads(capsys.readouterr().out)
    assert outcome["code"] == code
    return outcome


def report(**changes):
    return {
        "code": 0,
        "result": "verified",
        "origin": ORIGIN,
        "size": 600,
        "root": ROOT,
        "signed": True,
        "shown": 600,
        "checkpoints": 1,
        "held": 0,
        "objects": 3,
        "changes": 600,
        "payloads": 0,
        "private_values": 0,
        "cosigned": 0,
        "stamps": [],
        "stamps_unchecked": 0,
        "not_vouched_for": ["README.txt", "policy.txt", "verify.pyz", "asked.json"],
    } | changes


def test_whole_bundle(files, capsys):
    at = files(
        export=LOG.zip(checkpoints=[0, 1, 255, 256, 257, 512, 600], payloads=[0, 599], private=[599]),
        old=LOG.note(100),
        older=LOG.note(256),
    )

    outcome = answer(
        capsys,
        "bundle",
        at / "export",
        "--policy",
        at / "policy.txt",
        "--held",
        at / "old",
        at / "older",
        "--whole",
    )

    assert outcome == report(checkpoints=8, held=2, payloads=2, private_values=1)


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257])
def test_bundles_at_the_edges_of_a_tile(files, capsys, size):
    log = MadeLog(size)
    at = files(export=log.zip(checkpoints=range(size)))

    outcome = answer(capsys, "bundle", at / "export", "--policy", at / "policy.txt", "--whole")

    assert (outcome["code"], outcome["shown"], outcome["checkpoints"]) == (0, size, size + 1)


def test_text_says_what_was_checked(files, capsys):
    at = files(export=LOG.zip(payloads=[3]))

    code = main(["bundle", str(at / "export"), "--policy", str(at / "policy.txt")])

    assert code == 0
    assert capsys.readouterr().out.splitlines() == [
        f"PASS {ORIGIN}: 600 entries, root {ROOT}",
        "  entries shown and recomputed: 600 (all)",
        "  checkpoints recomputed: 1 in the bundle, 0 held outside",
        "  objects: 3 with 600 changes, revisions and links unbroken",
        "  payloads: 1, private values: 0, as logged",
        "  not vouched for: README.txt, policy.txt, verify.pyz, asked.json, and what the zip says of itself",
    ]


@pytest.mark.parametrize("dropped", ["tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"])
def test_period_with_other_entries_as_hashes(files, capsys, dropped):
    parts = LOG.parts()
    del parts[dropped]
    hidden = 88 if dropped.endswith("88") else 256
    at = files(export=pack(parts))

    outcome = answer(capsys, "bundle", at / "export", "--policy", at / "policy.txt")
    whole = answer(capsys, "bundle", at / "export", "--policy", at / "policy.txt", "--whole")

    assert outcome == report(shown=600 - hidden, changes=600 - hidden)
    assert (whole["code"], whole["expected"], whole["actual"]) == (3, 600, 600 - hidden)


def test_period_with_other_entries_as_one_hash(files, capsys):
    parts = LOG.parts()
    del parts["tile/entries/000"], parts["tile/0/000"]
    at = files(export=pack(parts), old=LOG.note(256), between=LOG.note(100))

    known = answer(capsys, "bundle", at / "export", "--policy", at / "policy.txt", "--held", at / "old")
    unknown = answer(capsys, "bundle", at / "export", "--policy", at / "policy.txt", "--held", at / "between")

    assert known == report(shown=344, changes=344, held=1)
    assert (unknown["code"], unknown["problem"], unknown["index"]) == (
        3,
        "no hashes to recompute its root from",
        99,
    )


def receipt(index, size=600):
    return Receipt(index, tuple(inclusion_proof(index, size, read)), LOG.note(size)).encode()


def test_proof(files, capsys):
    at = files(proof=receipt(256), entry=LOG.bodies[256])

    outcome = answer(capsys, "proof", at / "proof", "--entry", at / "entry", "--policy", at / "policy.txt")

    assert outcome == {
        "code": 0,
        "result": "verified",
        "origin": ORIGIN,
        "size": 600,
        "root": ROOT,
        "index": 256,
    }


@pytest.mark.parametrize("old", [1, 256, 599, 600])
def test_consistency(files, capsys, old):
    at = files(old=LOG.note(old), new=LOG.note(), proof=format_hashes(consistency_proof(old, 600, read)))

    outcome = answer(
        capsys, "consistency", at / "old", at / "new", "--proof", at / "proof", "--policy", at / "policy.txt"
    )

    assert outcome == {"code": 0, "result": "verified", "origin": ORIGIN, "old_size": old, "new_size": 600}


def test_consistency_with_the_empty_log(files, capsys):
    at = files(old=LOG.note(0), new=LOG.note(), proof=b"", wrong=format_hashes([bytes(32)]))
    command = ["consistency", at / "old", at / "new", "--policy", at / "policy.txt", "--proof"]

    assert answer(capsys, *command, at / "proof")["code"] == 0
    assert answer(capsys, *command, at / "wrong")["code"] == 1


def test_file_and_object(files, capsys):
    at = files(export=MadeLog(7).zip(), document=DOCUMENT)
    inside = ["--bundle", at / "export", "--policy", at / "policy.txt"]

    found = answer(capsys, "file", at / "document", *inside)
    history = answer(capsys, "object", "disclosure/0", *inside)

    assert (found["code"], found["entries"]) == (
        0,
        ["entry 1: 2026-03-02T09:01:00.000000Z disclosure.submitted disclosure/1 rev 1 by user/7"],
    )
    assert (history["code"], [line.split(" by ")[0][-5:] for line in history["entries"]]) == (
        0,
        ["rev 1", "rev 2", "rev 3"],
    )
    assert history["revisions"] == [1, 2, 3]
    main(["object", "disclosure/0", *map(str, inside)])
    said = capsys.readouterr().out.splitlines()
    newest = "revisions 1 to 3; revision 3 is the newest under this checkpoint"
    assert f"  object disclosure/0, {newest}, in 3 entries:" in said


def test_entries_without_object_or_stored_hashes(files, capsys):
    log = MadeLog(4, objects=2)
    log.bodies[3] = changed(log.bodies[3], object=None, prev=None)
    log.bodies.append(changed(log.bodies[1], object=None, prev=None))
    parts = log.parts()
    del parts["tile/0/000.p/5"]
    at = files(export=pack(parts), document=DOCUMENT)

    outcome = answer(
        capsys, "file", at / "document", "--bundle", at / "export", "--policy", at / "policy.txt"
    )

    assert (outcome["shown"], outcome["changes"], outcome["entries"][1]) == (
        5,
        3,
        "entry 4: 2026-03-02T09:01:00.000000Z disclosure.submitted - by user/7",
    )


def test_search_without_policy_in_a_bundle_without_note(files, capsys):
    at = files(export=pack({"checkpoint": b"hello"}), document=DOCUMENT)

    outcome = answer(capsys, "file", at / "document", "--bundle", at / "export")

    assert (outcome["code"], outcome["place"]) == (2, "checkpoint")


def test_search_without_policy_proves_nothing(files, capsys):
    at = files(export=MadeLog(7).zip(), document=DOCUMENT)

    outcome = answer(capsys, "file", at / "document", "--bundle", at / "export")

    assert (outcome["code"], outcome["problem"].split(" is in ")[1]) == (
        3,
        "1 entries, but without --policy no signature is checked",
    )


def test_search_that_finds_nothing(files, capsys):
    parts = LOG.parts()
    del parts["tile/entries/000"]
    at = files(export=MadeLog(7).zip(), part=pack(parts), document=b"another")
    policy = ["--policy", at / "policy.txt"]

    absent = answer(capsys, "file", at / "document", "--bundle", at / "export", *policy)
    unknown = answer(capsys, "file", at / "document", "--bundle", at / "part", *policy)
    gaps = answer(capsys, "object", "disclosure/0", "--bundle", at / "part", *policy)
    usage = answer(capsys, "object", "disclosure", "--bundle", at / "part", *policy)

    assert [absent["code"], unknown["code"], gaps["code"], usage["code"]] == [1, 3, 3, 2]
    assert gaps["problem"] == (
        "object disclosure/0: 114 entries found, revisions 87 to 200; 256 entries of the bundle are hidden"
        " and may hold others, also newer ones"
    )
    assert (len(gaps["entries"]), gaps["expected"], gaps["actual"]) == (
        114,
        "all 600 entries shown",
        "344 shown",
    )


def test_app_runs_alone_without_the_project(files):
    at = files(**{"export": LOG.zip(), "verify.pyz": build_app()})
    command = [sys.executable, "-I", "-S", "verify.pyz", "bundle", "export", "--policy", "policy.txt"]

    run = subprocess.run(command, cwd=at, capture_output=True, text=True, check=False)

    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith(f"PASS {ORIGIN}: 600 entries, root {ROOT}\n")


def test_app_is_made_of_what_the_verifier_imports():
    show = "import sys, audits.verify.__main__; print(*sorted(m for m in sys.modules))"
    run = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    loaded = {name for name in run.stdout.split() if name.split(".")[0] == "audits"}
    packed = {"audits." + name.removesuffix(".py").replace("/", ".") for name in MODULES} | {"audits"}
    packed = {name.removesuffix(".__init__") for name in packed}

    assert loaded <= packed
    assert packed - loaded == {"audits.verify.app", "audits.merkle.proofs"}
    assert "django" not in run.stdout
    assert build_app() == build_app()
