"""What the licence requirement text of an entry says: how much it covers, which footnote, which section."""

import re
from typing import Literal

from participation.lists.records import ListRecord

Footnote = Literal[1, 3, 4, 5]
Requirement = Literal["all", "ccl_only", "other"]

# Spellings met: "734.9(e)1", "734.9(e) 1", "734.9(e)(1)", "734.9(g),3", "734.9(g)3".
_RULE_E = re.compile(r"734\.9\(e\)\s*\(?([123])\)?")
_RULE_G = re.compile(r"734\.9\(g\)")
_TRAILING = re.compile(r"EAR\s*\)?\s*([1-5])\W*$")
_BY_PARAGRAPH: dict[str, Footnote] = {"1": 1, "2": 4, "3": 5}
_BY_MARK: dict[str, Footnote] = {"1": 1, "2": 1, "3": 3, "4": 4, "5": 5}

_EXCEPTION = re.compile(r"\bexcept\b|\bapart from\b|\bwhen used in\b|\bcase-by-case\b|\bother than\b", re.I)
_ALL = re.compile(r"^(for )?all items subject to the ear\b", re.I)
_CCL = re.compile(r"^(for )?(all )?items on the (ccl|commerce control list)\b", re.I)
# "744.2l(b)" with the letter l is a misprint found in the regulation's own text.
_SECTION = re.compile(r"\b(74[46]\.\d+l?)((?:\([a-z0-9]+\))*)")
_PRECEDENCE = ("744.21", "744.22", "744.23", "744.8", "744.2", "744.3", "744.4", "744.6", "744.11", "746.8")


def footnote_of(record: ListRecord) -> Footnote | None:
    """The footnote of Supplement No. 4 to part 744 that the requirement text points to.

    Footnotes 1 and 2 come together and are given as 1. None means that the text names none.
    Source: 15 CFR 734.9(e)(1) to (3) and (g), which name footnotes 1, 4, 5 and 3.
    """
    text = record.license_requirement
    if _RULE_G.search(text):
        return 3
    if found := _RULE_E.search(text):
        return _BY_PARAGRAPH[found[1]]
    if found := _TRAILING.search(text):
        return _BY_MARK[found[1]]
    return None


def requirement_of(record: ListRecord) -> Requirement:
    """How much the requirement covers: everything subject to the EAR, the CCL only, or something else.

    A text with an exception, a condition, EAR99 items beside the CCL, or no text at all is "other".
    """
    text = " ".join(record.license_requirement.split())
    if _EXCEPTION.search(text):
        return "other"
    if _ALL.match(text):
        return "all"
    if _CCL.match(text) and not re.search(r"EAR99|supplement", text, re.I):
        return "ccl_only"
    return "other"


def basis_of(record: ListRecord) -> str | None:
    """The section of part 744 or 746 on which the entry rests, such as "744.21(b)"; None if not cited.

    Of several sections the more special one is given, since an exclusion that lifts 744.11 does not lift it.
    """
    cited: dict[str, str] = {}
    for section, paragraphs in _SECTION.findall(record.license_requirement):
        number = section[:-1] + "1" if section.endswith("l") else section
        cited.setdefault(number, number + paragraphs)
    return next((cited[number] for number in _PRECEDENCE if number in cited), None)


def footnote_is_unclear(record: ListRecord) -> bool:
    """Whether the text cites 734.9(e) without saying which of its footnotes it means."""
    return "734.9(e)" in record.license_requirement and footnote_of(record) is None
