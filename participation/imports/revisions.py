"""Document numbers that carry their revision."""

import re

# 3GPP: the portal appends r1 to a TDoc number. IETF: the last two digits of a draft's name.
# IEEE 802: the fourth part of a mentor number, or r1 after the short form. ETSI: r1 at the end.
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<number>(?:[RSC][1-6P]|G[1-3P]|N[1-5P]|T[1-3P])[A-Za-z]{0,3}[-_]?\d{5,7})(?P<revision>r\d{1,2})",
        r"(?P<number>[sS]3i\d{4,})(?P<revision>r\d{1,2})",
        r"(?P<number>draft-[a-z0-9]+(?:-[a-z0-9]+)*)-(?P<revision>\d{2})",
        r"(?P<number>(?:\d{1,2}|ec|omniran|privecsg)-\d{2}-\d{4})-(?P<revision>\d{2})-[0-9A-Za-z]{4}",
        r"(?P<number>(?:doc\.: )?(?:IEEE 802\.\d{1,2}-|\d{1,2}-)\d{2}/\d{3,4})-?(?P<revision>r\d{1,3})",
        r"(?P<number>[A-Z][A-Za-z0-9-]{1,15}\(\d{2}\)\d{5,6})(?P<revision>r\d{1,2})",
    )
)


def revision_of(number: str) -> tuple[str, str] | None:
    """The number without its revision, and the revision; None where the number carries none.

    Source: numbering of 3GPP, IETF, IEEE 802 and ETSI as recorded in bodies.toml.
    """
    for pattern in PATTERNS:
        if found := pattern.fullmatch(number):
            return found["number"], found["revision"]
    return None
