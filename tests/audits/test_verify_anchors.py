"""The verifier on what outsiders said: quorums of witnesses, time stamps, and every way they can be wrong."""

import json
import sys

import pytest

from audits.checkpoint import COSIGNATURE
from audits.cosigning import cosign, with_lines
from audits.policy import format_policy
from audits.timestamp import verify_stamp
from audits.verify.__main__ import main
from tests.audits.authority import Authority
from tests.audits.made_log import MadeLog, pack, signer

LOG = MadeLog(300)
AT = 1_795_000_000
FIRST, SECOND = (signer(seed, f"w{seed}.example", COSIGNATURE) for seed in (8, 9))


def cosigned(size, *witnesses):
    text = LOG.note(size).decode().rpartition("\n\n")[0] + "\n"
    return with_lines(LOG.note(size), [cosign(text, one, at=AT) for one in witnesses])


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tsa") / "ours").make("Test TSA")


@pytest.fixture(scope="module")
def stamps(authority):
    return {size: authority.stamp(LOG.note(size)) for size in (120, 280)}


@pytest.fixture
def check(tmp_path, capsys):
    """The outcome for a bundle with these members besides the usual ones."""

    def checked(members, *options, quorum="none"):
        parts = LOG.parts(checkpoints=(120, 280)) | members
        (tmp_path / "log.zip").write_bytes(pack(parts))
        lines = [f"witness {name} {one.key}" for name, one in (("a", FIRST), ("b", SECOND))]
        log = format_policy([LOG.signer.key]).decode().splitlines()[0]
        rule = ["group both all a b"] if quorum == "both" else []
        (tmp_path / "policy.txt").write_text("\n".join([log, *lines, *rule, f"quorum {quorum}", ""]))
        policy = str(tmp_path / "policy.txt")
        code = main(["bundle", str(tmp_path / "log.zip"), "--policy", policy, *map(str, options), "--json"])
        outcome = json.loads(capsys.readouterr().out)
        assert outcome["code"] == code
        return outcome

    return checked


def test_quorum_is_met_by_the_published_note(check):
    outcome = check({"checkpoint": cosigned(300, FIRST, SECOND)}, quorum="both")

    assert (outcome["code"], outcome["result"], outcome["size"]) == (0, "verified", 300)


def test_one_witness_of_two_is_not_enough(check):
    outcome = check({"checkpoint": cosigned(300, FIRST)}, quorum="both")

    assert (outcome["code"], outcome["problem"]) == (3, "checkpoint: quorum 'both' is not met")


def test_a_key_that_the_policy_does_not_name_counts_for_nothing(check):
    stranger = signer(10, "w8.example", COSIGNATURE)
    lines = cosigned(300, FIRST, stranger)

    assert check({"checkpoint": lines}, quorum="a")["code"] == 0
    assert check({"checkpoint": cosigned(300, stranger)}, quorum="a")["code"] == 3


def test_earlier_heads_need_no_quorum_and_say_how_far_it_reaches(check):
    members = {"anchors/280/cosigned": cosigned(280, FIRST), "anchors/120/cosigned": cosigned(120, FIRST)}
    outcome = check({"checkpoint": cosigned(300, FIRST), **members}, quorum="a")

    assert (outcome["code"], outcome["cosigned"]) == (0, 280)
    assert check(members)["cosigned"] == 0


def test_a_head_that_somebody_kept_needs_no_quorum(check, tmp_path):
    (tmp_path / "held.txt").write_bytes(LOG.note(200))

    outcome = check({"checkpoint": cosigned(300, FIRST)}, "--held", tmp_path / "held.txt", quorum="a")

    assert (outcome["code"], outcome["held"]) == (0, 1)


