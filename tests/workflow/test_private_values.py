"""Personal words stand in the hashed bytes as commitments alone, and every text column is decided upon."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, TextField

from audits.models import Entry, PrivateValue
from participation.events import AUDITED_TABLES, KINDS
from participation.models import User
from participation.screening.policy import Bands
from participation.states import Role
from participation.workflow.blanking import BLANKED, STAYS
from participation.workflow.legal_holds import lift_hold, place_hold
from participation.workflow.rule_statements import record, statement_of
from participation.workflow.weights import set_weights
from tests import cast
from tests.conftest import NOW
from tests.factories import people, retained, work

# Text columns of audited tables that are in the hashed bytes as they are; docs/decisions/what-is-personal.md.
SHOWN: dict[str, tuple[str, ...]] = {
    "participation_affiliationdoubt": ("domain",),
    "participation_body": ("name", "slug", "voluntary_consensus_basis"),
    "participation_classification": (
        "basis", "crypto_equipment", "eccn", "other_agency", "part", "reasons_for_control",
    ),
    "participation_determination": (
        "facts", "holds", "outcome", "result", "rules_edition", "status",
    ),
    "participation_disclosure": (
        "end_use_red_flag", "publication_evidence", "publication_terms", "time_zone", "topic",
    ),
    "participation_disclosureline": ("part",),
    "participation_disclosurerecipient": ("location", "nationality"),
    "participation_disposal": (),
    "participation_disposalitem": ("counts", "files_left", "last_event", "only", "rule"),
    "participation_document": ("number", "source", "title"),
    "participation_documentpart": ("name",),
    "participation_documentrevision": ("file_media", "publication_basis", "revision", "source_url"),
    "participation_legalhold": ("agency", "leave_reference", "reference"),
    "participation_meeting": ("agenda_url", "number", "place", "time_zone", "title"),
    "participation_pairdecision": ("reason_text",),
    "participation_question": ("fact",),
    "participation_reasoncode": ("code", "text"),
    "participation_recipientmatch": ("band", "explanation", "matched_name", "parts", "reopened"),
    "participation_review": ("reason_text",),
    "participation_reviewattachment": ("file_media",),
    "participation_rulestatement": ("citation", "url", "value"),
    "participation_snapshot": ("counts", "doubts", "source", "title"),
    "participation_user": ("language", "time_zone"),
}  # fmt: skip


def text_columns() -> Iterator[tuple[str, str]]:
    """Columns in which somebody could write something, in the tables that the log tells of."""
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        audited = AUDITED_TABLES.get(table)
        for field in model._meta.concrete_fields if audited else ():
            told = audited.columns is None or field.column in audited.columns
            if told and isinstance(field, CharField | TextField | JSONField) and not field.choices:
                yield table, field.column


def test_every_text_column_is_personal_or_shown_for_a_reason() -> None:
    personal = {(table, column) for table, one in AUDITED_TABLES.items() for column in one.personal}
    shown = {(table, column) for table, columns in SHOWN.items() for column in columns}

    assert set(text_columns()) - personal == shown
    assert personal - set(text_columns()) == set()


def test_every_personal_column_goes_or_stays_for_a_reason() -> None:
    personal = {table: one.personal for table, one in AUDITED_TABLES.items() if one.personal}

    assert {table: columns for table, columns in personal.items() if table not in STAYS} == BLANKED
    assert set(STAYS) | set(BLANKED) == set(personal)


@pytest.fixture
def words(database: None, delegate: User, officer: User, administrator: User) -> tuple[str, ...]:
    """A world in which every personal column was filled with a word of its own."""
    planted = retained.Planted()
    second = people.user(
        planted.word("username"),
        Role.OFFICER,
        first_name=planted.word("first"),
        last_name=planted.word("last"),
        email=f"{planted.word('address')}@example.com",
    )
    work.installed()
    case = retained.case(delegate, officer, second)
    hold = place_hold(by=officer, agency="BIS", reference="7", reason=planted.word("reason"), on=case.meeting)
    lift_hold(hold, by=second, leave_reference="8", leave_on=NOW.date(), leave_note=planted.word("leave"))
    record(
        statement_of(
            **cast.STATEMENT | {"note": planted.word("statement"), "counsel": planted.word("counsel")}
        ),
        by=administrator,
    )
    reason = planted.word("bands")
    set_weights(Bands(match=9200, possible=7600), seen=0, reason=reason, by=administrator)
    return (*case.words, *planted.words)


def hashed() -> bytes:
    """All bytes that the tree is made of, and the labels that lists show."""
    rows = Entry.objects.values_list("body", "payload", "labels")
    return b"\n".join(bytes(body) + bytes(payload) + repr(labels).encode() for body, payload, labels in rows)


# These never come near the log: addresses of attendees, files and their bytes, drafts.
BESIDE = ("mail", "batch", "batchfile", "draft", "contribution", "file")


def test_no_personal_word_is_in_any_hashed_byte(words: tuple[str, ...]) -> None:
    said = hashed()
    kept = "\n".join(value or "" for value in PrivateValue.objects.values_list("value", flat=True))

    assert [word for word in words if word.encode() in said or word.lower().encode() in said] == []
    # They could have been: each lies beside its entry, apart from what never comes near the log.
    committed = {word for word in words if word.endswith(tuple(f"x{one}zQ" for one in BESIDE))}
    assert {word for word in words if word not in kept} == committed
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert len(kinds & set(KINDS)) > 30


@pytest.mark.parametrize("table", sorted(set(BLANKED) - {"participation_documentrevision"}))
def test_a_column_that_is_left_out_is_seen(
    table: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setitem(AUDITED_TABLES, table, replace(AUDITED_TABLES[table], personal=()))
    words: Any = request.getfixturevalue("words")
    said = hashed()

    assert [word for word in words if word.encode() in said] != []
