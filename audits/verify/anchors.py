"""What outsiders said about the heads in a bundle: cosignatures of witnesses, time stamps of authorities."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from audits.bundle import Bundle
from audits.bundle.layout import COSIGNED
from audits.checkpoint import NoteError, UntrustedNoteError, parse_note
from audits.policy import NO_QUORUM, Policy, signed_checkpoint, trusted_checkpoint
from audits.timestamp import NoLibraryError, StampError, UntrustedStampError, verify_stamp
from audits.verify.failure import ContradictionError, InsufficientError, UnreadableError


@dataclass(frozen=True, slots=True)
class Stamped:
    """The entries of a tree of `size` leaves existed before `at`, according to `authority`."""

    size: int
    at: datetime
    authority: str


@dataclass(frozen=True, slots=True)
class Anchored:
    """`cosigned` is the largest tree in `anchors/` that the quorum of witnesses has signed, 0 for none.

    `unchecked` are time stamps by authorities whose root was not given.
    """

    cosigned: int = 0
    stamps: tuple[Stamped, ...] = ()
    unchecked: int = 0

    def fields(self) -> Mapping[str, object]:
        """What machines are told."""
        stamps = [
            {"size": one.size, "at": one.at.isoformat(), "authority": one.authority} for one in self.stamps
        ]
        return {"cosigned": self.cosigned, "stamps": stamps, "stamps_unchecked": self.unchecked}

    def lines(self) -> Sequence[str]:
        """What people are told; nothing where nobody outside said anything."""
        found = [f"  witnesses: the quorum has cosigned up to entry {self.cosigned}"] if self.cosigned else []
        newest = {one.authority: one for one in self.stamps}
        found += [
            f"  entries up to {one.size} existed before {one.at:%Y-%m-%d %H:%M:%S} UTC according to {name}"
            for name, one in sorted(newest.items())
        ]
        if self.unchecked:
            found.append(f"  time stamps not checked: {self.unchecked} (--tsa-root names whom you trust)")
        return found


def check_anchors(bundle: Bundle, size: int, policy: Policy, *, tsa_roots: bytes | None = None) -> Anchored:
    """What was checked in `anchors/` of a bundle whose tree of `size` leaves has been verified.

    Takes: `tsa_roots` as PEM, None where nobody asks for time stamps.
    Raises: ContradictionError for a cosignature or stamp that is false or of another head; InsufficientError
    where stamps are asked for and none of them can be relied on.
    """
    cosigned = 0
    stamps: list[Stamped] = []
    unchecked = 0
    for place, of, name in _in_order(bundle):
        note = _note(bundle, place, of, size)
        if name == COSIGNED:
            cosigned = max(cosigned, of if _has_quorum(bundle.read(place), note, policy, place) else 0)
            continue
        stamp = _stamp(bundle.read(place), note, tsa_roots, place, of)
        if stamp is None:
            unchecked += 1
        else:
            stamps.append(stamp)
    if tsa_roots is not None and not stamps:
        raise InsufficientError("no time stamp by an authority that you trust", place="anchors/")
    return Anchored(cosigned, tuple(stamps), unchecked)


def _in_order(bundle: Bundle) -> Iterator[tuple[str, int, str]]:
    for of, name in sorted(bundle.anchors, key=lambda one: (one[0], len(one[1]), one[1])):
        yield f"anchors/{of}/{name}", of, name


def _note(bundle: Bundle, place: str, of: int, size: int) -> bytes:
    """The note that the anchor is about; its root has been compared with the tree."""
    if of in bundle.numbers["checkpoints"]:
        return bundle.read(f"checkpoints/{of}")
    if of == size:
        return bundle.read("checkpoint")
    raise InsufficientError("anchor of a head that is not in the bundle", place=place)


def _has_quorum(content: bytes, note: bytes, policy: Policy, place: str) -> bool:
    """Whether enough witnesses signed the note. A policy that asks for none counts none."""
    try:
        if parse_note(content).text != parse_note(note).text:
            raise ContradictionError("cosigned note states another head than its place", place=place)
        signed_checkpoint(content, policy)
        if policy.quorum == NO_QUORUM:
            return False
        trusted_checkpoint(content, policy)
    except UntrustedNoteError:
        return False
    except NoteError as error:
        raise ContradictionError(str(error), place=place) from error
    return True


def _stamp(reply: bytes, note: bytes, roots: bytes | None, place: str, of: int) -> Stamped | None:
    """What the stamp shows; None where its authority is not trusted, or nobody asked."""
    digest = sha256(note).digest()
    if digest not in reply:
        raise ContradictionError(
            "time stamp is of another head", place=place, expected=digest.hex(), actual="not in the stamp"
        )
    if roots is None:
        return None
    try:
        stamp = verify_stamp(reply, note, roots=roots)
    except UntrustedStampError:
        return None
    except NoLibraryError as error:
        raise InsufficientError(str(error), place=place) from error
    except StampError as error:
        raise ContradictionError(str(error), place=place) from error
    return Stamped(of, stamp.at, stamp.authority)


def roots_of(files: Sequence[tuple[str, bytes]]) -> bytes:
    """The root certificates of several files in one. Raises: UnreadableError naming a file without any."""
    for name, content in files:
        if b"-----BEGIN CERTIFICATE-----" not in content:
            raise UnreadableError("holds no certificate in PEM form", place=name)
    return b"\n".join(content for _, content in files)
