"""A witness as its own process: what it cosigns, what it refuses, and that it forgets nothing when killed."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

import pytest

from audits import ed25519
from audits.checkpoint import COSIGNATURE, checkpoint_text, parse_note, sign_note
from audits.cosigning import Request, RequestError, cosigned_at, lines_of, parse_request, with_lines
from audits.policy import format_policy, parse_policy, trusted_checkpoint
from audits.witness.app import MODULES, build_witness
from audits.witness.signing import public_of, sign_pure
from tests.audits.made_log import MadeLog, signer
from tests.audits.witnesses import NAME, asked, post, send, witness
from tests.processes import REPOSITORY

LOG = MadeLog(300)
# The same beginning, then other entries, signed with the real key.
FORK = MadeLog(300, objects=4)
KEY = LOG.signer.key


@pytest.fixture
def running(tmp_path):
    with witness(tmp_path, KEY) as one:
        yield one


def text_of(size, log=LOG):
    return parse_note(log.note(size)).text


def test_first_head_and_growth_are_cosigned_for_a_quorum(running):
    answers = [post(running.url, asked(LOG, old, size)) for old, size in ((0, 7), (7, 256), (256, 300))]

    assert [status for status, _, _ in answers] == [200, 200, 200]
    (line,) = lines_of(answers[2][2], text_of(300), [running.key])
    log = format_policy([KEY]).decode().splitlines()[0]
    policy = parse_policy(f"{log}\nwitness w {running.key}\nquorum w\n".encode())
    assert trusted_checkpoint(with_lines(LOG.note(), [line]), policy).size == 300
    assert (running.key.kind, running.key.name) == (COSIGNATURE, NAME)
    assert cosigned_at(line) > 1_700_000_000


def test_same_head_again_is_cosigned_again(running):
    post(running.url, asked(LOG, 0, 7))

    assert post(running.url, asked(LOG, 7, 7))[0] == 200


def test_another_old_size_is_told_the_right_one(running):
    post(running.url, asked(LOG, 0, 7))

    assert post(running.url, asked(LOG, 0, 300)) == (409, "text/x.tlog.size", b"7\n")
    assert post(running.url, asked(LOG, 6, 300)) == (409, "text/x.tlog.size", b"7\n")
    assert post(running.url, asked(LOG, 7, 300))[0] == 200


def test_a_fork_signed_by_the_log_is_refused_and_kept_as_evidence(running, tmp_path):
    post(running.url, asked(LOG, 0, 7))

    assert post(running.url, asked(FORK, 7, 7))[0] == 409
    assert post(running.url, asked(FORK, 7, 300))[0] == 422
    assert post(running.url, asked(LOG, 7, 300))[0] == 200
    kept = {path.read_bytes() for path in (tmp_path / "witness.state.evidence").iterdir()}
    assert kept == {FORK.note(7), FORK.note(300)}


def test_smaller_heads_are_refused(running):
    post(running.url, asked(LOG, 0, 300))

    assert post(running.url, asked(LOG, 300, 300))[0] == 200
    assert post(running.url, Request(300, (), LOG.note(7)).encode())[0] == 400
    assert post(running.url, Request(7, (), LOG.note(7)).encode())[0] == 409


NO_REQUESTS = [
    (b"", 400),
    (b"old x\n\n" + LOG.note(7), 400),
    (b"old 007\n\n" + LOG.note(7), 400),
    (b"old 0\nno base64\n\n" + LOG.note(7), 400),
    (b"old 0\n" + (b"A" * 43 + b"=\n") * 64 + b"\n" + LOG.note(7), 400),
    (b"old 0\n\nno note\n", 400),
    (Request(0, (bytes(32),), LOG.note(7)).encode(), 422),
    (Request(0, (), MadeLog(7, origin="other.example/log").note()).encode(), 404),
    (Request(0, (), LOG.note(7, signer(2, LOG.origin))).encode(), 403),
    (Request(0, (), LOG.note(7)[:-9] + b"AAAAAAA=\n").encode(), 403),
]


def test_what_is_no_request_of_this_log_is_refused_and_changes_nothing(running):
    answers = [post(running.url, content)[0] for content, _ in NO_REQUESTS]

    assert answers == [status for _, status in NO_REQUESTS]
    assert post(running.url, asked(LOG, 0, 7))[0] == 200


def test_other_addresses_are_not_found(running):
    assert send(f"{running.url}/add-entry", asked(LOG, 0, 7))[0] == 404
    assert send(f"{running.url}/some/prefix/add-checkpoint", asked(LOG, 0, 7))[0] == 200


def test_two_at_once_never_go_back(running):
    post(running.url, asked(LOG, 0, 7))
    sizes = [8, 299, 9, 298, 10, 297] * 3
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda size: post(running.url, asked(LOG, 7, size)), sizes))

    assert sorted(status for status, _, _ in answers)[:2] == [200, 409]
    assert [status for status, _, _ in answers].count(200) == 1


# A witness that answers first and writes never.
FORGETFUL = """
from audits.witness import memory
from audits.witness.__main__ import main
from audits.witness.judge import Known
def forget(self, head, note):
    self._heads = self._heads | {head.origin: (Known(head.size, head.root), note.decode())}
