"""The chain of each object comes out the same however little of it is kept in memory."""

import pytest

from audits.gist import gist_of
from audits.merkle.hashing import leaf_hash
from audits.verify.failure import ContradictionError
from audits.verify.history import History
from audits.verify.tree import SeenEntry
from tests.audits.made_log import MadeLog, changed

LOG = MadeLog(60, objects=7)


def seen(index: int, body: bytes) -> SeenEntry:
    return SeenEntry(index, "tile/entries/000", 0, leaf_hash(body), body, gist_of(body))


@pytest.mark.parametrize("in_memory", [0, 1, 3, 6, 7, 1000])
def test_unbroken_chains(in_memory: int) -> None:
    history = History(in_memory=in_memory)
    for index, body in enumerate(LOG.bodies):
        history.add(seen(index, body))

    assert (history.changes, history.objects()) == (60, 7)
    history.close()


@pytest.mark.parametrize("in_memory", [0, 3, 1000])
@pytest.mark.parametrize(
    ("index", "changes", "problem"),
    [
        (40, {"prev": "00" * 32}, "prev of disclosure/5 revision 6"),
        (40, {"object": {"type": "disclosure", "id": "5", "rev": 7}}, "revision of disclosure/5"),
        (40, {"object": {"type": "disclosure", "id": "5", "rev": 5}}, "revision of disclosure/5"),
        (40, {"object": {"type": "disclosure", "id": "55", "rev": 6}}, "revision of disclosure/55"),
    ],
)
def test_broken_chains(in_memory: int, index: int, changes: dict[str, object], problem: str) -> None:
    history = History(in_memory=in_memory)
    for number, body in enumerate(LOG.bodies[:index]):
        history.add(seen(number, body))

    with pytest.raises(ContradictionError) as found:
        history.add(seen(index, changed(LOG.bodies[index], **changes)))

    assert (found.value.problem, found.value.index) == (problem, index)
    history.close()
