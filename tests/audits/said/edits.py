"""Every edit of an export in the matrix, as the auditor reads of it who holds the head of 400 entries."""

from functools import partial

from tests.audits.made_log import pack
from tests.audits.said import Question
from tests.audits.tampering import HELD, LOG, PARTS, Kind
from tests.audits.test_tamper_export import MATRIX

BUNDLE = "bundle export.zip --policy policy.txt"


def _files(kind: Kind | None) -> dict[str, bytes]:
    parts = PARTS if kind is None else kind.make()
    return {"policy.txt": LOG.policy, "held.txt": LOG.note(HELD), "export.zip": pack(parts)}


QUESTIONS = {
    "nothing": Question(f"{BUNDLE} --held held.txt", partial(_files, None)),
    **{kind.done: Question(f"{BUNDLE} --held held.txt", partial(_files, kind)) for kind in MATRIX},
}
