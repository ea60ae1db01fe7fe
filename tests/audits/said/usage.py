"""What the command line says of itself, and of what it cannot follow."""

from collections.abc import Mapping

from audits.checkpoint import COSIGNATURE
from audits.cosigning import cosign, with_lines
from audits.policy import format_policy
from tests.audits.made_log import MadeLog, pack, signer
from tests.audits.said import Question

LOG = MadeLog(9)
EXPORT = LOG.zip(checkpoints=[3, 6])
BUNDLE = "bundle export.zip --policy policy.txt"
FIRST, SECOND = (signer(seed, f"w{seed}.example", COSIGNATURE) for seed in (8, 9))


def asked(words: str, **files: bytes) -> Question:
    laid = {"policy.txt": LOG.policy, "export.zip": EXPORT} | {
        name.replace("_", "."): content for name, content in files.items()
    }
    return Question(words, lambda: laid)


def cosigned(size: int, *witnesses: object) -> bytes:
    text = LOG.note(size).decode().rpartition("\n\n")[0] + "\n"
    return with_lines(LOG.note(size), [cosign(text, one, at=1_795_000_000) for one in witnesses])


def anchored(members: Mapping[str, bytes], *, quorum: str = "both", words: str = BUNDLE) -> Question:
    """Of an export with these anchors, under a policy of two witnesses."""
    log = format_policy([LOG.signer.key]).decode().splitlines()[0]
    known = [f"witness {name} {one.key}" for name, one in (("a", FIRST), ("b", SECOND))]
    policy = "\n".join([log, *known, "group both all a b", f"quorum {quorum}", ""])
    parts = LOG.parts(checkpoints=[3, 6]) | {"checkpoint": cosigned(9, FIRST, SECOND)} | members
    return Question(words, lambda: {"policy.txt": policy.encode(), "export.zip": pack(parts)})


THIRD, SIXTH = "anchors/3/cosigned", "anchors/6/cosigned"
QUESTIONS = {
    "nothing": asked(""),
    "help": asked("--help"),
    **{
        f"help of {name}": asked(f"{name} --help")
        for name in ("bundle", "proof", "consistency", "file", "object")
    },
    "an unknown command": asked("bundles export.zip"),
    "a bundle without a policy": asked("bundle export.zip"),
    "a proof without an entry": asked("proof x --policy policy.txt"),
    "a proof without a policy": asked("proof x --entry y"),
    "two heads without a proof": asked("consistency x y --policy policy.txt"),
    "two heads without a policy": asked("consistency x y --proof z"),
    "a file without a bundle": asked("file x"),
    "two lists of held heads": asked(
        f"{BUNDLE} --held a --held b c", a=LOG.note(1), b=LOG.note(3), c=LOG.note(9)
    ),
    "a name that no file has": asked("object a\0b"),
    "no export": asked("bundle other.zip --policy policy.txt"),
    "an export that is a folder": asked("bundle . --policy policy.txt"),
    "an export that is no zip": asked(BUNDLE, export_zip=b"hello"),
    "no policy file": asked("bundle export.zip --policy other.txt"),
    "a policy of too many bytes": asked(BUNDLE, policy_txt=b"#" * (256 * 1024 + 1)),
    "a policy of the most bytes": asked(BUNDLE, policy_txt=b"#" * (256 * 1024)),
    "no held head": asked(f"{BUNDLE} --held a"),
    "a held head of too many bytes": asked(f"{BUNDLE} --held a", a=b"x" * (256 * 1024 + 1)),
    "a held head of the most bytes": asked(f"{BUNDLE} --held a", a=b"x" * (256 * 1024)),
    "a held head that somebody changed": asked(
        f"{BUNDLE} --held a", a=LOG.note(3).replace(b"\n3\n", b"\n4\n")
    ),
    "a head out of its span": asked(
        BUNDLE, policy_txt=f"# sizes 0 to 5\nlog {LOG.signer.key}\nquorum none\n".encode()
    ),
    "what steers a terminal": asked(
        BUNDLE,
        export_zip=pack(
            LOG.parts() | {"checkpoint": LOG.note().replace(b"audit.example", "a\u202eb\u009b31m".encode())}
        ),
    ),
    "a member cut in the middle": asked(BUNDLE, export_zip=EXPORT.replace(b"3GPP", b"4GPP", 1)),
    "no anchors": anchored({}),
    "cosigned by the quorum": anchored(
        {THIRD: cosigned(3, FIRST, SECOND), SIXTH: cosigned(6, FIRST, SECOND)}
    ),
    "cosigned by the quorum, the later one by half": anchored(
        {THIRD: cosigned(3, FIRST, SECOND), SIXTH: cosigned(6, SECOND)}
    ),
    "cosigned, the newest head too": anchored({"anchors/9/cosigned": cosigned(9, FIRST, SECOND)}),
    "cosigned by strangers": anchored({THIRD: cosigned(3, signer(7, "w7.example", COSIGNATURE))}),
    "cosigned, and nobody asks": anchored({THIRD: cosigned(3, FIRST, SECOND)}, quorum="none"),
    "cosigned as JSON": anchored({THIRD: cosigned(3, FIRST, SECOND)}, words=f"{BUNDLE} --json"),
    "cosigned in another place": anchored({SIXTH: cosigned(3, FIRST, SECOND)}),
    "cosigned falsely": anchored({THIRD: cosigned(3, FIRST, SECOND)[:-9] + b"AAAAAAA=\n"}),
    "cosigned, without the log": anchored(
        {THIRD: cosigned(3, FIRST).replace(b"disclosures A", b"disclosures B")}
    ),
    "cosigned, no note": anchored({THIRD: b"hello"}),
    "cosigned, no head": anchored({"anchors/5/cosigned": cosigned(5, FIRST, SECOND)}),
    "the newest head not cosigned": anchored({"checkpoint": LOG.note()}),
    "an earlier head falsely cosigned": anchored({"checkpoints/3": cosigned(3, FIRST)[:-9] + b"AAAAAAA=\n"}),
    "two stamps of another head": anchored({"anchors/3/10.tsr": b"hello", "anchors/3/9.tsr": b"hello"}),
    "stamps of other heads": anchored({"anchors/6/1.tsr": b"hello", "anchors/3/2.tsr": b"hello"}),
    "a stamp of another head": anchored({"anchors/3/1.tsr": b"hello"}),
    "roots of nobody": asked(f"{BUNDLE} --tsa-root a --tsa-root b", a=b"-----BEGIN CERTIFICATE-----", b=b"x"),
    "roots of too many bytes": asked(f"{BUNDLE} --tsa-root a", a=b"x" * (256 * 1024 + 1)),
    "roots of the most bytes": asked(f"{BUNDLE} --tsa-root a", a=b"x" * (256 * 1024)),
    "stamps that are not there": asked(f"{BUNDLE} --tsa-root a", a=b"-----BEGIN CERTIFICATE-----"),
}