@pytest.mark.parametrize(
    ("size", "content", "code", "problem"),
    [
        (120, cosigned(280, FIRST), 1, "cosigned note states another head than its place"),
        (120, cosigned(120, FIRST)[:-9] + b"AAAAAAA=\n", 1, "note: signature of w8.example"),
        (120, b"no note", 1, "note: no empty line"),
        (121, cosigned(121, FIRST), 3, "anchor of a head that is not in the bundle"),
    ],
)
def test_a_cosigned_note_that_does_not_fit_is_told(check, size, content, code, problem):
    outcome = check({f"anchors/{size}/cosigned": content})

    assert (outcome["code"], outcome["place"]) == (code, f"anchors/{size}/cosigned")
    assert outcome["problem"].startswith(problem)


def test_stamps_say_since_when_the_entries_exist(check, authority, stamps, tmp_path, capsys):
    members = {f"anchors/{size}/1.tsr": stamps[size] for size in stamps}

    outcome = check(members, "--tsa-root", authority.root)

    assert outcome["code"] == 0
    roots = authority.root.read_bytes()
    at = {size: verify_stamp(stamps[size], LOG.note(size), roots=roots).at.isoformat() for size in stamps}
    assert (outcome["stamps"], outcome["stamps_unchecked"]) == (
        [{"size": size, "at": at[size], "authority": "Test TSA"} for size in (120, 280)],
        0,
    )
    policy = ["--policy", str(tmp_path / "policy.txt")]
    main(["bundle", str(tmp_path / "log.zip"), *policy, "--tsa-root", str(authority.root)])
    assert "entries up to 280 existed before 20" in capsys.readouterr().out


def test_stamps_that_nobody_asked_for_are_counted_and_not_believed(check, stamps):
    outcome = check({"anchors/120/1.tsr": stamps[120]})

    assert (outcome["code"], outcome["stamps"], outcome["stamps_unchecked"]) == (0, [], 1)
    assert check({f"anchors/{size}/1.tsr": stamps[size] for size in stamps})["stamps_unchecked"] == 2


def test_stamps_that_are_asked_for_must_be_there(check, authority, stamps, tmp_path):
    other = Authority(tmp_path / "other").make("Other TSA")

    asked = [check({}, "--tsa-root", authority.root)]
    asked += [check({"anchors/120/1.tsr": stamps[120]}, "--tsa-root", other.root)]

    assert [(one["code"], one["place"], one["problem"]) for one in asked] == [
        (3, "anchors/", "no time stamp by an authority that you trust")
    ] * 2
    both = check({"anchors/120/1.tsr": stamps[120]}, "--tsa-root", other.root, authority.root)
    assert (both["code"], len(both["stamps"])) == (0, 1)


def test_without_the_library_stamps_are_not_checked_and_that_is_said(check, authority, stamps, monkeypatch):
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    members = {"anchors/120/1.tsr": stamps[120]}

    assert check(members)["code"] == 0
    asked = check(members, "--tsa-root", authority.root)
    assert (asked["code"], asked["place"], asked["problem"]) == (
        3,
        "anchors/120/1.tsr",
        "time stamps are not checked: rfc3161-client is not installed",
    )


def test_a_stamp_of_another_head_or_with_a_changed_byte_is_a_contradiction(check, authority, stamps):
    moved = check({"anchors/280/1.tsr": stamps[120]})
    changed = bytearray(stamps[120])
    changed[-10] ^= 1
    broken = check({"anchors/120/1.tsr": bytes(changed)}, "--tsa-root", authority.root)

    assert (moved["code"], moved["problem"]) == (1, "time stamp is of another head")
    assert (broken["code"], broken["place"], broken["problem"][:12]) == (
        1,
        "anchors/120/1.tsr",
        "time stamp: ",
    )


def test_a_root_file_that_is_none_is_unreadable(check, tmp_path):
    (tmp_path / "ca.pem").write_text("nothing")

    outcome = check({}, "--tsa-root", tmp_path / "ca.pem")

    assert (outcome["code"], outcome["problem"]) == (2, "holds no certificate in PEM form")
