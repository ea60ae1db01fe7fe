"""Was the item published before the release, and was the notice for encryption software given?"""

from participation.rules.case import Case, Ruling, Step, Unknown
from participation.rules.determination import Answer, Answerer, Outcome
from participation.rules.item_class import item_class
from participation.rules.vocabulary import ItemKind

PUBLISHED = Unknown(
    "item.published_before_release",
    (True, False),
    "It is not recorded whether the item was published before the release.",
    "Where and since when was this published, before the release?",
    Answerer.DELEGATE,
)
NONSTANDARD = Unknown(
    "item.nonstandard_crypto",
    (True, False),
    "It is not recorded whether the cryptography is proprietary or unpublished.",
    "Is the cryptography non-standard: proprietary, or not published?",
    Answerer.CLASSIFIER,
)
NOTICE = Unknown(
    "item.encryption_notification_sent",
    (True, False),
    "It is not recorded whether the notice of 742.15(b) was sent.",
    "Was the notice of 742.15(b) for this published encryption software sent, and when?",
    Answerer.OFFICER,
)
_USED = ("item.published_before_release",)
_NOTICE_USED = (*_USED, "item.eccn", "item.nonstandard_crypto", "item.encryption_notification_sent")


def _rule(case: Case) -> Ruling:
    published = case.rules["published"]
    if case.facts.item.kind is ItemKind.HARDWARE:
        return Ruling(
            answer=Answer.NO,
            explanation="Hardware cannot be published: only technology and software leave the EAR that way.",
            law=(published,),
            facts_used=("item.kind",),
        )
    if not case.known(case.facts.item.published_before_release, PUBLISHED):
        return Ruling(
            answer=Answer.NO,
            explanation="The item was not published before the release.",
            law=(published,),
            facts_used=_USED,
        )
    if not _owes_notice(case):
        return _outside("The item was published before the release.", case, used=_USED)
    if case.known(case.facts.item.encryption_notification_sent, NOTICE):
        return _outside(
            "The encryption software was published, and the notice it owed was sent.", case, used=_NOTICE_USED
        )
    return Ruling(
        answer=Answer.NO,
        explanation="The encryption software was published, but the notice it owed was not sent.",
        law=(published, case.rules["encryption_notice"]),
        facts_used=_NOTICE_USED,
    )


def _outside(sentence: str, case: Case, *, used: tuple[str, ...]) -> Ruling:
    notice = (case.rules["encryption_notice"],) if used is _NOTICE_USED else ()
    return Ruling(
        answer=Answer.YES,
        explanation=sentence,
        law=(case.rules["published"], *notice),
        facts_used=used,
        outcome=Outcome.NOT_SUBJECT_TO_EAR,
        ends=True,
    )


def _owes_notice(case: Case) -> bool:
    """Published encryption software of 5D002 owed a notice; since 2021 for non-standard cryptography only."""
    item = case.facts.item
    if item.kind not in (ItemKind.SOURCE_CODE, ItemKind.OBJECT_CODE) or item_class(case).entry != "5D002":
        return False
    return case.rules["encryption_notice"].value == "every" or case.known(
        item.nonstandard_crypto, NONSTANDARD
    )


STEP = Step(
    name="publication",
    question="Was the item published before the release, so that it left the EAR?",
    rule=_rule,
    reads=("published", "encryption_notice"),
    looks_at=(),
)
