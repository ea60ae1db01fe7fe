"""Who an actor is, from the private values of the log: initials where they stand, else the id alone."""

from collections.abc import Iterable

from django.db.models import Q

from audits.models import PrivateValue

PLAIN = {"system": "Plenary", "": "nobody signed in"}


def names_of(actor_ids: Iterable[str]) -> dict[str, str]:
    """Actor id -> how a page calls it, as `M. K. (user/3)`; one query."""
    ids = set(actor_ids)
    users = {actor.partition("/")[2] for actor in ids if actor.startswith("user/")}
    parts = Q(field__endswith="/first_name") | Q(field__endswith="/last_name")
    rows = PrivateValue.objects.filter(parts, entry__object_type="user", entry__object_id__in=users)
    found: dict[str, dict[str, str]] = {}
    for user, field, value in rows.order_by("entry_id").values_list("entry__object_id", "field", "value"):
        found.setdefault(user, {})[field.rpartition("/")[2]] = value or ""
    return {actor: _called(actor, found.get(actor.partition("/")[2], {})) for actor in ids}


def _called(actor: str, names: dict[str, str]) -> str:
    if actor in PLAIN:
        return PLAIN[actor]
    letters = [f"{names[part][0]}." for part in ("first_name", "last_name") if names.get(part)]
    return f"{' '.join(letters)} ({actor})" if letters else actor
