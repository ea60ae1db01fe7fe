"""What hangs on entries: payloads and private values that are not what was logged, line by line."""

from hashlib import sha256

from audits.bundle.layout import MAX_LINE, pack_line
from audits.payload import private_bytes
from tests.audits.made_log import KEY, MadeLog, changed, pack
from tests.audits.said import Question

LOG = MadeLog(12)
PARTS = LOG.parts(payloads=[7, 8], private=[7])
LINES = {index: pack_line(index, LOG.payloads[index]) for index in (0, 7, 8, 9, 11)}
VALUES = {index: pack_line(index, LOG.private[index]) for index in (0, 7, 8, 11)}


def asked(parts: dict[str, bytes]) -> Question:
    files = {"policy.txt": LOG.policy, "export.zip": pack(parts)}
    return Question("bundle export.zip --policy policy.txt", lambda: files)


def payloads(*lines: bytes) -> Question:
    return asked(PARTS | {"payloads/000": b"".join(lines)})


def values(*lines: bytes) -> Question:
    return asked(PARTS | {"private/000": b"".join(lines)})


def both(payload_lines: bytes, value_lines: bytes) -> Question:
    return asked(PARTS | {"payloads/000": payload_lines, "private/000": value_lines})


def logged(content: bytes) -> Question:
    """Of a log whose entry 1 has this very payload."""
    log = MadeLog(3)
    digest = {"sha256": sha256(content).hexdigest(), "size": len(content)}
    log.bodies[1], log.payloads[1] = changed(log.bodies[1], payload=digest), content
    return asked(log.parts(payloads=[1]))


SOMEBODY = pack_line(7, private_bytes({"recipient": (KEY, "Somebody Else")}))
MORE = pack_line(7, private_bytes({"recipient": (KEY, "Person 7"), "phone": (KEY, "1")}))
QUESTIONS = {
    "payloads": payloads(LINES[0], LINES[7], LINES[8], LINES[11]),
    "no payloads and no values": asked(LOG.parts()),
    "a payload twice": payloads(LINES[7], LINES[7]),
    "payloads in another order": payloads(LINES[8], LINES[7]),
    "payloads in another order, no values": asked(LOG.parts() | {"payloads/000": LINES[8] + LINES[7]}),
    "the last payload twice": payloads(LINES[7], LINES[11], LINES[11]),
    "a payload behind the last": payloads(LINES[7], pack_line(12, b"{}")),
    "a payload of another entry": payloads(pack_line(7, LOG.payloads[8])),
    "a payload with one word changed": payloads(LINES[7].replace(b"Grund", b"Grand")),
    "a payload without its line feed": payloads(LINES[7], LINES[8][:-1]),
    "a payload without its number": payloads(LOG.payloads[7], b"\n"),
    "a payload with a number of two spellings": payloads(b"0" + LINES[7]),
    "a line that is too long": payloads(pack_line(7, b"x" * (MAX_LINE - 2))),
    "a line as long as can be": payloads(pack_line(7, b"x" * (MAX_LINE - 3))),
    "a payload that is a list": logged(b"[]"),
    "a payload that is no JSON": logged(b"hello"),
    "values of each payload": both(LINES[0] + LINES[7] + LINES[8], VALUES[0] + VALUES[7] + VALUES[8]),
    "values of the second payload": values(VALUES[8]),
    "values of both payloads": values(VALUES[7], VALUES[8]),
    "another value": values(SOMEBODY),
    "a value never logged": values(MORE),
    "a list of values": values(pack_line(7, b"[]")),
    "values that are no JSON": values(pack_line(7, b"hello")),
    "values without payloads": asked({n: c for n, c in PARTS.items() if n != "payloads/000"}),
    "values of more entries than payloads": both(LINES[7], VALUES[7] + VALUES[8]),
    "values before the first payload": payloads(LINES[8], LINES[9]),
    "values between two payloads": both(LINES[0] + LINES[8], VALUES[0] + VALUES[7]),
    "values before the first payload, another payload wrong": payloads(LINES[8], pack_line(9, b"{}")),
    "values twice": values(VALUES[7], VALUES[7]),
    "values behind the last entry": values(VALUES[7], pack_line(12, b"{}")),
    "values without their number": values(LOG.private[7], b"\n"),
}
