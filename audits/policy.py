"""Whose signatures on a checkpoint are enough: the policy file an auditor holds.

Source: C2SP tlog-policy. The file comes from outside the service; one inside a bundle proves nothing.
A comment such as `# sizes 1 to 4711` above a log's line limits that key; other programs pass over it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from audits.checkpoint import (
    COSIGNATURE,
    ED25519,
    Checkpoint,
    Note,
    NoteError,
    UnreadableNoteError,
    UntrustedNoteError,
    VerifierKey,
    parse_checkpoint,
    parse_note,
    parse_vkey,
    verify_note,
)

MAX_POLICY = 256 * 1024
NO_QUORUM = "none"
_SPAN = re.compile(r"# sizes (\d{1,18}) (?:to (\d{1,18})|and later)", re.ASCII)


class PolicyError(ValueError):
    """A policy file is not of the agreed form; names the line."""


class WrongKeyError(NoteError):
    """A key of the log signed a tree of a size at which it was not in use."""


@dataclass(frozen=True, slots=True)
class Span:
    """The tree sizes that a key may sign, both ends included; without `last`, every later one."""

    first: int = 0
    last: int | None = None

    def holds(self, size: int) -> bool:
        """Whether a tree of this size lies in it."""
        return self.first <= size and (self.last is None or size <= self.last)

    def __str__(self) -> str:
        return f"sizes {self.first} " + ("and later" if self.last is None else f"to {self.last}")


@dataclass(frozen=True, slots=True)
class Group:
    """Members (witnesses or groups), of which at least `threshold` must have cosigned."""

    name: str
    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """The accepted logs, the known witnesses by name, and the rule how many must have cosigned."""

    logs: tuple[VerifierKey, ...]
    witnesses: dict[str, VerifierKey] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    quorum: str = NO_QUORUM
    spans: Mapping[VerifierKey, Span] = field(default_factory=dict)


def format_policy(logs: Iterable[VerifierKey], spans: Mapping[VerifierKey, Span] | None = None) -> bytes:
    """The policy that accepts these logs, each in its span if it has one, and asks for no witness."""
    spans = spans or {}
    lines = [f"# {spans[key]}\nlog {key}\n" if key in spans else f"log {key}\n" for key in logs]
    return ("".join(lines) + f"quorum {NO_QUORUM}\n").encode()


def parse_policy(content: bytes) -> Policy:
    """The policy of a file's bytes. Raises: PolicyError with the number of the line."""
    if len(content) > MAX_POLICY:
        raise PolicyError(f"policy: more than {MAX_POLICY} bytes")
    draft = _Draft()
    # Bytes above 127 are opaque in this format; surrogates carry them unchanged.
    for number, line in enumerate(content.decode("utf-8", "surrogateescape").split("\n"), 1):
        if any((c < " " and c != "\t") or c == "\x7f" for c in line):
            raise PolicyError(f"policy line {number}: holds a control character")
        words = line.replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if not words or words[0].startswith("#"):
            draft.remark(line)
            continue
        try:
            draft.add(words[0], words[1:])
        except ValueError as error:
            raise PolicyError(f"policy line {number}: {error}") from error
    if draft.quorum is None:
        raise PolicyError(f"policy: has no quorum line; `quorum {NO_QUORUM}` asks for no witness")
    return Policy(tuple(draft.logs), draft.witnesses, tuple(draft.groups.values()), draft.quorum, draft.spans)


def trusted_checkpoint(content: bytes, policy: Policy) -> Checkpoint:
    """The tree head of a note that the policy accepts.

    Raises: UnreadableNoteError; WrongSignatureError; WrongKeyError; UntrustedNoteError when the log of this
    origin is not in the policy, has not signed, or too few witnesses have.
    """
    checkpoint = signed_checkpoint(content, policy)
    seen = {name for name, key in policy.witnesses.items() if key in checkpoint.signers}
    for group in policy.groups:
        if len(seen.intersection(group.members)) >= group.threshold:
            seen.add(group.name)
    if policy.quorum != NO_QUORUM and policy.quorum not in seen:
        raise UntrustedNoteError(f"checkpoint: quorum {policy.quorum!r} is not met")
    return checkpoint


