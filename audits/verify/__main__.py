"""The offline verifier: `python -m audits.verify --help`. Needs no network, no database, no library."""

import argparse
import sqlite3
import sys
from collections.abc import Callable, Sequence

from audits.verify.commands import check_bundle, check_consistency, check_proof
from audits.verify.failure import UnreadableError, VerifyError
from audits.verify.record import check_record
from audits.verify.search import check_file, check_object
from audits.verify.show import Outcome, failed

_CODES = "exit code: 0 verified, 1 contradiction, 2 unreadable or bad usage, 3 not enough evidence"

# What completeness is asked of; each takes the place of what the bundle's own `asked.json` says.
_CONDITIONS = {
    "kind": (
        "KIND",
        "that all of this kind are there, as disclosure.submitted; disclosure. is every such kind",
    ),
    "since": ("TIME", "from here on, as 2026-01-31 or 2026-01-31T09:00:00Z"),
    "until": ("TIME", "before this; the day itself is no longer in it"),
    "body": ("BODY", "of this standards body"),
    "object": ("TYPE/ID", "of this object"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code, after printing one outcome."""
    options = _parser().parse_args(arguments)
    answer: Callable[[argparse.Namespace], Outcome] = options.answer
    try:
        outcome = answer(options)
    except VerifyError as error:
        outcome = failed(error)
    except (ValueError, OSError, RecursionError, MemoryError, sqlite3.Error) as error:
        # No room for the temporary table, or what a hostile file could still raise: never a traceback.
        outcome = failed(UnreadableError(f"cannot be read: {type(error).__name__}: {error}"))
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    print(outcome.json() if options.json else outcome.text())
    return outcome.code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m audits.verify", description=__doc__, epilog=_CODES)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    bundle = _command(commands, "bundle", "a whole export against the policy and checkpoints you hold")
    bundle.add_argument("export", metavar="EXPORT.zip")
    bundle.add_argument("--policy", required=True, help="the policy file handed to you, not the one inside")
    bundle.add_argument(
        "--held", nargs="+", action="extend", default=[], metavar="OLD", help="notes you hold"
    )
    bundle.add_argument(
        "--tsa-root",
        nargs="+",
        action="extend",
        default=[],
        metavar="CA.pem",
        help="roots of the time stamping authorities you trust; then a stamp by one of them must be there",
    )
    bundle.add_argument("--whole", action="store_true", help="every entry must be shown, none only as a hash")
    for name, (metavar, meaning) in _CONDITIONS.items():
        bundle.add_argument(f"--{name}", default="", metavar=metavar, help=meaning)
    bundle.set_defaults(answer=_bundle)

    proof = _command(commands, "proof", "that one entry is in a signed tree")
    proof.add_argument("proof", metavar="X.tlog-proof")
    proof.add_argument("--entry", required=True, help="the exact bytes of the entry")
    proof.add_argument("--policy", required=True)
    proof.set_defaults(answer=lambda o: check_proof(o.proof, entry=o.entry, policy=o.policy))

    consistency = _command(commands, "consistency", "that a later checkpoint continues an earlier one")
    consistency.add_argument("old", metavar="OLD")
    consistency.add_argument("new", metavar="NEW")
    consistency.add_argument("--proof", required=True)
    consistency.add_argument("--policy", required=True)
    consistency.set_defaults(answer=lambda o: check_consistency(o.old, o.new, proof=o.proof, policy=o.policy))

    file = _command(commands, "file", "that this file is the one an entry names")
    file.add_argument("document", metavar="DOCUMENT")
    _searches(file)
    file.set_defaults(answer=lambda o: check_file(o.document, bundle=o.bundle, policy=o.policy))

    history = _command(
        commands, "object", "a determination's record file, or the whole history of one object of an export"
    )
    history.add_argument("name", metavar="RECORD.json|TYPE/ID", help="TYPE/ID with --bundle, else a file")
    _searches(history, bundle_needed=False)
    history.set_defaults(answer=_object)
    return parser


def _bundle(options: argparse.Namespace) -> Outcome:
    asked = {name: getattr(options, name) for name in _CONDITIONS}
    return check_bundle(
        options.export,
        policy=options.policy,
        held=options.held,
        whole=options.whole,
        tsa_roots=options.tsa_root,
        asked=asked,
    )


def _object(options: argparse.Namespace) -> Outcome:
    if options.bundle is None:
        return check_record(options.name, policy=options.policy)
    return check_object(options.name, bundle=options.bundle, policy=options.policy)


def _searches(parser: argparse.ArgumentParser, *, bundle_needed: bool = True) -> None:
    parser.add_argument("--bundle", required=bundle_needed, metavar="EXPORT.zip")
    parser.add_argument("--policy", help="without it nothing is proven, and the exit code is 3")


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, summary: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=summary, description=summary, epilog=_CODES)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


if __name__ == "__main__":
    sys.exit(main())
