"""Is a recipient owned by listed parties (the Affiliates Rule, where it is in force)?"""

from decimal import Decimal

from participation.rules.case import NAME, Case, Ruling, Step, Unknown, open_reading
from participation.rules.determination import Answer, Answerer, Flag, Outcome, worst
from participation.rules.facts import Recipient
from participation.rules.in_force import Dated
from participation.rules.steps import military_end_user
from participation.rules.vocabulary import PartyList

HALF = Decimal(50)
SHARE = Unknown(
    "recipients[].owned_by_listed_percent",
    (True, False),
    f"A listed party owns a part of {NAME}, and its share is not known.",
    "Which share of this recipient do listed parties own, directly and indirectly?",
    Answerer.OFFICER,
)
STATUS = open_reading(
    "affiliates_rule",
    "Whether the Affiliates Rule is in force on this day was not found out.",
    "Is the Affiliates Rule in force on the day of release?",
)
GENERAL_LICENSE = open_reading(
    "affiliates_general_license",
    "Temporary General License 7 may cover this party.",
    "Do the terms of Temporary General License 7 cover this release?",
)
DESIGNATED_OWNER = open_reading(
    "designated_owner",
    "The owner is designated by Treasury.",
    "Does the owner's sanctions programme count here, and do Treasury's rules allow this release?",
)
DIVERSION = Unknown[bool](
    "reading.diversion",
    (),
    "A listed owner raises the risk of diversion.",
    "Is the risk resolved that this recipient passes the item on to its listed owner?",
    Answerer.OFFICER,
)
_USED = (
    "recipients[].owned_by_listed_percent",
    "recipients[].listed_owner_known",
    "recipients[].owner_lists",
    "recipients[].country",
)


def _rule(case: Case) -> Ruling | None:
    recipient = case.recipient
    if recipient is None:
        return None
    rule = case.rules["affiliates_rule"]
    percent = recipient.owned_by_listed_percent
    if (percent is None and not recipient.listed_owner_known) or percent == 0:
        return Ruling(answer=Answer.NO, explanation="", law=(rule,), facts_used=_USED)
    if rule.value == "not_in_force":
        return _caution(case, rule)
    half = percent >= HALF if percent is not None else case.settle(SHARE)
    if not half:
        return _minority(recipient, rule)
    if rule.value == "in_force":
        return _owned(case, rule)
    return _ruling(recipient, (rule,), Outcome.NEEDS_REVIEW, STATUS.statement, STATUS)


def _caution(case: Case, rule: Dated) -> Ruling:
    """Without the rule an owned party is not its owner; an unknown share is taken for the larger."""
    assert case.recipient is not None
    percent = case.recipient.owned_by_listed_percent
    if percent is not None and percent < HALF:
        return _minority(case.recipient, rule)
    return Ruling(
        answer=Answer.NO,
        explanation=f"{_owned_part(case.recipient)}; the Affiliates Rule is not in force.",
        law=(rule,),
        facts_used=_USED,
        flags=(Flag.DIVERSION_RED_FLAG,),
    )


def _minority(recipient: Recipient, rule: Dated) -> Ruling:
    """The flag needs a known share: an assumed one flags nothing."""
    known = recipient.owned_by_listed_percent is not None
    return Ruling(
        answer=Answer.NO,
        explanation=f"{_owned_part(recipient)}, less than half.",
        law=(rule,),
        facts_used=_USED,
        flags=(Flag.MINORITY_LISTED_OWNER,) if known else (),
    )


def _owned(case: Case, rule: Dated) -> Ruling:
    """The owner's requirements hold for the owned party; the worst owner governs."""
    recipient = case.recipient
    assert recipient is not None
    owners = recipient.owner_lists or (PartyList.ENTITY_LIST,)
    license_7 = case.rules.find("affiliates_general_license")
    found: list[Outcome] = []
    law: tuple[Dated, ...] = (rule,)
    if PartyList.ENTITY_LIST in owners:
        found.append(Outcome.LICENSE_REQUIRED)
    if PartyList.MILITARY_END_USER in owners:
        outcome, more = military_end_user.requirement(case)
        law = (*law, *more)
        found += [outcome] if outcome else []
    if PartyList.DESIGNATED_NATIONALS in owners:
        found.append(Outcome.NEEDS_REVIEW)
    if not found:
        return Ruling(
            answer=Answer.NO,
            explanation=f"{_owned_part(recipient)}, but the Affiliates Rule asks no licence for it.",
            law=law,
            facts_used=_USED,
        )
    if license_7 and recipient.country in license_7.value:
        return _ruling(
            recipient, (*law, license_7), Outcome.NEEDS_REVIEW, GENERAL_LICENSE.statement, GENERAL_LICENSE
        )
    if worst(found) is Outcome.NEEDS_REVIEW:
        return _ruling(recipient, law, Outcome.NEEDS_REVIEW, DESIGNATED_OWNER.statement, DESIGNATED_OWNER)
    return _ruling(recipient, law, Outcome.LICENSE_REQUIRED, "it is treated like its owner", None)


def _ruling(
    recipient: Recipient, law: tuple[Dated, ...], outcome: Outcome, why: str, point: Unknown[bool] | None
) -> Ruling:
    return Ruling(
        answer=Answer.YES,
        explanation=f"{_owned_part(recipient)}; {why.removesuffix('.')}.",
        law=law,
        facts_used=_USED,
        outcome=outcome,
        open_point=point,
    )


def _owned_part(recipient: Recipient) -> str:
    percent = recipient.owned_by_listed_percent
    share = "A part not known" if percent is None else f"{percent.normalize():f} per cent"
    return f"{share} of {NAME} belongs to listed parties"


STEP = Step(
    name="ownership",
    question="Is a recipient treated like a listed party that owns it?",
    rule=_rule,
    nobody="is known to be owned by a listed party",
    reads=(
        "affiliates_rule",
        "affiliates_general_license",
        "military_end_user_rule",
        "military_end_user_items",
        "military_end_user",
    ),
    looks_at=("owned_by_listed_percent", "listed_owner_known", "owner_lists", "country", "location"),
)
