"""Where list bytes come from, and which parser reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from participation.lists.parse.csl import parse_csl
from participation.lists.parse.starter import parse_starter
from participation.lists.records import ListError, ParsedList

MAX_BYTES = 200 * 1024 * 1024
TIMEOUT_SECONDS = 60
# The publishers of the lists; a list is fetched from nowhere else.
HOSTS = frozenset({"data.trade.gov", "api.trade.gov", "www.bis.gov", "media.bis.gov"})


@dataclass(frozen=True, slots=True)
class Source:
    """A published form of a list: its title for people and its parser."""

    title: str
    parse: Callable[[BinaryIO], ParsedList]


SOURCES: dict[str, Source] = {
    "csl": Source("Consolidated Screening List", parse_csl),
    "starter": Source("Starter list", parse_starter),
}


class _NoRedirect(HTTPRedirectHandler):
    """A redirect could lead to any host, so none is followed."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def read_list(place: str) -> bytes:
    """The bytes of a file or of an https address of a known publisher.

    Raises: ListError where it cannot be read, is too large, or comes from elsewhere.
    """
    if "://" in place:
        return _fetched(place)
    path = Path(place)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ListError(f"larger than {MAX_BYTES // 1024 // 1024} MB")
        return path.read_bytes()
    except OSError as error:
        raise ListError(f"cannot be read ({error.strerror})") from error


def _fetched(address: str) -> bytes:
    parts = urlsplit(address)
    if (
        parts.scheme != "https"
        or parts.hostname not in HOSTS
        or parts.username
        or parts.port not in {None, 443}
    ):
        raise ListError(f"only https addresses of {', '.join(sorted(HOSTS))} are fetched")
    opener = build_opener(_NoRedirect)
    try:
        with opener.open(Request(address), timeout=TIMEOUT_SECONDS) as answer:
            content: bytes = answer.read(MAX_BYTES + 1)
            expected = answer.headers.get("Content-Length")
    except (URLError, OSError) as error:
        raise ListError(f"cannot be fetched ({error})") from error
    if len(content) > MAX_BYTES:
        raise ListError(f"larger than {MAX_BYTES // 1024 // 1024} MB")
    if expected is not None and expected.isdigit() and int(expected) != len(content):
        raise ListError(f"half downloaded: {len(content)} of {expected} bytes", byte=len(content))
    return content


def parse_list(content: bytes, *, source: str) -> ParsedList:
    """The checked records. Raises: ListError with row or byte."""
    return SOURCES[source].parse(BytesIO(content))
