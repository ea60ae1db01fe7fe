"""Whether all of a period and kind are there: what is said of bundles that show it, and of the others."""

import json
from collections.abc import Iterable

from audits.asked import Asked
from audits.merkle.hashing import leaf_hash
from tests.audits.made_log import MadeLog, changed, pack
from tests.audits.said import Question

BUNDLE = "bundle export.zip --policy policy.txt"
NOON = "2026-03-02T12:00:00.000000Z"
THREE, FOUR, LATE = (f"2026-03-02T{hour}:00:00.000000Z" for hour in ("15", "16", "23"))


def log_of(count: int = 600) -> MadeLog:
    """An entry a minute from 9:00 on, without objects; every seventh is withdrawn, every third of ETSI."""
    made = MadeLog(count)
    for index, body in enumerate(made.bodies):
        kind = "disclosure.withdrawn" if index % 7 == 0 else "disclosure.submitted"
        labels = {"body": "ETSI" if index % 3 == 0 else "3GPP"}
        made.bodies[index] = changed(body, kind=kind, labels=labels, object=None, prev=None)
    return made


LOG = log_of()
PARTS = LOG.parts(checkpoints=(1, 250, 255, 300, 420))
TILES = ("tile/entries/000", "tile/entries/001", "tile/entries/002.p/88")


def shown(*tiles: int, asked: Asked | None = None) -> dict[str, bytes]:
    """The export with these tiles of entries only."""
    hidden = {name for number, name in enumerate(TILES) if number not in tiles}
    parts = {name: content for name, content in PARTS.items() if name not in hidden}
    return parts if asked is None else parts | {"asked.json": asked.encode()}


def asked(
    parts: dict[str, bytes], words: str = "", *, policy: bytes = LOG.policy, held: bytes | None = None
) -> Question:
    files = {"policy.txt": policy, "export.zip": pack(parts)} | ({} if held is None else {"held.txt": held})
    return Question(f"{BUNDLE}{' --held held.txt' if held else ''} {words}".strip(), lambda: files)


def late(times: Iterable[tuple[int, str]]) -> dict[str, bytes]:
    """Twenty entries, some of which have another time than their place says."""
    made, last = MadeLog(20), dict[str, bytes]()
    for index, at in times:
        made.bodies[index] = changed(made.bodies[index], at=f"2026-03-02T{at}.000000Z")
    for index, body in enumerate(made.bodies):
        number = json.loads(body)["object"]["id"]
        made.bodies[index] = changed(body, prev=last[number].hex() if number in last else None)
        last[number] = leaf_hash(made.bodies[index])
    return made.parts()


PERIOD = Asked(THREE, FOUR)
QUESTIONS = {
    "a period as the bundle states it": asked(shown(1, asked=Asked(THREE, FOUR, "disclosure.withdrawn"))),
    "a period as JSON": asked(shown(1, asked=PERIOD), "--json"),
    "a period of the options": asked(shown(1), f"--since {THREE} --until 2026-03-02T16:00:00Z"),
    "an option in place of the bundle's": asked(shown(0, 1, asked=PERIOD), f"--since {NOON}"),
    "a period between held heads": asked(shown(1, asked=PERIOD), held=LOG.note(400)),
    "everything": asked(shown(0, 1, 2, asked=Asked())),
    "everything of a kind": asked(shown(0, 1, 2), "--kind disclosure."),
    "nothing of a kind": asked(shown(0, 1, 2), "--kind meeting."),
    "everything of a body": asked(shown(0, 1, 2), "--body ETSI"),
    "everything of an object": asked(shown(0, 1, 2), "--object disclosure/1"),
    "one moment": asked(shown(1), "--since 2026-03-02T15:00:00Z --until 2026-03-02T15:00:01Z"),
    "no moment": asked(shown(1), "--since 2026-03-02T15:00:01Z --until 2026-03-02T15:00:02Z"),
    "a period before everything": asked(shown(0, 1, 2), "--until 2026-03-01"),
    "a period before everything, a group hidden": asked(shown(0, 2), "--until 2026-03-01"),
    "a period from the first entry": asked(shown(0), "--until 2026-03-02T13:15:00Z"),
    "a period to the signed head": asked(shown(1, 2), f"--since {THREE}"),
    "a period that begins at a head": asked(shown(1, 2), "--since 2026-03-02T14:00:00Z"),
    "a period that begins at its first leaf": asked(shown(1), "--since 2026-03-02T13:16:00Z --until " + FOUR),
    "a period that begins after its first leaf": asked(
        shown(1), "--since 2026-03-02T13:16:01Z --until " + FOUR
    ),
    "a period that ends at its last leaf": asked(shown(1), f"--since {THREE} --until 2026-03-02T17:31:00Z"),
    "a period that ends after its last leaf": asked(
        shown(1), f"--since {THREE} --until 2026-03-02T17:31:01Z"
    ),
    "a period whose begin is hidden": asked(shown(2, asked=PERIOD)),
    "a period whose first entries are hidden": asked(shown(1), f"--until {FOUR}"),
    "a period whose end is hidden": asked(shown(0), f"--until {FOUR}"),
    "everything, the end hidden": asked(shown(0, 1), "--kind disclosure."),
    "a period longer than the log": asked(shown(0, 1, 2), f"--until {LATE}"),
    "a period of two ranges": asked(shown(0, 2), f"--since {NOON}"),
    "a period beside another range": asked(shown(0, 2), "--since 2026-03-02T18:00:00Z"),
    "an empty period after a range": asked(
        shown(0, 2), "--since 2026-03-02T15:00:00Z --until 2026-03-02T15:01:00Z"
    ),
    "an empty period in the second range": asked(
        shown(0, 2), "--since 2026-03-02T18:00:10Z --until 2026-03-02T18:00:20Z"
    ),
    "a period of nothing shown": asked(shown(), f"--since {NOON}"),
    "an empty log": asked(MadeLog(0).parts(), "--kind disclosure."),
    "an empty log as JSON": asked(MadeLog(0).parts(), "--kind disclosure. --json"),
    "late entries": asked(late([(10, "09:02:00"), (15, "09:03:00")]), "--until 2026-03-02T09:12:00Z"),
    "an entry late by five minutes": asked(late([(10, "09:04:00")]), "--since 2026-03-02"),
    "an entry late by more than five minutes": asked(late([(10, "09:03:59")]), "--since 2026-03-02"),
    "entries late of another kind": asked(late([(10, "09:02:00")]), "--kind meeting."),
    "a late last entry": asked(late([(19, "09:02:00")]), "--until 2026-03-02T09:18:00Z"),
    "a day": asked(shown(0, 1, 2), "--since 2026-03-02"),
    "a day that is none": asked(shown(0, 1, 2), "--since 2026-02-30"),
    "a time that is none": asked(shown(0, 1, 2), "--until yesterday"),
    "conditions that are none": asked(PARTS | {"asked.json": b"hello"}),
    "conditions without a key": asked(PARTS | {"asked.json": b"{}"}),
    "conditions with a number": asked(
        PARTS | {"asked.json": Asked().encode().replace(b'"kind":""', b'"kind":1')}
    ),
    "conditions with a day": asked(
        PARTS | {"asked.json": Asked().encode().replace(b'"since":""', b'"since":"2026-01-01"')}
    ),
    "conditions with a time that is none": asked(
        PARTS | {"asked.json": Asked().encode().replace(b'"until":""', b'"until":"x"')}
    ),
}
