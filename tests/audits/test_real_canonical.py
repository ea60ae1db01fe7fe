"""The public vectors of RFC 8785: with ASCII keys and no floats they give our bytes, the rest is refused."""

import json

import pytest
import rfc8785

from audits.canonical import MAX_INTEGER, CanonicalError, canonical, parse_canonical, parse_laid_out
from tests.published import params

CASES = params("canonical")


def is_ours(value):
    """Whether the value is one that the log may hold."""
    if isinstance(value, dict):
        return all(key.isascii() for key in value) and all(map(is_ours, value.values()))
    if isinstance(value, list):
        return all(map(is_ours, value))
    if isinstance(value, int):
        return abs(value) <= MAX_INTEGER
    return not isinstance(value, float)


def published(case):
    """The canonical text of a case; None for one that must be refused."""
    return None if case.get("wantErr") else case.get("canonical")


def text_of(case):
    given = case["input"]
    return (given if isinstance(given, str) else json.dumps(given)).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("case", CASES)
def test_value_gives_the_published_bytes_or_is_refused(case):
    wanted, content = published(case), text_of(case)

    if wanted is not None and is_ours(json.loads(content)):
        assert canonical(parse_laid_out(content)) == wanted.encode()
    else:
        with pytest.raises(CanonicalError):
            canonical(parse_laid_out(content))


@pytest.mark.parametrize("case", CASES)
def test_only_the_published_bytes_are_read_back(case):
    wanted, content = published(case), text_of(case)

    if wanted is None or content != wanted.encode():
        with pytest.raises(CanonicalError):
            parse_canonical(content)
    if wanted is not None and is_ours(json.loads(wanted)):
        assert canonical(parse_canonical(wanted.encode())) == wanted.encode()
    elif wanted is not None:
        with pytest.raises(CanonicalError):
            parse_canonical(wanted.encode())


@pytest.mark.parametrize("case", CASES)
def test_the_library_that_we_hold_ours_against_agrees(case):
    wanted = published(case)

    if wanted is not None:
        assert rfc8785.dumps(json.loads(text_of(case))) == wanted.encode()
