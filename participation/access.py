"""The one table of who may do what, and what each person may see.

Roles are Django groups. What is not in the table is refused.
"""

from typing import Any

from django.db.models import Model, Q, QuerySet

from participation.models import (
    Attendance,
    BatchScreening,
    Disclosure,
    Document,
    Meeting,
    MeetingDraft,
    Review,
    Snapshot,
    User,
)
from participation.states import Role

_DELEGATE, _OFFICER, _AUDITOR, _ADMIN = Role.DELEGATE, Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR
_EVERYBODY = frozenset({_DELEGATE, _OFFICER, _AUDITOR, _ADMIN})

# verb -> the roles that may take it
TABLE: dict[str, frozenset[Role]] = {
    "meeting.read": _EVERYBODY,
    "meeting.write": frozenset({_DELEGATE, _OFFICER}),
    "body.read": _EVERYBODY,
    "body.write": frozenset({_OFFICER, _ADMIN}),
    "document.read": _EVERYBODY,
    "document.write": frozenset({_DELEGATE, _OFFICER}),
    "document.classify": frozenset({_DELEGATE, _OFFICER}),
    "disclosure.read": _EVERYBODY,
    "disclosure.write": frozenset({_DELEGATE, _OFFICER}),
    "disclosure.recheck": frozenset({_OFFICER, _ADMIN}),
    "queue.read": frozenset({_OFFICER, _AUDITOR, _ADMIN}),
    "review.read": frozenset({_OFFICER, _AUDITOR, _ADMIN}),
    "review.write": frozenset({_OFFICER}),
    "batch.read": frozenset({_OFFICER, _AUDITOR, _ADMIN}),
    "batch.write": frozenset({_OFFICER, _ADMIN}),
    "retention.read": frozenset({_OFFICER, _AUDITOR}),
    "retention.write": frozenset({_OFFICER}),
    "list.read": frozenset({_OFFICER, _AUDITOR, _ADMIN}),
    "rulebook.read": _EVERYBODY,
    "log.read": frozenset({_AUDITOR, _ADMIN, _OFFICER}),
    "log.rotate_key": frozenset({_OFFICER, _ADMIN}),
    "log.declare_loss": frozenset({_OFFICER}),
    "report.read": frozenset({_AUDITOR, _ADMIN, _OFFICER}),
    "health.read": frozenset({_ADMIN}),
    "administration.read": frozenset({_ADMIN}),
    "settings.read": frozenset({_OFFICER, _AUDITOR, _ADMIN}),
    "settings.write": frozenset({_ADMIN}),
    "notice.write": frozenset({_ADMIN}),
}

# What audits.web asks for by Django permission, because it knows nothing of this table.
GROUP_PERMISSIONS: dict[str, str] = {"log.read": "audits.view_entry", "report.read": "audits.export_entry"}

PEOPLE_ROLES = (_DELEGATE, _OFFICER, _AUDITOR, _ADMIN)


def roles_of(user: Any) -> frozenset[Role]:
    """The person's roles; empty for somebody who is not logged in or is no longer active."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return frozenset()
    known = {role.value: role for role in PEOPLE_ROLES}
    if not hasattr(user, "_roles"):
        user._roles = frozenset(
            known[name] for name in user.groups.values_list("name", flat=True) if name in known
        )
    return user._roles


def can(user: Any, verb: str) -> bool:
    """Whether the table lets the person take the verb. Raises KeyError for a verb that is not in it."""
    return bool(TABLE[verb] & roles_of(user))


def sees_everything(user: Any) -> bool:
    return bool(roles_of(user) & {_OFFICER, _AUDITOR, _ADMIN})


def _visible_disclosures(user: User) -> QuerySet[Disclosure]:
    if sees_everything(user):
        return Disclosure.objects.all()
    attended = Attendance.objects.filter(colleague=user).values("meeting")
    return Disclosure.objects.filter(Q(logged_by=user) | Q(meeting__in=attended) & ~Q(state="draft"))


def _visible_reviews(user: User) -> QuerySet[Review]:
    return Review.objects.all() if sees_everything(user) else Review.objects.none()


def visible_to(user: User, model: type[Model]) -> QuerySet[Any]:
    """The rows that the person may see; what is outside is told as 404.

    Delegates see all meetings and documents of the company, and the disclosures that they logged or
    whose meeting they attended. A draft of a meeting is its writer's alone.
    Raises KeyError for a model without a rule.
    """
    if not roles_of(user):
        return model._default_manager.none()
    if model is Disclosure:
        return _visible_disclosures(user)
    if model is Review:
        return _visible_reviews(user)
    if model is MeetingDraft:
        return MeetingDraft.objects.filter(user=user)
    whole = {
        Meeting: "meeting.read",
        Document: "document.read",
        Snapshot: "list.read",
        BatchScreening: "batch.read",
    }
    return model._default_manager.all() if can(user, whole[model]) else model._default_manager.none()


def grant_group_permissions(**_: Any) -> None:
    """Give the groups what GROUP_PERMISSIONS says; run after every migrate, changes nothing twice."""
    from django.contrib.auth.models import Group, Permission

    groups = {role: Group.objects.get_or_create(name=role.value)[0] for role in PEOPLE_ROLES}
    for verb, name in GROUP_PERMISSIONS.items():
        app, codename = name.split(".")
        permission = Permission.objects.filter(content_type__app_label=app, codename=codename).first()
        if permission is None:
            continue  # the audits app migrates after this one; its own signal comes later
        for role in TABLE[verb]:
            groups[role].permissions.add(permission)