memory.Memory.remember = forget
main()
"""


def test_killed_at_any_moment_it_never_contradicts_what_it_said(tmp_path):
    """What it answered before each kill is what it remembers after it, or one step less than that."""
    wrong, said = killed(tmp_path, int(os.environ.get("FAULT_KILLS", "8")))

    assert (wrong, said > 1) == ([], True)
    with witness(tmp_path, KEY) as one:
        remembered = remembered_by(one)
        assert said <= remembered <= said + 1
        assert post(one.url, asked(FORK, remembered, 300))[0] == 422
        assert post(one.url, asked(LOG, remembered, 300))[0] == 200


def test_the_check_of_kills_sees_a_witness_that_forgets(tmp_path):
    wrong, _ = killed(tmp_path, 3, "-c", FORGETFUL)

    assert wrong[0][1:] == (wrong[0][1], 0)
    assert wrong[0][1] > 0


def killed(folder, kills, *program):
    """(number, answered, remembered) after each kill where these differ; and what was answered last."""
    wrong, said = [], 0
    for number in range(kills):
        with witness(folder, KEY, program=program or ("-m", "audits.witness")) as one:
            remembered = remembered_by(one)
            if not said <= remembered <= said + 1:
                wrong.append((number, said, remembered))
            with ThreadPoolExecutor(1) as pool:
                working = pool.submit(ask_until_it_dies, one, remembered)
                wait_for_lines(one, 1 + number % 3)
                one.process.kill()
                said = working.result()
    return wrong, said


def remembered_by(one):
    """An honest witness tells its size to whoever starts from another one."""
    status, _, content = post(one.url, Request(300, (), LOG.note(300)).encode())
    assert status == 409
    return int(content)


def ask_until_it_dies(one, size):
    """The last size for which an answer came."""
    while True:
        try:
            assert post(one.url, asked(LOG, size, size + 1))[0] == 200
        except (OSError, HTTPException):
            return size
        size += 1


def wait_for_lines(one, count):
    one.process.wait_for(lambda: one.process.log_text().count("witness.cosigned") >= count, what="work")


def test_a_witness_that_lost_its_state_does_not_start(tmp_path):
    with witness(tmp_path, KEY):
        pass
    (tmp_path / "witness.state").unlink()

    done = start(tmp_path, "--log", str(KEY))

    assert done.returncode == 2
    assert "A witness that forgot what it cosigned must not sign again" in done.stderr


def test_two_witnesses_on_one_state_are_refused(running, tmp_path):
    done = start(tmp_path, "--log", str(KEY))

    assert (done.returncode, "Another witness works with" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--log", "nonsense"], "key: is not name+id+key"),
        (["--log", str(KEY), "--listen", "8800"], "--listen is '8800': use HOST:PORT"),
        (["--log", str(signer(3, "w.example", COSIGNATURE).key)], "is a witness's key, not a log's"),
        (["--log", str(KEY), "--name", ""], "give --name to make a key"),
        (["--log", str(KEY), "--name", "a b"], "key name 'a b' is empty or holds a space"),
    ],
)
def test_what_it_cannot_start_with_is_named(tmp_path, arguments, told):
    done = start(tmp_path, *arguments)

    assert (done.returncode, told in done.stderr) == (2, True)
    assert not (tmp_path / "witness.key").exists()


def test_a_key_that_others_can_read_is_refused(tmp_path):
    with witness(tmp_path, KEY):
        pass
    (tmp_path / "witness.key").chmod(0o644)

    assert "can be read by others" in start(tmp_path, "--log", str(KEY)).stderr


def test_the_newest_heads_are_printed_to_be_held_against_an_export(tmp_path):
    with witness(tmp_path, KEY) as one:
        post(one.url, asked(LOG, 0, 300))

    done = start(tmp_path, "--heads")

    assert parse_note(done.stdout.encode()).text == text_of(300)


def start(folder, *arguments):
    files = ["--key", str(folder / "witness.key"), "--state", str(folder / "witness.state")]
    name = [] if "--name" in arguments else ["--name", NAME]
    command = [sys.executable, "-m", "audits.witness", *files, *name, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False, cwd=REPOSITORY)


def test_the_one_file_runs_on_a_bare_python(tmp_path):
    (tmp_path / "witness.pyz").write_bytes(build_witness())
    with witness(tmp_path, KEY, program=("-I", "-S", str(tmp_path / "witness.pyz"))) as one:
        assert post(one.url, asked(LOG, 0, 7))[0] == 200


def test_the_one_file_is_made_of_what_the_witness_imports():
    show = "import sys, audits.witness.__main__; print(*sorted(m for m in sys.modules))"
    run = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    loaded = {name for name in run.stdout.split() if name.split(".")[0] == "audits"}
    packed = {"audits." + name.removesuffix(".py").replace("/", ".") for name in MODULES} | {"audits"}

    assert loaded == {name.removesuffix(".__init__") for name in packed}
    assert "django" not in run.stdout


@pytest.mark.parametrize("seed", [bytes(32), b"\x07" * 32, bytes(range(32))])
def test_signing_without_a_library_is_the_same_as_with_one(seed):
    made = signer_of(seed)

    assert public_of(seed) == made.public_key().public_bytes_raw()
    assert [sign_pure(seed, message) for message in (b"", b"a" * 200)] == [
        made.sign(message) for message in (b"", b"a" * 200)
    ]
    assert ed25519.verify_pure(public_of(seed), b"a", sign_pure(seed, b"a"))


def signer_of(seed):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed)


def test_signing_gives_the_vector_of_the_rfc():
    """RFC 8032, section 7.1, test 2."""
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")

    assert sign_pure(seed, b"\x72").hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )


def test_request_of_the_specification_is_read_and_written_again():
    """C2SP tlog-witness, add-checkpoint."""
    content = (
        "old 20852014\n"
        "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
        "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
        "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
        "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
        "\n"
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
        "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    ).encode()
    request = parse_request(content)

    assert (request.old_size, len(request.proof), request.encode()) == (20852014, 4, content)
    with pytest.raises(RequestError):
        parse_request(content[4:])


def test_a_note_takes_each_line_once():
    text = checkpoint_text("a.example", 0, LOG.hashes[0])
    note = sign_note(text, signer(1, "a.example"))
    own = parse_note(note).signatures

    assert with_lines(note, [*own, *own]) == note
