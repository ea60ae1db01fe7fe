"""The log as C2SP tlog-tiles: head, tiles of hashes, tiles of entries, for clients that others wrote.

Entries hold envelopes only, but these name bodies, documents and organisations: whoever may export the log
may read them, and outsiders with a token that the settings name by its hash. Nobody else.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from audits import log
from audits.anchors.published import cosigned_note, published
from audits.merkle.tiles import Tile, parse_tile_path, tile_width
from audits.request_id import current as request_id
from audits.web.gate import EXPORT, View, permits, reader

TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"
# What a tile says never changes. Private: a shared cache would give it to people without the right.
# A signed-in person's browser keeps none of it, as of every other page.
FOR_EVER = "private, max-age=31536000, immutable"
BEARER = "Bearer "


def readers(view: Callable[[HttpRequest, log.Actor, str], HttpResponse]) -> View:
    """A view for those who may read the log as tiles; it is given who they are in the words of the log."""

    @wraps(view)
    def gated(request: HttpRequest, path: str = "") -> HttpResponse:
        # A proxy in front may ask for a password of its own by another scheme; that is none of ours.
        if request.headers.get("Authorization", "").startswith(BEARER):
            holder = _holder(request.headers["Authorization"])
            return _unknown() if holder is None else view(request, holder, path)
        if not request.user.is_authenticated:
            return _unknown()
        return permits(EXPORT)(lambda request: view(request, reader(request), path))(request)

    return gated


def _holder(credentials: str) -> log.Actor | None:
    """Whose token it is. Only hashes are compared, so the time it takes tells nothing of a token."""
    digest = sha256(credentials.removeprefix(BEARER).strip().encode()).hexdigest()
    name = settings.AUDIT_READ_TOKENS.get(digest)
    return None if name is None else log.Actor(f"outsider/{name}", "token", "token")


def _unknown() -> HttpResponse:
    return HttpResponse(
        "Ask the owner of this log for a token.\n",
        content_type=TEXT,
        status=401,
        headers={"WWW-Authenticate": 'Bearer realm="audit log"'},
    )


@require_safe
@readers
def checkpoint(request: HttpRequest, by: log.Actor, path: str) -> HttpResponse:
    """The newest head, with the cosignatures of witnesses."""
    row = published(now=timezone.now())
    if row is None:
        raise Http404
    return _answer(request, cosigned_note(row), TEXT, "no-cache")


@require_safe
@gzip_page
@readers
def tile(request: HttpRequest, by: log.Actor, path: str) -> HttpResponse:
    """A tile that a signed tree has, full or partial; 404 for any other."""
    place = parse_tile_path(f"tile/{path}")
    head = log.latest_checkpoint()
    if place is None or head is None or not _is_in(place, head.tree_size):
        raise Http404
    if place.level is None:
        _record(by, head.tree_size)
    return _answer(request, log.tile_content(place), BYTES, FOR_EVER)


def _is_in(place: Tile, size: int) -> bool:
    return place.width <= tile_width(place.level or 0, place.n, size)


def _record(by: log.Actor, size: int) -> None:
    """One entry for each reader and day: one for each tile would make a log that grows by being read."""
    now = timezone.now()
    midnight = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    if log.entries(kind="audit.tiles_read", actor=by.id, since=midnight).exists():
        return
    with transaction.atomic():
        log.record("audit.tiles_read", by=by, at=now, payload={"tree_size": size}, request=request_id())


def _answer(request: HttpRequest, content: bytes, media: str, caching: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media)
    patch_vary_headers(answer, ("Authorization",))
    if request.headers.get("Authorization", "").startswith(BEARER):
        answer["Cache-Control"] = caching
    return answer
