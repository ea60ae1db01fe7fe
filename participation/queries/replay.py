"""Fold the log from its first entry into the state of every audited row, and compare with the tables.

The tree shows that entries are unchanged; this shows that the business tables are what entries say.
"""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from django.apps import apps
from django.db.models import Model

from audits.log import erased_silently, one_view
from participation.events import AUDITED_TABLES, ERASURES, AuditedTable
from participation.queries.folded_log import FoldedLog, fold
from participation.stated import stated


def differences() -> Iterator[str]:
    """One line for each row that tables and log tell differently at one moment; none when all agree."""
    with one_view(), closing(fold()) as folded:
        models = {model._meta.db_table: model for model in _audited_models()}
        for model in models.values():
            yield from _table_differences(model, folded)
        for table in folded.tables() - models.keys():
            yield f"{table}: the log has rows of it, and it is no audited table"
        for entry_id, field in erased_silently(ERASURES):
            yield f"entry {entry_id}: the personal value {field} is gone, and no entry tells of it"


def _audited_models() -> list[type[Model]]:
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.db_table in AUDITED_TABLES]


def _table_differences(model: type[Model], folded: FoldedLog) -> Iterator[str]:
    """Both are read by rising id, side by side."""
    table = model._meta.db_table
    logged = folded.rows(table)
    said = next(logged, None)
    for row in model._default_manager.order_by("pk").iterator(chunk_size=1000):
        while said is not None and said[0] < row.pk:
            yield _missing(table, said[0])
            said = next(logged, None)
        if said is None or said[0] != row.pk:
            yield f"{table}/{row.pk}: the table has the row, the log does not know it"
            continue
        yield from _row_differences(f"{table}/{row.pk}", row, said[1], AUDITED_TABLES[table])
        said = next(logged, None)
    while said is not None:
        yield _missing(table, said[0])
        said = next(logged, None)


def _missing(table: str, number: int) -> str:
    return f"{table}/{number}: the log has the row, the table does not"


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
