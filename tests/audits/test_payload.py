import hashlib
import hmac

import pytest

from audits.canonical import canonical
from audits.envelope import EnvelopeError
from audits.payload import check_payload, commitment, parse_private, payload_bytes, private_bytes

SALT, KEY = b"\x02" * 32, b"\x03" * 32


def test_payload_says_exactly_this():
    content = payload_bytes({"reason": "ö"}, salt=SALT, commitments={"name": b"\x04" * 32})

    assert content == (
        f'{{"commitments":{{"name":"{"04" * 32}"}},"reason":"ö","salt":"{"02" * 32}"}}'.encode()
    )


def test_commitment_is_the_hmac_of_field_and_value():
    expected = hmac.new(KEY, b'{"field":"name","value":"Jane"}', hashlib.sha256).digest()

    assert commitment(KEY, "name", "Jane") == expected
    assert commitment(KEY, "email", "Jane") != expected
    assert commitment(SALT, "name", "Jane") != expected


def test_private_values_and_back():
    values = {"name": (KEY, "Jane"), "notes": (SALT, {"a": [1, None]})}

    assert parse_private(private_bytes(values)) == values


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda: payload_bytes({"salt": 1}, salt=SALT), "payload: key salt is reserved"),
        (lambda: payload_bytes({}, salt=b"x"), "payload.salt: is not text of the agreed form"),
        (
            lambda: payload_bytes({}, salt=SALT, commitments={"name": b"x"}),
            "payload.commitments.name: is not text of the agreed form",
        ),
        (lambda: payload_bytes({"score": 0.5}, salt=SALT), "payload: $.score: float has no canonical form"),
        (
            lambda: payload_bytes({"reason": "x" * 4_200_000}, salt=SALT),
            "payload: 4200104 bytes, more than 4194304",
        ),
        (lambda: check_payload([]), "payload: is not an object with salt and commitments"),
        (
            lambda: check_payload({"salt": "02" * 32, "commitments": []}),
            "payload.commitments: is not an object",
        ),
        (lambda: commitment(b"short", "name", "x"), "name: key has 5 bytes, not 32"),
        (lambda: commitment(KEY, "name", 0.5), "name: $.value: float has no canonical form"),
        (lambda: parse_private(b"[]"), "private: is not an object"),
        (
            lambda: parse_private(canonical({"name": {"key": "00", "value": 1}})),
            "private.name.key: is not text of the agreed form",
        ),
        (
            lambda: parse_private(canonical({"name": {"value": 1}})),
            "private.name: missing keys ['key'], unknown keys []",
        ),
    ],
)
def test_wrong_forms_are_refused(act, message):
    with pytest.raises(EnvelopeError) as refused:
        act()

    assert str(refused.value) == message
