"""Time stamps of RFC 3161: the query for one, and the check of a reply. Nothing here opens a connection.

The library `rfc3161-client` reads and verifies; where it is absent (in the verifier that needs nothing but
Python) stamps stay unchecked, and whoever asks is told so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

MAX_REPLY = 64 * 1024
MAX_ROOTS = 256 * 1024
# What OpenSSL says when the signature may be right, but leads to no root that was given.
_OTHER_ROOT = "certificate verify error"


class StampError(ValueError):
    """A time stamp cannot be relied on."""


class UnreadableStampError(StampError):
    """The bytes are not a reply of a time stamping authority, or root certificates are none."""


class RefusedStampError(StampError):
    """The authority gave no time stamp; its status says why."""


class WrongStampError(StampError):
    """The stamp is for something else, or its signature is wrong."""


class UntrustedStampError(StampError):
    """The stamp's certificate leads to none of the roots given."""


class NoLibraryError(StampError):
    """Time stamps cannot be checked here: rfc3161-client is not installed."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an authority said: that the digest existed at this time. `nonce` is None where none was asked."""

    at: datetime
    authority: str
    nonce: int | None


@dataclass(frozen=True, slots=True)
class Query:
    """The bytes to be sent, and the nonce that the reply must repeat."""

    content: bytes
    nonce: int


def query_for(message: bytes) -> Query:
    """A query with a fresh nonce for a stamp on the SHA-256 of the message, certificates included."""
    client = _library()
    builder = client.TimestampRequestBuilder().data(message).hash_algorithm(client.HashAlgorithm.SHA256)
    request = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    return Query(request.as_bytes(), request.nonce)


def verify_stamp(reply: bytes, message: bytes, *, roots: bytes, nonce: int | None = None) -> Stamp:
    """What the stamp says; returns only when it is for this message and its chain ends at a given root.

    Takes: the raw reply; `roots` as PEM; `nonce` that it must carry, None long after.
    Raises: UnreadableStampError, RefusedStampError, WrongStampError, UntrustedStampError, NoLibraryError.
    """
    client = _library()
    response = _read(client, reply)
    builder = client.VerifierBuilder(roots=_certificates(roots), nonce=nonce)
    from rfc3161_client.errors import VerificationError

    try:
        builder.build().verify(response, sha256(message).digest())
        info = response.tst_info
        return Stamp(info.gen_time, _name(info.name), info.nonce)
    except VerificationError as error:
        kind = UntrustedStampError if _OTHER_ROOT in str(error) else WrongStampError
        raise kind(f"time stamp: {_short(error)}") from error
    except (ValueError, TypeError) as error:
        raise UnreadableStampError(f"time stamp: {_short(error)}") from error


def in_der_order(reply: bytes) -> bytes:
    """The reply with its certificates in the order that DER asks for.

    Many authorities send their chain in another order, which the library refuses. Certificates are not what
    is signed, so nothing that the stamp says changes. Raises: UnreadableStampError.
    """
    try:
        _, content, end = _element(reply, 0)
        token = list(_elements(reply, content, end))[1]
        wrapped = list(_elements(reply, token[1], token[2]))[1]
        signed = next(_elements(reply, wrapped[1], wrapped[2]))
        for tag, start, stop in _elements(reply, signed[1], signed[2]):
            if tag == 0xA0:
                ordered = sorted(_whole(reply, start, stop))
                return reply[:start] + b"".join(ordered) + reply[stop:]
    except (IndexError, StopIteration, ValueError):
        pass  # a refusal has no token; what is no reply at all is told by the library
    return reply


def has_library() -> bool:
    """Whether stamps can be checked here."""
    try:
        _library()
    except NoLibraryError:
        return False
    return True


def _library() -> Any:
    # Optional on purpose: the offline verifier must run on a bare Python.
    try:
        import rfc3161_client
    except ImportError as error:
        raise NoLibraryError("time stamps are not checked: rfc3161-client is not installed") from error
    return rfc3161_client


def _read(client: Any, reply: bytes) -> Any:
    if len(reply) > MAX_REPLY:
        raise UnreadableStampError(f"time stamp: more than {MAX_REPLY} bytes")
    try:
        response = client.decode_timestamp_response(in_der_order(reply))
        status, said = response.status, list(response.status_string or ())
    except (ValueError, TypeError) as error:
        raise UnreadableStampError(f"time stamp: {_short(error)}") from error
    if status != 0:
        raise RefusedStampError(f"time stamp: refused with status {status} {' '.join(map(str, said))[:120]}")
    return response


def _certificates(roots: bytes) -> Sequence[Any]:
    from cryptography import x509

    try:
        return list(x509.load_pem_x509_certificates(roots))
    except ValueError as error:
        raise UnreadableStampError("roots of time stamps: are not certificates in PEM form") from error


def _name(name: Any) -> str:
    """The common name where there is one, else the whole name."""
    if name is None:
        return "an authority that does not name itself"
    value = getattr(name, "value", name)
    from cryptography.x509 import Name
    from cryptography.x509.oid import NameOID

    if not isinstance(value, Name):
        return str(value)
    common = value.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(common[0].value) if common else value.rfc4514_string()


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _element(content: bytes, start: int) -> tuple[int, int, int]:
    """(tag, begin, end) of the contents of the element that starts there; definite lengths only."""
    length, begin = content[start + 1], start + 2
    if length & 0x80:
        begin += length & 0x7F
        length = int.from_bytes(content[start + 2 : begin], "big")
        if begin == start + 2:
            raise ValueError("indefinite length")
    if begin + length > len(content):
        raise ValueError("element is cut off")
    return content[start], begin, begin + length


def _elements(content: bytes, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
    while start < stop:
        element = _element(content, start)
        yield element
        start = element[2]


def _whole(content: bytes, start: int, stop: int) -> Iterator[bytes]:
    """The elements with their headers."""
    while start < stop:
        end = _element(content, start)[2]
        yield content[start:end]
        start = end
