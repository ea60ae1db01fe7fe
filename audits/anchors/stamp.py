"""A time stamp on the newest head, verified before it is kept."""

from audits.anchors.outside import AnchorError, post
from audits.anchors.target import Target
from audits.timestamp import MAX_REPLY, MAX_ROOTS, StampError, query_for, verify_stamp

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"


def stamped(target: Target, note: bytes) -> bytes:
    """The raw reply of the authority, which holds for these bytes of the note under its configured roots.

    Raises: AnchorError.
    """
    assert target.roots is not None
    query = query_for(note)
    reply = post(target.address, query.content, media=QUERY, most=MAX_REPLY)
    if (reply.status, reply.media) != (200, REPLY):
        raise AnchorError(f"the authority answered {reply.status} {reply.media[:60]}, not a time stamp")
    try:
        with target.roots.open("rb") as file:
            roots = file.read(MAX_ROOTS)
        verify_stamp(reply.content, note, roots=roots, nonce=query.nonce)
    except (StampError, OSError) as error:
        raise AnchorError(f"{type(error).__name__}: {error}") from error
    return reply.content
