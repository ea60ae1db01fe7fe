"""What a check of a million entries needs of each envelope, read with one pattern.

Whatever the pattern matches, `parse_envelope` accepts with the same values; whatever it does not match is
read the long way. So the pattern may be narrower than the form, never wider.
"""

import re
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from audits.canonical import canonical
from audits.envelope import MAX_ENVELOPE, parse_envelope

_ID = rb"[A-Za-z0-9._:@/+-]{1,200}"
_WORD = rb"[a-z][a-z0-9_]*"
_HASH = rb"[0-9a-f]{64}"
# Text that JSON writes as it is; whether bytes above 127 are UTF-8 is looked at apart.
_TEXT = rb'[^"\\\x00-\x1f]*'
_MEDIA = rb"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}"
_FILE = rb'\{"media":"%b","sha256":"%b","size":(?:0|[1-9][0-9]{0,14})\}' % (_MEDIA, _HASH)
_LABEL = rb'"%b":"%b"' % (_WORD, _TEXT)
_PATTERN = re.compile(
    rb'\{"actor":\{"auth":(?:null|"%(id)b"),'
    rb'(?:"id":null,"kind":"anonymous"|"id":"%(id)b","kind":"(?:person|token|system)")\},'
    rb'"at":"(([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z)",'
    rb'"editions":\{"lists":\[(?:"%(id)b"(?:,"%(id)b")*)?\],"rules":(?:null|"%(hash)b")\},'
    rb'"files":\[(?:%(file)b(?:,%(file)b)*)?\],'
    rb'"id":"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",'
    rb'"kind":"(%(word)b(?:\.%(word)b)+)",'
    rb'"labels":(\{(?:%(label)b(?:,%(label)b)*)?\}),'
    rb'"object":(?:null|\{"id":"(%(id)b)","rev":(?:null|([1-9][0-9]{0,8})),"type":"(%(word)b)"\}),'
    rb'"payload":\{"sha256":"(%(hash)b)","size":(0|[1-9][0-9]{0,5})\},'
    rb'"prev":(?:null|"(%(hash)b)"),'
    rb'"request":(?:null|"%(id)b"),"v":1\}'
    % {b"id": _ID, b"hash": _HASH, b"file": _FILE, b"word": _WORD, b"label": _LABEL}
)


class Gist(NamedTuple):
    """The parts of an envelope that checks look at, as they stand in its bytes.

    `object` is `type/id`, empty for none; `rev` is 0 and `prev` empty where they are null.
    """

    at: bytes
    kind: bytes
    labels: bytes
    object: bytes
    rev: int
    prev: bytes
    payload_sha256: bytes
    payload_size: int


def gist_of(body: bytes) -> Gist:
    """The gist of an envelope's exact bytes. Raises: as `parse_envelope`."""
    match = _PATTERN.fullmatch(body)
    if match is not None and len(body) <= MAX_ENVELOPE:
        at, day, kind, labels, number, rev, word, digest, size, prev = match.groups()
        count = 0 if rev is None else int(rev)
        if (
            (prev is not None) == (count > 1)
            and (labels == b"{}" or _rising(tuple(labels.split(b'"')[1::4])))
            and _is_day(day)
            and (body.isascii() or _is_text(labels))
        ):
            name = b"" if word is None else word + b"/" + number
            return Gist._make((at, kind, labels, name, count, prev or b"", digest, int(size)))
    return _read_long(parse_envelope(body))


def _read_long(envelope: dict[str, Any]) -> Gist:
    subject = envelope["object"] or {"type": "", "id": "", "rev": None}
    name = f"{subject['type']}/{subject['id']}" if envelope["object"] else ""
    return Gist(
        envelope["at"].encode(),
        envelope["kind"].encode(),
        canonical(envelope["labels"]),
        name.encode(),
        subject["rev"] or 0,
        (envelope["prev"] or "").encode(),
        envelope["payload"]["sha256"].encode(),
        envelope["payload"]["size"],
    )


@lru_cache(maxsize=1024)
def _rising(keys: tuple[bytes, ...]) -> bool:
    return all(left < right for left, right in pairwise(keys))


@lru_cache(maxsize=1024)
def _is_day(text: bytes) -> bool:
    try:
        date.fromisoformat(text.decode())
    except ValueError:
        return False
    return True


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
