"""Erasure at the end: 0 readable traces, every proof still verifies, and a hold blocks all of it."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from audits import log
from audits.merkle.hashing import leaf_hash
from audits.merkle.verify import verify_inclusion
from audits.models import Entry
from audits.verify.__main__ import main
from participation.models import Meeting, User
from participation.queries.replay import differences
from participation.retention import Matter
from participation.states import Role
from participation.workflow import blanking, disposals, dispose, remains
from participation.workflow.disposals import Chosen, DisposalRefused
from participation.workflow.legal_holds import place_hold
from participation.workflow.meetings import add_attendees
from tests.factories import people, retained, work
from tests.faults import effects
from tests.faults.traces import bytes_of, members_of, traces
from tests.workplace import CommittedDatabase

# So many people with a name and an address on lists of fifty; half as many more stand on lists that are held.
N = int(os.environ.get("FAULT_N", "40"))
ON_A_LIST = 50
TRANSACTION = (Matter.DISCLOSURE, Matter.MEETING, Matter.DOCUMENT)
LOOSE = ("batch", "batchfile", "draft", "guess")
BEGAN, DUE = datetime(2026, 3, 4, 13, 30, tzinfo=UTC), datetime(2031, 3, 7, 12, tzinfo=UTC)


@dataclass
class World:
    """What goes and what is held, each with its words."""

    database: CommittedDatabase
    officer: User
    second: User
    clock: time_machine.Traveller
    goes: list[Chosen]
    gone_words: list[str]
    held: list[Chosen]
    held_words: list[str]
    cases: tuple[retained.Case, retained.Case]


def lists(by: User, amount: int, key: str) -> tuple[list[Chosen], list[str]]:
    """Meetings with so many people in all."""
    planted, chosen = retained.Planted(), []
    for start in range(0, amount, ON_A_LIST):
        meeting = work.meeting(by, number=f"#{key}{start}")
        add_attendees(meeting, retained.attendees(planted, min(ON_A_LIST, amount - start)), by=by)
        chosen.append(Chosen(Matter.MEETING, meeting.pk))
    return chosen, planted.words


@pytest.fixture
def people_of(committed_db: CommittedDatabase, delegate: User, officer: User) -> tuple[User, User, User]:
    """A delegate and two officers, on 4 March 2026 as anybody later."""
    with time_machine.travel(BEGAN, tick=False):
        second = people.user("oona", Role.OFFICER, email="oona@example.com")
        work.installed()
    return delegate, officer, second


@pytest.fixture
def small(committed_db: CommittedDatabase, people_of: tuple[User, User, User]) -> Iterator[World]:
    """One case alone."""
    with time_machine.travel(BEGAN, tick=False) as clock:
        case = retained.case(*people_of)
        goes = retained.matters_of(case)
        yield World(committed_db, *people_of[1:], clock, goes, list(case.words), [], [], (case, case))


@pytest.fixture
def world(committed_db: CommittedDatabase, people_of: tuple[User, User, User]) -> Iterator[World]:
    """A case and lists that go, a case and lists that are held."""
    with time_machine.travel(BEGAN, tick=False) as clock:
        case, kept = (retained.case(*people_of) for _ in range(2))
        listed, words = lists(people_of[0], N, "goes")
        held_lists, held_words = lists(people_of[0], max(1, N // 2), "held")
        # A file of names, a draft and a guess of the held case name no body, and are neither.
        held = [one for one in retained.matters_of(kept) if one.matter in TRANSACTION]
        held_words += [word for word in kept.words if what(word) not in LOOSE]
        goes = [*retained.matters_of(case), *listed]
        words += case.words
        held += held_lists
        yield World(committed_db, *people_of[1:], clock, goes, words, held, held_words, (case, kept))


def what(word: str) -> str:
    """What a planted word was planted as."""
    return word.removesuffix("zQ").split("x", 1)[1]


def carry_out(world: World, chosen: list[Chosen]) -> None:
    for start in range(0, len(chosen), disposals.MOST_ITEMS):
        some = chosen[start : start + disposals.MOST_ITEMS]
        retained.carried_out(some, by=world.officer, second=world.second)
    remains.rewrite()


def policy_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    call_command("audit_policy")
    path = folder / "policy.txt"
    path.write_text(capsys.readouterr().out)
    return path


def exported(path: Path) -> Path:
    call_command("export_log", "--out", str(path), "--private", "all")
    return path


def pages(world: World) -> Iterator[tuple[str, bytes]]:
    """Every page that told of the case, and every entry about it, as an officer sees them."""
    client, case = Client(), world.cases[0]
    client.force_login(world.officer)
    addresses = [
        reverse("meeting", args=[case.meeting.pk]),
        reverse("disclosure", args=[case.disclosure.pk]),
        *(reverse("case", args=[pk]) for pk in case.disclosure.reviews.values_list("pk", flat=True)),
        reverse("document", args=[case.revision.document_id]),
        reverse("batch", args=[case.batch.pk]),
        reverse("batch-answers", args=[case.batch.pk]),
        reverse("batches"),
        reverse("retention"),
        reverse("disposal-report"),
        reverse("disposal-report-csv"),
        *(reverse("audits:entry", args=[pk]) for pk in entries_about(case)),
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        yield address, answer.content


def entries_about(case: retained.Case) -> list[int]:
    ids = [str(pk) for pk in case.disclosure.reviews.values_list("pk", flat=True)]
    found = [
        *Entry.objects.filter(object_type="disclosure", object_id=str(case.disclosure.pk)),
        *Entry.objects.filter(object_type="meeting", object_id=str(case.meeting.pk)),
        *Entry.objects.filter(object_type="review", object_id__in=ids),
    ]
    return [entry.pk for entry in found]


def test_nothing_is_readable_and_everything_verifies(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    effects.seal()
    policy, old = policy_in(tmp_path, capsys), exported(tmp_path / "old.zip")
    proofs = {entry.pk: log.entry_with_proof(entry) for entry in Entry.objects.filter(leaf__isnull=False)}
    before = traces(world.gone_words, bytes_of(world.database))
    assert before.keys() == set(world.gone_words), "the scanner must see what is there"
    for number, chosen in enumerate(world.held):
        on = world.cases[1].meeting
        if chosen.matter is Matter.MEETING:
            on = Meeting.objects.get(pk=chosen.pk)
        place_hold(by=world.officer, agency="BIS", reference=f"No. {number}", reason="Asked for.", on=on)
    world.clock.move_to(DUE)

    carry_out(world, world.goes)
    effects.seal()
    new = exported(tmp_path / "new.zip")

    assert traces(world.gone_words, bytes_of(world.database)) == {}
    assert traces(world.gone_words, members_of(new)) == {}
    assert traces(world.gone_words, pages(world)) == {}
    assert traces(world.gone_words, [("application log", caplog.text.encode())]) == {}
    assert traces(world.held_words, bytes_of(world.database)).keys() == set(world.held_words)
    # What was handed out before is outside: it still holds the values, and still verifies.
    assert traces(world.gone_words, members_of(old)) != {}
    assert [main(["bundle", str(one), "--policy", str(policy)]) for one in (old, new)] == [0, 0]
    assert list(log.verify_log_tables()) == []
    assert list(differences()) == []
    assert all(verified(entry, proof) for entry, proof in proofs.items())
    assert [refused(world, one) for one in world.held] == [True] * len(world.held)


def verified(entry_id: int, proof: Any) -> bool:
    """Whether a proof from before holds for the bytes that stand now."""
    head = log.signed_head(proof.size)
    assert head is not None
    verify_inclusion(
        leaf_hash(bytes(Entry.objects.get(pk=entry_id).body)),
        index=proof.receipt.index,
        size=head.size,
        proof=proof.receipt.proof,
        root=head.root,
    )
    return True


def refused(world: World, chosen: Chosen) -> bool:
    try:
        retained.proposed([chosen], by=world.officer)
    except DisposalRefused as refusal:
        return "is held for BIS." in str(refusal)
    return False


def test_holds_that_come_after_the_approval_block_all(small: World) -> None:
    world = small
    world.clock.move_to(DUE)
    approved = retained.approved(retained.proposed(world.goes, by=world.officer), by=world.second)
    place_hold(by=world.second, agency="BIS", reference="No. 1", reason="All of it.")

    result = dispose.run_disposal(approved.pk, seconds=60)

    assert (result, set(approved.items.values_list("state", flat=True))) == ("done", {"held"})
    assert traces(world.gone_words, bytes_of(world.database)).keys() == set(world.gone_words)


def test_a_worker_that_dies_before_the_files_are_gone_leaves_work_and_no_half(small: World) -> None:
    world = small
    world.clock.move_to(DUE)
    chosen = retained.matters_of(world.cases[0])
    approved = retained.approved(retained.proposed(chosen, by=world.officer), by=world.second)
    first = approved.items.earliest("pk")
    dispose.end_item(first.pk)  # and then it died: the files of this item are still there
    first.refresh_from_db()
    left = list(first.files_left)

    again = dispose.run_disposal(approved.pk, seconds=60)

    assert (first.state, len(left), again) == ("blanked", 1, "done")
    remains.rewrite()
    assert traces(world.cases[0].words, bytes_of(world.database)) == {}


PLANTED: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "handover": lambda patch: patch.setitem(blanking.BLANKED, "participation_handover", ()),  # type: ignore[arg-type]
    "purpose": lambda patch: patch.setitem(blanking.BLANKED, "participation_disclosure", ()),  # type: ignore[arg-type]
    "decision": lambda patch: patch.setattr(blanking, "erase_private", lambda *_, **__: 0),
    "file": lambda patch: patch.setattr(dispose, "_removed", lambda _: True),
}


@pytest.mark.parametrize("left_out", PLANTED)
def test_one_thing_left_out_is_seen(left_out: str, small: World, monkeypatch: pytest.MonkeyPatch) -> None:
    PLANTED[left_out](monkeypatch)
    small.clock.move_to(DUE + timedelta(days=1))

    carry_out(small, small.goes)

    found = traces(small.gone_words, bytes_of(small.database))
    assert {what(word) for word in found} >= {left_out}
