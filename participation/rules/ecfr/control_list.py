"""Supplement No. 1 to part 774: the entries of the Commerce Control List."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from participation.rules.ecfr.paragraphs import paragraphs_of
from participation.rules.ecfr.scope import Scope, scope_of
from participation.rules.ecfr.supplement import Element, SupplementError, headings, rows, supplement, words

NAME = "Supplement No. 1 to Part 774"
# Fewer entries than these are a part of the list, or a page of another layout.
FEWEST_ENTRIES = 600

_HEADING = re.compile(r"(?P<eccn>[0-9][A-E][0-9]{3})\s+(?P<heading>.*)")
_SECTION = re.compile(
    r"(?P<name>license requirements(?! note)|reporting requirements|(?:list based )?license exceptions"
    r"|special conditions for|list of items controlled)",
    re.IGNORECASE,
)
_REASONS = re.compile(r"reasons? for control:\s*(?P<reasons>.*)", re.IGNORECASE)
_CONTROL = re.compile(r"(?P<reason>[A-Z]{2}),? (?:apply|applies)(?: to)?,?\s+(?P<scope>.*)")
_COLUMN = re.compile(r"(?:(?P<reason>[A-Z]{2}) )?Column (?P<number>[1-3])\.?")
_SECTION_SIGN = re.compile(r"§§?\s*(?P<section>[0-9]{3}\.[0-9]+(?:\([a-z0-9]+\))*)", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?<!no )\b(?:a )?licenses? (?:is|are) required|not (?:designed|used)|for licensing requirements|"
    r"subject to the ITAR",
    re.IGNORECASE,
)
_POINTER = re.compile(r",? *(?:as follows)? *\(see (?:the )?list of items controlled\)\.?", re.IGNORECASE)
_LONGEST_HEADING = 220


@dataclass(frozen=True)
class Control:
    """One row of the licence requirements: the reason, and the chart's column or where else it stands."""

    reason: str
    column: str
    elsewhere: str
    scope: Scope


@dataclass
class Entry:
    """One entry as it stands in the list."""

    eccn: str
    heading: str
    reasons: tuple[str, ...] = ()
    controls: list[Control] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    beside_chart: bool = False

    @property
    def paragraphs(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return paragraphs_of(self.items)


def entries_of(xml: bytes, *, fewest: int = FEWEST_ENTRIES) -> tuple[Entry, ...]:
    """All entries in the order of the list.

    Raises: SupplementError, for another document, a truncated one, or an entry that stands twice.
    """
    found: dict[str, Entry] = {}
    for heading, body in _bodies(supplement(xml, NAME)):
        entry = _entry(heading, body)
        if entry.eccn in found:
            raise SupplementError(f"{entry.eccn} stands twice in the list.")
        found[entry.eccn] = entry
    if len(found) < fewest:
        raise SupplementError(f"Only {len(found)} entries are here; at least {fewest} are expected.")
    return tuple(found.values())


def _bodies(list_: Element) -> Iterator[tuple[re.Match[str], list[Element]]]:
    """The heading and the elements of each entry; a heading of another kind ends an entry."""
    heading: re.Match[str] | None = None
    body: list[Element] = []
    for element in list_:
        opened = _heading(element)
        ends = element.tag == "HD1" and not _SECTION.match(words(element))
        if heading and (opened or ends):
            yield heading, body
            heading = None
        if opened:
            heading, body = opened, []
        elif heading:
            body.append(element)
    if heading:
        yield heading, body


def _heading(element: Element) -> re.Match[str] | None:
    if element.tag not in ("FP-1", "FP-2") or element.find("B") is None:
        return None
    return _HEADING.fullmatch(words(element))


def _entry(heading: re.Match[str], body: list[Element]) -> Entry:
    entry = Entry(heading["eccn"], _short(heading["heading"]))
    section = ""
    for element in body:
        text = words(element)
        opened = _SECTION.match(text) if element.tag in ("FP-1", "HD1") else None
        if opened:
            section = opened["name"].casefold()
        elif element.tag == "DIV":
            _read_tables(element, entry)
        elif reasons := _REASONS.match(text):
            entry.reasons = tuple(re.findall(r"\b[A-Z]{2}\b", reasons["reasons"]))
        elif section == "license requirements":
            entry.beside_chart |= bool(_BESIDE.search(text))
        elif section == "list of items controlled" and element.tag in ("P", "FP"):
            _read_item(text, entry)
    return entry


def _read_item(text: str, entry: Entry) -> None:
    """What stands before the mark `Items:` belongs to the related controls."""
    marked = re.match(r"items:?\s*", text, re.IGNORECASE)
    if marked:
        entry.items.clear()
    entry.items.append(text[marked.end() :] if marked else text)


def _read_tables(element: Element, entry: Entry) -> None:
    for table in element.iter("TABLE"):
        heads = " ".join(headings(table)).casefold()
        if "country chart" in heads or heads == "control(s)":
            for cells in rows(table):
                _read_row([words(cell) for cell in cells], entry)


def _read_row(cells: list[str], entry: Entry) -> None:
    control, requirement = cells[0], cells[1] if len(cells) > 1 else ""
    if not requirement and (joined := re.fullmatch(r"(.*?) ([A-Z]{2} Column [1-3])\.?", control)):
        control, requirement = joined[1], joined[2]
    stated = _CONTROL.match(control)
    if not stated:
        # Sanctions on one country stand beside the reasons; part 746 has them.
        return
    column = _COLUMN.fullmatch(requirement)
    reason = stated["reason"]
    if column and column["reason"] in (None, reason):
        entry.controls.append(
            Control(reason, reason + column["number"], "", scope_of(stated["scope"], entry.eccn))
        )
        return
    section = _SECTION_SIGN.search(requirement) or _SECTION_SIGN.search(control)
    elsewhere = section["section"] if section else "the entry itself"
    entry.controls.append(Control(reason, "", elsewhere, scope_of(stated["scope"], entry.eccn)))


def _short(heading: str) -> str:
    """The heading without its pointer to the list of items, cut at a word where it is long."""
    plain = re.sub(r"[.,;]+(”?)$", r"\1", _POINTER.sub("", heading).strip(" .,;"))
    if len(plain) <= _LONGEST_HEADING:
        return plain
    return plain[:_LONGEST_HEADING].rsplit(" ", 1)[0] + " …"
