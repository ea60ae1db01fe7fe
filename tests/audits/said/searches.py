"""One file or one object looked for in an export, and command lines that nobody can follow."""

import json
from hashlib import sha256

from audits.checkpoint import checkpoint_text, sign_note
from audits.merkle.hashing import leaf_hash
from tests.audits.made_log import DOCUMENT, ORIGIN, MadeLog, changed, pack
from tests.audits.said import Question

LOG = MadeLog(300)
PARTS = LOG.parts()
SMALL = MadeLog(7).parts()
POLICY = " --policy policy.txt"


def odd() -> dict[str, bytes]:
    """Entries with another object, with none, and one read of an object, which has no revision."""
    log = MadeLog(4, objects=2)
    log.bodies[3] = changed(log.bodies[3], object=None, prev=None)
    log.bodies.append(changed(log.bodies[1], object=None, prev=None))
    log.bodies.append(
        changed(log.bodies[2], object={"type": "disclosure", "id": "0", "rev": None}, prev=None)
    )
    return log.parts()


def sized(size: int) -> dict[str, bytes]:
    """A log whose entry 1 names the document with another size."""
    log = MadeLog(2)
    (named,) = json.loads(log.bodies[1])["files"]
    log.bodies[1] = changed(log.bodies[1], files=[named | {"size": size}])
    return log.parts()


def labelled() -> dict[str, bytes]:
    """A log whose entry 1 has the digest of the document in a label only."""
    log = MadeLog(2)
    log.bodies[1] = changed(log.bodies[1], files=[], labels={"digest": sha256(DOCUMENT).hexdigest()})
    return log.parts()


def gaps() -> dict[str, bytes]:
    """Object x has revisions 1 and 2 before a hidden group, 5, 6 and 7 after it."""
    log, leaf = MadeLog(515, objects=515), b""
    for index, rev in ((3, 1), (4, 2), (512, 5), (513, 6), (514, 7)):
        subject = {"type": "disclosure", "id": "x", "rev": rev}
        log.bodies[index] = changed(log.bodies[index], object=subject, prev=leaf.hex() or None)
        leaf = leaf_hash(log.bodies[index])
    return {name: content for name, content in log.parts().items() if name != "tile/entries/001"}


def asked(words: str, parts: dict[str, bytes], document: bytes = DOCUMENT) -> Question:
    files = {"policy.txt": LOG.policy, "export.zip": pack(parts), "document": document}
    return Question(f"{words} --bundle export.zip", lambda: files)


def without(*names: str) -> dict[str, bytes]:
    return {name: content for name, content in PARTS.items() if name not in names}


TAIL = "tile/entries/001.p/44"
UNSIGNED = sign_note(checkpoint_text(ORIGIN, 7, b"\x01" * 32), LOG.signer)
FILE, OBJECT = f"file document{POLICY}", f"object disclosure/0{POLICY}"
QUESTIONS = {
    "a file": asked(FILE, SMALL),
    "a file as JSON": asked(f"{FILE} --json", SMALL),
    "another file": asked(FILE, SMALL, DOCUMENT + b" "),
    "a file of another size": asked(FILE, sized(len(DOCUMENT) + 1)),
    "a digest in another place": asked(FILE, labelled()),
    "a file in two entries": asked(FILE, odd()),
    "a file, its entry hidden": asked(FILE, without("tile/entries/000")),
    "a file, other entries hidden": asked(FILE, without(TAIL)),
    "a file, no policy": asked("file document", SMALL),
    "a file that is nowhere, no policy": asked("file document", MadeLog(1).parts()),
    "a file, no policy, no head": asked("file document", {"checkpoint": b"hello"}),
    "a file under another root": asked(FILE, SMALL | {"checkpoint": UNSIGNED}),
    "no file": asked(f"file other{POLICY}", SMALL),
    "a folder": asked(f"file .{POLICY}", SMALL),
    "an object": asked(OBJECT, SMALL),
    "an object as JSON": asked(f"{OBJECT} --json", SMALL),
    "an object with a read": asked(OBJECT, odd()),
    "an object of one revision": asked(OBJECT, MadeLog(1).parts()),
    "an object that is nowhere": asked(f"object disclosure/77{POLICY}", SMALL),
    "an object, entries hidden": asked(OBJECT, without("tile/entries/000", "tile/0/000")),
    "an object that is nowhere, entries hidden": asked(f"object meeting/1{POLICY}", without(TAIL)),
    "an object, revisions hidden": asked(f"object disclosure/x{POLICY}", gaps()),
    "an object, no policy": asked("object disclosure/0", SMALL),
    "an object as JSON, no policy": asked("object disclosure/0 --json", SMALL),
    "no kind of object": asked(f"object /0{POLICY}", SMALL),
    "no number of an object": asked(f"object disclosure/{POLICY}", SMALL),
    "no name of an object": asked(f"object disclosure{POLICY}", SMALL),
}
