"""Fold the log from its first entry into the state of every audited row, and compare with the tables.

The tree shows that entries are unchanged; this shows that the business tables are what entries say.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model

from audits.log import entries, payload_of, private_values_of
from participation.events import AUDITED_TABLES, AuditedTable
from participation.stated import stated

Rows = dict[str, dict[str, Any]]


def folded() -> Rows:
    """Every row that the log has made and not ended, by `table/id`, with its last stated columns."""
    rows: Rows = {}
    for entry in entries().iterator(chunk_size=500):
        for change in payload_of(entry).get("changes", []):
            if change.get("gone"):
                rows.pop(change["row"], None)
                continue
            values = dict(change["set"])
            if any(isinstance(value, dict) and set(value) == {"private"} for value in values.values()):
                _open_private(values, private_values_of(entry))
            rows[change["row"]] = values
    return rows


def _open_private(values: dict[str, Any], private: dict[str, str | None]) -> None:
    """Put the personal values in place of their commitments; an erased one cannot be compared."""
    for column, value in list(values.items()):
        if isinstance(value, dict) and set(value) == {"private"}:
            opened = private.get(value["private"])
            if opened is None:
                del values[column]
            else:
                values[column] = opened


def differences() -> Iterator[str]:
    """One line for each row that the tables and the log tell differently; none when all agree."""
    said = folded()
    for model in _audited_models():
        audited = AUDITED_TABLES[model._meta.db_table]
        for row in model._default_manager.order_by("pk").iterator(chunk_size=1000):
            name = f"{model._meta.db_table}/{row.pk}"
            logged = said.pop(name, None)
            if logged is None:
                yield f"{name}: the table has the row, the log does not know it"
                continue
            yield from _row_differences(name, row, logged, audited)
    for name in said:
        yield f"{name}: the log has the row, the table does not"


def _audited_models() -> list[type[Model]]:
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.db_table in AUDITED_TABLES]


def _row_differences(name: str, row: Model, logged: dict[str, Any], audited: AuditedTable) -> Iterator[str]:
    for field in row._meta.concrete_fields:
        if field.column not in logged or (
            audited.columns is not None and field.column not in audited.columns
        ):
            continue
        found = stated(getattr(row, field.attname))
        if found != logged[field.column]:
            shown = f"{found!r}, not {logged[field.column]!r}"
            if field.column in audited.personal:
                shown = "another personal value, not the one"
            yield f"{name}.{field.column}: the table has {shown} as logged"
