"""What the rules core answers, frozen, in the published format, version 1."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from participation.rules.outcome import (
    FLAG_SENTENCES,
    OPEN_FLAGS,
    OUTCOME_SENTENCES,
    STATUS_SENTENCES,
    Flag,
    Outcome,
    Status,
    status_of,
    worst,
)

__all__ = [
    "FLAG_SENTENCES",
    "OPEN_FLAGS",
    "OUTCOME_SENTENCES",
    "SCHEMA",
    "STATUS_SENTENCES",
    "Answer",
    "Answerer",
    "Citation",
    "Counterfactual",
    "Determination",
    "Finding",
    "Flag",
    "Outcome",
    "Question",
    "RecipientOutcome",
    "Source",
    "Status",
    "status_of",
    "worst",
]

SCHEMA = 1


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Source(StrEnum):
    """How well a rule is verified, best first."""

    REGULATION = "regulation"
    SECONDARY = "secondary"
    MEMORY = "memory"
    INFERENCE = "inference"


class Answerer(StrEnum):
    """Who can answer a question."""

    DELEGATE = "delegate"
    OFFICER = "officer"
    CLASSIFIER = "classifier"


@dataclass(frozen=True)
class Citation:
    cite: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The answer to one step's question; `recipient` null: about the item, or about all other recipients."""

    step: str
    answer: Answer
    recipient: str | None
    explanation: str
    citations: tuple[Citation, ...]
    in_force_from: date | None
    in_force_to: date | None
    source: Source
    facts_used: tuple[str, ...]
    decides: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "step": self.step,
            "answer": self.answer.value,
            "recipient": self.recipient,
            "explanation": self.explanation,
            "citations": [{"cite": each.cite, "url": each.url} for each in self.citations],
            "in_force": {"from": _iso(self.in_force_from), "to": _iso(self.in_force_to)},
            "source": self.source.value,
            "facts_used": list(self.facts_used),
            "decides": self.decides,
        }


@dataclass(frozen=True, kw_only=True)
class Question:
    """What would settle an open point; `fact` is a path, or `reading.NAME` for a point of law."""

    fact: str
    question: str
    who: Answerer
    recipients: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "fact": self.fact,
            "question": self.question,
            "who": self.who.value,
            "recipients": list(self.recipients),
        }


@dataclass(frozen=True, kw_only=True)
class Counterfactual:
    """One fact changed, and the answer then."""

    fact: str
    sentence: str
    outcome: Outcome
    status: Status

    def as_json(self) -> dict[str, Any]:
        return {
            "fact": self.fact,
            "sentence": self.sentence,
            "outcome": self.outcome.value,
            "status": self.status.value,
        }


@dataclass(frozen=True, kw_only=True)
class RecipientOutcome:
    """`id` is the caller's, or the path `recipients[N]` where the caller gave none."""

    id: str
    outcome: Outcome
    flags: tuple[Flag, ...]

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "outcome": self.outcome.value, "flags": [each.value for each in self.flags]}


@dataclass(frozen=True, kw_only=True)
class Determination:
    """The answer for one release; the same facts, edition and snapshots give the same bytes."""

    outcome: Outcome
    flags: tuple[Flag, ...]
    recipients: tuple[RecipientOutcome, ...]
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    counterfactuals: tuple[Counterfactual, ...] = field(default=())
    rules_edition: str
    list_snapshots: tuple[str, ...] = field(default=())
    facts_hash: str

    @property
    def status(self) -> Status:
        return status_of(self.outcome, self.flags)

    def as_json(self) -> dict[str, Any]:
        """The published JSON object: ASCII keys, no floats."""
        return {
            "schema": SCHEMA,
            "outcome": self.outcome.value,
            "status": self.status.value,
            "flags": [each.value for each in self.flags],
            "recipients": [each.as_json() for each in self.recipients],
            "findings": [each.as_json() for each in self.findings],
            "questions": [each.as_json() for each in self.questions],
            "counterfactuals": [each.as_json() for each in self.counterfactuals],
            "rules_edition": self.rules_edition,
            "list_snapshots": list(self.list_snapshots),
            "facts_hash": self.facts_hash,
        }


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None
