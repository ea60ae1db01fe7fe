"""People who log in: make them, give them roles, and record that they came and went."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from participation.models import User
from participation.states import Role
from participation.workflow.journal import NOBODY, SERVICE, By, enter, note, subject_of


@transaction.atomic
def create_user(
    *, by: By = SERVICE, username: str, password: str, roles: frozenset[Role], **fields: str
) -> User:
    """The new user with the groups of these roles."""
    at = timezone.now()
    user = User.objects.create_user(username=username, password=password, **fields)
    user.groups.set(Group.objects.filter(name__in=roles))
    memberships = list(User.groups.through.objects.filter(user_id=user.pk))
    enter("user.created", user, by=by, at=at, rows=memberships, labels={"roles": ", ".join(sorted(roles))})
    return user


@transaction.atomic
def change_password(user: User, *, password: str) -> None:
    """The person's own new password; the entry says that it was changed, and nothing of it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    note("user.password_changed", by=user, at=timezone.now(), subject=subject_of(user))


def record_login(user: User) -> None:
    """Written before the answer is sent: a log-in that cannot be recorded does not happen."""
    with transaction.atomic():
        note("user.logged_in", by=user, at=timezone.now(), subject=subject_of(user))


def record_logout(user: User) -> None:
    with transaction.atomic():
        note("user.logged_out", by=user, at=timezone.now(), subject=subject_of(user))


def record_session_end(user: User, *, limit: str) -> None:
    """The session came to an end by itself: `idle` without activity, `whole` after its longest time."""
    with transaction.atomic():
        note(
            "user.session_ended",
            by=user,
            at=timezone.now(),
            subject=subject_of(user),
            payload={"limit": limit},
        )


def record_failed_login(username: str) -> None:
    """The name that was tried is personal: only its commitment is in the log."""
    private = {"username": username[:150]} if username else {}
    with transaction.atomic():
        note("user.login_failed", by=NOBODY, at=timezone.now(), private=private)


def record_denied(user: User | None, *, path: str, method: str) -> None:
    by: By = NOBODY if user is None else user
    with transaction.atomic():
        note("access.denied", by=by, at=timezone.now(), payload={"path": path[:300], "method": method})
