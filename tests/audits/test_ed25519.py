"""Our own check against RFC 8032, section 7.1, and against the library."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from audits import ed25519

ORDER = 2**252 + 27742317777372353535851937790883648493
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize("check", [ed25519.verify_pure, ed25519.verify], ids=["pure", "chosen"])
@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_rfc_vectors(check, public, message, signature):
    key, text, signed = map(bytes.fromhex, (public, message, signature))

    assert check(key, text, signed) is True
    assert check(key, text + b"x", signed) is False
    assert check(key, text, signed[:32] + bytes(32)) is False
    assert check(key, text, signed[:-1]) is False
    assert check(key[:-1], text, signed) is False


@settings(max_examples=20, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40), st.integers(0, 511))
def test_pure_check_agrees_with_the_library(seed, message, bit):
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), bytearray(private.sign(message))

    assert ed25519.verify_pure(public, message, bytes(signature)) is True
    signature[bit // 8] ^= 1 << bit % 8
    assert ed25519.verify_pure(public, message, bytes(signature)) is False


@pytest.mark.parametrize(
    "public",
    [
        (2).to_bytes(32, "little"),  # no x for this y
        (2**255 - 19).to_bytes(32, "little"),  # y not below p
        (1 | 1 << 255).to_bytes(32, "little"),  # x is 0, its sign is 1
    ],
    ids=["off the curve", "not reduced", "negative zero"],
)
def test_points_that_are_none_are_refused(public):
    assert ed25519.verify_pure(public, b"", bytes(64)) is False


def test_second_spelling_of_the_scalar_is_refused():
    key, message, signed = map(bytes.fromhex, VECTORS[1])
    scalar = int.from_bytes(signed[32:], "little") + ORDER

    for check in (ed25519.verify_pure, ed25519.verify):
        assert check(key, message, signed[:32] + scalar.to_bytes(32, "little")) is False
