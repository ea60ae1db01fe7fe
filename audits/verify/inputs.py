"""The only place of the verifier that opens files."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from audits.asked import Asked, AskedError, moment, parse_asked
from audits.bundle import Bundle, BundleError, open_bundle
from audits.bundle.layout import ASKED
from audits.checkpoint import MAX_NOTE, Checkpoint
from audits.policy import MAX_POLICY, Policy, PolicyError, parse_policy
from audits.verify.failure import UnreadableError
from audits.verify.notes import signed, trusted


def policy_at(path: str) -> Policy:
    """The policy in a file. Raises: UnreadableError."""
    try:
        return parse_policy(read_at(path, MAX_POLICY))
    except PolicyError as error:
        raise UnreadableError(str(error), place=path) from error


def checkpoint_at(path: str, policy: Policy) -> Checkpoint:
    """The tree head of a note in a file, its signatures checked. Raises: VerifyError."""
    return trusted(read_at(path, MAX_NOTE), policy, path)


def held_at(path: str, policy: Policy) -> Checkpoint:
    """The same for a note that somebody kept: it has the log's signature, and perhaps no witness's."""
    return signed(read_at(path, MAX_NOTE), policy, path)


def conditions(bundle: Bundle, stated: Mapping[str, str]) -> Asked | None:
    """What completeness is asked of: the bundle's own conditions, those given put in their place; or none.

    Raises: UnreadableError naming the condition.
    """
    given = {name: text for name, text in stated.items() if text}
    if not given and ASKED not in bundle:
        return None
    try:
        own = parse_asked(bundle.read(ASKED)) if ASKED in bundle else Asked()
    except AskedError as error:
        raise UnreadableError(str(error), place=ASKED) from error
    for name in given.keys() & {"since", "until"}:
        try:
            given[name] = moment(given[name])
        except AskedError as error:
            raise UnreadableError(f"--{name}: {error}") from error
    return replace(own, **given)


def read_at(path: str, most: int) -> bytes:
    """The bytes of a file of at most `most` bytes. Raises: UnreadableError."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise UnreadableError(reason(error), place=path) from error
    if len(content) > most:
        raise UnreadableError(f"has more than {most} bytes", place=path)
    return content


@contextmanager
def opened(path: str) -> Iterator[Bundle]:
    """The bundle in a file, for a while. Raises: UnreadableError, also while it is read."""
    try:
        with Path(path).open("rb") as file:
            yield open_bundle(file)
    except BundleError as error:
        raise UnreadableError(str(error), place=path) from error
    except OSError as error:
        raise UnreadableError(reason(error), place=path) from error


def reason(error: OSError) -> str:
    """Why a file cannot be read, without the path, which the outcome names."""
    return f"cannot be read: {error.strerror or 'not a plain file'}"