def signed_checkpoint(content: bytes, policy: Policy) -> Checkpoint:
    """The same for an earlier head of the log, which needs the log's signature and no quorum.

    A false line by a known witness is refused all the same. Raises: as `trusted_checkpoint`.
    """
    note = parse_note(content)
    checkpoint = parse_checkpoint(note.text)
    logs = [key for key in policy.logs if key.name == checkpoint.origin]
    if not logs:
        raise UntrustedNoteError(f"checkpoint: the policy has no key of the log {checkpoint.origin!r}")
    _require_known(note, logs)
    signed = verify_note(note, [*logs, *policy.witnesses.values()])
    if not set(logs) & set(signed):
        raise UntrustedNoteError(f"checkpoint: not signed by the log {checkpoint.origin!r}")
    for key in signed:
        if key in policy.spans and not policy.spans[key].holds(checkpoint.size):
            raise WrongKeyError(
                f"checkpoint: {checkpoint.size} entries are signed by key {key.key_id.hex()} of the log "
                f"{checkpoint.origin!r}, which signed {policy.spans[key]} only"
            )
    return replace(checkpoint, signers=signed)


def _require_known(note: Note, logs: Iterable[VerifierKey]) -> None:
    """Tell a key that was changed since the policy was handed out from a note that the log never signed."""
    known = {(key.name, key.key_id) for key in logs}
    names = {name for name, _ in known}
    lines = {(line.name, line.key_id) for line in note.signatures if line.name in names}
    if lines and not lines & known:
        origin, key_id = min(lines)
        raise UntrustedNoteError(
            f"checkpoint: signed by key {key_id.hex()} of the log {origin!r}, which is not in the policy; "
            "if the log's key was changed, you need the policy that was handed out since"
        )


class _Draft:
    """A policy while its lines are read: a line may name only what stands before it."""

    def __init__(self) -> None:
        self.logs: list[VerifierKey] = []
        self.witnesses: dict[str, VerifierKey] = {}
        self.groups: dict[str, Group] = {}
        self.grouped: set[str] = set()
        self.quorum: str | None = None
        self.spans: dict[VerifierKey, Span] = {}
        self.span: Span | None = None

    def remark(self, line: str) -> None:
        """Take a comment; one that states sizes is about the log line that follows."""
        if (found := _SPAN.fullmatch(line.strip())) is not None:
            self.span = Span(int(found[1]), None if found[2] is None else int(found[2]))

    def add(self, word: str, rest: list[str]) -> None:
        if word == "log" and len(rest) in (1, 2):
            self.logs.append(_key(rest[0], ED25519, self.logs))
            if self.span is not None:
                self.spans[self.logs[-1]], self.span = self.span, None
        elif word == "witness" and len(rest) in (2, 3):
            self._name(rest[0])
            self.witnesses[rest[0]] = _key(rest[1], COSIGNATURE, self.witnesses.values())
        elif word == "group" and len(rest) >= 3:
            self._group(rest[0], rest[1], rest[2:])
        elif word == "quorum" and len(rest) == 1:
            if self.quorum is not None:
                raise PolicyError("a second quorum")
            if rest[0] != NO_QUORUM:
                self._known(rest[0])
            self.quorum = rest[0]
        else:
            raise PolicyError(f"{word[:40]!r} is not log, witness, group or quorum with its parts")

    def _group(self, name: str, rule: str, members: list[str]) -> None:
        self._name(name)
        for member in members:
            self._known(member)
            if member in self.grouped:
                raise PolicyError(f"{member!r} is in a group already")
            self.grouped.add(member)
        counts = {"any": 1, "all": len(members)}
        if rule not in counts and not (rule.isascii() and rule.isdecimal() and len(rule) < 6):
            raise PolicyError(f"{rule[:40]!r} is not any, all or a number")
        threshold = counts[rule] if rule in counts else int(rule)
        if not 1 <= threshold <= len(members):
            raise PolicyError(f"threshold {threshold} of {len(members)} members")
        self.groups[name] = Group(name, threshold, tuple(members))

    def _name(self, name: str) -> None:
        if name == NO_QUORUM or name in self.witnesses or name in self.groups:
            raise PolicyError(f"{name!r} is taken")

    def _known(self, name: str) -> None:
        if name not in self.witnesses and name not in self.groups:
            raise PolicyError(f"{name!r} is not defined above")


def _key(text: str, kind: int, others: Iterable[VerifierKey]) -> VerifierKey:
    key = parse_vkey(text)
    if key.kind != kind:
        raise UnreadableNoteError(f"key {key.name!r} has type {key.kind:#04x}, not {kind:#04x}")
    if any(other.public == key.public for other in others):
        raise PolicyError(f"key {key.name!r} is given twice")
    return key
