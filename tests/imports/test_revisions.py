import pytest

from participation.imports.revisions import revision_of


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("S2-2003006r1", ("S2-2003006", "r1")),
        ("S2-2003006r01", ("S2-2003006", "r01")),
        ("S4aA220001r2", ("S4aA220001", "r2")),
        ("s3i240123r1", ("s3i240123", "r1")),
        ("draft-ietf-quic-http-34", ("draft-ietf-quic-http", "34")),
        ("11-23-1234-00-00be", ("11-23-1234", "00")),
        ("IEEE 802.11-19/0958r0", ("IEEE 802.11-19/0958", "r0")),
        ("CYBER(23)035012r1", ("CYBER(23)035012", "r1")),
        ("S2-2003006", None),
        ("draft-ietf-quic-http", None),
        ("RFC 9000", None),
        ("23.501 CR1234", None),
        ("", None),
    ],
)
def test_revision_of(number: str, expected: tuple[str, str] | None) -> None:
    assert revision_of(number) == expected
