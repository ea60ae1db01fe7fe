"""People who log in."""

from participation.models import User
from participation.states import Role
from participation.workflow.accounts import create_user

PASSWORD = "correct horse battery staple"


def user(username: str = "lin", *roles: Role, **fields: str) -> User:
    """A user with these roles, entered in the log; the password is PASSWORD."""
    return create_user(username=username, password=PASSWORD, roles=frozenset(roles), **fields)
