"""From changed rows to one entry of the audit log: the only place that calls the log for writing.

An entry states every column of each row it changed, so that the log folded from its start gives the
tables. Personal columns appear as commitments; their values lie apart and can be erased.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model

from audits.log import ANONYMOUS, SYSTEM, Actor, FileRef, Recorded, Subject, record
from audits.request_id import current as request_id
from participation.events import AUDITED_TABLES
from participation.models import User
from participation.stated import stated

SERVICE = SYSTEM
NOBODY = ANONYMOUS

By = User | Actor


def actor(by: By) -> Actor:
    """The person or service in the words of the log."""
    if isinstance(by, Actor):
        return by
    return Actor(id=f"user/{by.pk}", kind="person", auth="password")


def subject_of(row: Model) -> Subject:
    """The object of the log that the row is, or is part of by name."""
    return Subject(type=AUDITED_TABLES[row._meta.db_table].object_type, id=str(row.pk))


def row_name(row: Model) -> str:
    return f"{row._meta.db_table}/{row.pk}"


def _row_values(row: Model, private: dict[str, str]) -> dict[str, Any]:
    """The row's columns; personal ones move into `private` and leave the name of their commitment."""
    audited = AUDITED_TABLES[row._meta.db_table]
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if audited.columns is not None and field.column not in (*audited.columns, "id"):
            continue
        value = getattr(row, field.attname)
        if field.column in audited.personal and value:
            name = f"{row_name(row)}/{field.column}"
            private[name] = str(value)
            values[field.column] = {"private": name}
        else:
            values[field.column] = stated(value)
    return values


def enter(
    kind: str,
    subject: Model,
    *,
    by: By,
    at: datetime,
    rows: Sequence[Model] = (),
    gone: Sequence[Model] = (),
    payload: Mapping[str, Any] | None = None,
    labels: Mapping[str, str] | None = None,
    files: Iterable[tuple[bytes, int, str]] = (),
    rules: str | None = None,
    lists: Sequence[str] = (),
) -> Recorded:
    """The entry of one change: `rows` as they are now, `gone` as they were. Call it after the change.

    Takes: `files` as (SHA-256, size in bytes, media type); `lists` as hex digests of list files.
    Raises: what the log raises: an unknown kind, an entry that is too large, no open transaction.
    """
    private: dict[str, str] = {}
    changes = [{"row": row_name(row), "set": _row_values(row, private)} for row in (subject, *rows)]
    changes += [{"row": row_name(row), "gone": True} for row in gone]
    return record(
        kind,
        by=actor(by),
        subject=subject_of(subject),
        labels=dict(labels or {}),
        payload={"changes": changes, **(payload or {})},
        private=private,
        files=[FileRef(sha256=digest.hex(), size=size, media=media) for digest, size, media in files],
        rules=rules,
        lists=tuple(lists),
        request=request_id(),
        at=at,
    )


def note(
    kind: str,
    *,
    by: By,
    at: datetime,
    subject: Subject | None = None,
    payload: Mapping[str, Any] | None = None,
    labels: Mapping[str, str] | None = None,
    private: Mapping[str, str] | None = None,
) -> Recorded:
    """The entry of something that changed no row: a log-in, a read, a refusal."""
    return record(
        kind,
        by=actor(by),
        subject=subject,
        labels=dict(labels or {}),
        payload=dict(payload or {}),
        private=dict(private or {}),
        request=request_id(),
        at=at,
    )
