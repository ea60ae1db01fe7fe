"""The one way a value becomes bytes, and the only bytes that are read back.

Source: RFC 8785, for data with ASCII keys and without floats, where sorted compact JSON is the same.
"""

import json
from collections.abc import Callable, Iterable
from json.encoder import c_make_encoder, encode_basestring  # type: ignore[attr-defined]
from typing import Any

MAX_INTEGER = 2**53 - 1


class CanonicalError(ValueError):
    """A value that has no canonical bytes, or bytes that are not canonical; says where."""


def canonical(value: object) -> bytes:
    """The canonical JSON of a value, as UTF-8.

    Takes: dict with ASCII string keys, list or tuple, str, int within 2**53 - 1, bool, None.
    Raises: CanonicalError with the path of the value, as in `$.lines[2].weight`.
    """
    try:
        _check(value, "$")
        return _dump(value)
    except RecursionError as error:
        raise CanonicalError("$: nested too deeply") from error


def parse_canonical(content: bytes) -> Any:
    """The value whose canonical bytes these are.

    Raises: CanonicalError when the bytes are not JSON, hold a float, a duplicate or non-ASCII key, or
    differ from the canonical bytes of their value; it names the first byte that differs.
    """
    try:
        value = _DECODER.decode(content.decode("utf-8"))
        if not content.isascii():
            _check_keys(value)
        again = _dump(value)
    except RecursionError as error:
        raise CanonicalError("nested too deeply") from error
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        raise CanonicalError(f"not UTF-8: {error.reason} at {error.start}") from error
    except json.JSONDecodeError as error:
        raise CanonicalError(f"not JSON: {error.msg} at character {error.pos}") from error
    if again != content:
        raise CanonicalError(f"not canonical from byte {_first_difference(again, content)}")
    return value


def parse_laid_out(content: bytes) -> Any:
    """The value of JSON bytes however they are laid out, for files that people read as well.

    Raises: CanonicalError for what is not JSON, holds a float, a non-ASCII key or the same key twice.
    """
    try:
        value = _LAID_OUT.decode(content.decode("utf-8"))
        _check_keys(value)
    except RecursionError as error:
        raise CanonicalError("nested too deeply") from error
    except UnicodeDecodeError as error:
        raise CanonicalError(f"not UTF-8: {error.reason} at {error.start}") from error
    except json.JSONDecodeError as error:
        raise CanonicalError(f"not JSON: {error.msg} at character {error.pos}") from error
    return value


def _dump(value: object) -> bytes:
    return "".join(_chunks(value, 0)).encode("utf-8")


def _check(value: object, path: str) -> None:
    if isinstance(value, str):
        if not value.isascii():
            _check_text(value, path)
    elif value is None or isinstance(value, bool):
        return
    elif isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise CanonicalError(f"{path}: integer beyond 2**53 - 1")
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise CanonicalError(f"{path}: key {key!r} is not ASCII text")
            _check(inner, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            _check(inner, f"{path}[{number}]")
    else:
        raise CanonicalError(f"{path}: {type(value).__name__} has no canonical form")


def _check_keys(value: object) -> None:
    # All else that `_check` asks for is refused while decoding, or when the text is encoded again.
    if isinstance(value, dict):
        for key in value:
            if not key.isascii():
                raise CanonicalError(f"key {key!r} is not ASCII text")
        value = value.values()
    elif not isinstance(value, list):
        return
    for inner in value:
        if isinstance(inner, dict | list):
            _check_keys(inner)


def _check_text(text: str, path: str) -> None:
    for position, character in enumerate(text):
        if "\ud800" <= character <= "\udfff":
            raise CanonicalError(f"{path}: lone surrogate at character {position}")


def _first_difference(left: bytes, right: bytes) -> int:
    for position, (a, b) in enumerate(zip(left, right, strict=False)):
        if a != b:
            return position
    return min(len(left), len(right))


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise CanonicalError(f"key {next(key for key in keys if keys.count(key) > 1)!r} is given twice")
    return found


def _refuse_float(text: str) -> float:
    raise CanonicalError(f"number {text[:40]} is not an integer")


def _integer(text: str) -> int:
    # The length is looked at first: turning very long digits into a number is slow.
    if len(text) > 17 or abs(int(text)) > MAX_INTEGER:
        raise CanonicalError(f"integer {text[:40]} is beyond 2**53 - 1")
    return int(text)


_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
# One C encoder for all values: `JSONEncoder.encode` makes a new one each time, which costs most of it.
_chunks: Callable[[object, int], Iterable[str]] = (
    c_make_encoder(None, _ENCODER.default, encode_basestring, None, ":", ",", True, False, False)
    if c_make_encoder is not None
    else lambda value, _: _ENCODER.iterencode(value)
)
_DECODER = json.JSONDecoder(parse_float=_refuse_float, parse_int=_integer, parse_constant=_refuse_float)
_LAID_OUT = json.JSONDecoder(
    parse_float=_refuse_float,
    parse_int=_integer,
    parse_constant=_refuse_float,
    object_pairs_hook=_each_key_once,
)
