"""One request to a server elsewhere: bounded in time and size, followed nowhere else."""

import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from django.conf import settings

_PIECE = 16 * 1024


class AnchorError(RuntimeError):
    """An anchor did not come about; the message holds no address and nothing that a server said."""


class ContradictionError(AnchorError):
    """An outsider holds what cannot be true together with this log: nobody may wait a day to hear of it."""

    MARK = "contradiction: "

    def __str__(self) -> str:
        return f"{self.MARK}{super().__str__()}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered, whatever its status; `media` without parameters."""

    status: int
    media: str
    content: bytes


class _Nowhere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None  # the answer itself is then told as what it is: 3xx


def post(url: str, content: bytes, *, media: str, most: int) -> Reply:
    """The answer to a POST, in ANCHOR_TIMEOUT_SECONDS as a whole.

    Raises: AnchorError where there is none, it takes too long, or it has more than `most` bytes.
    """
    end = time.monotonic() + settings.ANCHOR_TIMEOUT_SECONDS
    request = urllib.request.Request(url, content, {"Content-Type": media, "User-Agent": "plenary"})
    opener = urllib.request.build_opener(_Nowhere)
    try:
        try:
            answer = opener.open(request, timeout=settings.ANCHOR_TIMEOUT_SECONDS)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            media = answer.headers.get_content_type()
            return Reply(answer.status, media, _read(answer, most, end))
    except (OSError, HTTPException, ValueError) as error:
        cause = getattr(error, "reason", error)
        name = type(cause if isinstance(cause, Exception) else error).__name__
        raise AnchorError(f"no answer: {name}") from error


def _read(answer: Any, most: int, end: float) -> bytes:
    """The body, piece by piece: a server that sends a byte now and then does not hold a worker."""
    content = b""
    while piece := answer.read1(_PIECE):
        content += piece
        if len(content) > most:
            raise AnchorError(f"the answer has more than {most} bytes")
        if time.monotonic() > end:
            raise AnchorError("the answer took too long")
    return content
