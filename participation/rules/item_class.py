"""How an item is controlled, as far as the rules ask: EAR99, AT-only, beyond AT, named cryptography."""

from dataclasses import dataclass
from enum import StrEnum

from participation.rules.case import Case, Unknown
from participation.rules.determination import Answerer
from participation.rules.facts import Item
from participation.rules.vocabulary import Classification, ItemKind, Reason


class Control(StrEnum):
    EAR99 = "EAR99"
    AT_ONLY = "controlled for anti-terrorism reasons only"
    BEYOND_AT = "controlled for more than anti-terrorism reasons"


@dataclass(frozen=True)
class ItemClass:
    """A classification, stated or assumed; null members are open."""

    eccn: str
    at_only: bool | None
    crypto_equipment: str | None
    crypto_functionality_only: bool

    @property
    def entry(self) -> str:
        """The ECCN without its paragraph."""
        return self.eccn.partition(".")[0]


def _class(eccn: str, *, at_only: bool = False, equipment: str | None = None) -> ItemClass:
    return ItemClass(eccn, at_only, equipment, equipment is not None)


# One item of each class that the steps tell apart: EAR99, AT-only in and out of Supplement 2 to part 744,
# beyond AT, and the cryptography that the standards rules name.
_CLASSES = {
    "technology": (
        _class("EAR99"),
        _class("5E991", at_only=True),
        _class("5E992.b", at_only=True),
        _class("5E001"),
        _class("5E002.a", equipment="5A002.a"),
    ),
    "software": (
        _class("EAR99"),
        _class("5D991", at_only=True),
        _class("5D001"),
        _class("5D002.c.2"),
        _class("5D002.c.1", equipment="5A002.a"),
    ),
    "commodity": (_class("EAR99"), _class("5A991", at_only=True), _class("5A001")),
}
_NATURE = {
    ItemKind.TECHNOLOGY: "technology",
    ItemKind.SOURCE_CODE: "software",
    ItemKind.OBJECT_CODE: "software",
    ItemKind.HARDWARE: "commodity",
    ItemKind.NON_TECHNICAL: "technology",
}
UNCLASSIFIED = {
    nature: Unknown(
        "item.eccn",
        classes,
        "The item is not classified.",
        "What is the classification of the item, down to its paragraph, with its reasons for control?",
        Answerer.CLASSIFIER,
    )
    for nature, classes in _CLASSES.items()
}
REASONS = Unknown(
    "item.reasons_for_control",
    (True, False),
    "The reasons for control are not recorded.",
    "For which reasons is the item controlled: for anti-terrorism only, or for more?",
    Answerer.CLASSIFIER,
)
PARAGRAPH = Unknown(
    "item.eccn (paragraph)",
    (True, False),
    "The classification does not go down to the paragraph.",
    "Under which paragraph of its ECCN does the item fall?",
    Answerer.CLASSIFIER,
)
EQUIPMENT = Unknown(
    "item.crypto_equipment",
    (True, False),
    "The equipment paragraph that the encryption item is for is not recorded.",
    "For equipment of which paragraph (5A002.a to 5A004.a) is this encryption item?",
    Answerer.CLASSIFIER,
)


def classes_of(kind: ItemKind) -> tuple[ItemClass, ...]:
    """One item of each class that the steps tell apart among items of this kind."""
    return _CLASSES[_NATURE[kind]]


def is_classified(item: Item) -> bool:
    return item.eccn is not None and item.classification is Classification.KNOWN


def item_class(case: Case) -> ItemClass:
    """The item's class. Raises: Undecided, when the item is not classified and no class is assumed."""
    item = case.facts.item
    if item.eccn is None or item.classification is not Classification.KNOWN:
        return case.settle(UNCLASSIFIED[_NATURE[item.kind]])
    reasons = item.reasons_for_control
    at_only = reasons == (Reason.AT,) if reasons else None
    return ItemClass(item.eccn, at_only, item.crypto_equipment, item.crypto_functionality_only)


def control(case: Case) -> Control:
    """EAR99, AT-only or more. Raises: Undecided, when the reasons or a deciding paragraph are open."""
    classed = item_class(case)
    if classed.eccn == "EAR99":
        return Control.EAR99
    at_only = case.known(classed.at_only, REASONS)
    if at_only and classed.eccn in case.rules["paragraph_decides_control"].value:
        at_only = case.settle(PARAGRAPH)
    return Control.AT_ONLY if at_only else Control.BEYOND_AT


def is_ear99(case: Case) -> bool:
    return item_class(case).eccn == "EAR99"


def is_named_cryptography(case: Case) -> bool:
    """Whether the item is among the cryptographic paragraphs that the standards rules of the day name."""
    scope, classed = case.rules.find("named_cryptography"), item_class(case)
    if scope is None or not classed.crypto_functionality_only:
        return False
    paragraphs = [each for each in scope.value if is_within(classed.eccn, each["paragraph"])]
    if not paragraphs:
        paragraphs = [each for each in scope.value if is_within(each["paragraph"], classed.eccn)]
        if not paragraphs or not case.settle(PARAGRAPH):
            return False
    equipment = sorted({paragraph for each in paragraphs for paragraph in each["equipment"]})
    if classed.crypto_equipment is None:
        return case.settle(EQUIPMENT)
    if any(is_within(classed.crypto_equipment, each) for each in equipment):
        return True
    return any(is_within(each, classed.crypto_equipment) for each in equipment) and case.settle(EQUIPMENT)


def is_within(paragraph: str, wider: str) -> bool:
    """Whether an ECCN, down to its paragraph, is the other one or below it."""
    return paragraph == wider or paragraph.startswith(f"{wider}.")


def described(case: Case) -> str:
    """The item in half a sentence: its ECCN and how it is controlled, as far as recorded."""
    item = case.facts.item
    if not is_classified(item):
        return "not classified"
    if item.eccn == "EAR99":
        return "EAR99"
    reasons = ", ".join(item.reasons_for_control or ()) or "reasons not recorded"
    return f"{item.eccn} ({reasons})"
