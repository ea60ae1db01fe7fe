"""One affiliation cell -> the organisations it names. What is typed stays; nothing is looked up."""

import re
from dataclasses import dataclass

# Words that stand where an organisation should be: the attendee cannot be screened by employer.
NO_ORGANISATION = frozenset(
    {"-", "--", "?", ".", "n/a", "na", "nil", "none", "null", "not provided", "not available", "unknown"}
    | {"not applicable", "unspecified", "tbd", "self", "individual", "independent", "personal", "private"}
    | {"retired", "unaffiliated", "no affiliation", "self employed", "self-employed", "freelance", "student"}
)

# Each begins where its spaces begin: tried from every space of a long run, it would take for ever.
SPACED = r"(?<!\s)(?:\s+//?\s+|\s+\|\s+|(?<!&amp)\s*[;\uff1b](?:\s+|$)|\s*\uff0f\s*)"
# Letters on both sides, three at least: "Meetecho/University" is two, "a/s" and "P/L" are not.
TIGHT = r"(?<=[^\W\d_]{3})/{1,2}(?=[^\W\d_]{3})"
# "Arrcus Inc & IIJ" is two, "GmbH & Co. KG" is one.
AFTER_LEGAL_FORM = r"\b(?:inc|ltd|llc|gmbh|ag|ab|bv|corp|plc)\.?(?P<and>\s+(?:&|and)\s+)(?!co\b)"
SEPARATOR = re.compile(f"{AFTER_LEGAL_FORM}|{SPACED}|{TIGHT}", re.IGNORECASE)

CLIENT = re.compile(
    r"(?P<own>.*?)(?<![\s(,-])[\s(,-]*\b(?:consult(?:ing|ant) (?:to|for)|contractor (?:to|for)|on behalf of"
    r"|sponsored by|employed by)\s+(?P<client>[^()]+?)\s*\)?",
    re.IGNORECASE,
)

ORGANISATION_WORD = re.compile(
    r"\b(?:universi\w*|universität|hochschule|institut\w*|college|school|laborator\w*|labs?|academy|research"
    r"|technolog(?:y|ies)|networks?|systems?|telecom\w*|telekom|communications?|mobile|electronics?|corp(?:oration)?"
    r"|company|co\.,|group|foundation|association|consult\w*|ministry|department|agency|cent(?:er|re)|bank|software"
    r"|solutions?|services|international|industr(?:y|ies)|semiconductors?|wireless|alliance|council|limited|ltd|inc"
    r"|llc|llp|gmbh|plc|holdings?|bureau|commission|society|registry|digital|motors?)\b"
    r"|公司|大学|大學|研究|集团|集團|株式会社|실험실|주식회사",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Affiliations:
    """The organisations of one cell as typed, empty when it names none; `remark` says what was done."""

    organisations: tuple[str, ...]
    remark: str | None = None


def read_affiliations(cell: str) -> Affiliations:
    """The organisations named in one cell.

    Gives: two or more where a slash, a semicolon, a bar or an ampersand after a legal form parts
    them, outside brackets; the consultant and the client of "X (consulting to Y)".
    """
    parts = [organisation for part in split_outside_brackets(cell) for organisation in with_client(part)]
    named = tuple(dict.fromkeys(part for part in parts if part.casefold() not in NO_ORGANISATION))
    if not named:
        said = f'"{cell}" names no organisation' if cell else "No affiliation"
        return Affiliations((), f"{said}: cannot be screened, will show amber.")
    if len(parts) > 1:
        quoted = " and ".join(f'"{name}"' for name in named)
        return Affiliations(named, f"Read as {quoted} from one cell: each will be screened.")
    if "/" in cell and "://" not in cell:
        return Affiliations(named, 'Kept as one organisation. Type " / " between two if it names two.')
    return Affiliations(named)


def split_outside_brackets(cell: str) -> list[str]:
    """The parts of a cell between separators that are not inside brackets; empty parts dropped."""
    parts, start = [], 0
    for found in SEPARATOR.finditer(cell):
        group = "and" if found["and"] else 0
        if depth(cell[: found.start(group)]) == 0:
            parts.append(cell[start : found.start(group)])
            start = found.end(group)
    parts.append(cell[start:])
    return [part.strip() for part in parts if part.strip()] if "://" not in cell else [cell]


def depth(text: str) -> int:
    """How many brackets are open at the end of a text; a stray closing bracket counts as none."""
    opened = 0
    for character in text:
        if character in "([{\uff08":
            opened += 1
        elif character in ")]}\uff09":
            opened = max(0, opened - 1)
    return opened


def with_client(part: str) -> list[str]:
    """The part, or consultant and client where it says for whom the person works."""
    found = CLIENT.fullmatch(part)
    if not found:
        return [part]
    return [name for name in (found["own"].strip(), found["client"].strip()) if name]


def looks_like_organisation(text: str) -> bool:
    """True when a word of the text is one that organisations carry and persons do not."""
    return bool(ORGANISATION_WORD.search(text))


def is_likely_person(text: str) -> bool:
    """True unless a cell that stands alone is plainly an organisation.

    In doubt it is a person: one without organisation waits, while an organisation without a match
    is clear. A single unaccented word is an organisation (Nokia, bupt): company lists are written so.
    """
    single_word = text.isascii() and not re.search(r"[\s,@]", text)
    return not (looks_like_organisation(text) or single_word)
