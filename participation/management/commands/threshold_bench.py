"""Show what other thresholds of screening would have made of the names of the last months. Saves nothing."""

import json
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.screening.policy import Bands
from participation.workflow.journal import SERVICE
from participation.workflow.threshold_trial import NothingToTry, Shift, Trial, try_thresholds
from participation.workflow.threshold_words import (
    MOST_MONTHS,
    BadThreshold,
    bands_of,
    hundredths_of,
    months_of,
    points,
)


class Command(BaseCommand):
    help = (
        "What other thresholds would newly flag or release among the names of the last months. Saves nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--months", required=True, metavar="N", help=f"how far to look back, 1 to {MOST_MONTHS}"
        )
        parser.add_argument("--match", required=True, metavar="X", help="points from which it is a match")
        parser.add_argument("--possible", required=True, metavar="Y", help="points from which it is possible")
        parser.add_argument("--json", action="store_true", help="one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        match = _read("match", hundredths_of, options)
        possible = _read("possible", hundredths_of, options)
        months = _read("months", months_of, options)
        try:
            bands = bands_of(match=match, possible=possible)
        except BadThreshold as wrong:
            raise CommandError(f"--match: {wrong}", returncode=2) from wrong
        try:
            trial = try_thresholds(bands, months=months, by=SERVICE, limit=None)
        except NothingToTry as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        self.stdout.write(json.dumps(_as_json(trial)) if options["json"] else "\n".join(_lines(trial)))


def _read(name: str, read: Callable[[str], int], options: dict[str, Any]) -> int:
    try:
        return read(str(options[name]))
    except BadThreshold as wrong:
        raise CommandError(f"--{name}: {wrong}", returncode=2) from wrong


def _as_json(trial: Trial) -> dict[str, Any]:
    return {
        "in_force": {"number": trial.weights.number, **_bands(trial.weights.bands)},
        "tried": _bands(trial.bands),
        "since": trial.since.isoformat(),
        "list": {"title": trial.snapshot.title, "sha256": bytes(trial.snapshot.file_hash).hex()},
        "names": trial.looked_at,
        "counts": [
            dict(zip(("band", "names_now", "names_then", "pairs_now", "pairs_then"), row, strict=True))
            for row in trial.by_band
        ],
        "bodies": [
            {
                "body": one.body,
                "newly_flagged": one.flagged,
                "released": one.released,
                "becomes_a_match": one.stronger,
                "becomes_possible": one.weaker,
            }
            for one in trial.bodies
        ],
        "pairs": [_pair(one) for one in trial.shifts],
    }


def _bands(bands: Bands) -> dict[str, str]:
    return {"match": points(bands.match), "possible": points(bands.possible)}


def _pair(shift: Shift) -> dict[str, str]:
    return {
        "name": shift.stated.text,
        "country": shift.stated.country,
        "entry": shift.version.name,
        "list": shift.version.party.source,
        "score": points(shift.score),
        "now": shift.now,
        "then": shift.then,
    }


def _lines(trial: Trial) -> list[str]:
    now, then = trial.weights.bands, trial.bands
    lines = [
        f"{trial.looked_at} names checked since {trial.since.isoformat()}, against {trial.snapshot.title}",
        f"in force ({trial.weights.name}): match {points(now.match)}, possible {points(now.possible)}",
        f"tried: match {points(then.match)}, possible {points(then.possible)}",
        f"newly flagged {trial.newly_flagged}, released {trial.released}",
        "",
        f"{'band':10}{'names now':>10}{'then':>8}{'pairs now':>11}{'then':>8}",
        *(f"{band:10}{a:>10}{b:>8}{c:>11}{d:>8}" for band, a, b, c, d in trial.by_band),
        "",
        *(
            f"{one.body}: newly flagged {one.flagged}, released {one.released}, "
            f"becomes a match {one.stronger}, becomes possible {one.weaker}"
            for one in trial.bodies
        ),
        "",
    ]
    return lines + [
        f"{points(one.score):>6}  {one.now} -> {one.then}  {one.stated.text} "
        f"({one.stated.country or '-'})  |  {one.version.name} ({one.version.party.source})"
        for one in trial.shifts
    ]
