"""The chain of each object comes out the same however little of it is kept in memory."""

from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path

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


Change = tuple[int, int, bool]


def chain(changes: Sequence[Change]) -> list[SeenEntry]:
    """Entries of one object: index, revision, whether it names the one before; the others are hidden."""
    made, last = list[SeenEntry](), ""
    for index, rev, linked in changes:
        prev = (last if linked and last else "00" * 32) if rev > 1 else None
        subject = {"type": "disclosure", "id": "x", "rev": rev}
        entry = seen(index, changed(LOG.bodies[index], object=subject, prev=prev))
        made.append(entry._replace(offset=index * 1000))
        last = entry.leaf.hex()
    return made


@pytest.mark.parametrize("in_memory", [0, 1000])
@pytest.mark.parametrize(
    "changes",
    [
        [(0, 1, True), (1, 2, True), (2, 3, True)],
        [(1, 2, False)],
        [(5, 3, False), (6, 4, True)],
        [(0, 1, True), (9, 4, False)],
        [(0, 1, True), (9, 2, True)],
        [(0, 1, True), (9, 4, False), (20, 9, False), (21, 10, True)],
    ],
)
def test_hidden_entries_may_hold_what_lies_between(in_memory: int, changes: Sequence[Change]) -> None:
    history = History(in_memory=in_memory)
    for entry in chain(changes):
        history.add(entry)

    assert (history.changes, history.objects()) == (len(changes), 1)
    history.close()


@pytest.mark.parametrize("in_memory", [0, 1000])
@pytest.mark.parametrize(
    ("changes", "problem", "expected"),
    [
        ([(0, 2, False)], "revision of disclosure/x", "1"),
        ([(0, 1, True), (1, 3, True)], "revision of disclosure/x", "2"),
        ([(0, 1, True), (1, 1, True)], "revision of disclosure/x", "2"),
        ([(5, 3, False), (6, 5, True)], "revision of disclosure/x", "4"),
        ([(0, 1, True), (9, 1, True)], "revision of disclosure/x", "2"),
        ([(5, 3, False), (9, 3, True)], "revision of disclosure/x", "4"),
        ([(5, 3, False), (9, 2, True)], "revision of disclosure/x", "4"),
        ([(5, 3, False), (9, 6, True), (10, 8, True)], "revision of disclosure/x", "7"),
        ([(0, 1, True), (9, 2, False)], "prev of disclosure/x revision 2", None),
        ([(0, 1, True), (1, 2, False)], "prev of disclosure/x revision 2", None),
    ],
)
def test_a_broken_chain_is_told_whole(
    in_memory: int, changes: Sequence[Change], problem: str, expected: str | None
) -> None:
    history = History(in_memory=in_memory)
    *before, last = chain(changes)
    for entry in before:
        history.add(entry)

    with pytest.raises(ContradictionError) as found:
        history.add(last)

    index, rev, _ = changes[-1]
    wanted = (expected, str(rev)) if expected else (before[-1].leaf.hex(), "00" * 32)
    told = found.value
    assert (told.problem, told.place, told.index, told.offset) == (
        problem,
        "tile/entries/000",
        index,
        index * 1000,
    )
    assert (told.expected, told.actual) == wanted
    history.close()


def test_a_read_is_no_change() -> None:
    history = History()
    subject = {"type": "disclosure", "id": "x", "rev": None}
    history.add(seen(0, changed(LOG.bodies[0], object=subject, prev=None)))

    assert (history.changes, history.objects()) == (0, 0)
    history.close()


def test_nothing_is_left_in_the_folder(tmp_path: Path) -> None:
    with chdir(tmp_path):
        history = History(in_memory=0)
        for entry in chain([(0, 1, True), (1, 2, True)]):
            history.add(entry)
        left = list(tmp_path.iterdir())
        history.close()

    assert left == []
