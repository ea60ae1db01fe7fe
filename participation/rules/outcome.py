"""Outcomes, statuses and flags: their words, their order, and the sentence for each."""

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """Ordered worst first: the order in which recipients and parts are folded."""

    PROHIBITED = "prohibited"
    LICENSE_REQUIRED = "license_required"
    NEEDS_REVIEW = "needs_review"
    AUTHORIZED_TGL = "authorized_tgl"
    AUTHORIZED_STANDARDS_EXEMPTION = "authorized_standards_exemption"
    NO_LICENSE_REQUIRED = "no_license_required"
    NOT_SUBJECT_TO_EAR = "not_subject_to_ear"
    NOT_AN_EXPORT = "not_an_export"
    NO_TECHNOLOGY = "no_technology"


class Status(StrEnum):
    """What the delegate sees: do not share, wait, clear."""

    STOP = "stop"
    WAIT = "wait"
    CLEAR = "clear"


class Flag(StrEnum):
    DIVERSION_RED_FLAG = "diversion_red_flag"
    FORECAST = "forecast"
    MINORITY_LISTED_OWNER = "minority_listed_owner"
    OFAC = "ofac"
    OFAC_SCREEN = "ofac_screen"
    UVL_STATEMENT = "uvl_statement"


STATUS_SENTENCES = {
    Status.STOP: "Do not share.",
    Status.WAIT: "Wait: a question is open.",
    Status.CLEAR: "Clear to share.",
}

OUTCOME_SENTENCES = {
    Outcome.PROHIBITED: "A denied person would receive it: this release is prohibited.",
    Outcome.LICENSE_REQUIRED: "This release needs a licence.",
    Outcome.NEEDS_REVIEW: "A compliance officer has to review this release.",
    Outcome.AUTHORIZED_TGL: "The temporary general licence of 2019 authorises this release.",
    Outcome.AUTHORIZED_STANDARDS_EXEMPTION: "The exemption for standards work authorises this release.",
    Outcome.NO_LICENSE_REQUIRED: "This release needs no licence.",
    Outcome.NOT_SUBJECT_TO_EAR: "The export rules do not reach this release.",
    Outcome.NOT_AN_EXPORT: "Nobody abroad and no foreign person receives it: this is not an export.",
    Outcome.NO_TECHNOLOGY: "Nothing technical is released.",
}

FLAG_SENTENCES = {
    Flag.DIVERSION_RED_FLAG: "A listed party owns half or more of a recipient: there is a risk of diversion.",
    Flag.FORECAST: "The release lies after the day up to which the rules are known.",
    Flag.MINORITY_LISTED_OWNER: "A listed party owns a part of a recipient, less than half.",
    Flag.OFAC: "Treasury's sanctions rules stand beside this answer.",
    Flag.OFAC_SCREEN: "Recipients are still to be screened against Treasury's sanctions lists.",
    Flag.UVL_STATEMENT: "An Unverified List party has to give its statement first.",
}

OPEN_FLAGS = frozenset({Flag.OFAC, Flag.OFAC_SCREEN, Flag.UVL_STATEMENT, Flag.DIVERSION_RED_FLAG})

_SEVERITY = {outcome: rank for rank, outcome in enumerate(Outcome)}


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The outcome that counts for several recipients or parts; at least one must be given."""
    return min(outcomes, key=_SEVERITY.__getitem__)


def status_of(outcome: Outcome, flags: Iterable[Flag]) -> Status:
    """What the delegate sees for an outcome and its flags, before any recorded licence."""
    if outcome in (Outcome.PROHIBITED, Outcome.LICENSE_REQUIRED):
        return Status.STOP
    if outcome is Outcome.NEEDS_REVIEW or not OPEN_FLAGS.isdisjoint(flags):
        return Status.WAIT
    return Status.CLEAR
