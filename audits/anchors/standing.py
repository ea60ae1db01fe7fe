"""How the anchors stand: who holds which head since when, what failed, what is to be looked at."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from audits.anchors import queue
from audits.anchors.outside import ContradictionError
from audits.anchors.target import COPY, MAIL, RUNGS, STAMP, WITNESS
from audits.models import Anchor, AnchorDuty

ALARM = timedelta(hours=24)
RUNG_WORDS = {
    0: "no outsider holds a head: for development only",
    MAIL: "rung 1: heads are mailed to outsiders",
    STAMP: "rung 2: heads carry time stamps of authorities",
    WITNESS: "rung 3: witnesses cosign heads",
    COPY: "rung 4: tiles and heads are copied to another disk or host",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One configured anchor. `size` and `held_at` are of the newest head that it holds, None for none yet.

    `tries` and `error` are of the tries since then; `silent` is true where it has been so for a day, and
    `contradicts` where it holds what cannot be true together with this log.
    """

    kind: str
    word: str
    name: str
    size: int | None
    held_at: datetime | None
    tries: int
    error: str
    silent: bool
    contradicts: bool

    @property
    def alarm(self) -> str:
        """What is to be looked at, in one sentence; empty for nothing."""
        if self.contradicts:
            return f"{self.word}, {self.name}: {self.error}."
        if self.silent:
            why = self.error or "is a worker running?"
            return f"{self.word}, {self.name}: nothing for over 24 hours ({why})."
        return ""


def standings(*, now: datetime) -> list[Standing]:
    """Every configured anchor, in the order of the settings."""
    rows = {(row.kind, row.issuer): row for row in AnchorDuty.objects.all()}
    return [
        _standing(target.kind, target.word, target.name, rows.get(key), now)
        for key, target in queue.targets().items()
    ]


def _standing(kind: str, word: str, name: str, row: AnchorDuty | None, now: datetime) -> Standing:
    if row is None:  # configured since the last sweep
        return Standing(kind, word, name, None, None, 0, "", False, False)
    silent = now - (row.held_at or row.since) > ALARM
    failing = row.tries if row.last_error or row.tries > 1 else 0
    return Standing(
        kind, word, name, row.held_size, row.held_at, failing, row.last_error,
        silent, row.last_error.startswith(ContradictionError.MARK),
    )  # fmt: skip


def alarms(*, now: datetime) -> list[str]:
    """One sentence for each anchor that has not succeeded for a day, or that contradicts the log."""
    return [one.alarm for one in standings(now=now) if one.alarm]


def held_kinds(*, up_to: int | None = None) -> dict[str, int]:
    """Kind -> how many different outsiders have ever held a head (of at most `up_to` entries)."""
    # All that was received is a long table; what the duties say is enough for a page.
    held = AnchorDuty.objects.filter(held_at__isnull=False)
    if up_to is not None:
        held = Anchor.objects.filter(checkpoint_id__lte=up_to).order_by()
    return dict(Counter(kind for kind, _ in held.values_list("kind", "issuer").distinct()))


def rungs(kinds: Iterable[str]) -> list[str]:
    """The rungs of the ladder in words, lowest first; what no outsider holds is rung 0."""
    found = sorted(set(kinds), key=RUNGS.__getitem__)
    return [f"{RUNG_WORDS[kind]}" for kind in found] or [f"rung 0: {RUNG_WORDS[0]}"]
