"""No row of an audited table changes without its entry, by whatever way, on either engine.

Each way is tried on every table of AUDITED_TABLES: alone it must fail at commit and leave no trace, with an
entry of its object it must commit.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from audits import log, triggers
from participation.events import AUDITED_TABLES, KINDS
from participation.models import (
    Check,
    Disclosure,
    Disposal,
    DisposalItem,
    DocumentPart,
    ReasonCode,
    Review,
    ReviewAttachment,
    StatedName,
    User,
)
from participation.screening.policy import Bands
from participation.workflow import journal
from participation.workflow import review as reviews
from participation.workflow.legal_holds import place_hold, record_later_event
from participation.workflow.parts import name_parts
from participation.workflow.rule_statements import record, statement_of
from participation.workflow.weights import set_weights
from tests import cast
from tests.conftest import NOW

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Covered:
    """A table's model, what makes a copy of its row a second valid row, and a change of one column."""

    model: str
    change: Values
    another: Values = field(default_factory=dict)


# `$check` and the like stand for ids of spare rows; see `spare_ids`.
TABLES: dict[str, Covered] = {
    "participation_meeting": Covered("Meeting", {"place": "Turin"}, {"form_token": cast.token("copy")}),
    "participation_attendance": Covered("Attendance", {"mode": "remote"}, {"person_name": "Somebody Else"}),
    "participation_affiliationdoubt": Covered(
        "AffiliationDoubt", {"raised_at": NOW + timedelta(days=1)}, {"stated_name_id": "$name"}
    ),
    "participation_document": Covered("Document", {"title": "Another title"}, {"number": "copy"}),
    "participation_documentrevision": Covered(
        "DocumentRevision", {"source_url": "https://example.com/x"}, {"revision": "copy"}
    ),
    "participation_documentpart": Covered(
        "DocumentPart", {"named_at": NOW}, {"number": 7, "name": "Another part"}
    ),
    "participation_classification": Covered("Classification", {"eccn": "EAR99"}),
    "participation_disclosure": Covered(
        "Disclosure", {"purpose": "Another purpose"}, {"form_token": cast.token("copy")}
    ),
    "participation_disclosureline": Covered(
        "DisclosureLine", {"parts_known": 7}, {"part": "Annex A", "named_part_id": "$part"}
    ),
    "participation_disclosurerecipient": Covered(
        "DisclosureRecipient", {"location": "CH"}, {"stated_name_id": "$name"}
    ),
    "participation_question": Covered("Question", {"answer": "Yes."}),
    "participation_determination": Covered("Determination", {"outcome": "other"}, {"check_row_id": "$check"}),
    "participation_recipientmatch": Covered("RecipientMatch", {"score": 1}, {"recipient_id": "$recipient"}),
    "participation_review": Covered(
        "Review", {"note": "A note."}, {"check_row_id": "$check", "state": "closed"}
    ),
    "participation_handover": Covered("Handover", {"note": "A note."}),
    "participation_reviewattachment": Covered("ReviewAttachment", {"file_name": "other.pdf"}),
    "participation_pairdecision": Covered("PairDecision", {"note": "A note."}),
    "participation_legalhold": Covered("LegalHold", {"reason": "Another reason"}),
    "participation_laterevent": Covered("LaterEvent", {"note": "A note."}),
    "participation_disposal": Covered("Disposal", {"note": "A note."}, {"form_token": cast.token("copy")}),
    "participation_disposalitem": Covered("DisposalItem", {"rule": "Another"}, {"matter_id": 999}),
    "participation_snapshot": Covered("Snapshot", {"title": "Another title"}, {"state": "superseded"}),
    "participation_reasoncode": Covered("ReasonCode", {"text": "Another text"}, {"code": "T9"}),
    "participation_rulestatement": Covered("RuleStatement", {"citation": "Another source"}),
    "participation_weightsversion": Covered("WeightsVersion", {"possible": 7000}, {"number": 7}),
    "participation_body": Covered("Body", {"name": "Another name"}, {"slug": "copy", "name": "A copy"}),
    "participation_user": Covered("User", {"email": "x@example.com"}, {"username": "copy"}),
    "participation_user_groups": Covered("User_groups", {"group_id": "$spare_group"}, {"group_id": "$group"}),
}
# Tables of participation that no trigger guards, and why that is well.
NOT_AUDITED = {
    "participation_batchanswer": "answers of a batch: an entry says that it was screened, not whom it names",
    "participation_batchscreening": "the queue of batches: its start and each download are entries",
    "participation_check": "the queue: its results are entries, its tries are not",
    "participation_group": "a name under a body, stated in the entries of meetings",
    "participation_listedparty": "proven by the digest of the list file",
    "participation_listedpartyversion": "proven by the digest of the list file",
    "participation_meetingdraft": "typed and not sent: nothing has happened before its meeting is logged",
    "participation_notice": "the queue of mails: what was told is an entry, its tries are not",
    "participation_organisation": "a grouping for reading; nothing is decided by it",
    "participation_person": "a grouping for reading; nothing is decided by it",
    "participation_rulesedition": "what its fingerprint is computed from; determinations carry that",
    "participation_selfcheck": "the queue of nightly checks: what each found is an entry",
    "participation_statedname": "a text that never changes; every entry that uses it names it",
    "participation_user_user_permissions": "not used: access.py asks groups alone",
}


