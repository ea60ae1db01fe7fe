"""What every page needs around its content: navigation by role, the banner, the foot."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from participation.access import can, roles_of
from participation.queries.listing import list_in_force
from participation.queries.rulebook import rules_edition

ROLE_WORDS = {
    "delegate": "delegate",
    "officer": "compliance",
    "auditor": "auditor",
    "administrator": "administrator",
}
# label, name of the page, verb of the access table that opens it
NAVIGATION = (
    ("Home", "home", None),
    ("Meetings", "meetings", "meeting.write"),
    ("Documents", "documents", "document.write"),
    ("Disclosures", "disclosures", "disclosure.read"),
    ("Queue", "queue", "queue.read"),
    ("Lists", "lists", "list.read"),
    ("Rulebook", "rulebook", "rulebook.read"),
    ("Log", "audits:log", "log.read"),
    ("Reports", "audits:report", "report.read"),
    ("Retention", "retention", "retention.read"),
    ("Administration", "administration", "administration.read"),
    ("Health", "health", "health.read"),
)


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    items = []
    for label, name, verb in NAVIGATION:
        if verb is None or can(request.user, verb):
            address = reverse(name)
            current = here == name or (name != "home" and request.path.startswith(address))
            items.append({"label": label, "url": address, "current": current})
    return items


def _banner(snapshot: Any) -> dict[str, str] | None:
    if snapshot is None:
        return {
            "tone": "wait",
            "text": "No list is in force: nobody can be screened, and nothing can be clear.",
        }
    if snapshot.partial and settings.DEMO_LIST_IS_WHOLE:
        text = (
            "Demonstration. The shipped list holds a part of the Entity List and is treated as if it were "
            "whole. Import the real list before you rely on an answer."
        )
        return {"tone": "wait", "text": text}
    if snapshot.partial:
        text = f"{snapshot.title} is in force: a partial list. Answers wait until a whole list is imported."
        return {"tone": "wait", "text": text}
    return None


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html; empty for somebody who is not logged in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    snapshot = list_in_force()
    roles = [ROLE_WORDS[role] for role in sorted(roles_of(user))]
    return {
        "nav_items": _navigation(request),
        "who": {"initials": user.initials, "role": ", ".join(roles)},
        "banner": _banner(snapshot),
        "footing": {"snapshot": snapshot, "rules_edition": rules_edition()},
    }
