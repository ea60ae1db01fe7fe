"""How long a sign-in lasts: it ends after a time without activity, and after a working day in any case.

What a page does by itself is no activity: a status page that asks every two seconds would else keep an
abandoned screen signed in for ever.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from participation.workflow.accounts import record_session_end

STARTED, SEEN = "signed_in_at", "seen_at"
View = Callable[..., HttpResponse]


def asked_by_the_page(view: View) -> View:
    """A view that pages ask again and again by themselves: put it outermost."""
    view.asked_by_the_page = True  # type: ignore[attr-defined]
    return view


def begin(request: HttpRequest) -> None:
    """Count from now; called at each sign-in."""
    request.session[STARTED] = request.session[SEEN] = _now()


def _now() -> int:
    return int(timezone.now().timestamp())


def _over(session: Any) -> str:
    """Which limit the session is over: `idle`, `whole`, or none."""
    now, idle = _now(), settings.SESSION_IDLE_MINUTES * 60
    if now - session.get(STARTED, now) >= settings.SESSION_HOURS * 3600:
        return "whole"
    return "idle" if now - session.get(SEEN, now) >= idle else ""


def _told(limit: str) -> str:
    why = f"after {settings.SESSION_IDLE_MINUTES} minutes without activity"
    if limit == "whole":
        why = f"because a sign-in lasts {settings.SESSION_HOURS} hours"
    return f"You were signed out {why}. Sign in to go on where you were."


class SessionLimits:
    """Middleware, after authentication: ends a session that is over a limit, and notes activity."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        if limit := _over(request.session):
            return _end(request, limit)
        if not getattr(view, "asked_by_the_page", False):
            _note_activity(request)
        return None


def _end(request: HttpRequest, limit: str) -> HttpResponse | None:
    """Nobody is signed in any more: the gate of the view leads to the log-in, and from there back here."""
    record_session_end(request.user, limit=limit)  # type: ignore[arg-type]
    request.session.flush()
    request.user = AnonymousUser()
    messages.warning(request, _told(limit))
    if request.headers.get("HX-Request"):
        # A piece of a page cannot show the log-in: the whole page is asked for again.
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return None


def _note_activity(request: HttpRequest) -> None:
    """Not at every request, so that reading does not write each time: a session may end a minute early."""
    session, now = request.session, _now()
    session.setdefault(STARTED, now)
    if now - session.get(SEEN, 0) >= min(60, settings.SESSION_IDLE_MINUTES * 6):
        session[SEEN] = now
