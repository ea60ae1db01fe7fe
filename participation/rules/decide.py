"""The door of the rules core: facts and an edition in, one determination out."""

from participation.rules.counterfactuals import counterfactuals_of
from participation.rules.determination import Determination, RecipientOutcome
from participation.rules.facts import Facts
from participation.rules.findings import findings_of
from participation.rules.fold import Folded, fold
from participation.rules.in_force import Edition
from participation.rules.questions import questions_of
from participation.rules.steps import STEP_QUESTIONS, STEPS

__all__ = ["STEPS", "STEP_QUESTIONS", "decide"]


def decide(
    facts: Facts, rules: Edition, *, counterfactuals: bool = False, list_snapshots: tuple[str, ...] = ()
) -> Determination:
    """The determination for one release: steps in order for each recipient, the worst outcome counts.

    Takes: `counterfactuals` asks for the single changes that would turn the answer, a dozen decisions more;
    `list_snapshots` names the list versions that the facts came from and is passed through.
    """
    folded = fold(facts, rules)
    return Determination(
        outcome=folded.outcome,
        flags=folded.flags,
        recipients=_recipients(facts, folded),
        findings=findings_of(folded),
        questions=questions_of(folded),
        counterfactuals=counterfactuals_of(facts, rules, folded) if counterfactuals else (),
        rules_edition=rules.fingerprint,
        list_snapshots=list_snapshots,
        facts_hash=facts.facts_hash,
    )


def _recipients(facts: Facts, folded: Folded) -> tuple[RecipientOutcome, ...]:
    """Outcomes in the order of the facts."""
    by_label = {party.label: group for group in folded.groups for party in group.parties}
    labels = [each.id or f"recipients[{number}]" for number, each in enumerate(facts.recipients or ())]
    return tuple(
        RecipientOutcome(
            id=label, outcome=by_label[label].decided.outcome, flags=tuple(sorted(by_label[label].flags))
        )
        for label in labels
    )