@dataclass(frozen=True)
class Rows:
    """A world with a row in every audited table, and the ids of spare rows."""

    spare: Values

    def model(self, table: str) -> type[Model]:
        return apps.get_model("participation", TABLES[table].model)

    def values(self, values: Values) -> dict[str, Any]:
        return {name: self.spare.get(str(value), value) for name, value in values.items()}

    def copy(self, table: str) -> Model:
        """A row that is not saved yet: the table's first row, made unlike it where it must be."""
        row = self.model(table)._default_manager.earliest("pk")
        row.pk = None
        row._state.adding = True
        for name, value in self.values(TABLES[table].another).items():
            setattr(row, name, value)
        return row


@pytest.fixture
def rows(committed_db: object) -> Rows:
    cast.seeded()
    delegate, officer, second = cast.delegate(), cast.officer(), cast.second_officer()
    meeting, revision = cast.meeting(by=delegate), cast.revision(by=delegate)
    cast.doubt(at=meeting, by=delegate)
    asked, judged, decided = (
        cast.checked(cast.submitted(by=delegate, at=meeting, revisions=[revision], key=key))
        for key in ("asked", "judged", "decided")
    )
    reason = ReasonCode.objects.get(code="X1")
    handed = reviews.reassign(_claimed(asked, second), to=officer, by=second)
    reviews.ask(handed.review, by=officer, text="Is it published?")
    match = judged.checks.get().determinations.get().matches.earliest("id")
    reviews.judge_pair(
        _claimed(judged, officer), match, by=officer, verdict="different", scope="once", reason=reason
    )
    name_parts(revision, names=["Annex A"], by=delegate)
    administrator = cast.administrator()
    record(statement_of(**cast.STATEMENT), by=administrator)
    set_weights(Bands(match=9200, possible=7600), seen=0, reason="Fewer alerts.", by=administrator)
    attachment = ReviewAttachment(
        file_hash=bytes(32), file_size=1, file_name="licence.pdf", file_media="application/pdf"
    )
    reviews.decide_review(
        _claimed(decided, officer), by=officer, decision="refused", reason=reason, attachments=[attachment]
    )
    place_hold(by=officer, agency="BIS", reference="No. 7", reason="Asked for.", on=meeting)
    record_later_event(decided, by=officer, what="ended", happened_on=decided.released_on)
    _proposed(officer)
    return Rows(_spare_ids(asked))


def _proposed(officer: User) -> None:
    """A disposal with one item, as if its matter had been due."""
    at = timezone.now()
    with transaction.atomic():
        disposal = Disposal.objects.create(
            form_token=cast.token("disposal"),
            list_hash=bytes(32),
            proposed_by=officer,
            proposed_at=at,
            next_try_at=at,
        )
        item = DisposalItem.objects.create(
            disposal=disposal,
            matter="meeting",
            matter_id=1,
            last_on=at.date(),
            due_on=at.date(),
            rule="A rule",
        )
        journal.enter("disposal.proposed", disposal, by=officer, at=at, rows=[item])


def _claimed(disclosure: Disclosure, officer: User) -> Review:
    return reviews.claim(cast.open_review(disclosure), by=officer)


def _spare_ids(disclosure: Disclosure) -> dict[str, int]:
    """Rows of tables that are not audited, or that nothing points to yet."""
    check = Check.objects.create(
        disclosure=disclosure, state=Check.State.DONE, reason="spare", queued_at=NOW, next_try_at=NOW
    )
    matched = disclosure.checks.earliest("id").determinations.get().matches.earliest("id").recipient_id
    return {
        "$name": StatedName.objects.create(text="Spare AG", country="CH").pk,
        "$check": check.pk,
        "$recipient": disclosure.recipients.exclude(pk=matched).earliest("id").pk,
        "$part": DocumentPart.objects.get(name="Annex A").pk,
        "$group": Group.objects.get(name="auditor").pk,
        "$spare_group": Group.objects.get(name="administrator").pk,
    }


def _save(row: Model, change: Values) -> None:
    for name, value in change.items():
        setattr(row, name, value)
    row.save(update_fields=list(change))


def _update(row: Model, change: Values) -> None:
    assert type(row)._default_manager.filter(pk=row.pk).update(**change) == 1


def _bulk_update(row: Model, change: Values) -> None:
    for name, value in change.items():
        setattr(row, name, value)
    names = [type(row)._meta.get_field(name.removesuffix("_id")).name for name in change]
    type(row)._default_manager.bulk_update([row], names)


def _raw_update(row: Model, change: Values) -> None:
    ((name, value),) = change.items()
    _raw(f"UPDATE {row._meta.db_table} SET {name} = %s WHERE id = %s", value, row.pk)


