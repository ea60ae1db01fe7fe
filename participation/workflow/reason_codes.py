"""Reason codes: add one, mend it, take it out of use and back. None is ever deleted."""

import re

from django.db import transaction
from django.utils import timezone

from participation.models import PairDecision, ReasonCode, Review, User
from participation.workflow.journal import enter

CODE = re.compile(r"[A-Z][A-Z0-9-]{0,9}", re.ASCII)


class CodeRefused(Exception):
    """A reason code cannot be as it was given; `field` says which part of it."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def is_used(row: ReasonCode) -> bool:
    """Whether a decision named the code: then its letters stay as they are."""
    decided = Review.objects.filter(reason=row).exists()
    return decided or PairDecision.objects.filter(reason=row).exists()


def _written(code: str, text: str, *, besides: int | None = None) -> tuple[str, str]:
    """Code and text as they are kept; refused where they cannot be."""
    code, text = code.strip().upper(), text.strip()
    if not CODE.fullmatch(code):
        raise CodeRefused("code", "Give a letter, then letters, digits or hyphens: at most ten signs.")
    if ReasonCode.objects.filter(code=code).exclude(pk=besides).exists():
        raise CodeRefused("code", f"{code} is another reason code already. A code means one thing for ever.")
    if not text:
        raise CodeRefused("text", "Write what the code means: officers choose by it.")
    return code, text


@transaction.atomic
def add_reason_code(*, by: User, code: str, text: str) -> ReasonCode:
    """The new code, in use at once. Raises: CodeRefused."""
    code, text = _written(code, text)
    row = ReasonCode.objects.create(code=code, text=text)
    enter("setting.changed", row, by=by, at=timezone.now(), labels={"reason_code": code})
    return row


@transaction.atomic
def change_reason_code(
    row: ReasonCode, *, by: User, text: str, active: bool, code: str | None = None
) -> ReasonCode:
    """The code as it is now; without a difference nothing is written.

    Decisions keep the text that they were made with. Takes: `code` only where it shall change.
    Raises: CodeRefused, for other letters too once a decision named the code.
    """
    stored = ReasonCode.objects.select_for_update().get(pk=row.pk)
    code, text = _written(code or stored.code, text, besides=stored.pk)
    if code != stored.code and is_used(stored):
        raise CodeRefused("code", f"Decisions name {stored.code}: it keeps its letters. Add another code.")
    changed = (code, text, active)
    if changed == (stored.code, stored.text, stored.active):
        return stored
    stored.code, stored.text, stored.active = changed
    stored.save(update_fields=["code", "text", "active"])
    enter("setting.changed", stored, by=by, at=timezone.now(), labels={"reason_code": code})
    return stored
