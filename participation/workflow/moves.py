"""One step of a disclosure's life, as a conditional UPDATE that names the old state."""

from datetime import datetime
from typing import Any

from participation.access import roles_of
from participation.models import Disclosure, User
from participation.states import Action, NotAllowed, Role, State, step


class Conflict(Exception):
    """Somebody else was quicker: the row is no longer in the state that was read."""

    def __init__(self, what: str, expected: str) -> None:
        super().__init__(
            f"{what} is no longer {expected}: somebody else changed it. Reload to see how it stands."
        )


class SentByAnother(Exception):
    """The form's token made somebody else's row: what was typed here has not been saved."""

    def __init__(self) -> None:
        super().__init__(
            "This form was sent before by somebody else, so nothing was saved. Open a new form and send that."
        )


def move(disclosure: Disclosure, action: Action, *, role: Role, at: datetime, **columns: Any) -> State:
    """The new state, in the database and in the object; `columns` are changed along with it.

    Raises: NotAllowed when the table of states refuses, Conflict when the row has moved on.
    """
    old = State(disclosure.state)
    new = step(old, action, role)
    columns |= {"state": new.value, "state_since": at}
    if Disclosure.objects.filter(pk=disclosure.pk, state=old.value).update(**columns) != 1:
        raise Conflict(f"Disclosure {disclosure.pk}", old.value)
    for name, value in columns.items():
        setattr(disclosure, name, value)
    return new


def acting_role(user: User, state: State, action: Action) -> Role:
    """The role in which this person may take the action in this state.

    Raises: NotAllowed when the table of states gives it to none of the person's roles.
    """
    for role in sorted(roles_of(user)):
        try:
            step(state, action, role)
        except NotAllowed:
            continue
        return role
    raise NotAllowed(state, action)