def _raw_insert(row: Model, change: Values) -> None:
    fields = [one for one in row._meta.concrete_fields if one.column != "id"]
    columns = ", ".join(f'"{one.column}"' for one in fields)
    marks = ", ".join("%s" for _ in fields)
    values = [one.get_db_prep_save(getattr(row, one.attname), connection) for one in fields]
    _raw(f"INSERT INTO {row._meta.db_table} ({columns}) VALUES ({marks})", *values)
    row.pk = type(row)._default_manager.latest("pk").pk


def _raw_delete(row: Model, change: Values) -> None:
    _raw(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk)


def _raw(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


WAYS_IN: dict[str, Callable[[Model, Values], None]] = {
    "save": lambda row, _: row.save(force_insert=True),
    "bulk create": lambda row, _: type(row)._default_manager.bulk_create([row]) and None,
    "raw insert": _raw_insert,
}
WAYS_ON: dict[str, Callable[[Model, Values], None]] = {
    "save": _save,
    "queryset update": _update,
    "bulk update": _bulk_update,
    "raw update": _raw_update,
    "delete": lambda row, _: type(row)._default_manager.filter(pk=row.pk).delete() and None,
    "raw delete": _raw_delete,
}


def enter(row: Model) -> None:
    """An entry of the object that the row is part of."""
    table = AUDITED_TABLES[row._meta.db_table]
    kind = next(
        kind for kind, one in KINDS.items() if kind.startswith(f"{table.object_type}.") and one.changes
    )
    subject = log.Subject(table.object_type, str(getattr(row, table.id_column)))
    log.record(kind, by=log.SYSTEM, at=timezone.now(), subject=subject)


def outcome(step: Callable[[], None]) -> str:
    """`committed`, `refused at commit`, or `refused at once`, which would be some other constraint."""
    done = False
    try:
        with transaction.atomic():
            step()
            done = True
    except IntegrityError as error:
        return "refused at commit" if done else f"refused at once: {error}"
    return "committed"


def contents(model: type[Model]) -> list[dict[str, Any]]:
    return list(model._default_manager.order_by("pk").values())


def tried(
    rows: Rows, table: str, way: Callable[[Model, Values], None], row: Callable[[], Model]
) -> Iterator[str]:
    """What becomes of the change alone, whether it left a trace, and what becomes of it with its entry."""
    model, change = rows.model(table), rows.values(TABLES[table].change)
    before = contents(model)
    yield outcome(lambda: way(row(), change))
    yield "no trace" if contents(model) == before else "a trace"

    def with_entry() -> None:
        changed = row()
        way(changed, change)
        enter(changed)

    yield outcome(with_entry)
    yield "changed" if contents(model) != before else "not changed"


AS_IT_SHOULD_BE = ["refused at commit", "no trace", "committed", "changed"]


@pytest.mark.parametrize("way", WAYS_IN)
def test_no_row_comes_in_without_its_entry(rows: Rows, way: str) -> None:
    found = {table: list(tried(rows, table, WAYS_IN[way], partial(rows.copy, table))) for table in TABLES}

    assert found == dict.fromkeys(AUDITED_TABLES, AS_IT_SHOULD_BE)


@pytest.mark.parametrize("way", WAYS_ON)
def test_no_row_changes_or_goes_without_its_entry(rows: Rows, way: str) -> None:
    found = {}
    for table in TABLES:
        row = rows.copy(table)
        with transaction.atomic():
            row.save(force_insert=True)
            enter(row)
        again = partial(rows.model(table)._default_manager.get, pk=row.pk)
        found[table] = list(tried(rows, table, WAYS_ON[way], again))

    assert found == dict.fromkeys(AUDITED_TABLES, AS_IT_SHOULD_BE)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("last_login", NOW, "committed"),
        ("password", "x", "committed"),
        ("date_joined", NOW, "committed"),
        ("username", "x", "refused at commit"),
        ("is_superuser", True, "refused at commit"),
        ("is_active", False, "refused at commit"),
    ],
)
def test_a_user_logs_in_without_an_entry_and_changes_with_one(
    committed_db: object, column: str, value: object, expected: str
) -> None:
    user = cast.delegate()

    found = [outcome(partial(way, user, {column: value})) for way in (_update, _save, _raw_update)]

    assert found == [expected] * 3


def test_an_entry_of_another_object_does_not_settle_a_change(committed_db: object) -> None:
    changed, other = cast.delegate(), cast.officer()

    def step() -> None:
        _update(changed, {"email": "x@example.com"})
        enter(other)

    assert outcome(step) == "refused at commit"


def test_a_table_without_its_triggers_is_seen(rows: Rows) -> None:
    triggers.uninstall(connection)
    table = "participation_reasoncode"

    found = list(tried(rows, table, WAYS_IN["save"], partial(rows.copy, table)))[:2]

    assert found == ["committed", "a trace"]


def test_every_table_is_covered_or_says_why_not(db: None) -> None:
    own = {
        model._meta.db_table
        for model in apps.get_app_config("participation").get_models(include_auto_created=True)
    }

    assert own == AUDITED_TABLES.keys() | NOT_AUDITED.keys()
    assert TABLES.keys() == AUDITED_TABLES.keys()
