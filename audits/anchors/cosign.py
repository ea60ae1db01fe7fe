"""A witness's cosignature on the newest head. Source: C2SP tlog-witness."""

from audits import log
from audits.anchors.outside import AnchorError, ContradictionError, Reply, post
from audits.anchors.target import Target
from audits.checkpoint import NoteError, parse_checkpoint, parse_note
from audits.cosigning import ADD_CHECKPOINT, SIZE_TYPE, Request, RequestError, lines_of, parse_size
from audits.merkle.tree import TreeError

MOST = 64 * 1024
REFUSALS = {
    403: "the witness does not trust this log's key",
    404: "the witness does not serve this log",
}


def cosigned(target: Target, note: bytes, known: int) -> bytes:
    """The witness's signature lines on the note, verified.

    Takes: `known`, the size of the tree that it cosigned last, as far as we know.
    Raises: AnchorError.
    """
    text = parse_note(note).text
    size = parse_checkpoint(text).size
    reply = _asked(target, note, known, size)
    if reply.status == 409:
        said = _said(reply)
        if said > size:
            raise ContradictionError(
                f"the witness has cosigned {said} entries, there are {size}: it lies, or the log was set back"
            )
        if said == known:
            raise ContradictionError(f"the witness holds another head of {said} entries, or lies")
        reply = _asked(target, note, said, size)
    if reply.status == 422:
        raise ContradictionError("the witness refuses the proof: it holds another history of this log")
    if reply.status != 200:
        raise AnchorError(REFUSALS.get(reply.status, f"the witness answered {reply.status}"))
    assert target.key is not None
    try:
        return "".join(map(str, lines_of(reply.content, text, [target.key]))).encode()
    except NoteError as error:
        raise AnchorError(f"{type(error).__name__}: {error}") from error


def _asked(target: Target, note: bytes, old: int, size: int) -> Reply:
    try:
        proof = tuple(log.growth_proof(old, size)) if old else ()
    except TreeError as error:
        raise AnchorError(f"TreeError: {error}") from error
    request = Request(old, proof, note)
    return post(f"{target.address}/{ADD_CHECKPOINT}", request.encode(), media="text/plain", most=MOST)


def _said(reply: Reply) -> int:
    try:
        if reply.media != SIZE_TYPE or not reply.content.endswith(b"\n"):
            raise RequestError("is not a size")
        return parse_size(reply.content[:-1])
    except RequestError as error:
        raise AnchorError("the witness answered 409 without the size that it knows") from error
