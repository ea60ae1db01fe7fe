import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.canonical import MAX_INTEGER, CanonicalError, canonical, parse_canonical

KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(VALUES)
def test_canonical_equals_the_library_and_reads_back(value):
    content = canonical(value)

    assert content == rfc8785.dumps(value)
    assert parse_canonical(content) == value


@settings(deadline=None)
@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(content):
    try:
        value = parse_canonical(content)
    except CanonicalError:
        return
    assert canonical(value) == content


@pytest.mark.parametrize(
    ("value", "content"),
    [
        ({"b": 1, "a": [True, None, -5], "B": ""}, b'{"B":"","a":[true,null,-5],"b":1}'),
        ('\u0000\b\t\n\f\r"\\/\x7f\u2028', b'"\\u0000\\b\\t\\n\\f\\r\\"\\\\/\x7f\xe2\x80\xa8"'),
        ("Å Å \U0001f602", '"Å Å \U0001f602"'.encode()),
        ((1, 2), b"[1,2]"),
        (2**53 - 1, b"9007199254740991"),
        ("é", b'"\xc3\xa9"'),
    ],
)
def test_canonical_bytes(value, content):
    assert canonical(value) == content
    assert canonical(parse_canonical(content)) == content


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"a": [1, {"b": 1.5}]}, "$.a[1].b: float has no canonical form"),
        ({"a": float("nan")}, "$.a: float has no canonical form"),
        ([2**53], "$[0]: integer beyond 2**53 - 1"),
        ([-(2**53)], "$[0]: integer beyond 2**53 - 1"),
        ({"a": "x\ud800"}, "$.a: lone surrogate at character 1"),
        ({"a": {"é": 1}}, "$.a: key 'é' is not ASCII text"),
        ({1: 2}, "$: key 1 is not ASCII text"),
        ({"a": b"x"}, "$.a: bytes has no canonical form"),
        ({"a": {1, 2}}, "$.a: set has no canonical form"),
    ],
)
def test_values_without_canonical_form_are_refused(value, message):
    with pytest.raises(CanonicalError) as refused:
        canonical(value)

    assert str(refused.value) == message


def test_deep_nesting_is_refused_both_ways():
    value = []
    for _ in range(100_000):
        value = [value]

    with pytest.raises(CanonicalError, match="nested too deeply"):
        canonical(value)
    with pytest.raises(CanonicalError, match="nested too deeply"):
        parse_canonical(b"[" * 100_000 + b"]" * 100_000)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"a":1,"a":1}', "not canonical from byte 6"),
        (b'{"b":1,"a":2}', "not canonical from byte 2"),
        (b'{"a": 1}', "not canonical from byte 5"),
        (b"1 ", "not canonical from byte 1"),
        (b'"\\u0041"', "not canonical from byte 1"),
        (b'"\\/"', "not canonical from byte 1"),
        (b"-0", "not canonical from byte 0"),
        (b"1.0", "number 1.0 is not an integer"),
        (b"1e2", "number 1e2 is not an integer"),
        (b"NaN", "number NaN is not an integer"),
        (b"9007199254740992", "integer 9007199254740992 is beyond 2**53 - 1"),
        (b"1" * 5000, f"integer {'1' * 40} is beyond 2**53 - 1"),
        (b'"\\ud800"', "not UTF-8: surrogates not allowed at 1"),
        (b'"\xff"', "not UTF-8: invalid start byte at 1"),
        ('[{"a":{"é":1}}]'.encode(), "key 'é' is not ASCII text"),
        (b"", "not JSON: Expecting value at character 0"),
        (b"\xef\xbb\xbf1", "not JSON: Expecting value at character 0"),
        (b"1 2", "not JSON: Extra data at character 2"),
    ],
)
def test_bytes_that_are_not_canonical_are_refused(content, message):
    with pytest.raises(CanonicalError) as refused:
        parse_canonical(content)

    assert str(refused.value) == message
