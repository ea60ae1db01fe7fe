"""Log-in without sign-up, and the entries that log-ins leave."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from participation.models import User
from participation.web import session_limits
from participation.workflow.accounts import (
    change_password,
    record_failed_login,
    record_login,
    record_logout,
)


class NoSignupAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By address too, so that guesses from elsewhere do not lock the person out."""
        tried = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{tried}:{self.get_client_ip(request)}"

    def set_password(self, user: User, password: str) -> None:
        change_password(user, password=password)


@receiver(user_logged_in)
def on_login(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    record_login(user)
    session_limits.begin(request)


@receiver(user_logged_out)
def on_logout(sender: Any, user: User | None, **_: Any) -> None:
    if user is not None:
        record_logout(user)


@receiver(user_login_failed)
def on_failed_login(sender: Any, credentials: dict[str, Any], **_: Any) -> None:
    record_failed_login(str(credentials.get("username", "")))
